//! What nobody works with: empty places in tables of one group of choices against another.
//!
//! **The rule of what is telling.** An empty place says something only where one would expect entries. So each gap is
//! weighed by how many entries would be there if entries were spread without regard:
//! - for a cell of the table, as many as its row and its column together suggest if the two had nothing to do with each
//!   other: `row total × column total / total`;
//! - for a whole row that is empty, an equal share of all: `total / rows`; likewise for a column.
//!
//! Below [`LEAST_EXPECTED`] an empty place is mere chance and no gap. The most expected come first; of equal ones a
//! whole row or column, then the order of the table. The rule is Fyrfält's own.

use crate::{
    filter::{Criterion, Group},
    portfolio::rows::Row,
    stage::Standing,
    taxonomy::Slug,
};

/// How many entries one must expect in an empty place before it is a gap.
pub const LEAST_EXPECTED: f64 = 1.0;

/// Whether an entry goes on: it neither rests nor is over.
pub const fn is_ongoing(row: &Row) -> bool {
    !matches!(row.standing, Standing::Paused | Standing::Ended)
}

/// The choices along one side of a table, all of the same group.
#[derive(Clone, Debug)]
pub struct Axis {
    group: Group,
    choices: Vec<Criterion>,
    /// For each number that a row knows a choice by, its place among the choices.
    places: Vec<Option<u16>>,
}

impl Axis {
    /// The axis of a group with these choices; `units` and `boards` are the portfolio's, by their numbers in rows.
    pub fn new(choices: Vec<Criterion>, units: &[Slug], boards: &[Slug]) -> Option<Self> {
        let group = choices.first()?.group();
        let mut places = Vec::new();
        for (place, choice) in (0u16..).zip(&choices) {
            let number = number(choice, units, boards)?;
            if places.len() <= number {
                places.resize(number + 1, None);
            }
            places[number] = Some(place);
        }
        Some(Self { group, choices, places })
    }

    pub fn choices(&self) -> &[Criterion] {
        &self.choices
    }

    /// The places among the choices that a row meets.
    fn visit(&self, row: &Row, mut at: impl FnMut(usize)) {
        let mut meet = |number: usize| {
            if let Some(Some(place)) = self.places.get(number) {
                at(usize::from(*place));
            }
        };
        match self.group {
            Group::Facet => meet(row.facet() as usize),
            Group::Unit => row.units.iter().for_each(|unit| meet(usize::from(unit))),
            Group::Board => meet(usize::from(row.board)),
            Group::Goal => row.goals.iter().for_each(|goal| meet(usize::from(goal.number()))),
            Group::Stage => meet(row.standing as usize),
            Group::Origin => meet(row.origin as usize),
            Group::Year => meet(usize::from(row.year())),
            Group::Innovation => {
                if row.innovation {
                    meet(0);
                }
            }
        }
    }
}

/// The number that rows know a choice by.
fn number(choice: &Criterion, units: &[Slug], boards: &[Slug]) -> Option<usize> {
    let place = |slugs: &[Slug], wanted: &Slug| slugs.iter().position(|slug| slug == wanted);
    match choice {
        Criterion::Facet(facet) => Some(*facet as usize),
        Criterion::Unit(slug) => place(units, slug),
        Criterion::Board(slug) => place(boards, slug),
        Criterion::Goal(goal) => Some(usize::from(goal.number())),
        Criterion::Stage(standing) => Some(*standing as usize),
        Criterion::Origin(origin) => Some(*origin as usize),
        Criterion::Year(year) => Some(usize::from(*year)),
        Criterion::Innovation => Some(0),
    }
}

/// How many entries meet one choice of each of two groups.
#[derive(Clone, Debug)]
pub struct Cross {
    pub rows: Axis,
    pub columns: Axis,
    /// By row, then by column.
    pub counts: Vec<Vec<u32>>,
    /// Whether each entry is in some row and in some column: only then does an empty row or column of the *other* side
    /// mean that no entry at all is there.
    covers: bool,
}

