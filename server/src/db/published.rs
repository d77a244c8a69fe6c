//! What is published, kept in memory for reading, and how it follows what is written.

use super::{
    Database, Result, Store, challenges, changes, entries,
    revisions::{self, Revisions},
};
use crate::snapshot::Snapshot;
use domain::{challenge::ChallengeLine, insights::history::History, portfolio::Portfolio, reference::Reference};
use sqlx::AnyConnection;
use std::{
    mem,
    sync::{Arc, OnceLock, PoisonError},
};
use tokio::sync::OnceCell;

/// How many entries are taken in one by one; more are read with all others.
const FEW: u32 = 20;

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
    /// What the database had counted when this was read.
    seen: Revisions,
    /// How far the log of changes went then, in a database that several instances share.
    logged: i64,
}

impl Published {
    /// Reads all of it as it stands at one moment.
    pub(super) async fn read(database: &Database, revision: u64) -> Result<Self> {
        let mut tx = database.read().await?;
        let portfolio = Arc::new(entries::published(&mut tx).await?);
        Self::beside(portfolio, database, &mut tx, revision).await
    }

    /// The next after a write of this entry, or on a shared database of those that the log names: they alone are read
    /// where they say what they said, and everything otherwise.
    async fn next(&self, database: &Database, written: Option<Reference>) -> Result<Self> {
        let mut tx = database.read().await?;
        let written = match written {
            // Each write of this program is followed by one of these.
            Some(reference) if !database.is_shared() => vec![reference],
            // Of writes of other instances only the log tells, and of those that came before this one.
            _ => changes::changed_since(&mut tx, self.logged, FEW + 1).await?,
        };
        match self.with(&mut tx, &written).await? {
            Some(portfolio) => Self::beside(portfolio, database, &mut tx, self.revision + 1).await,
            None => {
                drop(tx);
                Self::read(database, self.revision + 1).await
            }
        }
    }

    /// A portfolio with all that is read beside it, at the same moment.
    async fn beside(
        portfolio: Arc<Portfolio>,
        database: &Database,
        conn: &mut AnyConnection,
        revision: u64,
    ) -> Result<Self> {
        Ok(Self {
            seen: revisions::read(database, conn).await?,
            logged: if database.is_shared() { changes::last(conn).await? } else { 0 },
            challenges: challenges::all(conn).await?.into(),
            portfolio,
            revision,
            history: OnceCell::new(),
            snapshot: OnceLock::new(),
        })
    }

    /// The portfolio with these entries as they are now, where that is all there is to it.
    async fn with(&self, conn: &mut AnyConnection, written: &[Reference]) -> Result<Option<Arc<Portfolio>>> {
        let are_few = (1..=FEW as usize).contains(&written.len());
        if !are_few || entries::taxonomies(conn).await? != *self.portfolio.taxonomies() {
            return Ok(None);
        }
        let mut portfolio = Arc::clone(&self.portfolio);
        for reference in written {
            let next = match entries::any_published(conn, *reference).await? {
                Some(Ok(entry)) => portfolio.with(&entry),
                // What waits to be published is seen by nobody.
                None if portfolio.card(*reference).is_none() => continue,
                // Gone, or unsound and to be left out.
                Some(Err(_)) | None => None,
            };
            let Some(next) = next else { return Ok(None) };
            portfolio = Arc::new(next);
        }
        Ok(Some(portfolio))
    }

    /// The same portfolio, with what else stands on pages read anew.
    async fn renewed(&self, database: &Database) -> Result<Self> {
        let mut tx = database.read().await?;
        let seen = Revisions { portfolio: self.seen.portfolio, ..revisions::read(database, &mut tx).await? };
        Ok(Self { challenges: challenges::all(&mut tx).await?.into(), seen, ..self.again() })
    }

    /// The same under another number.
    fn again(&self) -> Self {
        Self {
            portfolio: Arc::clone(&self.portfolio),
            challenges: Arc::clone(&self.challenges),
            revision: self.revision + 1,
            history: self.history.clone(),
            snapshot: self.snapshot.clone(),
            seen: self.seen,
            logged: self.logged,
        }
    }
}

impl Store {
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
        let now = self.published();
        let renewed = now.renewed(self.database()).await.unwrap_or_else(|error| {
            tracing::error!(%error, "the challenges could not be read anew");
            now.again()
        });
        self.publish(renewed);
    }

    /// Takes what was just written into the portfolio that people read. One at a time, so that an older reading never
    /// replaces a newer one.
    pub async fn refresh(&self) -> Result<()> {
        self.take_in(None).await
    }

    /// The same after a write that concerned one entry alone, which costs far less where its texts are as they were.
    pub async fn refresh_one(&self, written: Reference) -> Result<()> {
        self.take_in(Some(written)).await
    }

    /// Where this fails or is cut short, the next of them reads everything: one entry would leave out what was missed.
    async fn take_in(&self, written: Option<Reference>) -> Result<()> {
        let mut is_behind = self.0.refreshing.lock().await;
        let was_behind = mem::replace(&mut *is_behind, true);
        let now = self.published();
        self.publish(match written {
            Some(_) if !was_behind => now.next(self.database(), written).await?,
            _ => Published::read(self.database(), now.revision + 1).await?,
        });
        *is_behind = false;
        Ok(())
    }

    /// Takes in what other instances have written, if they have.
    pub async fn catch_up(&self) -> Result<()> {
        let now = {
            let mut conn = self.database().reader.acquire().await?;
            revisions::read(self.database(), &mut conn).await?
        };
        if now == self.published().seen {
            return Ok(());
        }
        let _turn = self.0.refreshing.lock().await;
        // Meanwhile this instance may have read it after a write of its own.
        let published = self.published();
        if now.portfolio != published.seen.portfolio {
            self.publish(published.next(self.database(), None).await?);
        } else if now.pages != published.seen.pages {
            self.publish(published.renewed(self.database()).await?);
        }
        Ok(())
    }

    fn publish(&self, published: Published) {
        *self.0.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(published);
    }
}
