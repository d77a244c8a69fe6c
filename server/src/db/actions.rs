//! What managers do with the journey of a published entry, each only if nobody else has changed the entry meanwhile.

use super::{
    Result,
    changes::{self, Made},
    entries, history, insert,
    telling::{self, Happened},
};
use crate::clock;
use domain::{
    access::RoleName,
    action::{Acted, Acting, Action},
    entry::Entry,
    journey::Move,
    news::News,
    reference::Reference,
};
use sqlx::AnyConnection;

/// A published entry with the version it stands at; none where there is none published.
pub async fn acting(conn: &mut AnyConnection, reference: Reference, now: i64) -> Result<Option<Acting>> {
    let Some(version) = published_version(conn, reference).await? else { return Ok(None) };
    let entry = entries::any_one(conn, reference).await?;
    Ok(entry.map(|entry| Acting { entry, version, today: clock::day(now) }))
}

/// The version that a published entry stands at; none where there is none published.
pub async fn published_version(conn: &mut AnyConnection, reference: Reference) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar("SELECT version FROM entry WHERE reference = $1 AND decision = 'published'")
        .bind(reference.to_string())
        .fetch_optional(conn)
        .await?)
}

/// Carries out an action on an entry that stood at `seen` when the manager with account `by` read it, within the
/// caller's transaction.
pub async fn carry_out(
    conn: &mut AnyConnection,
    reference: Reference,
    seen: i64,
    action: &Action,
    (by, at): (i64, i64),
) -> Result<Acted> {
    let Some(version) = published_version(conn, reference).await? else { return Ok(Acted::Gone) };
    if version != seen {
        return Ok(Acted::Stale);
    }
    let today = clock::day(at);
    let Some(before) = entries::any_one(conn, reference).await? else { return Ok(Acted::Gone) };
    let Ok(journey) = action.clone().take(before.journey.clone(), today) else { return Ok(Acted::Stale) };
    let after = Entry { journey, updated: today, ..before.clone() };
    insert::set_journey(conn, &after).await?;
    let recorded = Some(insert::Recorded { by, at });
    match action {
        Action::Benefit(benefit) => insert::benefit(conn, reference, benefit, recorded).await?,
        Action::Spread(spread) => insert::spread(conn, reference, spread, recorded).await?,
        Action::Back { .. } => withdraw(conn, reference, at).await?,
        Action::Forward { .. } | Action::Pause { .. } | Action::End { .. } | Action::Reopen { .. } => {}
    }
    let (from, to) = (before.standing(), after.standing());
    if from != to {
        // Names of people are not published: the account is kept beside it.
        let step = Move { on: today, who: RoleName::Manager.name().to_owned(), from, to, why: action.why().cloned() };
        history::note_move(conn, reference, &step, Some(by)).await?;
    }
    let news = match action {
        Action::Benefit(_) => News::Benefit,
        Action::Spread(spread) => News::Spread { place: spread.place.clone() },
        moved => News::Moved { from, to, why: moved.why().cloned() },
    };
    telling::tell(conn, Happened { news: &news, before: Some(&before), now: &after, at }).await?;
    let made = Made::new(action.kind().into(), Some(by), at).because(action.why());
    changes::record(conn, reference, made).await?;
    Ok(Acted::Saved)
}

/// Withdraws what belongs to what is in use.
async fn withdraw(conn: &mut AnyConnection, reference: Reference, at: i64) -> Result<()> {
    let reference = reference.to_string();
    for withdraw in [
        "UPDATE benefit SET withdrawn_at = $2 WHERE entry = $1 AND withdrawn_at IS NULL",
        "UPDATE spread SET withdrawn_at = $2 WHERE entry = $1 AND withdrawn_at IS NULL",
    ] {
        sqlx::query(withdraw).bind(&reference).bind(at).execute(&mut *conn).await?;
    }
    Ok(())
}