impl Cross {
    /// Counts the entries. An entry with two units is in two rows.
    pub fn of<'row>(lines: impl IntoIterator<Item = &'row Row>, rows: Axis, columns: Axis) -> Self {
        let mut counts = vec![vec![0; columns.choices.len()]; rows.choices.len()];
        let mut covers = true;
        for line in lines {
            let mut is_counted = false;
            rows.visit(line, |row| {
                columns.visit(line, |column| {
                    counts[row][column] += 1;
                    is_counted = true;
                });
            });
            covers &= is_counted;
        }
        Self { rows, columns, counts, covers }
    }

    pub fn most(&self) -> u32 {
        self.counts.iter().flatten().copied().max().unwrap_or(0)
    }

    pub fn row_total(&self, row: usize) -> u32 {
        self.counts[row].iter().sum()
    }

    pub fn column_total(&self, column: usize) -> u32 {
        self.counts.iter().map(|counts| counts[column]).sum()
    }

    /// The places with no entry where one would expect some.
    pub fn gaps(&self) -> Vec<Gap> {
        let row_totals: Vec<u32> = (0..self.counts.len()).map(|row| self.row_total(row)).collect();
        let column_totals: Vec<u32> = (0..self.columns.choices.len()).map(|column| self.column_total(column)).collect();
        let total = f64::from(row_totals.iter().sum::<u32>());
        let mut gaps = Vec::new();
        let mut add = |criteria: Vec<&Criterion>, expected: f64| {
            if expected >= LEAST_EXPECTED {
                gaps.push(Gap { criteria: criteria.into_iter().cloned().collect(), expected });
            }
        };
        for (choice, _) in self.rows.choices.iter().zip(&row_totals).filter(|(_, total)| **total == 0) {
            add(vec![choice], total / row_totals.len() as f64);
        }
        for (choice, _) in
            self.columns.choices.iter().zip(&column_totals).filter(|(_, total)| self.covers && **total == 0)
        {
            add(vec![choice], total / column_totals.len() as f64);
        }
        for (row, counts) in self.counts.iter().enumerate() {
            for (column, _) in counts.iter().enumerate().filter(|(_, count)| **count == 0) {
                let expected = f64::from(row_totals[row]) * f64::from(column_totals[column]) / total.max(1.0);
                add(vec![&self.rows.choices[row], &self.columns.choices[column]], expected);
            }
        }
        gaps
    }
}

/// Nothing is there, though one would expect some.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// One choice for a whole row or column that is empty, two for a cell.
    pub criteria: Vec<Criterion>,
    /// How many entries one would expect.
    pub expected: f64,
}

