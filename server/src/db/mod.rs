//! The store: one SQLite file, and the published portfolio kept in memory for reading.
//!
//! [`open`] finds or makes the file. [`entries`] reads entries and [`insert`] writes them; [`submissions`], through [`intake`], [`reception`],
//! [`decisions`], [`placing`], [`actions`], [`assignments`] and [`editing`] are what people do with them, [`changes`] logs each change of
//! them, [`history`] remembers what happened, and [`lives`] reads that back for all entries; [`relations`] says how they hang
//! together, [`comments`] what people say about them, [`challenges`] which questions they answer, [`same_need`] who has the same need, [`files`] what lies beside them, [`targets`] is the mix that has been agreed. [`accounts`], [`people`], [`links`], [`sessions`], [`kept_forms`], [`single_sign_on`] and [`failures`]
//! are about those who sign in. [`telling`] says what happened to those who want to know ([`followings`]), by mails in the
//! [`outbox`]. [`Store`] puts all of it behind the app's [`Backend`](app::backend::Backend) port, in [`backend`] and
//! [`mail`]; [`backup`] copies the file, [`checking`] looks it through, and [`weeding`] lets go of what the municipality no longer keeps.

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
mod postgres;
mod reception;
mod record;
mod relations;
mod rows;
mod same_need;
pub mod sessions;
pub mod single_sign_on;
pub mod sqlite;
pub mod submissions;
pub mod targets;
mod telling;
mod values;
pub mod weeding;

pub use address::Address;
pub use meta::{Filled, Readiness};
pub use open::Database;

use self::{intake::Intake, weeding::RulesInForce};
use crate::{clock, snapshot::Snapshot};
use app::{backend::Outage, settings::Settings};
use domain::{challenge::ChallengeLine, insights::history::History, portfolio::Portfolio, weeding::Rules};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tokio::sync::{Notify, OnceCell};

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
}

pub type Result<T> = std::result::Result<T, Error>;

/// Keeps the cause in the log and out of the answer.
pub fn or_outage<T>(result: Result<T>) -> std::result::Result<T, Outage> {
    result.map_err(|error| {
        tracing::error!(%error, "the store could not answer");
        Outage
    })
}

/// The portfolio as people read it.
#[derive(Debug)]
pub struct Published {
    pub portfolio: Arc<Portfolio>,
    /// The newest first.
    pub challenges: Arc<[ChallengeLine]>,
    /// Counts the changes since the server started.
    pub revision: u64,
    /// What is recorded of the entries' lives, read when it is first asked for.
    pub history: OnceCell<Arc<History>>,
    /// The same for browsers.
    pub snapshot: OnceLock<Arc<Snapshot>>,
}

impl Published {
    fn new(portfolio: Portfolio, challenges: Arc<[ChallengeLine]>, revision: u64) -> Arc<Self> {
        Arc::new(Self {
            portfolio: Arc::new(portfolio),
            challenges,
            revision,
            history: OnceCell::new(),
            snapshot: OnceLock::new(),
        })
    }
}

/// The store as requests share it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    database: Database,
    settings: Settings,
    published: RwLock<Arc<Published>>,
    refreshing: tokio::sync::Mutex<()>,
    intake: Intake,
    /// What is weeded; set once, when the server starts.
    weeding: OnceLock<RulesInForce>,
    /// Rings when something was written: there may be mail.
    post: Notify,
}

impl Store {
    /// The store over an open database. Entries without a log get one.
    ///
    /// # Errors
    /// When the portfolio cannot be read.
    pub async fn new(database: Database, settings: Settings) -> Result<Self> {
        changes::begin_missing(&database).await?;
        let challenges = challenges::all(&database).await?.into();
        let published = RwLock::new(Published::new(entries::published(&database).await?, challenges, 0));
        Ok(Self(Arc::new(Inner {
            intake: Intake::open(database.clone()),
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

    /// What is published now: one whole, however it changes meanwhile.
    pub fn published(&self) -> Arc<Published> {
        Arc::clone(&self.0.published.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn portfolio(&self) -> Arc<Portfolio> {
        Arc::clone(&self.published().portfolio)
    }

    /// Another number for each state of the portfolio.
    pub fn revision(&self) -> u64 {
        self.published().revision
    }

    /// Says that pages show something else than before, while the portfolio itself stays as it is: what was kept of them
    /// is made anew.
    pub async fn renew(&self) {
        let _turn = self.0.refreshing.lock().await;
        self.renew_with(Arc::clone(&self.published().challenges));
    }

    /// The same after a challenge was opened or changed.
    pub async fn renew_challenges(&self) -> Result<()> {
        let _turn = self.0.refreshing.lock().await;
        self.renew_with(challenges::all(&self.0.database).await?.into());
        Ok(())
    }

    fn renew_with(&self, challenges: Arc<[ChallengeLine]>) {
        let now = self.published();
        let renewed = Arc::new(Published {
            portfolio: Arc::clone(&now.portfolio),
            challenges,
            revision: now.revision + 1,
            history: now.history.clone(),
            snapshot: now.snapshot.clone(),
        });
        *self.0.published.write().unwrap_or_else(PoisonError::into_inner) = renewed;
    }

    /// Takes what was just written into the portfolio that people read. One at a time, so that an older reading never
    /// replaces a newer one.
    pub async fn refresh(&self) -> Result<()> {
        let _turn = self.0.refreshing.lock().await;
        let portfolio = entries::published(&self.0.database).await?;
        let challenges = Arc::clone(&self.published().challenges);
        let published = Published::new(portfolio, challenges, self.revision() + 1);
        *self.0.published.write().unwrap_or_else(PoisonError::into_inner) = published;
        Ok(())
    }
}
