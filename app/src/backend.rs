//! The port: what the pages and server functions ask of the world outside. The server implements it with sqlx.
//!
//! What not everybody may do takes a pass ([`domain::access`]); there is no way to call it without having asked who
//! calls.

mod mail;

pub use mail::{Followed, MailBackend, Pressed};

use crate::settings::Settings;
use async_trait::async_trait;
use domain::{
    access::{AccountPass, AdministratorPass, Denied, EntryPass, ManagerPass, Visitor, WholePass},
    action::{Acted, Acting, Action},
    change::{Log, Restored, Restoring},
    day::Day,
    draft::{IdempotencyKey, Submission},
    entry::Dossier,
    insights::{
        history::History,
        target::{NewTarget, Target, TargetSet},
    },
    language::Language,
    person::{OwnAccount, Person, PersonRecord},
    placing::{Placed, Placing},
    portfolio::Portfolio,
    reception::{QueueLine, Receipt, Received, Status},
    reference::Reference,
    revision::{Edit, Revision},
    taxonomy::Slug,
    text::Reason,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The backend as requests share it.
pub type SharedBackend = Arc<dyn Backend>;

/// The world outside failed; what happened is in the server's log, not in the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the portfolio's store could not answer")]
pub struct Outage;

/// What became of something handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// Received, now or by the same form earlier.
    Received(Receipt),
    /// A form with the same key but other content was received before: nothing was changed.
    KeyUsed(Reference),
}

/// What became of an edit or a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Saved,
    /// Somebody else changed it meanwhile; it now stands at this version.
    Stale {
        version: i64,
    },
    /// It has been published or declined already.
    Decided,
    /// There is no such submission, or no such published entry.
    Gone,
}

#[async_trait]
pub trait Backend: MailBackend {
    fn settings(&self) -> &Settings;

    /// The published portfolio as it stands now.
    fn portfolio(&self) -> Arc<Portfolio>;

    /// Today in Sweden.
    fn today(&self) -> Day;

    /// What is recorded of the lives of all published entries.
    async fn history(&self) -> Result<Arc<History>, Outage>;

    /// Every target mix that was ever set, the latest first.
    async fn targets(&self) -> Result<Vec<Target>, Outage>;

    /// Sets a target mix, unless another was set that the manager had not seen.
    async fn set_target(&self, pass: WholePass<'_>, new: &NewTarget) -> Result<TargetSet, Outage>;

    /// A published entry with what belongs to it; none where there is none published.
    async fn dossier(&self, reference: Reference) -> Result<Option<Dossier>, Outage>;

    /// Moves a published entry on the compass, unless somebody has moved it since the manager saw it.
    async fn place(&self, pass: EntryPass<'_>, placing: Placing) -> Result<Placed, Outage>;

    /// A published entry as a manager acts on it; none where there is none published.
    async fn acting(&self, pass: EntryPass<'_>) -> Result<Option<Acting>, Outage>;

    /// Carries out an action on a published entry, if it still stands at `version`.
    async fn act(&self, pass: EntryPass<'_>, version: i64, action: &Action) -> Result<Acted, Outage>;

    /// Edits a published entry, if it still stands at the version that the manager read.
    async fn edit(&self, pass: EntryPass<'_>, edit: &Edit) -> Result<Changed, Outage>;

    /// Takes back what a published entry said earlier, if nobody has changed it since the manager read its log.
    async fn restore(&self, pass: EntryPass<'_>, restoring: &Restoring) -> Result<Restored, Outage>;

    /// What everybody may read of how a published entry was changed, with the names of those who changed it for readers
    /// who have signed in; none where there is none published.
    async fn open_log(&self, reader: &Visitor, reference: Reference) -> Result<Option<Log>, Outage>;

    /// The whole log of an entry, whatever has been decided of it.
    async fn log(&self, pass: EntryPass<'_>) -> Result<Option<Log>, Outage>;

    /// Receives a submission. The same key with the same content gives the same receipt. Mail about it is written in
    /// `language`.
    async fn submit(
        &self,
        by: &Visitor,
        submission: &Submission,
        key: &IdempotencyKey,
        language: Language,
    ) -> Result<Submitted, Outage>;

    /// What the secret link of a receipt shows; none for a secret that nobody was given.
    async fn status(&self, secret: &str) -> Result<Option<Status>, Outage>;

    /// What has come in for the manager's units: what waits first, oldest first, then the hundred latest decisions.
    async fn queue(&self, pass: ManagerPass<'_>) -> Result<Vec<QueueLine>, Outage>;

    async fn received(&self, pass: EntryPass<'_>) -> Result<Option<Received>, Outage>;

    /// Saves a manager's edit of a submission that waits, if it still stands at `version`.
    async fn revise(&self, pass: EntryPass<'_>, version: i64, revision: &Revision) -> Result<Changed, Outage>;

    /// Publishes a submission that waits, as edited, if it still stands at `version`: the edit and the publishing
    /// happen both or neither.
    async fn publish(&self, pass: EntryPass<'_>, version: i64, revision: &Revision) -> Result<Changed, Outage>;

    /// Declines a submission that waits, if it still stands at `version`.
    async fn decline(&self, pass: EntryPass<'_>, version: i64, reason: &Reason) -> Result<Changed, Outage>;

    /// The units that an entry belongs to, whatever has been decided of it; none where there is no such entry.
    async fn units(&self, reference: Reference) -> Result<Option<Vec<Slug>>, Outage>;

    /// Everybody with an account, by name.
    async fn people(&self, pass: AdministratorPass<'_>) -> Result<Vec<Person>, Outage>;

    async fn person(&self, pass: AdministratorPass<'_>, id: i64) -> Result<Option<PersonRecord>, Outage>;

    async fn own_account(&self, pass: AccountPass<'_>) -> Result<OwnAccount, Outage>;

    /// What the token of a one-time link opens; none where it opens nothing, or no longer.
    async fn link(&self, token: &str) -> Result<Option<LinkOpens>, Outage>;
}

/// What a one-time link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkOpens {
    /// The choice of a password for an account.
    Password(i64),
    /// The making of an administrator where there is none.
    FirstAdministrator,
}

/// Why a visitor gets no pass for an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPass {
    Denied(Denied),
    /// There is no such entry.
    Gone,
    Outage,
}

impl From<Denied> for NoPass {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<Outage> for NoPass {
    fn from(_: Outage) -> Self {
        Self::Outage
    }
}

/// The pass of whoever answers for an entry. Whoever manages nothing is not told whether there is one.
///
/// # Errors
/// Where the visitor may not, or there is no such entry.
pub async fn entry_pass<'visitor>(
    backend: &dyn Backend,
    visitor: &'visitor Visitor,
    reference: Reference,
) -> Result<EntryPass<'visitor>, NoPass> {
    let manager = visitor.manager()?;
    let units = backend.units(reference).await?.ok_or(NoPass::Gone)?;
    Ok(manager.over(reference, &units)?)
}
