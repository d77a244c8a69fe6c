//! Moving a dot: compare and swap, so that of two managers the second is told.

use super::{
    Error, Result,
    changes::{self, Made},
    history::{self, Happening},
};
use crate::clock;
use domain::{
    change::ChangeKind,
    placement::Placement,
    placing::{Conflict, Placed, Placing},
    reference::Reference,
};
use sqlx::AnyConnection;

/// Moves a published entry, within the caller's transaction; `by` is the manager's account.
pub async fn place(
    conn: &mut AnyConnection,
    reference: Reference,
    Placing { to, seen }: Placing,
    by: i64,
    at: i64,
) -> Result<Placed> {
    let count: Option<i64> = sqlx::query_scalar(
        "UPDATE entry SET x = $2, y = $3, placed = placed + 1, updated = $4
        WHERE reference = $1 AND decision = 'published' AND placed = $5 RETURNING placed",
    )
    .bind(reference.to_string())
    .bind(to.x())
    .bind(to.y())
    .bind(clock::day(at).to_string())
    .bind(seen)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(count) = count else { return refused(conn, reference).await };
    history::note(conn, reference, at, Some(by), Happening::Placed(to)).await?;
    changes::record(conn, reference, Made::new(ChangeKind::Placed, Some(by), at)).await?;
    Ok(Placed::Saved { count })
}

/// Puts an entry back where it lay, whoever has moved it since. The change that it is part of is logged by the caller.
pub async fn put(conn: &mut AnyConnection, reference: Reference, place: Placement, (by, at): (i64, i64)) -> Result<()> {
    sqlx::query("UPDATE entry SET x = $2, y = $3, placed = placed + 1, updated = $4 WHERE reference = $1")
        .bind(reference.to_string())
        .bind(place.x())
        .bind(place.y())
        .bind(clock::day(at).to_string())
        .execute(&mut *conn)
        .await?;
    history::note(conn, reference, at, Some(by), Happening::Placed(place)).await
}

/// Why nothing was moved.
async fn refused(conn: &mut AnyConnection, reference: Reference) -> Result<Placed> {
    let row: Option<(f64, f64, i64)> =
        sqlx::query_as("SELECT x, y, placed FROM entry WHERE reference = $1 AND decision = 'published'")
            .bind(reference.to_string())
            .fetch_optional(&mut *conn)
            .await?;
    let Some((x, y, count)) = row else { return Ok(Placed::Gone) };
    Ok(Placed::Conflict(Conflict {
        by: history::last_placed_by(conn, reference).await?,
        placement: Placement::new(x, y).map_err(|why| Error::row("entry", &reference, &why))?,
        count,
    }))
}
