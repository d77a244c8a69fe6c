//! What managers do with what has come in: edit, publish and decline, each only if nobody else has meanwhile.

use super::{
    Result, entries,
    history::{self, Happening},
    insert,
    telling::{self, Happened},
};
use crate::clock;
use app::backend::Changed;
use domain::{entry::Entry, news::News, reference::Reference, revision::Revision, text::Reason};
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
    match &act.what {
        What::Revise(revision) => revise(conn, act, revision).await?,
        What::Publish(revision) => {
            revise(conn, act, revision).await?;
            decide(conn, act, "published", None, Happening::Published).await?;
            tell(conn, act, &News::Published).await?;
        }
        What::Decline(reason) => {
            decide(conn, act, "declined", Some(reason), Happening::Declined).await?;
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

async fn revise(conn: &mut SqliteConnection, act: &Act, revision: &Revision) -> Result<()> {
    // What changes nothing leaves no trace, and no other manager's form goes stale for it.
    if entries::any_one(conn, act.reference).await?.is_none_or(|entry| says(&entry, revision)) {
        return Ok(());
    }
    sqlx::query(
        "UPDATE entry SET title_sv = $2, title_en = $3, summary_sv = $4, summary_en = $5, need = $6, plan = $7,
            audience = $8, hoped_benefit = $9, origin = $10, board = $11, priority = $12, updated = $13,
            version = version + 1
        WHERE reference = $1",
    )
    .bind(act.reference.to_string())
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
    .bind(clock::day(act.at).to_string())
    .execute(&mut *conn)
    .await?;
    insert::set_units(conn, act.reference, &revision.units).await?;
    insert::set_goals(conn, act.reference, &revision.goals).await?;
    history::note(conn, act.reference, act.at, Some(act.by), Happening::Edited).await
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
