//! What managers do with what has come in: edit, publish and answer, each only if nobody else has meanwhile.

use super::values::Flag;
use super::{
    Result,
    changes::{self, Made},
    entries,
    history::{self, Happening},
    insert,
    reception::{self, outcome::GoesOn},
    telling::{self, Happened},
};
use crate::clock;
use app::backend::Changed;
use domain::{
    change::ChangeKind, entry::Entry, news::News, reception::answer::Answer, reference::Reference, revision::Revision,
    text::Reason,
};
use sqlx::AnyConnection;

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
    Answer(Answer),
}

impl What {
    /// Whether everybody sees something of it: a published entry that something was merged into says so.
    pub const fn shows_in_the_portfolio(&self) -> bool {
        matches!(self, Self::Publish(_) | Self::Answer(Answer::Merge { .. }))
    }

    /// Whether it may be done to what may hold what is secret by law.
    const fn may_concern_secrets(&self) -> bool {
        !self.shows_in_the_portfolio()
    }
}

/// Carries out an act, within the caller's transaction.
pub async fn carry_out(conn: &mut AnyConnection, act: &Act) -> Result<Changed> {
    let refusal = stand(conn, act).await?;
    if refusal != Changed::Saved {
        return Ok(refusal);
    }
    if !act.what.may_concern_secrets() && reception::custody::is_secret(conn, act.reference).await? {
        return Ok(Changed::Secret);
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
        What::Answer(answer) => return self::answer(conn, act, answer).await,
    }
    Ok(Changed::Saved)
}

async fn answer(conn: &mut AnyConnection, act: &Act, answer: &Answer) -> Result<Changed> {
    let (kind, reason, goes_on, news) = match answer {
        Answer::Ask(question) => {
            reception::messages::say(conn, act.reference, question, Some(act.by), act.at).await?;
            tell(conn, act, &News::Asked { question: question.clone() }).await?;
            return Ok(Changed::Saved);
        }
        Answer::Decline { reason } => (ChangeKind::Declined, reason, None, News::Declined { reason: reason.clone() }),
        Answer::SendOn { to, reason } => {
            let news = News::SentOn { to: to.clone(), reason: reason.clone() };
            (ChangeKind::SentOn, reason, Some(GoesOn::At(to)), news)
        }
        Answer::Merge { into, reason } => {
            if !is_target(conn, *into).await? {
                return Ok(Changed::NoTarget);
            }
            let news = News::Merged { into: *into, reason: reason.clone() };
            (ChangeKind::Merged, reason, Some(GoesOn::In(*into)), news)
        }
    };
    decide(conn, act, "declined", Some(reason), Happening::Declined).await?;
    if let Some(goes_on) = &goes_on {
        reception::outcome::note(conn, act.reference, goes_on).await?;
    }
    log(conn, act, kind, Some(reason)).await?;
    tell(conn, act, &news).await?;
    if let Answer::Merge { into, .. } = answer {
        // The reason is for the sender, and may be about the sender: the entry's own log does not tell it.
        changes::record(conn, *into, Made::new(ChangeKind::Joined, Some(act.by), act.at)).await?;
    }
    Ok(Changed::Saved)
}

/// Whether something may be merged into an entry: it waits or is published. What was merged itself leads on.
async fn is_target(conn: &mut AnyConnection, into: Reference) -> Result<bool> {
    let Flag(found) = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM entry WHERE reference = $1 AND decision IN ('waiting', 'published'))",
    )
    .bind(into.to_string())
    .fetch_one(conn)
    .await?;
    Ok(found)
}

async fn tell(conn: &mut AnyConnection, act: &Act, news: &News) -> Result<()> {
    let Some(now) = entries::any_one(conn, act.reference).await? else { return Ok(()) };
    telling::tell(conn, Happened { news, before: None, now: &now, at: act.at }).await
}

/// How the submission stands to the act: `Saved` where nothing hinders it.
async fn stand(conn: &mut AnyConnection, act: &Act) -> Result<Changed> {
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

async fn log(conn: &mut AnyConnection, act: &Act, kind: ChangeKind, why: Option<&Reason>) -> Result<()> {
    changes::record(conn, act.reference, Made::new(kind, Some(act.by), act.at).because(why)).await
}

/// Makes an entry say what a manager, with account `by`, wrote; false where it said so already. The caller logs it.
pub async fn revise(
    conn: &mut AnyConnection,
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
    conn: &mut AnyConnection,
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
