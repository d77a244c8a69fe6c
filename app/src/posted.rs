//! What comes back when a plain form could not be accepted: everything as it was written, and what is wrong with it.
//!
//! The server's form handlers put it into the context and render the page again; nothing that a person wrote is lost.

use domain::{
    action::RawAction,
    assignment::RawAssignment,
    challenge::{Challenge, RawChallenge},
    comment::RawComment,
    draft::Draft,
    fault::{Fault, Problem},
    follow::RawFollow,
    insights::target::{RawTarget, Target},
    person::RawPerson,
    placing::Conflict,
    reception::{
        answer::{AnswerKind, RawAnswer},
        custody::RawCustody,
    },
    reference::Reference,
    relation::RawRelation,
    revision::RawRevision,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Why a challenge was not saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeRefusal {
    Invalid(Vec<Problem>),
    /// Somebody else changed it meanwhile: so it stands now.
    Overtaken(Box<Challenge>),
}

/// A form that was sent when its sender's session had ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// Where it was sent.
    pub path: String,
    /// Its fields in their order.
    pub fields: Vec<(String, String)>,
    /// Whether it was sent the way of forms that may carry a file.
    pub is_upload: bool,
    /// Whether it carried one, which is not kept.
    pub had_file: bool,
}

/// A form that was not accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posted {
    SignIn {
        email: String,
        /// Where the person was going.
        next: String,
        refusal: SignInRefusal,
    },
    Submission {
        draft: Draft,
        refusal: SubmissionRefusal,
    },
    Placing {
        /// As it was written.
        x: String,
        y: String,
        refusal: PlacingRefusal,
    },
    /// A manager's edit of a submission.
    Revision {
        raw: RawRevision,
        refusal: RevisionRefusal,
    },
    /// A manager's edit of a published entry.
    Edit {
        raw: RawRevision,
        /// As it was written.
        reason: String,
        conceals: bool,
        refusal: RevisionRefusal,
    },
    /// A manager's wish to take back what an entry said earlier.
    Restoring {
        /// The number of the state.
        number: u32,
        /// As it was written.
        reason: String,
        refusal: RestoringRefusal,
    },
    /// A manager's target mix.
    Target {
        raw: RawTarget,
        refusal: TargetRefusal,
    },
    /// What a manager does with an entry's journey.
    Action {
        raw: RawAction,
        /// Where the manager came from, and goes back to.
        next: String,
        refusal: ActionRefusal,
    },
    /// Asking to follow something.
    Follow {
        raw: RawFollow,
        refusal: FollowRefusal,
    },
    /// The address of somebody who has forgotten a password.
    ForgottenPassword {
        email: String,
        fault: Fault,
    },
    /// An address for mail about something handed in.
    SenderMail {
        email: String,
        fault: Fault,
    },
    /// A manager's answer to a submission.
    Answer {
        kind: AnswerKind,
        raw: RawAnswer,
        refusal: AnswerRefusal,
    },
    /// A manager's edit of, or answer to, a submission that had been decided already.
    Decided,
    /// Who has a submission, and what the registrar notes of it.
    Custody {
        raw: RawCustody,
        refusal: CustodyRefusal,
    },
    /// Who answers for an entry, and what is next.
    Assignment {
        raw: RawAssignment,
        refusal: AssignmentRefusal,
    },
    /// How an entry hangs together with another.
    Relation {
        raw: RawRelation,
        problems: Vec<Problem>,
    },
    /// That somebody has the same need, from where many have said so already.
    SameNeed {
        /// How long to wait.
        seconds: u32,
    },
    /// A file to lie beside an entry, which has to be chosen again, or what a picture shows.
    File {
        /// The picture that is described; empty for a new file.
        id: String,
        /// As it was written.
        description: String,
        problems: Vec<Problem>,
        /// How long to wait, for whoever has sent too much.
        wait: Option<u32>,
    },
    /// A challenge that is opened or changed.
    Challenge {
        raw: RawChallenge,
        refusal: ChallengeRefusal,
    },
    /// What was posted when its sender's session had ended, for whoever has signed in again.
    Kept {
        /// None where nothing is kept any more.
        form: Option<KeptForm>,
    },
    /// Something to be said about an entry.
    Comment {
        raw: RawComment,
        refusal: CommentRefusal,
    },
    /// A sender's answer to what the municipality asked.
    Reply {
        /// As it was written.
        text: String,
        refusal: ReplyRefusal,
    },
    /// What an administrator decides of an account.
    Person {
        raw: RawPerson,
        problems: Vec<Problem>,
    },
    /// What is wrong with a form whose fields are not shown again: passwords, and what must be confirmed.
    Faults(Vec<Problem>),
    /// Too many tries: wait this long.
    Wait {
        seconds: u32,
    },
    /// Nothing wrong: the one-time link that was asked for, which is shown this once.
    Link {
        path: String,
    },
}

/// Why signing in failed. It never says whether an address has an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInRefusal {
    WrongPair,
    /// Too many tries: wait this long.
    Wait {
        seconds: u32,
    },
}

/// Why a submission was not received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionRefusal {
    Invalid(Vec<Problem>),
    /// The same form was received before with other content; sending once more makes a new entry.
    SentBefore(Reference),
    Wait {
        seconds: u32,
    },
}

/// Why a dot was not moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlacingRefusal {
    Invalid(Fault),
    /// Somebody else moved it meanwhile.
    Conflict(Conflict),
}

/// Why an edit was not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevisionRefusal {
    Invalid(Vec<Problem>),
    /// Somebody else changed the entry meanwhile; it now stands at this version.
    Stale {
        version: i64,
    },
    /// It may hold what is secret by law, and is not published.
    Secret,
}

/// Why an earlier content was not taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestoringRefusal {
    /// It needs a reason.
    Reason(Fault),
    /// Somebody else changed the entry meanwhile.
    Overtaken,
    /// The entry says the same already.
    Same,
    /// It names a unit or a board that is no longer there.
    Unlisted,
}

/// Why a target mix was not set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetRefusal {
    Invalid(Vec<Problem>),
    /// Somebody else set another one meanwhile.
    Conflict(Target),
}

/// Why an action was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionRefusal {
    Invalid(Vec<Problem>),
    /// Somebody else changed the entry meanwhile, or it stands where this cannot be done.
    Overtaken,
}

/// Why nothing is followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowRefusal {
    Invalid(Vec<Problem>),
    /// Too much was asked in a short time.
    Wait {
        seconds: u32,
    },
    /// The account follows as much as it may.
    TooMany,
}

/// Why an answer was not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerRefusal {
    Invalid(Vec<Problem>),
    /// Somebody else changed the submission meanwhile.
    Stale,
    /// It may hold what is secret by law.
    Secret,
}

/// Why a custody was not changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustodyRefusal {
    Invalid(Vec<Problem>),
    /// Somebody else changed it meanwhile.
    Overtaken,
}

/// Why an assignment was not changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentRefusal {
    Invalid(Vec<Problem>),
    /// Somebody else changed it meanwhile.
    Overtaken,
}

/// Why something is not said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentRefusal {
    Invalid(Vec<Problem>),
    /// Too much was said in a short time.
    Wait {
        seconds: u32,
    },
}

/// Why a sender's answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyRefusal {
    Invalid(Fault),
    /// Nothing is asked any longer.
    NotAsked,
}

/// What was posted to this page and not accepted, if anything was.
pub fn posted() -> Option<Posted> {
    SharedValue::new(|| if cfg!(feature = "ssr") { use_context() } else { None }).into_inner()
}