/// The gaps of some tables, most telling first.
pub fn most_telling(tables: &[Cross]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = tables.iter().flat_map(Cross::gaps).collect();
    gaps.sort_by(|a, b| b.expected.total_cmp(&a.expected).then(a.criteria.len().cmp(&b.criteria.len())));
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facet::Facet,
        goal::Goal,
        insights::testing::{any_row, row, with_goals},
        placement::Placement,
        portfolio::rows::UnitNumbers,
        stage::Origin,
    };
    use proptest::prelude::*;

    fn slugs(names: &[&str]) -> Vec<Slug> {
        names.iter().map(|name| name.parse().expect("a slug")).collect()
    }

    fn units() -> Axis {
        let units = slugs(&["skola", "omsorg", "bygg"]);
        Axis::new(units.iter().cloned().map(Criterion::Unit).collect(), &units, &[]).expect("units")
    }

    fn facets() -> Axis {
        Axis::new(Facet::ALL.iter().copied().map(Criterion::Facet).collect(), &[], &[]).expect("facets")
    }

    fn at(number: u32, unit: u16, facet: Facet) -> Row {
        Row { units: UnitNumbers::new([unit]).expect("a unit"), placement: Placement::corner(facet), ..row(number) }
    }

    fn told(gaps: &[Gap]) -> Vec<(String, f64)> {
        let name = |gap: &Gap| gap.criteria.iter().map(Criterion::value).collect::<Vec<_>>().join(" ");
        gaps.iter().map(|gap| (name(gap), gap.expected)).collect()
    }

    #[test]
    fn the_most_expected_gap_comes_first_and_chance_is_no_gap() {
        // The school improves, care adapts, and nobody builds.
        let lines: Vec<Row> = (0..6)
            .map(|n| at(n + 1, 0, Facet::Enhancement))
            .chain((0..3).map(|n| at(n + 10, 1, Facet::Adaptive)))
            .chain([at(20, 1, Facet::Mission)])
            .collect();
        let cross = Cross::of(&lines, units(), facets());
        assert_eq!(cross.counts, [[6, 0, 0, 0], [0, 1, 3, 0], [0, 0, 0, 0]]);
        assert_eq!((cross.most(), cross.row_total(1), cross.column_total(0)), (6, 4, 6));
        // bygg: 10 / 3; anticipatory: 10 / 4; omsorg enhancement: 4 * 6 / 10; skola adaptive: 6 * 3 / 10. The school and
        // missions would be 0.6: chance.
        let expected = [
            ("bygg".to_owned(), 10.0 / 3.0),
            ("anticipatory".to_owned(), 2.5),
            ("omsorg enhancement".to_owned(), 2.4),
            ("skola adaptive".to_owned(), 1.8),
        ];
        assert_eq!(told(&most_telling(&[cross])), expected);
    }

    #[test]
    fn an_empty_stage_among_those_with_goals_is_no_empty_stage() {
        let goals = Axis::new(Goal::all().map(Criterion::Goal).collect(), &[], &[]).expect("goals");
        let stages = [Standing::Need, Standing::Idea].map(Criterion::Stage).to_vec();
        let stages = Axis::new(stages, &[], &[]).expect("stages");
        let mut lines: Vec<Row> = (1..40).map(|n| with_goals(row(n), &[1, 2])).collect();
        lines.push(Row { standing: Standing::Idea, ..row(99) });
        let gaps = most_telling(&[Cross::of(&lines, goals, stages)]);
        assert!(gaps.iter().all(|gap| matches!(gap.criteria[..], [Criterion::Goal(_)])), "{gaps:?}");
        assert_eq!(gaps.len(), 15);
    }

    #[test]
    fn an_empty_portfolio_has_no_gaps() {
        assert_eq!(most_telling(&[Cross::of(&[], units(), facets())]), []);
        assert!(Axis::new(Vec::new(), &[], &[]).is_none());
        assert!(Axis::new(vec![Criterion::Unit(slugs(&["okand"])[0].clone())], &[], &[]).is_none());
    }

    proptest! {
        #[test]
        fn gaps_are_empty_and_in_order(lines in prop::collection::vec(any_row(), 0..60)) {
            let origins = || Axis::new(Origin::ALL.iter().copied().map(Criterion::Origin).collect(), &[], &[]).expect("origins");
            let tables = [Cross::of(&lines, units(), facets()), Cross::of(&lines, units(), origins())];
            let gaps = most_telling(&tables);
            let meets = |row: &Row, criterion: &Criterion| match criterion {
                Criterion::Unit(slug) => row.units.iter().any(|unit| ["skola", "omsorg", "bygg"][usize::from(unit)] == slug.to_string()),
                Criterion::Facet(facet) => row.facet() == *facet,
                Criterion::Origin(origin) => row.origin == *origin,
                _ => false,
            };
            for gap in &gaps {
                prop_assert!(gap.expected >= LEAST_EXPECTED);
                prop_assert!(!lines.iter().any(|row| gap.criteria.iter().all(|criterion| meets(row, criterion))));
            }
            prop_assert!(gaps.windows(2).all(|pair| pair[0].expected >= pair[1].expected));
        }
    }
}
