//! Weeding (gallring): what is let go of, by rules that the municipality has set, and what is noted of it.
//!
//! Nothing is weeded that no rule names. What is published is kept for the archive, and so is what was merged into it;
//! of a weeded submission its number, when and to whom it came and what was decided stay in the log.

use crate::{day::Day, label::named, reception::Arrival, reference::Reference};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weed {
    /// What was declined or sent on, with everything about it, counted from the decision.
    Declined,
    /// Who handed in what has been decided, counted from the decision: the address, the name that was not to be published,
    /// and the account of whoever had signed in. Mail that its receiver has confirmed goes on as long as there is
    /// something to tell of.
    Senders,
    /// Comments that were hidden or taken back, counted from when they were made.
    Comments,
    /// Files that were taken away, counted from then.
    Files,
    /// Mails that were sent or given up, counted from then.
    Mails,
}

named!(Weed, "what is weeded", {
    Declined => "declined",
    Senders => "senders",
    Comments => "comments",
    Files => "files",
    Mails => "mails",
});

/// How long something is kept, in months of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Months(u16);

impl Months {
    /// A hundred years.
    const MOST: u16 = 1200;

    pub const fn count(self) -> u16 {
        self.0
    }

    /// The day this long before another. Where its month is shorter it is the last of that, and so a little longer ago.
    pub fn before(self, day: Day) -> Day {
        day.months_earlier(self.0.into())
    }
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub weed: Weed,
    pub after: Months,
}

/// The rules, such as `declined=24,senders=12`: one for each thing at most, in the order of [`Weed::ALL`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules(Vec<Rule>);

/// Why rules cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("'{0}' is not a rule such as declined=24")]
    Form(String),
    #[error("'{0}' is not one of {names}", names = Weed::ALL.iter().map(|weed| weed.name()).collect::<Vec<_>>().join(", "))]
    Weed(String),
    #[error("'{0}' is not a number of months from 1 to 1200")]
    Months(String),
    #[error("there are two rules for {0}")]
    Twice(Weed),
}

impl Rules {
    pub fn iter(&self) -> impl Iterator<Item = Rule> {
        self.0.iter().copied()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for Rules {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let mut rules: Vec<Rule> = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let rule: Rule = part.parse()?;
            if rules.iter().any(|other| other.weed == rule.weed) {
                return Err(RuleError::Twice(rule.weed));
            }
            rules.push(rule);
        }
        rules.sort_by_key(|rule| rule.weed);
        Ok(Self(rules))
    }
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let (weed, months) = text.split_once('=').ok_or_else(|| RuleError::Form(text.to_owned()))?;
        let weed = weed.trim().parse().map_err(|_| RuleError::Weed(weed.trim().to_owned()))?;
        let months = months.trim();
        let after = months.parse().ok().filter(|count| (1..=Months::MOST).contains(count));
        Ok(Self { weed, after: Months(after.ok_or_else(|| RuleError::Months(months.to_owned()))?) })
    }
}

impl fmt::Display for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules: Vec<_> = self.iter().map(|rule| format!("{}={}", rule.weed, rule.after.count())).collect();
        f.write_str(&rules.join(","))
    }
}

/// Something that is to be weeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub rule: Rule,
    /// What it is or belongs to; none for a mail about no entry.
    pub entry: Option<Reference>,
    /// Which of several: the number of a comment or a mail, the name of a file.
    pub item: Option<String>,
    /// What stays known of a submission that is weeded whole.
    pub remains: Option<Remains>,
}

/// What stays known of a submission that was weeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remains {
    pub arrived: Day,
    /// The short name of the board that received it.
    pub board: String,
    pub diary_number: Option<String>,
    pub decided: Day,
    /// Whether it was sent on to another place, and not declined.
    pub sent_on: bool,
}

/// Something that was weeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weeded {
    pub on: Day,
    pub due: Due,
}

/// The rules, what they are about to weed, and what they have weeded, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weeding {
    pub rules: Rules,
    /// From when the server keeps to them.
    pub from: Arrival,
    pub due: Vec<Due>,
    pub log: Vec<Weeded>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rules_are_read_and_written() {
        let rules: Rules = "mails=3, declined=24".parse().expect("rules");
        assert_eq!(rules.to_string(), "declined=24,mails=3");
        assert!("".parse::<Rules>().expect("none").is_empty());
        for (wrong, why) in [
            ("declined", RuleError::Form("declined".into())),
            ("published=3", RuleError::Weed("published".into())),
            ("mails=0", RuleError::Months("0".into())),
            ("mails=1201", RuleError::Months("1201".into())),
            ("mails=-1", RuleError::Months("-1".into())),
            ("mails=3,mails=4", RuleError::Twice(Weed::Mails)),
        ] {
            assert_eq!(wrong.parse::<Rules>(), Err(why), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            if let Ok(rules) = text.parse::<Rules>() {
                prop_assert_eq!(rules.to_string().parse::<Rules>(), Ok(rules));
            }
        }
    }
}
