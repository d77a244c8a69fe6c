//! What a manager does with a submission that waits, besides editing and publishing it.

use crate::{
    fault::{Fault, Field, Problem, Problems},
    label::named,
    reference::Reference,
    text::{Passage, Phrase, Reason},
};
use serde::{Deserialize, Serialize};

/// An answer to a submission. All but the question end its reception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// More must be known before it can be decided.
    Ask(Passage),
    /// Another entry is about the same, and goes on for both.
    Merge {
        into: Reference,
        reason: Reason,
    },
    /// It belongs elsewhere.
    SendOn {
        to: Channel,
        reason: Reason,
    },
    Decline {
        reason: Reason,
    },
}

/// An answer without what belongs to it, as forms name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnswerKind {
    Ask,
    Merge,
    SendOn,
    Decline,
}

named!(AnswerKind, "answer", {
    Ask => "ask",
    Merge => "merge",
    SendOn => "send-on",
    Decline => "decline",
});

/// The right place for what is no innovation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Something is broken.
    FaultReport,
    /// Somebody is displeased, or pleased.
    Complaint,
    /// A resident wants the council to decide something.
    CitizensInitiative,
    /// Somewhere that has a name.
    Elsewhere(Phrase),
}

/// A channel without the name of an elsewhere, as forms and the database name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChannelKind {
    FaultReport,
    Complaint,
    CitizensInitiative,
    Elsewhere,
}

named!(ChannelKind, "channel", {
    FaultReport => "fault-report",
    Complaint => "complaint",
    CitizensInitiative => "citizens-initiative",
    Elsewhere => "elsewhere",
});

impl Channel {
    pub const fn kind(&self) -> ChannelKind {
        match self {
            Self::FaultReport => ChannelKind::FaultReport,
            Self::Complaint => ChannelKind::Complaint,
            Self::CitizensInitiative => ChannelKind::CitizensInitiative,
            Self::Elsewhere(_) => ChannelKind::Elsewhere,
        }
    }

    /// A channel of a kind; `elsewhere` is what an elsewhere is called.
    ///
    /// # Errors
    /// When an elsewhere has no name.
    pub fn new(kind: ChannelKind, elsewhere: Option<Phrase>) -> Result<Self, Fault> {
        Ok(match kind {
            ChannelKind::FaultReport => Self::FaultReport,
            ChannelKind::Complaint => Self::Complaint,
            ChannelKind::CitizensInitiative => Self::CitizensInitiative,
            ChannelKind::Elsewhere => Self::Elsewhere(elsewhere.ok_or(Fault::Missing)?),
        })
    }
}

/// An answer as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawAnswer {
    pub question: String,
    pub reason: String,
    pub channel: String,
    /// What an elsewhere is called.
    pub elsewhere: String,
    /// The number of the entry to merge into.
    pub into: String,
}

