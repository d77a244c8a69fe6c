//! The port: what the pages and server functions ask of the world outside. The server implements it with sqlx.
//!
//! What not everybody may do takes a pass ([`domain::access`]); there is no way to call it without having asked who
//! calls.

mod challenges;
mod files;
mod mail;
mod need;
mod reception;
mod weeding;

pub use challenges::ChallengeBackend;
pub use files::{FileActed, FileBackend, StoredFile};
pub use mail::{Followed, MailBackend, Pressed};
pub use need::NeedBackend;
pub use reception::{Changed, CustodySet, ReceptionBackend, Replied};

pub use weeding::WeedingBackend;

use crate::settings::Settings;
use async_trait::async_trait;
use domain::{
    access::{AccountPass, AdministratorPass, Denied, EntryPass, ManagerPass, Visitor, WholePass},
    action::{Acted, Acting, Action},
    assignment::{Assigned, Assigning, NewAssignment, OnOnesDesk},
    change::{Log, Restored, Restoring},
    comment::{Comment, CommentAct, NewComment, Reader, Said, WaitingComment},
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
    reception::Receipt,
    reference::Reference,
    relation::{Related, Relation, Tie},
    revision::Edit,
    same_need::Sharer,
    taxonomy::Slug,
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
    /// The challenge that it answers is not open: nothing was changed.
    ChallengeClosed,
}

#[async_trait]
pub trait Backend:
    ChallengeBackend + FileBackend + MailBackend + NeedBackend + ReceptionBackend + WeedingBackend
{
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

    /// A published entry with what belongs to it, as `reader` is shown it; none where there is none published.
    async fn dossier(&self, reference: Reference, reader: Sharer) -> Result<Option<Dossier>, Outage>;

    /// Moves a published entry on the compass, unless somebody has moved it since the manager saw it.
    async fn place(&self, pass: EntryPass<'_>, placing: Placing) -> Result<Placed, Outage>;

    /// A published entry as a manager acts on it; none where there is none published.
    async fn acting(&self, pass: EntryPass<'_>) -> Result<Option<Acting>, Outage>;

    /// Carries out an action on a published entry, if it still stands at `version`.
    async fn act(&self, pass: EntryPass<'_>, version: i64, action: &Action) -> Result<Acted, Outage>;

    /// A published entry as a manager says who answers for it; none where there is none published.
    async fn assigning(&self, pass: EntryPass<'_>) -> Result<Option<Assigning>, Outage>;

    /// Says who answers for a published entry and what is next, unless somebody else has meanwhile.
    async fn assign(&self, pass: EntryPass<'_>, new: &NewAssignment) -> Result<Assigned, Outage>;

    /// What lies on the owner of an account.
    async fn on_desk(&self, pass: AccountPass<'_>) -> Result<OnOnesDesk, Outage>;

    /// How a published entry hangs together with other published entries.
    async fn relations(&self, reference: Reference) -> Result<Vec<Relation>, Outage>;

    /// Relates a published entry to another.
    async fn relate(&self, pass: EntryPass<'_>, new: (Tie, Reference)) -> Result<Related, Outage>;

    /// Withdraws a relation of an entry; false where it has none such.
    async fn withdraw_relation(&self, pass: EntryPass<'_>, id: i64) -> Result<bool, Outage>;

    /// The comments of a published entry that are for a reader; none where there is none published.
    async fn comments(&self, reference: Reference, reader: Reader) -> Result<Option<Vec<Comment>>, Outage>;

    /// What waits for the manager's units to be read.
    async fn waiting_comments(&self, pass: ManagerPass<'_>) -> Result<Vec<WaitingComment>, Outage>;

    /// Says something about a published entry. Who may is decided by [`domain::comment::may_comment`].
    async fn say(&self, reference: Reference, new: &NewComment) -> Result<Said, Outage>;

    /// Takes back a comment that the account's owner made; false where there is none to take back.
    async fn withdraw_comment(&self, pass: AccountPass<'_>, reference: Reference, id: i64) -> Result<bool, Outage>;

    /// Shows or hides a comment on an entry; false where there is none, or it stands so already.
    async fn decide_comment(&self, pass: EntryPass<'_>, id: i64, act: CommentAct) -> Result<bool, Outage>;

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
