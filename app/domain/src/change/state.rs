//! What of an entry can change.

use super::{Broken, Difference};
use crate::{
    entry::{Entry, Units},
    goal::Goal,
    journey::{Journey, Record},
    language::Bilingual,
    placement::Placement,
    reception::Decision,
    revision::Revision,
    stage::{Origin, Priority},
    taxonomy::{Slug, Taxonomies},
    text::{Passage, Summary, Title},
};
use serde::{Deserialize, Serialize};

/// How an entry stands: everything of it that can change. While changes are replayed its journey is a bare [`Record`],
/// which need not hold together before all of them are in.
///
/// The log keeps it as JSON for good: a field that is added later needs a default for the logs of before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State<J = Journey> {
    pub title: Bilingual<Title>,
    pub summary: Bilingual<Summary>,
    pub hoped_benefit: Option<Passage>,
    pub origin: Origin,
    pub units: Units,
    pub board: Slug,
    pub goals: Vec<Goal>,
    pub priority: Priority,
    pub placement: Placement,
    pub journey: J,
    pub decision: Decision,
}

impl<J> State<J> {
    /// The same with the journey made into something else.
    fn with_journey<K, E>(self, make: impl FnOnce(J) -> Result<K, E>) -> Result<State<K>, E> {
        let Self { title, summary, hoped_benefit, origin, units, board, goals, priority, placement, .. } = self;
        let (journey, decision) = (make(self.journey)?, self.decision);
        Ok(State { title, summary, hoped_benefit, origin, units, board, goals, priority, placement, journey, decision })
    }
}

impl State {
    /// How an entry stands, of which this has been decided.
    pub fn of(entry: &Entry, decision: Decision) -> Self {
        Self {
            title: entry.title.clone(),
            summary: entry.summary.clone(),
            hoped_benefit: entry.hoped_benefit.clone(),
            origin: entry.origin,
            units: entry.units.clone(),
            board: entry.board.clone(),
            goals: entry.goals.clone(),
            priority: entry.priority,
            placement: entry.placement,
            journey: entry.journey.clone(),
            decision,
        }
    }

    /// The fields in which `later` differs, in the order in which people are shown them; none where nothing does.
    pub fn differences(&self, later: &Self) -> Vec<Difference> {
        Difference::between(&self.open(), &later.open())
    }

    fn open(&self) -> State<Record> {
        let Ok(open) = self.clone().with_journey(|journey| Ok::<_, std::convert::Infallible>(journey.into()));
        open
    }

    /// The state after change `number`.
    pub(super) fn replay(self, number: u32, what: &[Difference]) -> Result<Self, Broken> {
        if what.is_empty() {
            return Ok(self);
        }
        let mut open = self.open();
        for difference in what {
            difference.apply(&mut open).ok_or(Broken::Mismatch { number })?;
        }
        open.with_journey(Journey::try_from).map_err(|why| Broken::Rule { number, why })
    }

    /// What it says, as an edit would make it say.
    pub fn revision(&self) -> Revision {
        let facts = self.journey.facts();
        Revision {
            title: self.title.clone(),
            summary: self.summary.clone(),
            need: facts.need.clone(),
            plan: facts.plan.clone(),
            audience: facts.audience.clone(),
            hoped_benefit: self.hoped_benefit.clone(),
            origin: self.origin,
            units: self.units.clone(),
            board: self.board.clone(),
            goals: self.goals.clone(),
            priority: self.priority,
        }
    }

    /// This state with the content and the place of an earlier one. How far the entry has come stays as it is, and so
    /// do a plan and an audience that its stage cannot be without and the earlier content lacks.
    pub fn restoring(&self, earlier: &Self) -> Self {
        let facts = earlier.journey.facts().clone();
        Self {
            journey: self.journey.clone().reworded(facts.need, facts.plan, facts.audience),
            decision: self.decision.clone(),
            ..earlier.clone()
        }
    }

    /// Whether its units and its board are on the municipality's lists.
    pub fn is_listed(&self, taxonomies: &Taxonomies) -> bool {
        self.units.iter().all(|unit| taxonomies.unit(unit).is_some()) && taxonomies.board(&self.board).is_some()
    }
}
