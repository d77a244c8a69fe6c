//! What happens to an entry that somebody is told of by mail, and to whom it is told.
//!
//! A new kind of news is a variant here, its words in `locales/*/mail.json`, and one call where it happens.

use crate::{
    label::named,
    reception::answer::Channel,
    reference::Reference,
    stage::Standing,
    text::{Passage, Phrase, Reason},
};
use serde::{Deserialize, Serialize};

/// Something that has happened to an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    Received,
    Published,
    /// The municipality asks the sender something.
    Asked {
        question: Passage,
    },
    Declined {
        reason: Reason,
    },
    SentOn {
        to: Channel,
        reason: Reason,
    },
    Merged {
        into: Reference,
        reason: Reason,
    },
    Moved {
        from: Standing,
        to: Standing,
        why: Option<Reason>,
    },
    Benefit,
    Spread {
        place: Phrase,
    },
}

/// What a following is about, without saying which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// What one has handed in oneself.
    Own,
    /// A published entry.
    Entry,
    /// The entries that a filter finds.
    Filter,
}

named!(About, "subject of a following", { Own => "own", Entry => "entry", Filter => "filter" });

/// What a follower is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// That this has happened to the entry.
    News,
    /// That the entry is now among those that the filter finds.
    Match,
}

impl News {
    /// Whether everybody may know: what has not been published concerns only whoever handed it in.
    pub const fn is_public(&self) -> bool {
        !matches!(
            self,
            Self::Received | Self::Asked { .. } | Self::Declined { .. } | Self::SentOn { .. } | Self::Merged { .. }
        )
    }

    /// Whether it concerns those too whose submissions have been merged into the entry: a question is for the one who
    /// wrote what it is about.
    pub const fn is_for_merged(&self) -> bool {
        !matches!(self, Self::Asked { .. })
    }

    /// Whether it is something new about an entry that one knows already.
    const fn is_a_step(&self) -> bool {
        matches!(self, Self::Moved { .. } | Self::Benefit | Self::Spread { .. })
    }

    /// What is told of it to whoever follows `about`. `found` says whether the filter found the entry before, and whether
    /// it does now; it matters for filters alone.
    pub const fn told(&self, about: About, found: (bool, bool)) -> Option<Told> {
        match (about, found) {
            (About::Own, _) => Some(Told::News),
            (About::Entry, _) if self.is_a_step() => Some(Told::News),
            (About::Filter, (false, true)) if self.is_public() => Some(Told::Match),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> [News; 9] {
        [
            News::Received,
            News::Published,
            News::Asked { question: "Var är det mörkt?".parse().expect("a question") },
            News::SentOn { to: Channel::FaultReport, reason: "Lampan är trasig.".parse().expect("a reason") },
            News::Merged {
                into: Reference::new(2026, 1).expect("a reference"),
                reason: "Samma sak.".parse().expect("a reason"),
            },
            News::Declined { reason: "Det görs redan.".parse().expect("a reason") },
            News::Moved { from: Standing::Need, to: Standing::Idea, why: None },
            News::Benefit,
            News::Spread { place: "Sjöbo".parse().expect("a place") },
        ]
    }

    #[test]
    fn whoever_handed_it_in_is_told_everything() {
        for news in all() {
            assert_eq!(news.told(About::Own, (false, false)), Some(Told::News), "{news:?}");
        }
    }

    #[test]
    fn others_are_told_nothing_of_what_is_not_published() {
        for news in all().into_iter().filter(|news| !news.is_public()) {
            assert_eq!(news.told(About::Entry, (false, true)), None, "{news:?}");
            assert_eq!(news.told(About::Filter, (false, true)), None, "{news:?}");
        }
    }

    #[test]
    fn an_entrys_followers_are_told_of_its_steps_and_a_filters_of_what_is_new_to_it() {
        for news in all() {
            let step = matches!(news, News::Moved { .. } | News::Benefit | News::Spread { .. });
            assert_eq!(news.told(About::Entry, (true, true)).is_some(), step, "{news:?}");
            for (before, now) in [(false, false), (true, true), (true, false)] {
                assert_eq!(news.told(About::Filter, (before, now)), None, "{news:?}");
            }
        }
        assert_eq!(News::Published.told(About::Filter, (false, true)), Some(Told::Match));
        let moved = News::Moved { from: Standing::Trial, to: Standing::InUse, why: None };
        assert_eq!(moved.told(About::Filter, (false, true)), Some(Told::Match));
    }
}
