//! The portfolio by stage, in columns: what managers see who carry entries from need to benefit.

use crate::{
    action::ActionKind,
    entry::Card,
    filter::{BadParameter, Criterion, Filter, Group},
    language::Language,
    portfolio::{Choices, Portfolio},
    stage::{Stage, Standing},
};
use serde::{Deserialize, Serialize};

/// The entries that a filter finds, by the stage they stand at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ByStage {
    /// One for each stage, in order.
    pub columns: Vec<Column>,
    /// How many of them rest, and how many are over.
    pub paused: u32,
    pub ended: u32,
    /// The choices of the filter, apart from stages: these are the columns.
    pub groups: Vec<Choices>,
    /// How many the filter finds, wherever they stand.
    pub total: u32,
    /// Whether nothing could be missing.
    pub certain: bool,
    /// What in the address could not be used.
    pub bad: Vec<BadParameter>,
}

/// The entries at one stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub stage: Stage,
    pub total: u32,
    /// The first of them.
    pub cards: Vec<Card>,
}

/// How many entries of a column are shown: more is for the list.
pub const COLUMN: u32 = 30;

impl ByStage {
    /// What a query string finds.
    pub fn of(portfolio: &Portfolio, query: &str, language: Language) -> Self {
        let mut parsed = Filter::parse(query);
        parsed.bad.extend(parsed.filter.drop_unknown(portfolio.taxonomies()));
        let filter = without_stages(&parsed.filter);
        let found = portfolio.find(&filter);
        let (standings, groups): (Vec<_>, Vec<_>) =
            found.groups().into_iter().partition(|choices| choices.group == Group::Stage);
        let count = |standing: Standing| {
            let mut choices = standings.iter().flat_map(|choices| &choices.choices);
            choices.find(|choice| choice.criterion == Criterion::Stage(standing)).map_or(0, |choice| choice.count)
        };
        let column = |stage: &Stage| {
            let here = portfolio.find(&at(&filter, (*stage).into()));
            let cards = here.page(1, COLUMN, language).into_iter().map(|hit| hit.card).collect();
            Column { stage: *stage, total: count((*stage).into()), cards }
        };
        Self {
            columns: Stage::ALL.iter().map(column).collect(),
            paused: count(Standing::Paused),
            ended: count(Standing::Ended),
            groups,
            total: found.total(),
            certain: found.is_certain(),
            bad: parsed.bad,
        }
    }
}

/// A filter for what stands at one place.
pub fn at(filter: &Filter, standing: Standing) -> Filter {
    let mut at = without_stages(filter);
    at.criteria.insert(Criterion::Stage(standing));
    at
}

fn without_stages(filter: &Filter) -> Filter {
    let mut without = Filter { page: 1, ..filter.clone() };
    without.criteria.retain(|criterion| criterion.group() != Group::Stage);
    without
}

/// What carrying an active entry from one column to another is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrying {
    /// Put back where it was.
    Nothing,
    Step(ActionKind, Stage),
    /// Stages are not skipped: each asks for something.
    TooFar,
}

impl Carrying {
    pub fn between(from: Stage, to: Stage) -> Self {
        match to.cmp(&from) {
            std::cmp::Ordering::Equal => Self::Nothing,
            std::cmp::Ordering::Less => Self::Step(ActionKind::Back, to),
            std::cmp::Ordering::Greater if from.next() == Some(to) => Self::Step(ActionKind::Forward, to),
            std::cmp::Ordering::Greater => Self::TooFar,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::tests::any_portfolio;
    use proptest::prelude::*;

    #[test]
    fn one_step_on_and_any_back() {
        use Stage::{Idea, InUse, Need, Trial};
        for (from, to, expected) in [
            (Need, Need, Carrying::Nothing),
            (Need, Idea, Carrying::Step(ActionKind::Forward, Idea)),
            (Need, Trial, Carrying::TooFar),
            (Trial, InUse, Carrying::Step(ActionKind::Forward, InUse)),
            (InUse, Need, Carrying::Step(ActionKind::Back, Need)),
            (Trial, Idea, Carrying::Step(ActionKind::Back, Idea)),
        ] {
            assert_eq!(Carrying::between(from, to), expected, "{from} {to}");
        }
    }

    proptest! {
        #[test]
        fn every_entry_stands_in_one_place(portfolio in any_portfolio(), query in "(q=[a-zå ]{0,4}|unit=ett|stage=idea|)") {
            let by_stage = ByStage::of(&portfolio, &query, Language::Swedish);
            let standing: u32 = by_stage.columns.iter().map(|column| column.total).sum();
            prop_assert_eq!(standing + by_stage.paused + by_stage.ended, by_stage.total);
            for Column { stage, total, cards } in &by_stage.columns {
                prop_assert_eq!(cards.len() as u32, (*total).min(COLUMN));
                prop_assert!(cards.iter().all(|card| card.standing == Standing::from(*stage)));
            }
        }
    }
}
