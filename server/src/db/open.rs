//! Opening a database: only one that is ours, only with a program that knows all of it.

use super::{
    address::Address,
    postgres,
    sqlite::{self, Found},
    write_ahead_log::WriteAheadLog,
};
use sqlx::{
    Any, AnyConnection, AnyPool, Transaction,
    migrate::{MigrateError, Migrator},
};
use std::{io, sync::Arc, time::Duration};

static SQLITE: Migrator = sqlx::migrate!("./migrations");
/// They begin where those of SQLite stood when the first was written, and go on with the same numbers.
static POSTGRES: Migrator = sqlx::migrate!("./migrations-postgres");

/// How long a write waits for another program's, such as `fyrfalt user add`.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long everybody waits for a server that is away: longer than it takes to start again, shorter than people wait.
const AWAY: Duration = Duration::from_secs(5);
/// How many connections an instance has to a PostgreSQL server, besides one that listens and one that keeps the duty.
const WRITERS: u32 = 4;
const READERS: u32 = 8;

/// An open database: connections that write, of SQLite one, and several that read beside them.
#[derive(Clone, Debug)]
pub struct Database {
    pub(crate) writer: AnyPool,
    pub(crate) reader: AnyPool,
    address: Address,
    /// Of one in a file.
    log: Option<Arc<WriteAheadLog>>,
}

/// Why a database was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{0} is not a Fyrfält database")]
    NotOurs(String),
    #[error("{0} was written by a newer Fyrfält (its version is {1}, this program knows {2}): use the newer program")]
    Newer(String, i64, i64),
    #[error("{0} is damaged: keep it, and restore a backup")]
    Damaged(String),
    #[error("there is no database {0}")]
    Missing(String),
    #[error("{0} keeps its letters as {1}: make it with ENCODING 'UTF8'")]
    Letters(String, String),
    #[error("{0} cannot be made: {1}")]
    Begin(String, io::Error),
    #[error("{0} cannot be opened: {1}")]
    Sql(String, sqlx::Error),
    #[error("{0} cannot be brought up to date: {1}")]
    Migrate(String, MigrateError),
}

/// What to do where there is no database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum IfMissing {
    Make,
    Refuse,
}

impl Database {
    /// Opens the database, making what it needs where there is nothing, and brings it up to date. A database at a server
    /// must be there; its tables need not.
    ///
    /// # Errors
    /// When it cannot be opened, or is not ours.
    pub async fn open_or_make(address: impl Into<Address>) -> Result<Self, OpenError> {
        Self::open(address.into(), IfMissing::Make).await
    }

    /// Opens a database that must be there, and brings it up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or is not ours.
    pub async fn open_existing(address: impl Into<Address>) -> Result<Self, OpenError> {
        Self::open(address.into(), IfMissing::Refuse).await
    }

    async fn open(address: Address, if_missing: IfMissing) -> Result<Self, OpenError> {
        let held = match &address {
            Address::Sqlite(path) => {
                let (found, held) = sqlite::inspect_and_hold(path).await?;
                match (found, if_missing) {
                    (Found::Ours, _) => {}
                    (Found::Nothing, IfMissing::Make) => {
                        sqlite::begin_file(path).map_err(|error| OpenError::Begin(address.to_string(), error))?;
                    }
                    (Found::Nothing, IfMissing::Refuse) => {
                        sqlite::let_go(held).await;
                        return Err(OpenError::Missing(address.to_string()));
                    }
                }
                held
            }
            Address::Postgres(_) => None,
        };
        let opened = Self::connect(address).await?;
        sqlite::let_go(held).await;
        if !opened.is_ours().await? && if_missing == IfMissing::Refuse {
            return Err(OpenError::Missing(opened.address.to_string()));
        }
        opened.bring_up_to_date().await
    }

