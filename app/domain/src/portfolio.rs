//! The published portfolio as one immutable snapshot: what lists, filters, counts and the compass are answered from.

use crate::{
    entry::{Card, Entry},
    facet::Facet,
    filter::{Criterion, Filter, Group, Sort},
    goal::Goal,
    language::Language,
    reference::Reference,
    search::{self, Haystack, Likeness, Needles, Stems},
    stage::{Origin, Standing},
    taxonomy::Taxonomies,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Every published entry, and the lists it is filed under.
#[derive(Clone, Debug)]
pub struct Portfolio {
    items: Vec<Item>,
    taxonomies: Taxonomies,
    likeness: Likeness,
}

#[derive(Clone, Debug)]
struct Item {
    card: Card,
    criteria: BTreeSet<Criterion>,
    haystack: Haystack,
    stems: Stems,
}

impl Item {
    fn of(entry: &Entry) -> Self {
        let facts = entry.journey.facts();
        let texts = [
            Some(&*entry.title.sv),
            entry.title.en.as_deref(),
            Some(&*entry.summary.sv),
            entry.summary.en.as_deref(),
            Some(&*facts.need),
            facts.plan.as_deref(),
            facts.audience.as_deref(),
            entry.hoped_benefit.as_deref(),
            entry.example_from.as_deref(),
        ];
        Self::new(Card::from(entry), texts.into_iter().flatten())
    }

    fn new<'text>(card: Card, texts: impl IntoIterator<Item = &'text str>) -> Self {
        let mut criteria = BTreeSet::from([
            Criterion::Facet(card.placement.main_facet()),
            Criterion::Board(card.board.clone()),
            Criterion::Stage(card.standing),
            Criterion::Origin(card.origin),
            Criterion::Year(year(&card)),
        ]);
        criteria.extend(card.units.iter().cloned().map(Criterion::Unit));
        criteria.extend(card.goals.iter().copied().map(Criterion::Goal));
        criteria.extend(card.innovation.then_some(Criterion::Innovation));
        Self {
            haystack: Haystack::new(texts),
            stems: search::stems(&format!("{} {}", card.title.sv, card.summary.sv)),
            criteria,
            card,
        }
    }

    fn meets(&self, filter: &Filter, needles: &Needles) -> Met {
        let mut failed = BTreeSet::new();
        for wanted in &filter.criteria {
            failed.insert(wanted.group());
        }
        failed.retain(|group| {
            !filter.criteria.iter().any(|wanted| wanted.group() == *group && self.criteria.contains(wanted))
        });
        Met { failed, text: needles.find(&self.haystack) }
    }
}

/// How an item stands to a filter.
struct Met {
    /// The groups in which it meets none of the choices.
    failed: BTreeSet<Group>,
    text: bool,
}

impl Met {
    fn wholly(&self) -> bool {
        self.text && self.failed.is_empty()
    }

    /// Whether it would be found if `group` were left out of the filter.
    fn but_for(&self, group: Group) -> bool {
        self.text && self.failed.iter().all(|failed| *failed == group)
    }
}

fn year(card: &Card) -> u16 {
    card.reference.year()
}

/// What a filter finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exploration {
    /// How many entries are found, on all pages.
    pub total: u32,
    /// The entries of the page asked for.
    pub cards: Vec<Card>,
    /// How many pages there are, at least 1.
    pub pages: u32,
    /// For each group its choices, with the number of entries one would get.
    pub groups: Vec<Choices>,
    /// Where nothing is found: the part of the filter that is best left out.
    pub nearest: Option<Drop>,
}

/// The choices of one group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choices {
    pub group: Group,
    pub choices: Vec<Choice>,
}

/// A choice and how many entries it would give with the other groups as they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub criterion: Criterion,
    pub count: u32,
}

/// A part of a filter that could be left out, and how many entries that would give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drop {
    /// The choice to leave out, or none for the free text.
    pub criterion: Option<Criterion>,
    pub count: u32,
}

