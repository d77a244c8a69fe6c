//! Following: what a person wants mail about, how often, and what is known of it.

use crate::{
    day::Day,
    fault::{Fault, Field, Problem, Problems},
    filter::Filter,
    label::named,
    language::Bilingual,
    news::About,
    reference::Reference,
    text::{Email, Title},
};
use serde::{Deserialize, Serialize};

/// How often a follower gets mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pace {
    #[default]
    AtOnce,
    /// What is new, gathered on Monday morning.
    Weekly,
}

named!(Pace, "pace", { AtOnce => "at-once", Weekly => "weekly" });

/// What is followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// What one has handed in oneself.
    Own(Reference),
    Entry(Reference),
    /// Whatever a filter finds; its order, its page and its layout are left out.
    Filter(Filter),
}

impl Subject {
    /// The filter of a query string, as something to follow.
    ///
    /// # Errors
    /// When the query holds what no filter has.
    pub fn filter(query: &str) -> Result<Self, Fault> {
        let parsed = Filter::parse(query);
        if !parsed.bad.is_empty() || !parsed.others.is_empty() {
            return Err(Fault::Unknown);
        }
        Ok(Self::Filter(Filter { sort: None, page: 1, view: Default::default(), ..parsed.filter }))
    }

    pub const fn about(&self) -> About {
        match self {
            Self::Own(_) => About::Own,
            Self::Entry(_) => About::Entry,
            Self::Filter(_) => About::Filter,
        }
    }

    /// Where it is seen, for whoever may see it.
    pub fn address(&self) -> String {
        match self {
            Self::Own(reference) | Self::Entry(reference) => format!("/portfolio/{reference}"),
            Self::Filter(filter) => filter.address("/portfolio"),
        }
    }
}

/// The most that one address may follow: more is no longer following but copying the portfolio.
pub const MOST: i64 = 50;

/// The form for following, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawFollow {
    /// The entry to follow; empty for a filter.
    pub entry: String,
    /// The query string of the filter to follow, where it is not an entry.
    pub filter: String,
    pub email: String,
    pub pace: String,
}

/// The form for following, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    pub subject: Subject,
    pub email: Email,
    pub pace: Pace,
}

impl RawFollow {
    /// What the form is about.
    ///
    /// # Errors
    /// When it is neither an entry's reference nor a filter.
    pub fn subject(&self) -> Result<Subject, Fault> {
        if self.entry.is_empty() { Subject::filter(&self.filter) } else { self.entry.parse().map(Subject::Entry) }
    }

    /// Checks the form. Whoever has signed in follows with the address of the account, whatever the form says.
    ///
    /// # Errors
    /// Everything that is wrong at once.
    pub fn check(&self, of_account: Option<&str>) -> Result<Follow, Vec<Problem>> {
        let mut problems = Problems::default();
        let subject = problems.take(Field::Entry, self.subject());
        let email = problems.take(Field::Email, Email::parse(of_account.unwrap_or(&self.email)));
        let pace = problems.take(Field::Pace, self.pace.parse().map_err(|_| Fault::Unknown));
        let follow = || Some(Follow { subject: subject?, email: email?, pace: pace? });
        follow().ok_or(problems.into_vec())
    }
}

/// How a following stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Asked for, and not confirmed by whoever has the address.
    Asked,
    Going {
        since: Day,
    },
    Stopped {
        on: Day,
    },
}

/// A following as whoever has the address sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Following {
    /// Letters and digits that nobody can guess: whoever has them may confirm and stop.
    pub token: String,
    pub subject: Subject,
    /// The entry's title, where it is an entry that the reader may see.
    pub title: Option<Bilingual<Title>>,
    pub pace: Pace,
    pub state: State,
}

/// All that is sent to an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followings {
    /// With most of it hidden.
    pub email: String,
    /// Letters and digits that nobody can guess: whoever has them may stop all of it.
    pub token: String,
    /// Whether mails to it were refused for good.
    pub refused: bool,
    /// What goes on, the oldest first.
    pub going: Vec<Following>,
}

