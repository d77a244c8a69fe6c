//! The port: what the pages and server functions ask of the world outside. The server implements it with sqlx.
//!
//! What only managers may do takes a [`ManagerPass`]; there is no way to call it without having asked who calls.

use crate::settings::Settings;
use async_trait::async_trait;
use domain::{
    access::{ManagerPass, Visitor},
    action::{Acted, Acting, Action},
    change::{Log, Restored, Restoring},
    day::Day,
    draft::{IdempotencyKey, Submission},
    entry::Dossier,
    insights::{
        history::History,
        target::{NewTarget, Target, TargetSet},
    },
    placing::{Placed, Placing},
    portfolio::Portfolio,
    reception::{QueueLine, Receipt, Received, Status},
    reference::Reference,
    revision::{Edit, Revision},
    text::Reason,
};
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
pub trait Backend: Send + Sync + 'static {
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
    async fn set_target(&self, pass: ManagerPass<'_>, new: &NewTarget) -> Result<TargetSet, Outage>;

    /// A published entry with what belongs to it; none where there is none published.
    async fn dossier(&self, reference: Reference) -> Result<Option<Dossier>, Outage>;

    /// Moves a published entry on the compass, unless somebody has moved it since the manager saw it.
    async fn place(&self, pass: ManagerPass<'_>, reference: Reference, placing: Placing) -> Result<Placed, Outage>;

    /// A published entry as a manager acts on it; none where there is none published.
    async fn acting(&self, pass: ManagerPass<'_>, reference: Reference) -> Result<Option<Acting>, Outage>;

    /// Carries out an action on a published entry, if it still stands at `version`.
    async fn act(
        &self,
        pass: ManagerPass<'_>,
        reference: Reference,
        version: i64,
        action: &Action,
    ) -> Result<Acted, Outage>;

    /// Edits a published entry, if it still stands at the version that the manager read.
    async fn edit(&self, pass: ManagerPass<'_>, reference: Reference, edit: &Edit) -> Result<Changed, Outage>;

    /// Takes back what a published entry said earlier, if nobody has changed it since the manager read its log.
    async fn restore(
        &self,
        pass: ManagerPass<'_>,
        reference: Reference,
        restoring: &Restoring,
    ) -> Result<Restored, Outage>;

    /// What everybody may read of how a published entry was changed, with the names of those who changed it for readers
    /// who have signed in; none where there is none published.
    async fn open_log(&self, reader: &Visitor, reference: Reference) -> Result<Option<Log>, Outage>;

    /// The whole log of an entry, whatever has been decided of it.
    async fn log(&self, pass: ManagerPass<'_>, reference: Reference) -> Result<Option<Log>, Outage>;

    /// Receives a submission. The same key with the same content gives the same receipt.
    async fn submit(&self, by: &Visitor, submission: &Submission, key: &IdempotencyKey) -> Result<Submitted, Outage>;

    /// What the secret link of a receipt shows; none for a secret that nobody was given.
    async fn status(&self, secret: &str) -> Result<Option<Status>, Outage>;

    /// What has come in: what waits first, oldest first, then the hundred latest decisions.
    async fn queue(&self, pass: ManagerPass<'_>) -> Result<Vec<QueueLine>, Outage>;

    async fn received(&self, pass: ManagerPass<'_>, reference: Reference) -> Result<Option<Received>, Outage>;

    /// Saves a manager's edit of a submission that waits, if it still stands at `version`.
    async fn revise(
        &self,
        pass: ManagerPass<'_>,
        reference: Reference,
        version: i64,
        revision: &Revision,
    ) -> Result<Changed, Outage>;

    /// Publishes a submission that waits, as edited, if it still stands at `version`: the edit and the publishing
    /// happen both or neither.
    async fn publish(
        &self,
        pass: ManagerPass<'_>,
        reference: Reference,
        version: i64,
        revision: &Revision,
    ) -> Result<Changed, Outage>;

    /// Declines a submission that waits, if it still stands at `version`.
    async fn decline(
        &self,
        pass: ManagerPass<'_>,
        reference: Reference,
        version: i64,
        reason: &Reason,
    ) -> Result<Changed, Outage>;
}
