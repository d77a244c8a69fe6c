//! The portfolio as it stood on any day.

use super::history::History;
use crate::{day::Day, mix::balance, placement::Weights, portfolio::rows::Row, stage::Standing};

/// The most moments of a series: more than a drawing can tell apart.
pub const MOST_MOMENTS: usize = 48;

/// What a portfolio amounted to on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    pub at: Day,
    pub total: u32,
    /// How many entries stood where, in the order of [`Standing::ALL`].
    pub standings: [u32; 6],
    pub innovations: u32,
    /// The mean weights of the facets; none without entries.
    pub mix: Option<Weights>,
}

impl Moment {
    /// What these rows amount to, as they stand.
    pub fn of(rows: &[Row], at: Day) -> Self {
        let mut standings = [0; 6];
        for row in rows {
            standings[row.standing as usize] += 1;
        }
        Self {
            at,
            total: rows.len() as u32,
            standings,
            innovations: rows.iter().filter(|row| row.innovation).count() as u32,
            mix: balance(rows.iter().map(|row| row.placement)),
        }
    }

    pub const fn at_standing(&self, standing: Standing) -> u32 {
        self.standings[standing as usize]
    }
}

/// The rows as they stood on a day; those that had not appeared yet are left out.
pub fn then(rows: &[Row], history: &History, day: Day) -> Vec<Row> {
    rows.iter().filter_map(|row| history.of(row.reference).at(row, day)).collect()
}

/// How many of the rows were there on a day at a place that is only a guess.
pub fn guesses(rows: &[Row], history: &History, day: Day) -> u32 {
    let is_guess = |row: &&Row| {
        let life = history.of(row.reference);
        life.appears(row) <= day && life.is_guess(day)
    };
    rows.iter().filter(is_guess).count() as u32
}

/// The day on which the first of the rows appeared.
pub fn beginning(rows: &[Row], history: &History) -> Option<Day> {
    rows.iter().map(|row| history.of(row.reference).appears(row)).min()
}

/// The days that a slider stops at: the first, each first of a month after it, and today.
pub fn stops(first: Day, today: Day) -> Vec<Day> {
    let mut stops = vec![first.min(today)];
    let mut month = first.next_month();
    while month < today {
        stops.push(month);
        month = month.next_month();
    }
    if first < today {
        stops.push(today);
    }
    stops
}

/// What the rows amounted to from the beginning until today, at [`MOST_MOMENTS`] stops or fewer.
pub fn series(rows: &[Row], history: &History, today: Day) -> Vec<Moment> {
    let Some(first) = beginning(rows, history) else { return Vec::new() };
    let stops = stops(first, today);
    let apart = stops.len().div_ceil(MOST_MOMENTS - 1).max(1);
    let last = stops.len() - 1;
    let chosen = stops.iter().enumerate().filter(|(place, _)| place % apart == 0 || *place == last);
    chosen.map(|(_, day)| Moment::of(&then(rows, history, *day), *day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        insights::history::Life,
        insights::testing::{any_life, day, history, moves, row},
    };
    use proptest::prelude::*;

    #[test]
    fn a_slider_stops_at_months() {
        let at = |first: &str, today: &str| {
            stops(day(first), day(today)).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(at("2025-11-15", "2026-02-03"), "2025-11-15 2025-12-01 2026-01-01 2026-02-01 2026-02-03");
        assert_eq!(at("2026-02-03", "2026-02-03"), "2026-02-03");
        assert_eq!(at("2026-02-03", "2026-01-01"), "2026-01-01");
    }

    #[test]
    fn a_series_goes_from_nothing_to_now() {
        let rows = [Row { standing: Standing::Idea, ..row(1) }, row(2)];
        let lives = [
            (1, Life { moves: moves(&[("2024-03-10", Standing::Idea)]), ..Life::default() }),
            (2, Life { appeared: Some(day("2024-02-15")), ..Life::default() }),
        ];
        let series = series(&rows, &history(lives), day("2024-04-02"));
        let told: Vec<_> = series.iter().map(|moment| (moment.total, moment.at_standing(Standing::Idea))).collect();
        assert_eq!(told, [(1, 0), (1, 0), (2, 0), (2, 1), (2, 1)]);
    }

    proptest! {
        #[test]
        fn replay_ends_in_the_present(lives in prop::collection::vec(any_life(), 1..12)) {
            let mut all = History::default();
            for (now, life) in &lives {
                *all.note(now.reference) = life.clone();
            }
            let mut rows: Vec<Row> = lives.iter().map(|(now, _)| *now).collect();
            rows.sort_by_key(|row| row.reference);
            rows.dedup_by_key(|row| row.reference);
            let rows: Vec<Row> = rows.into_iter().filter(|row| {
                lives.iter().filter(|(now, _)| now.reference == row.reference).count() == 1
            }).collect();
            let today = day("2030-06-01");
            let series = series(&rows, &all, today);
            prop_assert!(series.len() <= MOST_MOMENTS);
            prop_assert_eq!(series.last().copied(), (!rows.is_empty()).then(|| Moment::of(&rows, today)));
            for pair in series.windows(2) {
                prop_assert!(pair[0].at < pair[1].at && pair[0].total <= pair[1].total);
                prop_assert_eq!(pair[1].standings.iter().sum::<u32>(), pair[1].total);
            }
        }
    }
}
