//! What is recorded of each entry's life, and how the entry stood on any day.

use crate::{
    day::Day, placement::Placement, portfolio::rows::Row, reference::Reference, stage::Standing, text::Reason,
};
use rustc_hash::FxHashMap;

/// A move of the journey, without who made it and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub on: Day,
    pub from: Standing,
    pub to: Standing,
}

/// The time in which a benefit was recorded of an entry: from the day it was noted until the entry went back to a stage
/// that has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    pub from: Day,
    /// None while it holds.
    pub until: Option<Day>,
}

impl Proof {
    fn holds(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// The last day on which something is recorded of it.
    fn last(&self) -> Day {
        self.until.unwrap_or(self.from)
    }
}

/// How something ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub on: Day,
    pub reason: Reason,
}

/// What is recorded of one entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Life {
    /// The day it was published; none where nothing says so, which is then the day it arrived.
    pub appeared: Option<Day>,
    /// Where it lay before anybody moved it; none where that was not recorded.
    pub start: Option<Placement>,
    /// Every placing, oldest first.
    pub placings: Vec<(Day, Placement)>,
    /// Every move, oldest first.
    pub moves: Vec<Step>,
    /// Every benefit, in any order.
    pub benefits: Vec<Proof>,
    pub ended: Option<Ending>,
}

/// The lives of all published entries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    lives: FxHashMap<Reference, Life>,
    /// What stands for an entry of which nothing is recorded.
    blank: Life,
}

impl History {
    /// What is recorded of an entry.
    pub fn of(&self, reference: Reference) -> &Life {
        self.lives.get(&reference).unwrap_or(&self.blank)
    }

    /// The same, to be added to.
    pub fn note(&mut self, reference: Reference) -> &mut Life {
        self.lives.entry(reference).or_default()
    }
}

impl Life {
    /// The day from which the entry is part of the portfolio. A move or a placing before it was published, as an import
    /// may bring, tells that it was there already.
    pub fn appears(&self, now: &Row) -> Day {
        let first = [self.moves.first().map(|step| step.on), self.placings.first().map(|(on, _)| *on)];
        first.into_iter().flatten().fold(self.appeared.unwrap_or(now.created), Day::min)
    }

    /// The entry as it stood at the end of a day; none before it appeared. Its other facts - units, goals, board - are
    /// those of today: nobody records how they were.
    ///
    /// After the last change that is recorded it is as it is `now`, so that the story always ends in the present.
    pub fn at(&self, now: &Row, day: Day) -> Option<Row> {
        if day < self.appears(now) {
            return None;
        }
        let standing = self.standing_at(now, day);
        let innovation = if self.is_over(day) {
            now.innovation
        } else if self.benefits.is_empty() {
            standing == Standing::InUse && now.innovation
        } else {
            standing == Standing::InUse && self.benefits.iter().any(|proof| proof.holds(day))
        };
        Some(Row { standing, innovation, placement: self.place_at(now, day), ..*now })
    }

    /// Whether nothing is recorded after a day.
    fn is_over(&self, day: Day) -> bool {
        self.moves.last().is_none_or(|step| step.on <= day) && self.benefits.iter().all(|proof| proof.last() <= day)
    }

    /// Where it stood at the beginning.
    pub fn first_standing(&self, now: &Row) -> Standing {
        self.moves.first().map_or(now.standing, |step| step.from)
    }

    fn standing_at(&self, now: &Row, day: Day) -> Standing {
        if self.moves.last().is_none_or(|step| step.on <= day) {
            return now.standing;
        }
        let latest = self.moves.iter().rev().find(|step| step.on <= day);
        latest.map_or_else(|| self.first_standing(now), |step| step.to)
    }

    fn place_at(&self, now: &Row, day: Day) -> Placement {
        let Some((_, first)) = self.placings.first() else { return now.placement };
        if self.placings.last().is_some_and(|(on, _)| *on <= day) {
            return now.placement;
        }
        let latest = self.placings.iter().rev().find(|(on, _)| *on <= day).map(|(_, place)| *place);
        latest.unwrap_or(self.start.unwrap_or(*first))
    }

