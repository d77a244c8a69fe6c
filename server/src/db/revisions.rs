//! How often what people read has changed. A database that several instances share counts it by itself, so that each of
//! them learns what the others have written.

use super::{Database, Result};
use sqlx::AnyConnection;

/// What a database has counted; nothing where only one program writes, which knows what it writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Revisions {
    /// Changes of entries that are published, and of what they are filed under.
    pub portfolio: i64,
    /// Changes of what else stands on pages.
    pub pages: i64,
}

/// The revisions as a connection sees them, within the same transaction as what they count.
pub async fn read(database: &Database, conn: &mut AnyConnection) -> Result<Revisions> {
    if !database.is_shared() {
        return Ok(Revisions::default());
    }
    let counted: Vec<(String, i64)> = sqlx::query_as("SELECT of, number FROM revision").fetch_all(conn).await?;
    let number = |of| counted.iter().find(|(name, _)| name == of).map_or(0, |(_, number)| *number);
    Ok(Revisions { portfolio: number("portfolio"), pages: number("pages") })
}
