//! Databases at a PostgreSQL server, which several instances of the program may share.
//!
//! Writes take turns, as they do in SQLite: each transaction that writes first takes a lock that it holds to its end,
//! so that what it has read cannot change before it writes.

use super::{
    open::{OpenError, newest, version},
    values::Flag,
};
use sqlx::{
    AnyConnection, AnyPool, Connection,
    any::{AnyConnectOptions, AnyPoolOptions},
};
use std::{borrow::Cow, time::Duration};
use url::Url;

/// What each connection keeps to. Nobody waits for a lock longer than for SQLite's, and a transaction whose program has
/// stalled does not hold up the others for good.
const HABITS: &str = "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; SET TIME ZONE 'UTC'; \
    SET client_min_messages = 'warning'";

/// The turn to write, which is given back when the transaction ends. The numbers of our locks begin with "FYRF".
pub const TAKE_TURN: &str = "SELECT pg_advisory_xact_lock(x'4659524600000001'::bigint)";

/// What only one instance does, for as long as its connection lasts.
const TAKE_DUTY: &str = "SELECT pg_try_advisory_lock(x'4659524600000002'::bigint)";

/// Where the database tells instances of writes.
pub const CHANNEL: &str = "fyrfalt";

/// How a transaction that reads begins: all of it sees the same moment.
pub const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// What PostgreSQL says of a table that is not there.
const UNDEFINED_TABLE: &str = "42P01";

/// What it says where a lock was waited for as long as anybody waits.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// What it says where its disk is full.
const DISK_FULL: &str = "53100";

/// Whether others hold the turn to write for too long.
pub fn is_busy(error: &sqlx::Error) -> bool {
    code(error).as_deref() == Some(LOCK_NOT_AVAILABLE)
}

/// Whether the server has no room for anything.
pub fn is_full(error: &sqlx::Error) -> bool {
    code(error).as_deref() == Some(DISK_FULL)
}

fn code(error: &sqlx::Error) -> Option<Cow<'_, str>> {
    error.as_database_error().and_then(|error| error.code())
}

/// How many statements each connection keeps prepared, unless the address says otherwise. Submissions alone have a hundred,
/// by how many are written together.
const STATEMENTS: (&str, &str) = ("statement-cache-capacity", "200");

/// Connections to a server; of those that write, few are of use, for they take turns.
pub async fn pool(url: &Url, most: u32, patience: Duration) -> sqlx::Result<AnyPool> {
    let mut url = url.clone();
    if !url.query_pairs().any(|(name, _)| name == STATEMENTS.0) {
        url.query_pairs_mut().append_pair(STATEMENTS.0, STATEMENTS.1);
    }
    let options: AnyConnectOptions = url.as_str().parse()?;
    AnyPoolOptions::new()
        .acquire_timeout(patience)
        .max_connections(most)
        .after_connect(|conn, _| {
            Box::pin(async move {
                sqlx::raw_sql(HABITS).execute(conn).await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await
}

/// A connection of its own.
pub async fn connect(url: &Url) -> sqlx::Result<AnyConnection> {
    sqlx::any::install_default_drivers();
    let mut conn = AnyConnection::connect(url.as_str()).await?;
    sqlx::raw_sql(HABITS).execute(&mut conn).await?;
    Ok(conn)
}

/// Takes the duty to do what only one instance does, for as long as the connection lasts, unless another one has it.
pub async fn take_duty(conn: &mut AnyConnection) -> super::Result<bool> {
    let Flag(is_ours) = sqlx::query_scalar(TAKE_DUTY).fetch_one(conn).await?;
    Ok(is_ours)
}

/// Looks at a database without touching it: whether there is one of ours, and none from the future.
///
/// # Errors
/// When something else is there, or one that this program does not know.
pub async fn is_ours(shown: &str, conn: &mut AnyConnection) -> Result<bool, OpenError> {
    let failed = |error| OpenError::Sql(shown.to_owned(), error);
    let letters: String =
        sqlx::query_scalar("SELECT current_setting('server_encoding')").fetch_one(&mut *conn).await.map_err(failed)?;
    if letters != "UTF8" {
        return Err(OpenError::Letters(shown.to_owned(), letters));
    }
    match version(conn).await {
        Ok(Some(version)) if version > newest() => return Err(OpenError::Newer(shown.to_owned(), version, newest())),
        Ok(Some(_)) => {}
        Ok(None) => return Ok(false),
        Err(error) if code(&error).as_deref() == Some(UNDEFINED_TABLE) => {
            let others: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
                .fetch_one(conn)
                .await
                .map_err(failed)?;
            return if others == 0 { Ok(false) } else { Err(OpenError::NotOurs(shown.to_owned())) };
        }
        Err(error) => return Err(failed(error)),
    }
    let ours: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename IN ('entry', 'start_place')",
    )
    .fetch_one(conn)
    .await
    .map_err(failed)?;
    if ours == 2 { Ok(true) } else { Err(OpenError::NotOurs(shown.to_owned())) }
}
