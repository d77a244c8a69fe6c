//! What managers do with what has come in: edit, publish and decline, each only if nobody else has meanwhile.

use super::{
    Result,
    changes::{self, Made},
    entries,
    history::{self, Happening},
    insert,
    telling::{self, Happened},
};
use crate::clock;
use app::backend::Changed;
use domain::{change::ChangeKind, entry::Entry, news::News, reference::Reference, revision::Revision, text::Reason};
use sqlx::SqliteConnection;

/// A manager's act on a submission that stood at `version` when the manager read it.
#[derive(Clone, Debug)]
pub struct Act {
    pub reference: Reference,
    pub version: i64,
    /// The manager's account.
    pub by: i64,
    pub at: i64,
    pub what: What,
}

#[derive(Clone, Debug)]
pub enum What {
    Revise(Revision),
    /// Publishes the submission as edited.
    Publish(Revision),
    Decline(Reason),
}

/// Carries out an act, within the caller's transaction.
pub async fn carry_out(conn: &mut SqliteConnection, act: &Act) -> Result<Changed> {
    let refusal = stand(conn, act).await?;
    if refusal != Changed::Saved {
        return Ok(refusal);
    }
    if let What::Revise(revision) | What::Publish(revision) = &act.what
        && revise(conn, act.reference, revision, (act.by, act.at)).await?
    {
        log(conn, act, ChangeKind::Edited, None).await?;
    }
    match &act.what {
        What::Revise(_) => {}
        What::Publish(_) => {
            decide(conn, act, "published", None, Happening::Published).await?;
            log(conn, act, ChangeKind::Published, None).await?;
            tell(conn, act, &News::Published).await?;
        }
        What::Decline(reason) => {
            decide(conn, act, "declined", Some(reason), Happening::Declined).await?;
            log(conn, act, ChangeKind::Declined, Some(reason)).await?;
            tell(conn, act, &News::Declined { reason: reason.clone() }).await?;
        }
    }
    Ok(Changed::Saved)
}

async fn tell(conn: &mut SqliteConnection, act: &Act, news: &News) -> Result<()> {
    let Some(now) = entries::any_one(conn, act.reference).await? else { return Ok(()) };
    telling::tell(conn, Happened { news, before: None, now: &now, at: act.at }).await
}

/// How the submission stands to the act: `Saved` where nothing hinders it.
async fn stand(conn: &mut SqliteConnection, act: &Act) -> Result<Changed> {
    let row: Option<(String, i64)> = sqlx::query_as(
        "SELECT decision, version FROM entry JOIN submission ON submission.reference = entry.reference
        WHERE entry.reference = $1",
    )
    .bind(act.reference.to_string())
    .fetch_optional(conn)
    .await?;
    Ok(match row {
        None => Changed::Gone,
        Some((decision, _)) if decision != "waiting" => Changed::Decided,
        Some((_, version)) if version != act.version => Changed::Stale { version },
        Some(_) => Changed::Saved,
    })
}

async fn log(conn: &mut SqliteConnection, act: &Act, kind: ChangeKind, why: Option<&Reason>) -> Result<()> {
    changes::record(conn, act.reference, Made::new(kind, Some(act.by), act.at).because(why)).await
}

/// Makes an entry say what a manager, with account `by`, wrote; false where it said so already. The caller logs it.
pub async fn revise(
    conn: &mut SqliteConnection,
    reference: Reference,
    revision: &Revision,
    (by, at): (i64, i64),
) -> Result<bool> {
    // What changes nothing leaves no trace, and no other manager's form goes stale for it.
    if entries::any_one(conn, reference).await?.is_none_or(|entry| says(&entry, revision)) {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE entry SET title_sv = $2, title_en = $3, summary_sv = $4, summary_en = $5, need = $6, plan = $7,
            audience = $8, hoped_benefit = $9, origin = $10, board = $11, priority = $12, updated = $13,
            version = version + 1
        WHERE reference = $1",
    )
    .bind(reference.to_string())
    .bind(&*revision.title.sv)
    .bind(revision.title.en.as_deref())
    .bind(&*revision.summary.sv)
    .bind(revision.summary.en.as_deref())
    .bind(&*revision.need)
    .bind(revision.plan.as_deref())
    .bind(revision.audience.as_deref())
    .bind(revision.hoped_benefit.as_deref())
    .bind(revision.origin.name())
    .bind(revision.board.to_string())
    .bind(revision.priority.name())
    .bind(clock::day(at).to_string())
    .execute(&mut *conn)
    .await?;
    insert::set_units(conn, reference, &revision.units).await?;
    insert::set_goals(conn, reference, &revision.goals).await?;
    history::note(conn, reference, at, Some(by), Happening::Edited).await?;
    Ok(true)
}

/// Whether an entry says already what the revision would make it say.
fn says(entry: &Entry, revision: &Revision) -> bool {
    let facts = entry.journey.facts();
    let now = Revision {
        title: entry.title.clone(),
        summary: entry.summary.clone(),
        need: facts.need.clone(),
        plan: facts.plan.clone(),
        audience: facts.audience.clone(),
        hoped_benefit: entry.hoped_benefit.clone(),
        origin: entry.origin,
        units: entry.units.clone(),
        board: entry.board.clone(),
        goals: entry.goals.clone(),
        priority: entry.priority,
    };
    now == *revision
}

async fn decide(
    conn: &mut SqliteConnection,
    act: &Act,
    decision: &str,
    reason: Option<&Reason>,
    what: Happening,
) -> Result<()> {
    sqlx::query(
        "UPDATE entry SET decision = $2, decided_at = $3, decline_reason = $4, updated = $5, version = version + 1
        WHERE reference = $1",
    )
    .bind(act.reference.to_string())
    .bind(decision)
    .bind(act.at)
    .bind(reason.map(|reason| &**reason))
    .bind(clock::day(act.at).to_string())
    .execute(&mut *conn)
    .await?;
    history::note(conn, act.reference, act.at, Some(act.by), what).await
}
