//! One thing in the portfolio.

use crate::{
    attachment::Attachment,
    challenge::ChallengeLine,
    day::Day,
    facet::Facet,
    goal::Goal,
    journey::{Journey, Move},
    language::Bilingual,
    placement::Placement,
    reference::Reference,
    relation::Relation,
    same_need::SameNeed,
    stage::{Origin, Priority, Standing},
    taxonomy::Slug,
    text::{Passage, Phrase, Summary, Title},
};
use serde::{Deserialize, Serialize};

/// An entry (post): a need, an idea or something further on its way, with all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub reference: Reference,
    pub title: Bilingual<Title>,
    pub summary: Bilingual<Summary>,
    pub hoped_benefit: Option<Passage>,
    pub origin: Origin,
    pub units: Units,
    /// The board (nämnd) that receives it.
    pub board: Slug,
    /// In order of their numbers, none twice.
    pub goals: Vec<Goal>,
    pub priority: Priority,
    pub placement: Placement,
    /// How often it has been placed: two managers who move the same dot are told apart by it.
    pub placed: i64,
    pub journey: Journey,
    /// The submitter's name, where that person chose to be named in public.
    pub named: Option<Phrase>,
    /// The municipality whose real initiative this is, for the examples of the demo.
    pub example_from: Option<String>,
    /// The day it arrived.
    pub created: Day,
    /// The day it last changed.
    pub updated: Day,
}

/// The units (verksamheter) of an entry: at least one, none twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Slug>", into = "Vec<Slug>")]
pub struct Units(Vec<Slug>);

impl Units {
    /// The most units an entry has.
    pub const MAX: usize = 5;

    pub fn iter(&self) -> impl Iterator<Item = &Slug> {
        self.0.iter()
    }

    /// The one named first.
    pub fn first(&self) -> &Slug {
        &self.0[0]
    }
}

impl TryFrom<Vec<Slug>> for Units {
    type Error = crate::fault::Fault;

    fn try_from(slugs: Vec<Slug>) -> Result<Self, Self::Error> {
        let mut units: Vec<Slug> = Vec::new();
        for slug in slugs {
            if !units.contains(&slug) {
                units.push(slug);
            }
        }
        match units.len() {
            0 => Err(crate::fault::Fault::Missing),
            n if n > Self::MAX => Err(crate::fault::Fault::TooMany { max: Self::MAX as u32 }),
            _ => Ok(Self(units)),
        }
    }
}

impl From<Units> for Vec<Slug> {
    fn from(units: Units) -> Self {
        units.0
    }
}

impl Entry {
    pub fn standing(&self) -> Standing {
        self.journey.standing()
    }

    /// Whether the word "Innovation" and the badge may appear.
    pub fn is_innovation(&self) -> bool {
        self.journey.is_innovation()
    }

    pub fn facet(&self) -> Facet {
        self.placement.main_facet()
    }
}

/// What a list or the compass shows of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub reference: Reference,
    pub title: Bilingual<Title>,
    pub summary: Bilingual<Summary>,
    pub standing: Standing,
    pub innovation: bool,
    pub placement: Placement,
    pub placed: i64,
    pub priority: Priority,
    pub units: Units,
    pub board: Slug,
    pub goals: Vec<Goal>,
    pub origin: Origin,
    pub created: Day,
    pub updated: Day,
}

impl From<&Entry> for Card {
    fn from(entry: &Entry) -> Self {
        Self {
            reference: entry.reference,
            title: entry.title.clone(),
            summary: entry.summary.clone(),
            standing: entry.standing(),
            innovation: entry.is_innovation(),
            placement: entry.placement,
            placed: entry.placed,
            priority: entry.priority,
            units: entry.units.clone(),
            board: entry.board.clone(),
            goals: entry.goals.clone(),
            origin: entry.origin,
            created: entry.created,
            updated: entry.updated,
        }
    }
}

/// An entry with what its page shows around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    pub entry: Entry,
    /// Every move, oldest first.
    pub moves: Vec<Move>,
    /// Entries that are near in subject, nearest first.
    pub related: Vec<Card>,
    /// How it hangs together with other published entries.
    pub relations: Vec<Relation>,
    /// Who else has its need.
    pub same_need: SameNeed,
    /// What lies beside it for everybody to see.
    pub files: Vec<Attachment>,
    /// The challenge that it answers.
    pub challenge: Option<ChallengeLine>,
}
