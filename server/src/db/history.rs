//! The history: what happened to an entry, who did it, and when. Rows are only ever added.

use super::{Result, values::Real};
use domain::{journey::Move, placement::Placement, reference::Reference};
use sqlx::AnyConnection;

/// What happened to an entry.
#[derive(Clone, Copy, Debug)]
pub enum Happening {
    Edited,
    Placed(Placement),
    Published,
    Declined,
}

impl Happening {
    const fn name(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Placed(_) => "placed",
            Self::Published => "published",
            Self::Declined => "declined",
        }
    }
}

/// Adds to the history of an entry; `account` is whoever did it, where that person had signed in.
pub async fn note(
    conn: &mut AnyConnection,
    reference: Reference,
    at: i64,
    account: Option<i64>,
    what: Happening,
) -> Result<()> {
    let place = if let Happening::Placed(place) = what { Some(place) } else { None };
    sqlx::query("INSERT INTO event (entry, happened_at, account, what, x, y) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(reference.to_string())
        .bind(at)
        .bind(account)
        .bind(what.name())
        .bind(place.map(|place| Real(place.x())))
        .bind(place.map(|place| Real(place.y())))
        .execute(conn)
        .await?;
    Ok(())
}

/// The name of whoever placed an entry last.
pub async fn last_placed_by(conn: &mut AnyConnection, reference: Reference) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT account.name FROM event JOIN account ON account.id = event.account
        WHERE event.entry = $1 AND event.what = 'placed' ORDER BY event.id DESC LIMIT 1",
    )
    .bind(reference.to_string())
    .fetch_optional(conn)
    .await?)
}

/// Adds a move to the history of an entry's journey; `account` is whoever made it, where that person had signed in.
pub async fn note_move(
    conn: &mut AnyConnection,
    reference: Reference,
    step: &Move,
    account: Option<i64>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO move (entry, moved_on, who, from_standing, to_standing, why, account)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(reference.to_string())
    .bind(step.on.to_string())
    .bind(&step.who)
    .bind(step.from.name())
    .bind(step.to.name())
    .bind(step.why.as_deref())
    .bind(account)
    .execute(conn)
    .await?;
    Ok(())
}
