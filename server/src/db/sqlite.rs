//! Databases in files of SQLite: only one that is ours, only with a program that knows all of it.

use super::{
    open::{OpenError, newest, version},
    write_ahead_log,
};
use sqlx::{
    AnyConnection, AnyPool, Connection, Row,
    any::{AnyConnectOptions, AnyPoolOptions},
};
use std::{fs::OpenOptions, io, os::unix::fs::OpenOptionsExt, path::Path, time::Duration};
use url::Url;

/// "FYRF" in the file's header, set by the first migration.
pub const APPLICATION_ID: i64 = 0x4659_5246;

/// What each connection keeps to. What is weeded or erased is written over, and not only forgotten (in the file, once
/// the log is emptied into it). Sorting, and what a statement may have to take back, stays in memory: a batch of
/// submissions would go through a temporary file.
const HABITS: &str = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
    PRAGMA wal_autocheckpoint = 16000; PRAGMA temp_store = MEMORY;";

/// What the connection that writes keeps to besides. Pages that many writes have in common go into the file once for
/// all of them, when the log has 64 MB or an hour has gone by ([`empty_log`]). What people hand in goes to places all
/// over the indexes of hashes, which are found in 16 MB of memory.
const WRITERS_HABITS: &str =
    "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 65536000; PRAGMA cache_size = -16000;";

/// Begins a transaction that writes and is on the disk when it has been committed.
pub const BEGIN: &str = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE";
/// The same of one that is on the disk only once the [`write_ahead_log`] is synced after that.
pub const BEGIN_UNSYNCED: &str = "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE";

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing, or an empty file.
    Nothing,
    /// A database of ours that this program knows.
    Ours,
}

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Write,
    Read,
    /// A file that nobody writes to meanwhile.
    Untouched,
}

fn options(path: &Path, mode: Mode) -> sqlx::Result<AnyConnectOptions> {
    let misnamed = || sqlx::Error::Configuration("the database has a name that no address can hold".into());
    let path = std::path::absolute(path)?;
    // It escapes what has a meaning in addresses.
    let file = Url::from_file_path(path).map_err(|()| misnamed())?;
    let mode = match mode {
        Mode::Write => "mode=rwc",
        Mode::Read => "mode=ro",
        Mode::Untouched => "mode=ro&immutable=true",
    };
    format!("sqlite://{}?{mode}", file.path()).parse()
}

/// The connection that writes. It stays open, so that `restore` can tell that somebody uses the file.
pub async fn writer(path: &Path, patience: Duration) -> sqlx::Result<AnyPool> {
    AnyPoolOptions::new()
        .acquire_timeout(patience)
        .max_connections(1)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        // It was tried when it was given back, and nobody at another end can have gone since.
        .test_before_acquire(false)
        // SQLite ends a transaction by itself where the disk is full or broken, which sqlx does not see: such a
        // connection could never begin another. A new one takes its place.
        .before_acquire(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }))
        .after_connect(|conn, _| {
            Box::pin(async move {
                sqlx::raw_sql(HABITS).execute(&mut *conn).await?;
                sqlx::raw_sql(WRITERS_HABITS).execute(conn).await?;
                Ok(())
            })
        })
        .connect_with(options(path, Mode::Write)?)
        .await
}

/// Connections that read beside it.
pub async fn reader(path: &Path, patience: Duration) -> sqlx::Result<AnyPool> {
    AnyPoolOptions::new()
        .acquire_timeout(patience)
        .max_connections(4)
        // As that which writes.
        .test_before_acquire(false)
        .after_connect(|conn, _| {
            Box::pin(async move {
                sqlx::raw_sql(HABITS).execute(conn).await?;
                Ok(())
            })
        })
        .connect_with(options(path, Mode::Read)?)
        .await
}

/// Copies the log into the file and empties it, and tells whether that is done: only as much of it can be copied as
/// nobody reads for longer than a second.
///
/// # Errors
/// When the file cannot be written.
pub async fn empty_log(writer: &AnyPool) -> sqlx::Result<bool> {
    let mut conn = writer.acquire().await?;
    sqlx::raw_sql("PRAGMA busy_timeout = 1000").execute(&mut *conn).await?;
    let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *conn).await;
    // Patient again.
    sqlx::raw_sql(HABITS).execute(&mut *conn).await?;
    let was_busy: i64 = emptied?.try_get(0)?;
    Ok(was_busy == 0)
}

/// A connection that leaves the file as it is.
pub async fn open_untouched(path: &Path) -> sqlx::Result<AnyConnection> {
    sqlx::any::install_default_drivers();
    // Without a log beside it the file is whole, and `immutable` keeps SQLite from making one.
    let mode = if write_ahead_log::path(path).exists() { Mode::Read } else { Mode::Untouched };
    AnyConnection::connect_with(&options(path, mode)?).await
}

