//! Opening a database: only one that is ours, only with a program that knows all of it.

use sqlx::{
    Connection, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    fs::OpenOptions,
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

/// "FYRF" in the file's header, set by the first migration.
pub const APPLICATION_ID: i64 = 0x4659_5246;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// How long a write waits for another program's, such as `fyrfalt user add`.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open database: one connection that writes, several that read beside it.
#[derive(Clone, Debug)]
pub struct Database {
    pub(crate) writer: SqlitePool,
    pub(crate) reader: SqlitePool,
    path: PathBuf,
}

/// Why a database was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{0} is not a Fyrfält database")]
    NotOurs(PathBuf),
    #[error("{0} was written by a newer Fyrfält (its version is {1}, this program knows {2}): use the newer program")]
    Newer(PathBuf, i64, i64),
    #[error("{0} is damaged: keep it, and restore a backup")]
    Damaged(PathBuf),
    #[error("there is no database {0}")]
    Missing(PathBuf),
    #[error("{0} cannot be made: {1}")]
    Begin(PathBuf, io::Error),
    #[error("{0} cannot be opened: {1}")]
    Sql(PathBuf, sqlx::Error),
    #[error("{0} cannot be brought up to date: {1}")]
    Migrate(PathBuf, MigrateError),
}

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing, or an empty file.
    Nothing,
    /// A database of ours that this program knows.
    Ours,
}

impl Database {
    /// Opens the database, making it and its folder where there is none, and brings it up to date.
    pub async fn open_or_make(path: &Path) -> Result<Self, OpenError> {
        if inspect(path).await? == Found::Nothing {
            begin_file(path).map_err(|error| OpenError::Begin(path.to_owned(), error))?;
        }
        Self::open(path).await
    }

    /// Opens a database that must be there, and brings it up to date.
    pub async fn open_existing(path: &Path) -> Result<Self, OpenError> {
        match inspect(path).await? {
            Found::Nothing => Err(OpenError::Missing(path.to_owned())),
            Found::Ours => Self::open(path).await,
        }
    }

    async fn open(path: &Path) -> Result<Self, OpenError> {
        let failed = |error| OpenError::Sql(path.to_owned(), error);
        let options = SqliteConnectOptions::new()
            .filename(path)
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Full)
            // What is weeded or erased is written over, and not only forgotten.
            .pragma("secure_delete", "ON")
            // Pages that many writes have in common go into the file once for all of them.
            .pragma("wal_autocheckpoint", "4000")
            // Statements that write many rows come in as many lengths as there are numbers of rows.
            .statement_cache_capacity(512)
            .busy_timeout(PATIENCE);
        let writing = options.clone().create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        // The connection that writes stays open, so that `restore` can tell that somebody uses the file.
        let writer = SqlitePoolOptions::new()
            .acquire_timeout(PATIENCE)
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            // SQLite ends a transaction by itself where the disk is full or broken, which sqlx does not see: such a
            // connection could never begin another. A new one takes its place.
            .before_acquire(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }))
            .connect_with(writing)
            .await
            .map_err(failed)?;
        MIGRATIONS.run(&writer).await.map_err(|error| OpenError::Migrate(path.to_owned(), error))?;
        let reader = SqlitePoolOptions::new()
            .acquire_timeout(PATIENCE)
            .max_connections(4)
            .connect_with(options.read_only(true))
            .await
            .map_err(failed)?;
        Ok(Self { writer, reader, path: path.to_owned() })
    }

    /// Begins a transaction that may write at once, so that what it reads cannot change before it writes.
    ///
    /// # Errors
    /// When another program has been writing for too long.
    pub async fn begin(&self) -> super::Result<Transaction<'static, Sqlite>> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Where the database lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Closes every connection, once what is under way is done.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// Makes an empty file, and its folder, that only the program's own user may read: what people hand in may be personal.
/// SQLite gives its files beside it the same permissions.
pub fn begin_file(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Whether there is anything at the path that a new database would replace.
pub fn exists(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() || metadata.len() > 0)
}

/// Looks at a file without touching it: whether it is a database of ours, and none from the future.
pub async fn inspect(path: &Path) -> Result<Found, OpenError> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Ok(metadata) if metadata.is_file() && metadata.len() == 0 => return Ok(Found::Nothing),
        Ok(metadata) if !metadata.is_file() => return Err(OpenError::NotOurs(path.to_owned())),
        _ => {}
    }
    let mut conn = open_untouched(path).await.map_err(|error| unreadable(path, error))?;
    let found = look(path, &mut conn).await;
    // Whether closing succeeds changes nothing for a connection that only read.
    let _ = conn.close().await;
    found
}

/// A connection that leaves the file as it is.
pub async fn open_untouched(path: &Path) -> sqlx::Result<SqliteConnection> {
    // Without a log beside it the file is whole, and `immutable` keeps SQLite from making one.
    let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(!has_log(path));
    SqliteConnection::connect_with(&options).await
}

/// Whether there may be more of a database than is in its file.
fn has_log(path: &Path) -> bool {
    path.with_file_name(format!("{}-wal", path.file_name().unwrap_or_default().to_string_lossy())).exists()
}

async fn look(path: &Path, conn: &mut SqliteConnection) -> Result<Found, OpenError> {
    let failed = |error| unreadable(path, error);
    let id: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *conn).await.map_err(failed)?;
    if id != APPLICATION_ID {
        // A first start that was cut short leaves a database with nothing in it yet.
        let begun: bool =
            sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE tbl_name <> '_sqlx_migrations')")
                .fetch_one(conn)
                .await
                .map_err(failed)?;
        return if id == 0 && begun { Ok(Found::Nothing) } else { Err(OpenError::NotOurs(path.to_owned())) };
    }
    let known = newest();
    match version(conn).await.map_err(failed)? {
        Some(version) if version > known => Err(OpenError::Newer(path.to_owned(), version, known)),
        _ => Ok(Found::Ours),
    }
}

/// The version of a database; none of one that was only begun.
pub async fn version(conn: &mut SqliteConnection) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(conn).await
}

/// The newest version of a database that this program knows.
pub fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// SQLite's codes for a file that is no database, and for one that is no whole one.
const NOT_A_DATABASE: &str = "26";
const CORRUPT: &str = "11";

fn unreadable(path: &Path, error: sqlx::Error) -> OpenError {
    match error.as_database_error().and_then(|error| error.code()).as_deref() {
        Some(NOT_A_DATABASE) => OpenError::NotOurs(path.to_owned()),
        Some(CORRUPT) => OpenError::Damaged(path.to_owned()),
        _ => OpenError::Sql(path.to_owned(), error),
    }
}
