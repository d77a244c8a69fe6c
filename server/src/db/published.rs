//! What is published, kept in memory for reading, and how it follows what is written.

use super::{
    Database, Result, Store, challenges, entries,
    revisions::{self, Revisions},
};
use crate::snapshot::Snapshot;
use domain::{challenge::ChallengeLine, insights::history::History, portfolio::Portfolio};
use std::sync::{Arc, OnceLock, PoisonError};
use tokio::sync::OnceCell;

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
}

impl Published {
    /// Reads all of it as it stands at one moment.
    pub(super) async fn read(database: &Database, revision: u64) -> Result<Self> {
        let mut tx = database.read().await?;
        Ok(Self {
            seen: revisions::read(database, &mut tx).await?,
            challenges: challenges::all(&mut tx).await?.into(),
            portfolio: Arc::new(entries::published(&mut tx).await?),
            revision,
            history: OnceCell::new(),
            snapshot: OnceLock::new(),
        })
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
        let _turn = self.0.refreshing.lock().await;
        self.publish(Published::read(self.database(), self.revision() + 1).await?);
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
            self.publish(Published::read(self.database(), published.revision + 1).await?);
        } else if now.pages != published.seen.pages {
            self.publish(published.renewed(self.database()).await?);
        }
        Ok(())
    }

    fn publish(&self, published: Published) {
        *self.0.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(published);
    }
}
