//! The part of the port that is about following and mail.

use super::Outage;
use async_trait::async_trait;
use domain::{
    access::{Account, WholePass},
    follow::{Follow, Followings, Opened, SenderAct, SenderMail},
    language::Language,
    letter::OutboxPage,
};

/// What became of asking to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// It is followed from now on; only for whoever has signed in.
    Going,
    /// A mail is on its way, if one was due. To a stranger it is said alike whether the address follows already or not.
    Asked,
    /// The account follows as much as it may.
    TooMany,
    /// There is no such published entry.
    Gone,
}

/// What became of a button on a page that a mail led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    Done,
    /// It had been done before: nothing was changed.
    Again,
    /// Nobody was given such a link.
    Unknown,
}

#[async_trait]
pub trait MailBackend: Send + Sync + 'static {
    /// What the secret link of a mail opens; none for a secret that nobody was given.
    async fn opened(&self, token: &str) -> Result<Option<Opened>, Outage>;

    /// What an account follows.
    async fn followed_by(&self, account: &Account) -> Result<Followings, Outage>;

    /// Follows something: at once for an account, else once whoever has the address has confirmed it.
    async fn follow(&self, by: Option<&Account>, follow: &Follow, language: Language) -> Result<Followed, Outage>;

    /// Confirms that mail is wanted, or takes it up again after stopping.
    async fn confirm(&self, token: &str) -> Result<Pressed, Outage>;

    /// Stops what the secret of a mail is about: one following, or all that is sent to an address.
    async fn stop(&self, token: &str) -> Result<Pressed, Outage>;

    /// How mail about something handed in stands; none for a receipt that nobody was given.
    async fn sender_mail(&self, receipt: &str) -> Result<Option<SenderMail>, Outage>;

    /// Changes how mail about something handed in stands; false for a receipt that nobody was given.
    async fn set_sender_mail(&self, receipt: &str, act: &SenderAct, language: Language) -> Result<bool, Outage>;

    /// A page of the mails that were sent or wait, the newest first; the last page where it is beyond.
    async fn outbox(&self, pass: WholePass<'_>, page: u32) -> Result<OutboxPage, Outage>;

    /// Has a mail that failed, or is held back, tried again, and trusts its address anew; false where there is none such.
    async fn send_again(&self, pass: WholePass<'_>, id: i64) -> Result<bool, Outage>;
}
