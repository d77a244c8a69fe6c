//! What has come in, what becomes of it, and what its sender may see of it.
//!
//! [`answer`] is what a manager does with a submission besides publishing it, [`custody`] who has it and what the
//! registrar notes of it, [`Message`] what is asked and answered meanwhile, [`queue`] the list of what waits and
//! [`register`] the registrar's list of what has come in.

pub mod answer;
pub mod custody;
pub mod queue;
pub mod register;

use crate::{
    attachment::Attachment,
    challenge::ChallengeLine,
    day::Day,
    draft::Sender,
    entry::Entry,
    language::Bilingual,
    person::AccountName,
    reference::Reference,
    taxonomy::Slug,
    text::{Passage, Reason, Title},
};
use answer::Channel;
use custody::Custody;
use serde::{Deserialize, Serialize};

/// A submission as managers see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Received {
    pub entry: Entry,
    pub sender: Sender,
    /// The challenge that it answers.
    pub challenge: Option<ChallengeLine>,
    pub arrived: Arrival,
    pub decision: Decision,
    /// Counts every change; two managers who decide on the same submission are told apart by it.
    pub version: i64,
    pub custody: Custody,
    /// Everybody who may have it.
    pub holders: Vec<AccountName>,
    /// What has been asked and answered, the oldest first.
    pub messages: Vec<Message>,
    /// What lies beside it.
    pub files: Vec<Attachment>,
    /// What has been merged into it.
    pub merged: Vec<Named>,
    /// Whether anything asked of the sender reaches them by mail too.
    pub mails: bool,
}

/// When a submission arrived, in Swedish local time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    pub day: Day,
    /// `14:05`.
    pub time: String,
}

/// What has been decided of a submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Waiting,
    Published {
        on: Day,
    },
    Declined {
        on: Day,
        reason: Reason,
    },
    /// It belongs elsewhere, where its sender is led.
    SentOn {
        on: Day,
        to: Channel,
        reason: Reason,
    },
    /// Another entry is about the same, and goes on for both.
    Merged {
        on: Day,
        into: Reference,
        reason: Reason,
    },
}

/// Something said about a submission between the municipality and its sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub from: Side,
    pub when: Arrival,
    pub text: Passage,
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Municipality,
    Sender,
}

/// An entry by its number and its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub reference: Reference,
    pub title: Bilingual<Title>,
}

/// What is promised on arrival: the reference, and the secret that leads to the status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub reference: Reference,
    /// Letters and digits that nobody can guess; whoever has them may follow the submission.
    pub secret: String,
}

/// What the secret link shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    pub reference: Reference,
    pub title: Bilingual<Title>,
    pub board: Slug,
    pub arrived: Arrival,
    pub decision: Decision,
    /// Where it has been merged into another entry: what has become of that.
    pub leads_to: Option<LeadsTo>,
    /// What has been asked and answered, the oldest first.
    pub messages: Vec<Message>,
    /// What the sender has attached.
    pub files: Vec<Attachment>,
}

impl Status {
    /// Whether the sender is asked something that has not been answered.
    pub fn is_asked(&self) -> bool {
        self.decision == Decision::Waiting
            && self.messages.last().is_some_and(|message| message.from == Side::Municipality)
    }
}

/// What has become of the entry that a submission was merged into, as far as the sender may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadsTo {
    /// Everybody can read it.
    Published(Named),
    /// It waits for a decision.
    Waiting,
    /// It was not published, for a reason.
    Closed { reason: Reason },
}
