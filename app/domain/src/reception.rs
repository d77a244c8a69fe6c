//! What has come in and waits for a decision, and what its sender may see of it.

use crate::{
    day::Day,
    draft::{Kind, Sender},
    entry::Entry,
    language::Bilingual,
    reference::Reference,
    taxonomy::Slug,
    text::{Reason, Title},
};
use serde::{Deserialize, Serialize};

/// A submission as managers see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Received {
    pub entry: Entry,
    pub sender: Sender,
    pub arrived: Arrival,
    pub decision: Decision,
    /// Counts every change; two managers who decide on the same submission are told apart by it.
    pub version: i64,
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
    Published { on: Day },
    Declined { on: Day, reason: Reason },
}

/// A line of the list of what has come in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueLine {
    pub reference: Reference,
    pub title: Bilingual<Title>,
    pub kind: Kind,
    pub board: Slug,
    pub arrived: Arrival,
    pub decision: Decision,
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
}