    async fn connect(address: Address) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let pools = async {
            Ok(match &address {
                Address::Sqlite(path) => (sqlite::writer(path, PATIENCE).await?, sqlite::reader(path, PATIENCE).await?),
                Address::Postgres(url) => {
                    (postgres::pool(url, WRITERS, AWAY).await?, postgres::pool(url, READERS, AWAY).await?)
                }
            })
        };
        let (writer, reader) = pools.await.map_err(|error| OpenError::Sql(address.to_string(), error))?;
        Ok(Self { writer, reader, address, log: None })
    }

    /// Whether there is a database of ours; a file has been looked at before it was opened.
    async fn is_ours(&self) -> Result<bool, OpenError> {
        let shown = self.address.to_string();
        match &self.address {
            Address::Sqlite(_) => Ok(true),
            Address::Postgres(_) => {
                let conn = self.reader.acquire().await;
                let mut conn = conn.map_err(|error| OpenError::Sql(shown.clone(), error))?;
                postgres::is_ours(&shown, &mut conn).await
            }
        }
    }

    async fn bring_up_to_date(mut self) -> Result<Self, OpenError> {
        let migrations = match &self.address {
            Address::Sqlite(_) => &SQLITE,
            Address::Postgres(_) => &POSTGRES,
        };
        let shown = self.address.to_string();
        migrations.run(&self.writer).await.map_err(|error| OpenError::Migrate(shown.clone(), error))?;
        if let Address::Sqlite(path) = &self.address {
            let log = WriteAheadLog::of(path).map_err(|error| OpenError::Sql(shown, sqlx::Error::Io(error)))?;
            self.log = Some(Arc::new(log));
        }
        Ok(self)
    }

    /// Begins a transaction that writes: what it reads cannot change before it writes.
    ///
    /// # Errors
    /// When another program has been writing for too long.
    pub async fn begin(&self) -> super::Result<Transaction<'static, Any>> {
        self.begin_by(sqlite::BEGIN).await
    }

    /// The same, but once it is committed it is on the disk only when [`Self::sync`] comes back after that.
    ///
    /// # Errors
    /// When another program has been writing for too long.
    pub async fn begin_unsynced(&self) -> super::Result<Transaction<'static, Any>> {
        self.begin_by(sqlite::BEGIN_UNSYNCED).await
    }

    /// Waits until the disk has all that has been committed: with the log, or else in the file itself. A database server
    /// answers no commit before that.
    ///
    /// # Errors
    /// When it may not have it. What is committed later may then be lost with it.
    pub async fn sync(&self) -> super::Result<()> {
        let Some(log) = &self.log else { return Ok(()) };
        let Err(error) = log.sync().await else { return Ok(()) };
        tracing::error!(%error, "the log could not be synced; it is copied into the file");
        // SQLite may be told of the same error the first time.
        if matches!(self.settle().await, Ok(true)) || self.settle().await? {
            return Ok(());
        }
        Err(sqlx::Error::Io(error).into())
    }

    async fn begin_by(&self, sqlite: &'static str) -> super::Result<Transaction<'static, Any>> {
        match &self.address {
            Address::Sqlite(_) => Ok(self.writer.begin_with(sqlite).await?),
            Address::Postgres(_) => {
                let mut tx = self.writer.begin().await?;
                sqlx::query(postgres::TAKE_TURN).execute(&mut *tx).await?;
                Ok(tx)
            }
        }
    }

    /// Begins a transaction that reads, all of it as it stands at one moment.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(&self) -> super::Result<Transaction<'static, Any>> {
        Ok(match &self.address {
            Address::Sqlite(_) => self.reader.begin().await?,
            Address::Postgres(_) => self.reader.begin_with(postgres::READ).await?,
        })
    }

    /// Empties the log of a file into it, so that what was erased can be read in neither, and tells whether that is done:
    /// not where somebody reads for long. A database server sees to that by itself.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn settle(&self) -> super::Result<bool> {
        match &self.address {
            Address::Sqlite(_) => Ok(sqlite::empty_log(&self.writer).await?),
            Address::Postgres(_) => Ok(true),
        }
    }

    /// Where the database is.
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// Whether other instances may write to it as well.
    pub const fn is_shared(&self) -> bool {
        matches!(self.address, Address::Postgres(_))
    }

    /// Closes every connection, once what is under way is done.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// The version of a database; none of one that was only begun.
///
/// # Errors
/// When it has no versions, or does not answer.
pub async fn version(conn: &mut AnyConnection) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(conn).await
}

/// The newest version of a database that this program knows: the same for both kinds.
pub fn newest() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_databases_have_the_same_versions() {
        let versions = |migrator: &'static Migrator| migrator.iter().map(|one| one.version).collect::<Vec<_>>();
        let (sqlite, postgres) = (versions(&SQLITE), versions(&POSTGRES));
        assert!(!postgres.is_empty() && sqlite.ends_with(&postgres), "{sqlite:?} {postgres:?}");
    }
}
