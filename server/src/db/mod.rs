//! The store: one file of SQLite or a database at a PostgreSQL server ([`address`]), and what is [`published`] kept in
//! memory for reading.
//!
//! [`open`] finds or makes the database, with [`sqlite`] and its [`write_ahead_log`] or [`postgres`], whose
//! [`revisions`] and [`rates`] instances share. [`entries`] reads entries and [`insert`] writes them; [`submissions`],
//! through [`intake`] as [`incoming`] has prepared them, [`reception`], [`decisions`], [`placing`], [`actions`],
//! [`assignments`] and [`editing`] are what people do with them, [`changes`] logs each change of them, [`history`]
//! remembers what happened, and [`lives`] reads that back for all entries; [`relations`] says how they hang together,
//! [`comments`] what people say about them, [`challenges`] which questions they answer, [`same_need`] who has the same
//! need, [`files`] what lies beside them, [`targets`] is the mix that has been agreed. [`accounts`], [`people`],
//! [`links`], [`sessions`], [`kept_forms`], [`single_sign_on`] and [`failures`] are about those who sign in.
//! [`telling`] says what happened to those who want to know ([`followings`]), by mails in the [`outbox`]. [`Store`]
//! puts all of it behind the app's [`Backend`](app::backend::Backend) port, in [`backend`] and [`mail`]; [`backup`]
//! copies the file, [`checking`] looks it through, [`transfer`] moves it to a server, and [`weeding`] lets go of what
//! the municipality no longer keeps.

pub mod accounts;
mod actions;
pub mod address;
mod assignments;
mod backend;
pub mod backup;
mod challenges;
pub mod changes;
pub mod checking;
mod comments;
mod decisions;
mod editing;
pub mod entries;
pub mod failures;
pub(crate) mod files;
mod followings;
pub mod history;
pub mod incoming;
pub mod insert;
mod intake;
pub mod kept_forms;
pub mod links;
mod lives;
mod mail;
pub mod meta;
pub mod open;
pub mod outbox;
pub mod people;
mod placing;
pub(crate) mod postgres;
mod published;
pub(crate) mod rates;
mod reception;
mod record;
mod relations;
mod revisions;
mod rows;
mod same_need;
pub mod sessions;
pub mod single_sign_on;
pub mod sqlite;
pub mod submissions;
pub mod targets;
mod telling;
pub mod transfer;
mod transfer_text;
mod values;
pub mod weeding;
mod write_ahead_log;

pub use address::Address;
pub use meta::{Filled, Readiness};
pub use open::Database;
pub use published::Published;

use self::{intake::Intake, weeding::RulesInForce};
use crate::clock;
use app::{backend::Outage, settings::Settings};
use domain::weeding::Rules;
use std::sync::{
    Arc, OnceLock, RwLock,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::Notify;

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that breaks the domain's rules: another program wrote it, or a rule was changed without a migration.
    #[error("{table} {key}: {why}")]
    Row { table: &'static str, key: String, why: String },
    #[error("the portfolio could not be put together: {0}")]
    Work(#[from] tokio::task::JoinError),
    #[error("no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

impl Error {
    fn row(table: &'static str, key: &impl ToString, why: &impl ToString) -> Self {
        Self::Row { table, key: key.to_string(), why: why.to_string() }
    }

    /// Whether the database has been closed by this program.
    fn is_closed(&self) -> bool {
        matches!(self, Self::Sql(sqlx::Error::PoolClosed))
    }

    /// Whether the database is out of reach or takes nothing, whatever was asked of it.
    fn is_out_of_reach(&self) -> bool {
        use sqlx::Error::{Io, PoolClosed, PoolTimedOut, WorkerCrashed};
        let Self::Sql(error) = self else { return false };
        matches!(error, Io(_) | PoolClosed | PoolTimedOut | WorkerCrashed)
            || sqlite::is_busy(error)
            || sqlite::is_unwritable(error)
            || postgres::is_busy(error)
            || postgres::is_full(error)
    }
}

pub type Result<T> = std::result::Result<T, Error>;

/// Keeps the cause in the log and out of the answer.
pub fn or_outage<T>(result: Result<T>) -> std::result::Result<T, Outage> {
    result.map_err(|error| {
        tracing::error!(%error, "the store could not answer");
        Outage
    })
}

/// The store as requests share it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    database: Database,
    settings: Settings,
    published: RwLock<Arc<Published>>,
    /// Whose turn it is to read what was written, and whether the last to try has missed something.
    refreshing: tokio::sync::Mutex<bool>,
    intake: Intake,
    /// What is weeded; set once, when the server starts.
    weeding: OnceLock<RulesInForce>,
    /// Rings when something was written that may be mailed.
    post: Notify,
    /// Whether what only one instance should do is for this one.
    duty: AtomicBool,
}

impl Store {
    /// The store over an open database. Entries without a log get one.
    ///
    /// # Errors
    /// When the portfolio cannot be read.
    pub async fn new(database: Database, settings: Settings) -> Result<Self> {
        changes::begin_missing(&database).await?;
        let published = RwLock::new(Arc::new(Published::read(&database, 0).await?));
        Ok(Self(Arc::new(Inner {
            intake: Intake::open(database.clone()),
            duty: AtomicBool::new(!database.is_shared()),
            database,
            settings,
            published,
            refreshing: tokio::sync::Mutex::default(),
            weeding: OnceLock::new(),
            post: Notify::new(),
        })))
    }

    pub fn database(&self) -> &Database {
        &self.0.database
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Says by which rules this server weeds, from a day after they were first set.
    ///
    /// # Errors
    /// When that cannot be noted.
    pub async fn weed_by(&self, rules: Rules) -> Result<()> {
        let in_force = weeding::set_rules(&self.0.database, rules, clock::now()).await?;
        self.0.weeding.get_or_init(|| in_force);
        Ok(())
    }

    /// The rules by which this server weeds; none unless it was said.
    pub fn weeding_rules(&self) -> &RulesInForce {
        self.0.weeding.get_or_init(RulesInForce::default)
    }

    /// Says that something may have been written that is to be mailed.
    pub fn ring(&self) {
        self.0.post.notify_one();
    }

    /// Waits until something may have been written that is to be mailed.
    pub async fn post(&self) {
        self.0.post.notified().await;
    }

    /// Whether what only one instance should do is for this one. A single program does everything itself.
    pub fn has_duty(&self) -> bool {
        self.0.duty.load(Ordering::Relaxed)
    }

    /// Says whose the duty is.
    pub fn set_duty(&self, is_ours: bool) {
        self.0.duty.store(is_ours, Ordering::Relaxed);
    }
}
