//! The mails that Fyrfält writes: what they say, as facts; `app/src/mail.rs` puts them into words.
//!
//! A letter holds no link with a secret in it: those are added when it is sent, so that nobody who reads the outbox can
//! act for the receiver.

use crate::{
    comment::CommentText,
    follow::Subject,
    label::named,
    language::Bilingual,
    mail::Setback,
    news::News,
    reception::Arrival,
    reference::Reference,
    text::{Passage, Summary, Title},
};
use serde::{Deserialize, Serialize};

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letter {
    /// Asks whoever has the address whether mail is wanted. It carries nothing that a stranger could have written.
    Confirm { subject: Subject, title: Option<Bilingual<Title>> },
    /// Lets whoever owns an account choose a new password. The link is made when it is sent.
    Reset { account: i64 },
    /// That a colleague has named the receiver in a comment.
    Mention { entry: Reference, title: Bilingual<Title>, by: String, said: CommentText },
    /// That a sender has answered what the receiver, who has the submission, asked.
    Answered { entry: Reference, title: Bilingual<Title>, said: Passage },
    /// That something has happened to an entry that is followed or was handed in by the receiver.
    News { subject: Subject, entry: Reference, title: Bilingual<Title>, news: News },
    /// That an entry is new among those that a filter finds.
    Match { subject: Subject, entry: Reference, title: Bilingual<Title>, summary: Bilingual<Summary> },
    /// What is new in a week.
    Digest { parts: Vec<Part> },
}

/// What is new in a week of one thing that is followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub subject: Subject,
    pub lines: Vec<Line>,
}

/// One thing that is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub entry: Reference,
    pub title: Bilingual<Title>,
    /// None where the entry itself is what is new.
    pub news: Option<News>,
}

/// What a mail is about, for the list of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterKind {
    Confirm,
    Reset,
    Mention,
    Answered,
    Received,
    Published,
    Asked,
    Declined,
    SentOn,
    Merged,
    Moved,
    Benefit,
    Spread,
    Match,
    Digest,
}

named!(LetterKind, "kind of letter", {
    Confirm => "confirm",
    Reset => "reset",
    Mention => "mention",
    Answered => "answered",
    Received => "received",
    Published => "published",
    Asked => "asked",
    Declined => "declined",
    SentOn => "sent-on",
    Merged => "merged",
    Moved => "moved",
    Benefit => "benefit",
    Spread => "spread",
    Match => "match",
    Digest => "digest",
});

impl Letter {
    pub const fn kind(&self) -> LetterKind {
        match self {
            Self::Confirm { .. } => LetterKind::Confirm,
            Self::Reset { .. } => LetterKind::Reset,
            Self::Mention { .. } => LetterKind::Mention,
            Self::Answered { .. } => LetterKind::Answered,
            Self::News { news, .. } => match news {
                News::Received => LetterKind::Received,
                News::Published => LetterKind::Published,
                News::Asked { .. } => LetterKind::Asked,
                News::Declined { .. } => LetterKind::Declined,
                News::SentOn { .. } => LetterKind::SentOn,
                News::Merged { .. } => LetterKind::Merged,
                News::Moved { .. } => LetterKind::Moved,
                News::Benefit => LetterKind::Benefit,
                News::Spread { .. } => LetterKind::Spread,
            },
            Self::Match { .. } => LetterKind::Match,
            Self::Digest { .. } => LetterKind::Digest,
        }
    }

    /// The entry that it is about, where it is about one.
    pub const fn entry(&self) -> Option<Reference> {
        match self {
            Self::News { entry, .. }
            | Self::Match { entry, .. }
            | Self::Mention { entry, .. }
            | Self::Answered { entry, .. } => Some(*entry),
            Self::Confirm { subject: Subject::Own(entry) | Subject::Entry(entry), .. } => Some(*entry),
            Self::Confirm { subject: Subject::Filter(_), .. } | Self::Reset { .. } | Self::Digest { .. } => None,
        }
    }
}

/// How a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailState {
    Waiting,
    Sent,
    Failed,
}

named!(MailState, "state of a mail", { Waiting => "waiting", Sent => "sent", Failed => "failed" });

/// A mail in the list that managers see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxLine {
    pub id: i64,
    pub email: String,
    pub kind: LetterKind,
    pub entry: Option<Reference>,
    pub state: MailState,
    pub queued: Arrival,
    /// When it was sent or given up; when it will be tried, where it waits and has been tried before.
    pub then: Option<Arrival>,
    pub tries: u32,
    pub setback: Option<Setback>,
    /// What the mail server said, in its own words.
    pub reply: Option<String>,
    /// Whether it waits because earlier mails to the address were refused for good.
    pub held: bool,
}

/// A page of the list, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxPage {
    pub lines: Vec<OutboxLine>,
    /// From 1.
    pub page: u32,
    pub pages: u32,
    pub waiting: u32,
    pub failed: u32,
}
