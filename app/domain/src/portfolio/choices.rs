//! For every choice of every group the set of entries that meet it, and the counts that follow.

use super::rows::{Row, Rows};
use crate::{
    facet::Facet,
    filter::{Criterion, Filter, Group},
    goal::Goal,
    search::index::EntryId,
    stage::{Origin, Standing},
};
use fixedbitset::FixedBitSet;

/// Every choice that people are offered, in the order in which they are shown it, with the entries that meet it.
#[derive(Clone, Debug)]
pub struct ChoiceSets {
    groups: Vec<(Group, Vec<(Criterion, FixedBitSet)>)>,
    /// The years there are, the latest first.
    years: Vec<u16>,
    entries: usize,
}

impl ChoiceSets {
    pub fn new(rows: &Rows) -> Self {
        let entries = rows.rows.len();
        let mut years: Vec<u16> = rows.rows.iter().map(Row::year).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let empty = |choice| (choice, FixedBitSet::with_capacity(entries));
        let offered = |group: &Group| (*group, choices(*group, rows, &years).into_iter().map(empty).collect());
        let mut sets = Self { groups: Group::ALL.iter().map(offered).collect(), years, entries };
        for (id, row) in rows.rows.iter().enumerate() {
            sets.set(id, row, true);
        }
        sets
    }

    /// Takes in that an entry is now as `now` says. Its year is that of its reference and stays.
    pub fn replace(&mut self, id: EntryId, before: &Row, now: &Row) {
        self.set(id as usize, before, false);
        self.set(id as usize, now, true);
    }

    fn set(&mut self, id: usize, row: &Row, meets: bool) {
        for (group, choices) in &mut self.groups {
            each_met(*group, &self.years, row, |place| {
                // Units and boards that are on no list are offered to nobody.
                if let Some((_, entries)) = choices.get_mut(place) {
                    entries.set(id, meets);
                }
            });
        }
    }

    /// The groups with their choices.
    pub fn groups(&self) -> impl Iterator<Item = (Group, &[(Criterion, FixedBitSet)])> {
        self.groups.iter().map(|(group, choices)| (*group, choices.as_slice()))
    }

    fn of(&self, criterion: &Criterion) -> Option<&FixedBitSet> {
        let (_, choices) = self.groups.iter().find(|(group, _)| *group == criterion.group())?;
        choices.iter().find(|(choice, _)| choice == criterion).map(|(_, entries)| entries)
    }

    /// What a filter's criteria find, within the entries that its text finds.
    pub fn select(&self, filter: &Filter, text: Option<&FixedBitSet>) -> Selection {
        let mut wanted: Vec<(Group, FixedBitSet)> = Vec::new();
        for criterion in &filter.criteria {
            let group = criterion.group();
            if wanted.last().is_none_or(|(last, _)| *last != group) {
                wanted.push((group, FixedBitSet::with_capacity(self.entries)));
            }
            if let (Some((_, any)), Some(entries)) = (wanted.last_mut(), self.of(criterion)) {
                any.union_with(entries);
            }
        }
        let everything = || {
            text.cloned().unwrap_or_else(|| {
                let mut all = FixedBitSet::with_capacity(self.entries);
                all.insert_range(..);
                all
            })
        };
        let all_but = |left_out: Option<Group>| {
            let mut entries = everything();
            for (_, any) in wanted.iter().filter(|(group, _)| Some(*group) != left_out) {
                entries.intersect_with(any);
            }
            entries
        };
        let but_for = wanted.iter().map(|(group, _)| (*group, all_but(Some(*group)))).collect();
        Selection { entries: all_but(None), but_for }
    }
}

/// The entries found, and those that would be found if one group were left out of the filter.
#[derive(Clone, Debug)]
pub struct Selection {
    pub entries: FixedBitSet,
    but_for: Vec<(Group, FixedBitSet)>,
}

impl Selection {
    /// The entries among which a group's choices are counted.
    pub fn but_for(&self, group: Group) -> &FixedBitSet {
        self.but_for.iter().find(|(other, _)| *other == group).map_or(&self.entries, |(_, entries)| entries)
    }
}

/// A group's choices in the order in which people are shown them.
fn choices(group: Group, rows: &Rows, years: &[u16]) -> Vec<Criterion> {
    match group {
        Group::Facet => Facet::ALL.iter().copied().map(Criterion::Facet).collect(),
        Group::Unit => rows.taxonomies.units().map(|unit| Criterion::Unit(unit.slug.clone())).collect(),
        Group::Board => rows.taxonomies.boards().map(|board| Criterion::Board(board.slug.clone())).collect(),
        Group::Goal => Goal::all().map(Criterion::Goal).collect(),
        Group::Stage => Standing::ALL.iter().copied().map(Criterion::Stage).collect(),
        Group::Origin => Origin::ALL.iter().copied().map(Criterion::Origin).collect(),
        Group::Year => years.iter().copied().map(Criterion::Year).collect(),
        Group::Innovation => vec![Criterion::Innovation],
    }
}

/// Calls with the place, among a group's choices, of each that a row meets.
fn each_met(group: Group, years: &[u16], row: &Row, mut met: impl FnMut(usize)) {
    match group {
        Group::Facet => met(row.facet() as usize),
        Group::Unit => row.units.iter().map(usize::from).for_each(met),
        Group::Board => met(usize::from(row.board)),
        Group::Goal => row.goals.iter().map(|goal| usize::from(goal.number()) - 1).for_each(met),
        Group::Stage => met(row.standing as usize),
        Group::Origin => met(row.origin as usize),
        Group::Year => met(years.partition_point(|year| *year > row.year())),
        Group::Innovation if row.innovation => met(0),
        Group::Innovation => {}
    }
}
