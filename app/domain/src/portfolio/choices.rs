//! For every choice of every group the set of entries that meet it, and the counts that follow.

use super::rows::{Row, Rows};
use crate::{
    facet::Facet,
    filter::{Criterion, Filter, Group},
    goal::Goal,
    stage::{Origin, Standing},
};
use fixedbitset::FixedBitSet;

/// Every choice that people are offered, in the order in which they are shown it, with the entries that meet it.
#[derive(Clone, Debug)]
pub struct ChoiceSets {
    groups: Vec<(Group, Vec<(Criterion, FixedBitSet)>)>,
    entries: usize,
}

impl ChoiceSets {
    pub fn new(rows: &Rows) -> Self {
        let entries = rows.rows.len();
        let groups = Group::ALL.iter().map(|group| (*group, sets(*group, rows))).collect();
        Self { groups, entries }
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

fn sets(group: Group, rows: &Rows) -> Vec<(Criterion, FixedBitSet)> {
    let mut years: Vec<u16> = rows.rows.iter().map(Row::year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let choices: Vec<Criterion> = match group {
        Group::Facet => Facet::ALL.iter().copied().map(Criterion::Facet).collect(),
        Group::Unit => rows.taxonomies.units().map(|unit| Criterion::Unit(unit.slug.clone())).collect(),
        Group::Board => rows.taxonomies.boards().map(|board| Criterion::Board(board.slug.clone())).collect(),
        Group::Goal => Goal::all().map(Criterion::Goal).collect(),
        Group::Stage => Standing::ALL.iter().copied().map(Criterion::Stage).collect(),
        Group::Origin => Origin::ALL.iter().copied().map(Criterion::Origin).collect(),
        Group::Year => years.iter().copied().map(Criterion::Year).collect(),
        Group::Innovation => vec![Criterion::Innovation],
    };
    let empty = || FixedBitSet::with_capacity(rows.rows.len());
    let mut sets: Vec<_> = choices.into_iter().map(|choice| (choice, empty())).collect();
    for (id, row) in rows.rows.iter().enumerate() {
        let mut meets = |place: usize| {
            // Units and boards that are on no list are offered to nobody.
            if let Some((_, entries)) = sets.get_mut(place) {
                entries.insert(id);
            }
        };
        match group {
            Group::Facet => meets(row.facet() as usize),
            Group::Unit => row.units.iter().map(usize::from).for_each(meets),
            Group::Board => meets(usize::from(row.board)),
            Group::Goal => row.goals.iter().map(|goal| usize::from(goal.number()) - 1).for_each(meets),
            Group::Stage => meets(row.standing as usize),
            Group::Origin => meets(row.origin as usize),
            Group::Year => meets(years.partition_point(|year| *year > row.year())),
            Group::Innovation if row.innovation => meets(0),
            Group::Innovation => {}
        }
    }
    sets
}
