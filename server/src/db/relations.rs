//! How entries hang together.

use super::{
    Database, Result, actions,
    record::{reference, value},
};
use domain::{
    reference::Reference,
    relation::{Kept, Related, Tie},
};
use sqlx::AnyConnection;

/// The relations of an entry that hold, by their ids, the oldest first.
pub async fn of(database: &Database, entry: Reference) -> Result<Vec<(i64, Kept)>> {
    let rows: Vec<(i64, String, String, String)> = sqlx::query_as(
        "SELECT id, from_entry, to_entry, kind FROM relation
        WHERE (from_entry = $1 OR to_entry = $1) AND withdrawn_at IS NULL ORDER BY id",
    )
    .bind(entry.to_string())
    .fetch_all(&database.reader)
    .await?;
    rows.into_iter().map(|(id, from, to, kind)| Ok((id, kept(&from, &to, &kind)?))).collect()
}

fn kept(from: &str, to: &str, kind: &str) -> Result<Kept> {
    Ok(Kept {
        from: reference("relation", from)?,
        to: reference("relation", to)?,
        tie: value("relation", &from, kind)?,
    })
}

/// Relates a published entry to another for the manager with account `by`, within the caller's transaction.
pub async fn relate(
    conn: &mut AnyConnection,
    own: Reference,
    (tie, other): (Tie, Reference),
    (by, at): (i64, i64),
) -> Result<Related> {
    if actions::published_version(conn, own).await?.is_none() {
        return Ok(Related::Gone);
    }
    if actions::published_version(conn, other).await?.is_none() {
        return Ok(Related::NoOther);
    }
    let new = Kept::new(own, tie, other);
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT from_entry, to_entry, kind FROM relation WHERE kind = $1 AND withdrawn_at IS NULL")
            .bind(new.tie.name())
            .fetch_all(&mut *conn)
            .await?;
    let others = rows.iter().map(|(from, to, kind)| kept(from, to, kind)).collect::<Result<Vec<_>>>()?;
    if others.contains(&new) {
        return Ok(Related::Saved);
    }
    if new.is_circular(&others) {
        return Ok(Related::Circular);
    }
    sqlx::query("INSERT INTO relation (from_entry, to_entry, kind, account, noted_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(new.from.to_string())
        .bind(new.to.to_string())
        .bind(new.tie.name())
        .bind(by)
        .bind(at)
        .execute(conn)
        .await?;
    Ok(Related::Saved)
}

/// Withdraws a relation of an entry, within the caller's transaction; false where it has none such.
pub async fn withdraw(conn: &mut AnyConnection, own: Reference, id: i64, (by, at): (i64, i64)) -> Result<bool> {
    let withdrawn = sqlx::query(
        "UPDATE relation SET withdrawn_at = $3, withdrawn_by = $4
        WHERE id = $2 AND (from_entry = $1 OR to_entry = $1) AND withdrawn_at IS NULL",
    )
    .bind(own.to_string())
    .bind(id)
    .bind(at)
    .bind(by)
    .execute(conn)
    .await?;
    Ok(withdrawn.rows_affected() == 1)
}
