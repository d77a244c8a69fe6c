//! Challenges (utmaningar): a question that a manager opens for a time, which whatever is handed in can answer.

use crate::{
    day::Day,
    entry::Card,
    fault::{Fault, Field, Problem, Problems},
    language::Bilingual,
    taxonomy::Slug,
    text::{Line, NeedText, Passage, Title, optional},
};
use serde::{Deserialize, Serialize};

/// What the picture of a challenge shows, in words.
pub type PictureText = Line<3, 300>;

/// A challenge as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    pub slug: Slug,
    pub title: Bilingual<Title>,
    pub question: NeedText,
    /// The first day on which it can be answered.
    pub opens: Day,
    /// The last such day.
    pub closes: Day,
    pub picture: Option<Picture>,
    pub result: Option<Outcome>,
    /// Counts the changes: of two who change it the second is told.
    pub version: i64,
}

/// The picture of a challenge. Without words for those who cannot see it, it is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Width and height, in pixels.
    pub pixels: (u32, u32),
    pub shows: Option<PictureText>,
}

/// What came of a challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub on: Day,
    pub text: Passage,
}

/// Whether a challenge can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Open,
    /// Only those who open challenges see it yet.
    Coming,
    Over,
}

impl Period {
    /// The period of a challenge on a day.
    pub fn of(opens: Day, closes: Day, today: Day) -> Self {
        if today < opens {
            Self::Coming
        } else if today <= closes {
            Self::Open
        } else {
            Self::Over
        }
    }
}

impl Challenge {
    pub fn period(&self, today: Day) -> Period {
        Period::of(self.opens, self.closes, today)
    }

    /// The address of its page.
    pub fn address(&self) -> String {
        address(&self.slug)
    }
}

/// What stands in addresses where a challenge is opened: none is named so.
pub const NEW: &str = "new";

/// The address of a challenge's page.
pub fn address(slug: &Slug) -> String {
    format!("/challenges/{slug}")
}

/// A challenge in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeLine {
    pub slug: Slug,
    pub title: Bilingual<Title>,
    pub opens: Day,
    pub closes: Day,
}

impl ChallengeLine {
    pub fn period(&self, today: Day) -> Period {
        Period::of(self.opens, self.closes, today)
    }
}

/// A challenge with what answers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChallengePage {
    pub challenge: Challenge,
    pub period: Period,
    /// How many have answered it, published or not.
    pub received: u32,
    /// What answers it and is published, the newest first.
    pub answers: Vec<Card>,
}

/// All challenges that somebody sees, as of today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenges {
    pub today: Day,
    /// Those that can be answered first, the one that closes first before the others; then the newest.
    pub challenges: Vec<ChallengeLine>,
}

/// A challenge as somebody wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChallenge {
    pub title: Bilingual<Title>,
    pub question: NeedText,
    pub opens: Day,
    pub closes: Day,
    /// What its picture shows.
    pub shows: Option<PictureText>,
    pub result: Option<Passage>,
    /// The version that was changed; 0 for a new one.
    pub seen: i64,
}

/// The same as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawChallenge {
    pub title: String,
    pub title_en: String,
    pub question: String,
    pub opens: String,
    pub closes: String,
    pub description: String,
    pub result: String,
    pub version: String,
}

impl RawChallenge {
    /// The form for a new one, which opens today.
    pub fn new(today: Day) -> Self {
        Self { opens: today.to_string(), version: "0".to_owned(), ..Self::default() }
    }

    /// The form with what a challenge says now.
    pub fn of(challenge: &Challenge) -> Self {
        let shows = challenge.picture.as_ref().and_then(|picture| picture.shows.as_ref());
        Self {
            title: challenge.title.sv.to_string(),
            title_en: challenge.title.en.as_ref().map(ToString::to_string).unwrap_or_default(),
            question: challenge.question.to_string(),
            opens: challenge.opens.to_string(),
            closes: challenge.closes.to_string(),
            description: shows.map(ToString::to_string).unwrap_or_default(),
            result: challenge.result.as_ref().map(|result| result.text.to_string()).unwrap_or_default(),
            version: challenge.version.to_string(),
        }
    }

