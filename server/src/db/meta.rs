//! What a database knows of itself.

use super::values::Flag;
use super::{Database, Result, open};
use sqlx::AnyConnection;

/// What a database was filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// It has no entries.
    Not,
    /// By the demo.
    Demo,
    /// By people.
    People,
}

/// Whether a database that answers can be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    Ready,
    /// Another version of the program has changed it meanwhile.
    OtherVersion,
}

/// What a database was filled with.
pub async fn filled(conn: &mut AnyConnection) -> Result<Filled> {
    let demo: Option<String> =
        sqlx::query_scalar("SELECT value FROM meta WHERE name = 'demo'").fetch_optional(&mut *conn).await?;
    let Flag(entries) = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM entry)").fetch_one(conn).await?;
    Ok(match (demo, entries) {
        (Some(_), _) => Filled::Demo,
        (None, true) => Filled::People,
        (None, false) => Filled::Not,
    })
}

impl Database {
    /// Whether the database can be worked with.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn readiness(&self) -> Result<Readiness> {
        let version: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations WHERE success")
            .fetch_one(&self.reader)
            .await?;
        Ok(if version == Some(open::newest()) { Readiness::Ready } else { Readiness::OtherVersion })
    }
}

/// Notes that the demo filled the database.
pub async fn note_demo(conn: &mut AnyConnection) -> Result<()> {
    sqlx::query("INSERT INTO meta (name, value) VALUES ('demo', 'filled')").execute(conn).await?;
    Ok(())
}