    /// Whether the place on a day is a guess: it has been moved since, and where it lay before was not recorded.
    pub fn is_guess(&self, day: Day) -> bool {
        self.start.is_none() && self.placings.first().is_some_and(|(on, _)| *on > day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::testing::{any_life, day, row};
    use proptest::prelude::*;

    fn moved() -> (Row, Life) {
        let now =
            Row { standing: Standing::InUse, innovation: true, placement: Placement::nearest(0.5, 0.0), ..row(1) };
        let step = |on: &str, from, to| Step { on: day(on), from, to };
        let life = Life {
            appeared: Some(day("2024-01-10")),
            start: Some(Placement::CENTRE),
            placings: vec![(day("2024-03-01"), Placement::nearest(-0.5, 0.0)), (day("2025-01-01"), now.placement)],
            moves: vec![
                step("2024-02-01", Standing::Need, Standing::Idea),
                step("2024-05-01", Standing::Idea, Standing::Trial),
                step("2024-09-01", Standing::Trial, Standing::InUse),
            ],
            benefits: vec![Proof { from: day("2025-06-01"), until: None }],
            ended: None,
        };
        (now, life)
    }

    #[test]
    fn an_entry_is_where_it_was_and_what_it_was() {
        let (now, life) = moved();
        let at = |on: &str| life.at(&now, day(on)).map(|row| (row.standing, row.placement.x(), row.innovation));
        assert_eq!(at("2024-01-09"), None);
        assert_eq!(at("2024-01-10"), Some((Standing::Need, 0.0, false)));
        assert_eq!(at("2024-02-01"), Some((Standing::Idea, 0.0, false)));
        assert_eq!(at("2024-06-01"), Some((Standing::Trial, -0.5, false)));
        assert_eq!(at("2025-01-01"), Some((Standing::InUse, 0.5, false)));
        assert_eq!(at("2025-06-01"), Some((Standing::InUse, 0.5, true)));
    }

    #[test]
    fn what_went_back_once_was_an_innovation() {
        let (now, life) = moved();
        let now = Row { standing: Standing::Trial, innovation: false, ..now };
        let until = day("2025-09-01");
        let mut life = Life { benefits: vec![Proof { from: day("2025-06-01"), until: Some(until) }], ..life };
        life.moves.push(Step { on: until, from: Standing::InUse, to: Standing::Trial });
        let at = |on: &str| life.at(&now, day(on)).map(|row| row.innovation);
        assert_eq!(at("2025-05-31"), Some(false));
        assert_eq!(at("2025-08-31"), Some(true));
        assert_eq!(at("2025-09-01"), Some(false));
    }

    #[test]
    fn a_start_that_was_not_recorded_is_the_first_place_and_said_to_be_a_guess() {
        let (now, life) = moved();
        let life = Life { start: None, ..life };
        assert_eq!(life.at(&now, day("2024-01-10")).map(|row| row.placement.x()), Some(-0.5));
        assert!(life.is_guess(day("2024-02-29")) && !life.is_guess(day("2024-03-01")));
    }

    proptest! {
        #[test]
        fn the_story_ends_in_the_present((now, life) in any_life()) {
            prop_assert_eq!(life.at(&now, day("2999-12-31")), Some(now));
        }

        #[test]
        fn nothing_changes_on_a_day_without_a_record((now, life) in any_life(), on in 0..4000i32) {
            let before = day("2019-12-31").later(on);
            let today = before.later(1);
            let recorded = life.moves.iter().map(|step| step.on).chain(life.placings.iter().map(|(on, _)| *on));
            let proved = life.benefits.iter().flat_map(|proof| [Some(proof.from), proof.until]).flatten();
            let is_quiet = recorded.chain(proved).chain([life.appears(&now)]).all(|on| on != today);
            prop_assume!(is_quiet);
            prop_assert_eq!(life.at(&now, before), life.at(&now, today));
        }
    }
}