/// Makes an empty file, and its folder, that only the program's own user may read: what people hand in may be personal.
/// SQLite gives its files beside it the same permissions.
pub fn begin_file(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder_of(path))?;
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// The folder that a file is in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether there is anything at the path that a new database would replace.
pub fn exists(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() || metadata.len() > 0)
}

/// Looks at a file without touching it: whether it is a database of ours, and none from the future.
///
/// # Errors
/// When it is none, or one that this program does not know.
pub async fn inspect(path: &Path) -> Result<Found, OpenError> {
    let (found, held) = inspect_and_hold(path).await?;
    let_go(held).await;
    Ok(found)
}

/// The same, with the connection that looked, where there was something to look at. While that is open, nobody who
/// opens the file need read its whole log anew, of which a program that was killed leaves up to 64 MB.
///
/// # Errors
/// When it is none, or one that this program does not know.
pub async fn inspect_and_hold(path: &Path) -> Result<(Found, Option<AnyConnection>), OpenError> {
    let not_ours = || OpenError::NotOurs(path.display().to_string());
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Found::Nothing, None)),
        Ok(metadata) if metadata.is_file() && metadata.len() == 0 => return Ok((Found::Nothing, None)),
        Ok(metadata) if !metadata.is_file() => return Err(not_ours()),
        _ => {}
    }
    let mut conn = open_untouched(path).await.map_err(|error| unreadable(path, error))?;
    match look(path, &mut conn).await {
        Ok(found) => Ok((found, Some(conn))),
        Err(error) => {
            let_go(Some(conn)).await;
            Err(error)
        }
    }
}

/// Closes a connection that only read, for which it changes nothing whether that succeeds.
pub async fn let_go(held: Option<AnyConnection>) {
    if let Some(conn) = held {
        let _ = conn.close().await;
    }
}

async fn look(path: &Path, conn: &mut AnyConnection) -> Result<Found, OpenError> {
    let failed = |error| unreadable(path, error);
    let id: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *conn).await.map_err(failed)?;
    if id != APPLICATION_ID {
        // A first start that was cut short leaves a database with nothing in it yet.
        let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE tbl_name <> '_sqlx_migrations'")
            .fetch_one(conn)
            .await
            .map_err(failed)?;
        let is_begun = id == 0 && tables == 0;
        return if is_begun { Ok(Found::Nothing) } else { Err(OpenError::NotOurs(path.display().to_string())) };
    }
    let known = newest();
    match version(conn).await.map_err(failed)? {
        Some(version) if version > known => Err(OpenError::Newer(path.display().to_string(), version, known)),
        _ => Ok(Found::Ours),
    }
}

/// SQLite's codes for a file that is no database, for one that is no whole one, and for one that another program holds.
const NOT_A_DATABASE: &str = "26";
const CORRUPT: &str = "11";
const BUSY: &str = "5";
/// Those for a database that takes nothing from anybody: it may only be read, the disk fails, or has no room.
const UNWRITABLE: [i32; 3] = [8, 10, 13];

/// Whether another program holds the database.
pub fn is_busy(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).as_deref() == Some(BUSY)
}

/// Whether nothing can be written now, whatever it is.
pub fn is_unwritable(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    // Those of PostgreSQL have five signs. Its own longer ones say more of the same in their higher bytes.
    let code = code.filter(|code| code.len() < 5).and_then(|code| code.parse::<i32>().ok());
    code.is_some_and(|code| UNWRITABLE.contains(&(code & 0xff)))
}

fn unreadable(path: &Path, error: sqlx::Error) -> OpenError {
    let path = path.display().to_string();
    match error.as_database_error().and_then(|error| error.code()).as_deref() {
        Some(NOT_A_DATABASE) => OpenError::NotOurs(path),
        Some(CORRUPT) => OpenError::Damaged(path),
        _ => OpenError::Sql(path, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[tokio::test]
    async fn what_stands_in_the_way_of_everybody_is_told_from_what_is_wrong_with_one() {
        sqlx::any::install_default_drivers();
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("fyrfalt.db");
        let patience = Duration::from_secs(5);
        let writer = writer(&path, patience).await.expect("a database");
        let run = async |pool: &AnyPool, sql: &'static str| sqlx::raw_sql(sql).execute(pool).await;
        run(&writer, "CREATE TABLE a (text TEXT NOT NULL); PRAGMA max_page_count = 3").await.expect("a table");

        let wrong = run(&writer, "INSERT INTO a VALUES (NULL)").await.expect_err("it must not be empty");
        assert!(!is_unwritable(&wrong) && !is_busy(&wrong), "{wrong}");
        let full = run(&writer, "INSERT INTO a VALUES (zeroblob(100000))").await.expect_err("there is no room");
        assert!(is_unwritable(&full), "{full}");
        let reader = reader(&path, patience).await.expect("a database");
        let only_read = run(&reader, "INSERT INTO a VALUES ('b')").await.expect_err("it may only be read");
        assert!(is_unwritable(&only_read), "{only_read}");
    }
}
