//! The part of the port that is about what has come in.

use super::Outage;
use async_trait::async_trait;
use domain::{
    access::{EntryPass, ManagerPass},
    reception::{
        Received, Status,
        answer::Answer,
        custody::NewCustody,
        queue::{QueueFilter, QueuePage},
        register::{RegisterFilter, RegisterLine, RegisterPage},
    },
    reference::Reference,
    revision::Revision,
    text::Passage,
};

/// What became of an edit or a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Saved,
    /// Somebody else changed it meanwhile; it now stands at this version.
    Stale {
        version: i64,
    },
    /// It has been decided already.
    Decided,
    /// It may hold what is secret by law: it is neither published nor merged.
    Secret,
    /// What it was to be merged into is not there, does not go on, or is not the manager's.
    NoTarget,
    /// There is no such submission, or no such published entry.
    Gone,
}

/// What became of a change of custody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustodySet {
    Saved,
    /// Somebody else changed it meanwhile: nothing was done.
    Overtaken,
    /// There is no such submission.
    Gone,
}

/// What became of a sender's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replied {
    /// It was taken, now or when it was sent before.
    Saved,
    /// Nothing is asked any longer.
    NotAsked,
    /// There is no such receipt.
    Gone,
}

#[async_trait]
pub trait ReceptionBackend: Send + Sync + 'static {
    /// What the secret link of a receipt shows; none for a secret that nobody was given.
    async fn status(&self, secret: &str) -> Result<Option<Status>, Outage>;

    /// Takes a sender's answer to what the municipality has asked.
    async fn reply(&self, secret: &str, text: &Passage) -> Result<Replied, Outage>;

    /// A page of what has come in for the manager's units, and the line of `done`; the last page where it is beyond.
    async fn queue(
        &self,
        pass: ManagerPass<'_>,
        filter: &QueueFilter,
        done: Option<Reference>,
    ) -> Result<QueuePage, Outage>;

    /// A page of the register of what has come in for the manager's units; the last page where it is beyond.
    async fn register(&self, pass: ManagerPass<'_>, filter: &RegisterFilter) -> Result<RegisterPage, Outage>;

    /// All pages of it.
    async fn whole_register(&self, pass: ManagerPass<'_>, filter: &RegisterFilter)
    -> Result<Vec<RegisterLine>, Outage>;

    async fn received(&self, pass: EntryPass<'_>) -> Result<Option<Received>, Outage>;

    /// Saves a manager's edit of a submission that waits, if it still stands at `version`.
    async fn revise(&self, pass: EntryPass<'_>, version: i64, revision: &Revision) -> Result<Changed, Outage>;

    /// Publishes a submission that waits, as edited, if it still stands at `version`: the edit and the publishing
    /// happen both or neither.
    async fn publish(&self, pass: EntryPass<'_>, version: i64, revision: &Revision) -> Result<Changed, Outage>;

    /// Answers a submission that waits, if it still stands at `version`.
    async fn answer(&self, pass: EntryPass<'_>, version: i64, answer: &Answer) -> Result<Changed, Outage>;

    /// Changes who has a submission and what the registrar notes of it, unless somebody else has meanwhile.
    async fn set_custody(&self, pass: EntryPass<'_>, new: &NewCustody) -> Result<CustodySet, Outage>;

    /// The published entry that something which is not published was merged into, if it was.
    async fn goes_on_as(&self, reference: Reference) -> Result<Option<Reference>, Outage>;
}
