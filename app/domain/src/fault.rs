//! What can be wrong with something a person hands in: codes that the pages put into the reader's language.

use crate::label::named;
use serde::{Deserialize, Serialize};

/// A place in a form where a person writes or chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Kind,
    Origin,
    Title,
    Need,
    Plan,
    Audience,
    HopedBenefit,
    Units,
    Board,
    Goals,
    Purpose,
    Driver,
    Priority,
    X,
    Y,
    Naming,
    Name,
    Email,
    Key,
    Summary,
    TitleEnglish,
    SummaryEnglish,
    Reason,
    Version,
    Password,
    /// The share of a facet in the target mix, as are the next three.
    Enhancement,
    Mission,
    Adaptive,
    Anticipatory,
    /// The day from which something holds.
    From,
    /// An entry to plan for.
    Entry,
    /// The stage that an entry goes back to, or the standing it is planned at.
    Standing,
    Responsible,
    ReceivingUnit,
    Began,
    ToShow,
    InUseSince,
    Lesson,
    /// Who has the good of a benefit.
    Benefits,
    Evidence,
    /// What has been measured or observed of a benefit.
    Shown,
    Figure,
    Measure,
    /// The day of a benefit or a spreading.
    On,
    ConfirmedBy,
    /// Where else something has been taken up.
    Place,
    /// How often a follower gets mail.
    Pace,
    /// What an account is for.
    Role,
    /// A new password once more.
    Again,
    /// The password so far.
    CurrentPassword,
    /// That something which cannot be undone is meant.
    Sure,
    /// What the sender of a submission is asked.
    Question,
    /// What the sender answers.
    Answer,
    /// Where a submission is sent on to.
    Channel,
    /// What a place without a name of ours is called.
    Elsewhere,
    /// The entry that a submission is merged into.
    Into,
    /// Who has a submission.
    Holder,
    DiaryNumber,
    /// Whether something may be secret by law.
    Secrecy,
    /// Who answers for an entry inside the municipality.
    Person,
    NextStep,
    /// The day before whose end something is to be done.
    Due,
    /// How an entry hangs together with another.
    Tie,
    /// The other entry of a relation.
    Other,
    Comment,
    /// What a resident wants to be called.
    Signature,
    /// The challenge that is answered.
    Challenge,
    /// The first day on which a challenge can be answered.
    Opens,
    /// The last such day.
    Closes,
    /// What came of a challenge.
    Result,
    /// A picture or a PDF.
    File,
    /// What a picture shows.
    Description,
}

named!(Field, "field", {
    Kind => "kind",
    Origin => "origin",
    Title => "title",
    Need => "need",
    Plan => "plan",
    Audience => "audience",
    HopedBenefit => "hoped_benefit",
    Units => "units",
    Board => "board",
    Goals => "goals",
    Purpose => "purpose",
    Driver => "driver",
    Priority => "priority",
    X => "x",
    Y => "y",
    Naming => "naming",
    Name => "name",
    Email => "email",
    Key => "key",
    Summary => "summary",
    TitleEnglish => "title_en",
    SummaryEnglish => "summary_en",
    Reason => "reason",
    Version => "version",
    Password => "password",
    Enhancement => "enhancement",
    Mission => "mission",
    Adaptive => "adaptive",
    Anticipatory => "anticipatory",
    From => "from",
    Entry => "entry",
    Standing => "standing",
    Responsible => "responsible",
    ReceivingUnit => "receiving_unit",
    Began => "began",
    ToShow => "to_show",
    InUseSince => "in_use_since",
    Lesson => "lesson",
    Benefits => "benefits",
    Evidence => "evidence",
    Shown => "shown",
    Figure => "figure",
    Measure => "measure",
    On => "on",
    ConfirmedBy => "confirmed_by",
    Place => "place",
    Pace => "pace",
    Role => "role",
    Again => "again",
    CurrentPassword => "current_password",
    Sure => "sure",
    Question => "question",
    Answer => "answer",
    Channel => "channel",
    Elsewhere => "elsewhere",
    Into => "into",
    Holder => "holder",
    DiaryNumber => "diary_number",
    Secrecy => "secrecy",
    Person => "person",
    NextStep => "next_step",
    Due => "due",
    Tie => "tie",
    Other => "other",
    Comment => "comment",
    Signature => "signature",
    Challenge => "challenge",
    Opens => "opens",
    Closes => "closes",
    Result => "result",
    File => "file",
    Description => "description",
});

/// Why a value was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Fault {
    #[error("is missing")]
    Missing,
    #[error("is shorter than {min} characters")]
    TooShort { min: u32 },
    #[error("is {over} characters over the limit of {max}")]
    TooLong { max: u32, over: u32 },
    #[error("has characters that cannot be shown")]
    Unprintable,
    #[error("is not one of the choices")]
    Unknown,
    #[error("is not a number")]
    NotANumber,
    #[error("lies outside the diamond")]
    OutsideDiamond,
    #[error("is not an e-mail address")]
    NotAnEmail,
    #[error("is not a date")]
    NotADate,
    #[error("has too many choices, at most {max}")]
    TooMany { max: u32 },
    #[error("is not a whole number from 0 to 100")]
    NotAShare,
    #[error("has not come yet")]
    InTheFuture,
    #[error("lies before the trial began")]
    BeforeTheTrial,
    #[error("differs from the first")]
    Differs,
    #[error("is easy to guess")]
    Guessable,
    #[error("is not the account's password")]
    WrongPassword,
    #[error("belongs to another account")]
    Taken,
    #[error("is not confirmed")]
    NotConfirmed,
    #[error("nobody else could do it")]
    LastAdministrator,
    #[error("is not another entry that goes on")]
    NotAnotherEntry,
    #[error("is not another published entry")]
    NotAPublishedEntry,
    #[error("leads around in a circle")]
    Circular,
    #[error("lies before it opens")]
    BeforeItOpens,
    #[error("can no longer be answered")]
    Closed,
    #[error("is not a picture")]
    NotAPicture,
    /// It came with a form that has to be sent once more, and browsers fill in no files.
    #[error("has to be chosen again")]
    ChooseAgain,
    #[error("is no file of a type that is taken")]
    OtherType,
    #[error("cannot be read")]
    Unreadable,
    #[error("is larger than {megabytes} MB")]
    TooLarge { megabytes: u32 },
    #[error("would be more than {max} files")]
    TooManyFiles { max: u32 },
    #[error("makes {sum} per cent together instead of 100")]
    NotAHundred { sum: u32 },
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub field: Field,
    pub fault: Fault,
}

/// Gathers what is wrong with a whole form, so that a person sees everything at once and not one fault a try.
#[derive(Clone, Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes a fault.
    pub fn add(&mut self, field: Field, fault: Fault) {
        self.0.push(Problem { field, fault });
    }

    /// Takes the value out of `result`, noting the fault where there is none.
    pub fn take<T>(&mut self, field: Field, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.add(field, fault)).ok()
    }

    /// What was noted, in the order of noting.
    pub fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}