impl Portfolio {
    pub fn new<'entry>(entries: impl IntoIterator<Item = &'entry Entry>, taxonomies: Taxonomies) -> Self {
        let items: Vec<_> = entries.into_iter().map(Item::of).collect();
        let likeness = Likeness::new(items.iter().map(|item| &item.stems));
        Self { items, taxonomies, likeness }
    }

    pub const fn taxonomies(&self) -> &Taxonomies {
        &self.taxonomies
    }

    /// Every entry, in no order worth knowing.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.items.iter().map(|item| &item.card)
    }

    /// The entries that a filter finds, with `page_size` of them on a page, and the counts of every choice.
    pub fn explore(&self, filter: &Filter, page_size: u32, language: Language) -> Exploration {
        let needles = Needles::new(&filter.q);
        let mut found = Vec::new();
        let mut counts: BTreeMap<&Criterion, u32> = BTreeMap::new();
        for item in &self.items {
            let met = item.meets(filter, &needles);
            if met.wholly() {
                found.push(&item.card);
            }
            for criterion in item.criteria.iter().filter(|criterion| met.but_for(criterion.group())) {
                *counts.entry(criterion).or_default() += 1;
            }
        }
        sort(&mut found, filter.sort, language);
        let total = count(found.len());
        let page_size = page_size.max(1);
        let skipped = (filter.page.max(1) - 1).saturating_mul(page_size);
        Exploration {
            total,
            cards: found.into_iter().skip(skipped as usize).take(page_size as usize).cloned().collect(),
            pages: total.div_ceil(page_size).max(1),
            groups: Group::ALL
                .iter()
                .map(|group| Choices {
                    group: *group,
                    choices: self
                        .choices(*group)
                        .map(|criterion| Choice { count: counts.get(&criterion).copied().unwrap_or(0), criterion })
                        .collect(),
                })
                .collect(),
            nearest: if total == 0 { self.nearest(filter) } else { None },
        }
    }

    /// Every choice of a group, also those that no entry meets.
    fn choices(&self, group: Group) -> Box<dyn Iterator<Item = Criterion> + '_> {
        match group {
            Group::Facet => Box::new(Facet::ALL.iter().copied().map(Criterion::Facet)),
            Group::Unit => Box::new(self.taxonomies.units().map(|unit| Criterion::Unit(unit.slug.clone()))),
            Group::Board => Box::new(self.taxonomies.boards().map(|board| Criterion::Board(board.slug.clone()))),
            Group::Goal => Box::new(Goal::all().map(Criterion::Goal)),
            Group::Stage => Box::new(Standing::ALL.iter().copied().map(Criterion::Stage)),
            Group::Origin => Box::new(Origin::ALL.iter().copied().map(Criterion::Origin)),
            Group::Year => {
                let years: BTreeSet<_> = self.cards().map(year).collect();
                Box::new(years.into_iter().rev().map(Criterion::Year))
            }
            Group::Innovation => Box::new(std::iter::once(Criterion::Innovation)),
        }
    }

    /// The one part of a filter without which most entries are found, if any entry is.
    fn nearest(&self, filter: &Filter) -> Option<Drop> {
        let count_of = |filter: &Filter| {
            let needles = Needles::new(&filter.q);
            count(self.items.iter().filter(|item| item.meets(filter, &needles).wholly()).count())
        };
        let text = (!filter.q.is_empty()).then(|| Drop { criterion: None, count: count_of(&filter.with_text("")) });
        let chosen = filter
            .criteria
            .iter()
            .map(|criterion| Drop { criterion: Some(criterion.clone()), count: count_of(&filter.toggled(criterion)) });
        chosen.chain(text).filter(|drop| drop.count > 0).max_by_key(|drop| drop.count)
    }

    /// Entries about the same thing as a text that somebody is writing, most alike first.
    pub fn similar(&self, text: &str, most: usize) -> Vec<Card> {
        self.alike(&search::stems(text), None, 0.3, most)
    }

    /// Entries about the same thing as an entry, most alike first.
    pub fn related(&self, reference: Reference, most: usize) -> Vec<Card> {
        self.items
            .iter()
            .find(|item| item.card.reference == reference)
            .map(|item| self.alike(&item.stems, Some(item), 0.15, most))
            .unwrap_or_default()
    }

    fn alike(&self, stems: &Stems, but: Option<&Item>, least: f64, most: usize) -> Vec<Card> {
        let mut alike: Vec<(f64, &Card)> = self
            .items
            .iter()
            .filter(|item| but.is_none_or(|but| but.card.reference != item.card.reference))
            .map(|item| {
                (
                    self.likeness.of(stems, &item.stems) + but.map_or(0.0, |but| kinship(&but.card, &item.card)),
                    &item.card,
                )
            })
            .filter(|(likeness, _)| *likeness >= least)
            .collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.reference.cmp(&b.1.reference)));
        alike.into_iter().take(most).map(|(_, card)| card.clone()).collect()
    }
}

/// What two entries share besides words: a little for a goal, less for a unit.
fn kinship(one: &Card, other: &Card) -> f64 {
    let goals = one.goals.iter().filter(|goal| other.goals.contains(goal)).count();
    let units = one.units.iter().filter(|unit| other.units.iter().any(|slug| slug == *unit)).count();
    0.06 * goals.min(2) as f64 + 0.05 * units.min(1) as f64
}

fn sort(cards: &mut [&Card], sort: Sort, language: Language) {
    let newest = |card: &Card| std::cmp::Reverse((card.created, card.reference));
    match sort {
        Sort::Newest => cards.sort_by_key(|card| newest(card)),
        Sort::Title => cards.sort_by_cached_key(|card| (title_key(card.title.get(language)), card.reference)),
        Sort::Stage => cards.sort_by_key(|card| (card.standing, newest(card))),
        Sort::Priority => cards.sort_by_key(|card| (card.priority, newest(card))),
    }
}

/// Sorts letters before å, ä, ö in that order, as Swedish does; signs and case do not count.
fn title_key(title: &str) -> Vec<u32> {
    search::fold(title)
        .chars()
        .filter(|character| character.is_alphanumeric() || *character == ' ')
        .map(|character| match character {
            'å' => 'z' as u32 + 1,
            'ä' | 'æ' => 'z' as u32 + 2,
            'ö' | 'ø' => 'z' as u32 + 3,
            other => other as u32,
        })
        .collect()
}

fn count(entries: usize) -> u32 {
    u32::try_from(entries).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