/// What a link in a mail opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opened {
    One(Following),
    All(Followings),
}

/// How mail about something handed in stands, for whoever has its receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderMail {
    /// No address was given.
    None,
    /// An address, with most of it hidden.
    To { email: String, state: State, refused: bool },
}

/// What whoever has a receipt does with the mail about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SenderAct {
    Stop,
    /// Takes it up again after stopping.
    Resume,
    /// Asks for the mail to confirm with once more.
    Again,
    /// Gives an address, in place of the one before.
    Give(Email),
}

/// An address with most of it hidden: `a…@tomelilla.se`. A receipt may be shown to others.
pub fn masked(email: &str) -> String {
    match email.split_once('@') {
        Some((local, host)) => format!("{}…@{host}", local.chars().next().unwrap_or_default()),
        None => "…".to_owned(),
    }
}

/// The hour, Swedish time, at which the weekly mail is gathered on Mondays.
pub const DIGEST_HOUR: u8 = 7;

/// The day of the latest weekly mail, at an hour of a day.
pub fn latest_digest(today: Day, hour: u8) -> Day {
    // 1 January 1900 was a Monday.
    let since_monday = Day::new(1900, 1, 1).map_or(0, |monday| today.days_since(monday).rem_euclid(7));
    let monday = today.later(-since_monday);
    if since_monday == 0 && hour < DIGEST_HOUR { monday.later(-7) } else { monday }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(entry: &str, filter: &str) -> RawFollow {
        let text = str::to_owned;
        RawFollow { entry: text(entry), filter: text(filter), email: text("Anna@Example.se"), pace: text("weekly") }
    }

    #[test]
    fn the_weekly_mail_comes_on_monday_at_seven() {
        let latest = |day: &str, hour| latest_digest(day.parse().expect("a day"), hour).to_string();
        assert_eq!(latest("2026-11-23", 6), "2026-11-16", "a Monday before seven");
        assert_eq!(latest("2026-11-23", 7), "2026-11-23");
        assert_eq!(latest("2026-11-25", 0), "2026-11-23");
        assert_eq!(latest("2026-11-29", 23), "2026-11-23");
        assert_eq!(latest("2027-01-01", 12), "2026-12-28");
    }

    #[test]
    fn an_entry_or_a_filter_is_followed() {
        let follow = raw("2026-0042", "").check(None).expect("good");
        assert_eq!(follow.subject, Subject::Entry("2026-0042".parse().expect("a reference")));
        assert_eq!((&*follow.email, follow.pace), ("anna@example.se", Pace::Weekly));
        let follow = raw("", "unit=skola-familj&sort=title&page=3&view=list").check(None).expect("good");
        assert_eq!(follow.subject.address(), "/portfolio?unit=skola-familj");
    }

    #[test]
    fn the_same_filter_is_the_same_subject_however_it_is_shown() {
        let subjects = ["goal=4&unit=skola-familj&page=2", "?unit=skola-familj&goal=4&sort=title"]
            .map(|query| Subject::filter(query).expect("a filter"));
        assert_eq!(subjects[0], subjects[1]);
    }

    #[test]
    fn what_is_wrong_is_all_told() {
        for (raw, fields) in [
            (raw("2026-42", ""), vec![Field::Entry]),
            (raw("", "facet=none"), vec![Field::Entry]),
            (raw("", "utm=x"), vec![Field::Entry]),
            (
                RawFollow { email: "anna".into(), pace: "daily".into(), ..raw("2026-0042", "") },
                vec![Field::Email, Field::Pace],
            ),
        ] {
            let problems = raw.check(None).expect_err("bad");
            assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), fields);
        }
    }

    #[test]
    fn an_account_follows_with_its_own_address() {
        let raw = RawFollow { email: "someone@else.se".into(), ..raw("2026-0042", "") };
        assert_eq!(&*raw.check(Some("chef@example.se")).expect("good").email, "chef@example.se");
    }

    #[test]
    fn most_of_an_address_is_hidden() {
        assert_eq!(masked("anna.ek@tomelilla.se"), "a…@tomelilla.se");
    }
}