impl RawAnswer {
    /// Reads a form. Fields that no answer has are left alone.
    pub fn from_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut raw = Self::default();
        for (name, value) in pairs {
            let place = match name.parse() {
                Ok(Field::Question) => &mut raw.question,
                Ok(Field::Reason) => &mut raw.reason,
                Ok(Field::Channel) => &mut raw.channel,
                Ok(Field::Elsewhere) => &mut raw.elsewhere,
                Ok(Field::Into) => &mut raw.into,
                _ => continue,
            };
            value.clone_into(place);
        }
        raw
    }

    /// The answer of a kind, or everything that is wrong with it. `reference` is the submission's own.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self, kind: AnswerKind, reference: Reference) -> Result<Answer, Vec<Problem>> {
        let mut problems = Problems::default();
        let answer = match kind {
            AnswerKind::Ask => problems.take(Field::Question, Passage::parse(&self.question)).map(Answer::Ask),
            AnswerKind::Merge => {
                let into = problems.take(Field::Into, self.into(reference));
                let reason = problems.take(Field::Reason, Reason::parse(&self.reason));
                into.zip(reason).map(|(into, reason)| Answer::Merge { into, reason })
            }
            AnswerKind::SendOn => {
                let to = self.to(&mut problems);
                let reason = problems.take(Field::Reason, Reason::parse(&self.reason));
                to.zip(reason).map(|(to, reason)| Answer::SendOn { to, reason })
            }
            AnswerKind::Decline => {
                problems.take(Field::Reason, Reason::parse(&self.reason)).map(|reason| Answer::Decline { reason })
            }
        };
        answer.ok_or_else(|| problems.into_vec())
    }

    /// Another entry than the submission itself.
    fn into(&self, own: Reference) -> Result<Reference, Fault> {
        let written = self.into.trim();
        if written.is_empty() {
            return Err(Fault::Missing);
        }
        written.parse().ok().filter(|into| *into != own).ok_or(Fault::NotAnotherEntry)
    }

    fn to(&self, problems: &mut Problems) -> Option<Channel> {
        if self.channel.is_empty() {
            problems.add(Field::Channel, Fault::Missing);
            return None;
        }
        let kind = problems.take(Field::Channel, self.channel.parse().map_err(|_| Fault::Unknown))?;
        let named = if kind == ChannelKind::Elsewhere { Phrase::parse(&self.elsewhere).map(Some) } else { Ok(None) };
        problems.take(Field::Elsewhere, named.and_then(|named| Channel::new(kind, named)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn own() -> Reference {
        Reference::new(2026, 7).expect("a reference")
    }

    fn raw(fields: &[(&str, &str)]) -> RawAnswer {
        RawAnswer::from_pairs(fields.iter().copied())
    }

    fn wrong(fields: &[(&str, &str)], kind: AnswerKind) -> Vec<(Field, Fault)> {
        let problems = raw(fields).check(kind, own()).expect_err("something is wrong");
        problems.into_iter().map(|Problem { field, fault }| (field, fault)).collect()
    }

    #[test]
    fn each_answer_asks_for_what_the_sender_needs_to_know() {
        assert_eq!(wrong(&[], AnswerKind::Ask), [(Field::Question, Fault::Missing)]);
        assert_eq!(wrong(&[], AnswerKind::Decline), [(Field::Reason, Fault::Missing)]);
        assert_eq!(wrong(&[], AnswerKind::Merge), [(Field::Into, Fault::Missing), (Field::Reason, Fault::Missing)]);
        assert_eq!(wrong(&[], AnswerKind::SendOn), [(Field::Channel, Fault::Missing), (Field::Reason, Fault::Missing)]);
        let elsewhere = [("channel", "elsewhere"), ("reason", "Det gör regionen.")];
        assert_eq!(wrong(&elsewhere, AnswerKind::SendOn), [(Field::Elsewhere, Fault::Missing)]);
        let unknown = [("channel", "papperskorgen"), ("reason", "Det gör regionen.")];
        assert_eq!(wrong(&unknown, AnswerKind::SendOn), [(Field::Channel, Fault::Unknown)]);
    }

    #[test]
    fn nothing_is_merged_into_itself() {
        for into in ["2026-0007", " 2026-0007 ", "hej"] {
            let fields = [("into", into), ("reason", "Samma sak.")];
            assert_eq!(wrong(&fields, AnswerKind::Merge), [(Field::Into, Fault::NotAnotherEntry)]);
        }
        let fields = [("into", " 2026-0008"), ("reason", "Samma sak.")];
        let Ok(Answer::Merge { into, .. }) = raw(&fields).check(AnswerKind::Merge, own()) else { panic!("a merge") };
        assert_eq!(into, Reference::new(2026, 8).expect("a reference"));
    }

    #[test]
    fn only_an_elsewhere_has_a_name() {
        let fields = [("channel", "complaint"), ("elsewhere", "Region Skåne"), ("reason", "Det är ett klagomål.")];
        let Ok(Answer::SendOn { to, .. }) = raw(&fields).check(AnswerKind::SendOn, own()) else { panic!("sent on") };
        assert_eq!(to, Channel::Complaint);
    }

    proptest! {
        #[test]
        fn nothing_written_makes_it_panic(texts in prop::array::uniform5(".{0,40}")) {
            let [question, reason, channel, elsewhere, into] = texts;
            let raw = RawAnswer { question, reason, channel, elsewhere, into };
            for kind in AnswerKind::ALL {
                let checked = raw.check(*kind, own());
                prop_assert!(!checked.is_err_and(|problems| problems.is_empty()));
            }
        }
    }
}