    /// The challenge, or everything that is wrong with it.
    ///
    /// # Errors
    /// By field, in the order of the form.
    pub fn check(&self) -> Result<NewChallenge, Vec<Problem>> {
        let mut problems = Problems::default();
        let sv = problems.take(Field::Title, Title::parse(&self.title));
        let en = problems.take(Field::TitleEnglish, optional(&self.title_en, Title::parse));
        let question = problems.take(Field::Question, NeedText::parse(&self.question));
        let opens: Option<Day> = problems.take(Field::Opens, day(&self.opens));
        let closes = problems.take(
            Field::Closes,
            day(&self.closes).and_then(|closes| match opens {
                Some(opens) if closes < opens => Err(Fault::BeforeItOpens),
                _ => Ok(closes),
            }),
        );
        let shows = problems.take(Field::Description, optional(&self.description, PictureText::parse));
        let result = problems.take(Field::Result, optional(&self.result, Passage::parse));
        let seen = problems.take(Field::Version, self.version.trim().parse().map_err(|_| Fault::Unknown));
        let new = || {
            Some(NewChallenge {
                title: Bilingual { sv: sv?, en: en? },
                question: question?,
                opens: opens?,
                closes: closes?,
                shows: shows?,
                result: result?,
                seen: seen?,
            })
        };
        new().ok_or_else(|| problems.into_vec())
    }
}

fn day(text: &str) -> Result<Day, Fault> {
    if text.trim().is_empty() { Err(Fault::Missing) } else { text.trim().parse() }
}

/// A short name for an address from a title: its letters without dots and rings, words with hyphens between them.
pub fn slug_of(title: &str) -> Slug {
    let plain: String = title
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'å' | 'ä' | 'á' | 'à' => 'a',
            'ö' | 'ø' => 'o',
            'é' | 'è' => 'e',
            'ü' => 'u',
            letter if letter.is_ascii_alphanumeric() => letter,
            _ => ' ',
        })
        .collect();
    let mut slug = String::new();
    for word in plain.split_whitespace() {
        // Room for a number that tells it from another of the same title.
        if slug.len() + word.len() > 50 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug.parse().unwrap_or_else(|_| "utmaning".parse().expect("a slug"))
}

/// What became of a challenge that somebody opened or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChallengeSaved {
    Saved {
        slug: Slug,
        /// Whether its picture waits for words.
        lacks_words: bool,
    },
    /// Somebody else changed it meanwhile: nothing was done. So it stands now.
    Overtaken(Box<Challenge>),
    Gone,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn raw() -> RawChallenge {
        RawChallenge {
            title: "Hur får fler äldre sällskap?".into(),
            question: "Många äldre är ensamma. Hur kan vi mötas oftare?".into(),
            opens: "2026-12-01".into(),
            closes: "2027-01-31".into(),
            version: "0".into(),
            ..RawChallenge::default()
        }
    }

    #[test]
    fn a_challenge_closes_after_it_opens() {
        let good = raw().check().expect("a challenge");
        let on = |day: &str| Period::of(good.opens, good.closes, day.parse().expect("a day"));
        assert_eq!(on("2026-11-30"), Period::Coming);
        assert_eq!(on("2026-12-01"), Period::Open);
        assert_eq!(on("2027-01-31"), Period::Open);
        assert_eq!(on("2027-02-01"), Period::Over);
        let backwards = RawChallenge { closes: "2026-11-30".into(), ..raw() };
        let problem = Problem { field: Field::Closes, fault: Fault::BeforeItOpens };
        assert_eq!(backwards.check().expect_err("backwards"), [problem]);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let fields: Vec<_> =
            RawChallenge::default().check().expect_err("empty").into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [Field::Title, Field::Question, Field::Opens, Field::Closes, Field::Version]);
    }

    #[test]
    fn a_title_makes_an_address() {
        assert_eq!(slug_of("Hur får fler äldre sällskap?").to_string(), "hur-far-fler-aldre-sallskap");
        assert_eq!(slug_of("!!!").to_string(), "utmaning");
    }

    proptest! {
        #[test]
        fn any_title_makes_a_short_address(title in "\\PC{0,200}") {
            prop_assert!(slug_of(&title).to_string().len() <= 56);
        }
    }
}
