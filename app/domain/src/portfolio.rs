//! The published portfolio as one immutable snapshot: what lists, filters, counts and the compass are answered from,
//! in the browser as on the server.
//!
//! [`rows`] holds the entries' facts and shown texts, [`choices`] the entries of each choice as bit sets, [`orders`]
//! the orders of results, and [`search`](crate::search) their words, those of [`bodies`] among them. [`snapshot`] is
//! the portfolio as bytes. Phrases are looked for in [`passages`] too, which a browser does not have.

pub mod bodies;
pub mod bytes;
mod choices;
mod orders;
mod passages;
pub mod rows;
mod snapshot;

pub use bytes::Damaged;

use crate::{
    entry::{Card, Entry},
    filter::{Criterion, Filter, Group},
    language::{Bilingual, Language},
    reference::Reference,
    search::{
        find::{self, TextMatch},
        index::{Builder, EntryId, Index, SUMMARY, TITLE},
        likeness::{likeness, telling_stems},
        marks::{Mark, Marker},
        query::Query,
    },
    taxonomy::{Slug, Taxonomies},
};
use bodies::BodyWords;
use choices::{ChoiceSets, Selection};
use fixedbitset::FixedBitSet;
use orders::Orders;
use passages::{AllTexts, Passages};
use rows::{Row, Rows};
use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, ops::Deref, sync::Arc};

/// Every published entry, and the lists it is filed under.
#[derive(Clone, Debug)]
pub struct Portfolio {
    rows: Rows,
    bodies: Arc<BodyWords>,
    /// Only where the portfolio was made from whole entries.
    passages: Option<Arc<Passages>>,
    choices: ChoiceSets,
    orders: Orders,
    index: Arc<Index>,
}

/// What a filter finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exploration {
    /// How many entries are found, on all pages.
    pub total: u32,
    /// The entries of the page.
    pub hits: Vec<Hit>,
    /// The page shown: the one asked for, or the last where there are fewer.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
    /// For each group its choices, with the number of entries one would get.
    pub groups: Vec<Choices>,
    /// Where nothing is found: the part of the filter that is best left out.
    pub nearest: Option<Drop>,
    /// Whether all could be looked into: a browser cannot tell whether a phrase stands in a body.
    pub certain: bool,
}

/// An entry that is found, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    pub card: Card,
    /// What of its title, in the reader's language, was looked for.
    pub title: Vec<Mark>,
    /// Likewise of its summary.
    pub summary: Vec<Mark>,
    /// Whether a text that is not shown here was found: its body, or a translation.
    pub elsewhere: bool,
}

impl From<Card> for Hit {
    /// An entry that is shown without having been looked for.
    fn from(card: Card) -> Self {
        Self { card, title: Vec::new(), summary: Vec::new(), elsewhere: false }
    }
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
    /// The portfolio of whole entries.
    pub fn new<'entry>(entries: impl IntoIterator<Item = &'entry Entry>, taxonomies: Taxonomies) -> Self {
        let mut sorted: Vec<&Entry> = entries.into_iter().collect();
        sorted.sort_unstable_by_key(|entry| Reverse((entry.created, entry.reference)));
        let rows = Rows::new(&sorted, taxonomies);
        Self::over(rows, BodyWords::new(&sorted), Some(Passages::new(&sorted)))
    }

    /// The portfolio that [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// When the bytes are anything else: damaged, or written by another version of the program.
    pub fn decode(snapshot: &[u8]) -> Result<Self, Damaged> {
        let (rows, bodies) = snapshot::decode(snapshot)?;
        Ok(Self::over(rows, bodies, None))
    }

    /// What a browser needs to answer every filter by itself: no running text but titles and summaries.
    pub fn encode(&self) -> Vec<u8> {
        snapshot::encode(&self.rows, &self.bodies)
    }

    fn over(rows: Rows, bodies: BodyWords, passages: Option<Passages>) -> Self {
        let choices = ChoiceSets::new(&rows);
        let index = Arc::new(index(&rows, &bodies));
        let (bodies, passages) = (Arc::new(bodies), passages.map(Arc::new));
        Self { rows, bodies, passages, choices, orders: Orders::default(), index }
    }

    /// The portfolio with this entry as it is now, sharing the texts of all with this one: a moved dot costs a copy of
    /// the facts, not the reading of every text. None where that is not all there is to it, and the portfolio is to be
    /// made anew: the entry is not in here, it says something else, or it belongs to whom no other entry belongs.
    pub fn with(&self, entry: &Entry) -> Option<Self> {
        let id = self.number(entry.reference).filter(|id| self.says_the_same(*id, entry))?;
        let (before, now) = (*self.row(id), self.rows.row(entry)?);
        if before.created != now.created {
            return None;
        }
        let mut next = self.clone();
        next.rows.rows[id as usize] = now;
        next.choices.replace(id, &before, &now);
        next.orders.replace(&before, &now);
        Some(next)
    }

    fn says_the_same(&self, id: EntryId, entry: &Entry) -> bool {
        fn plain<T: Deref<Target = str>>(texts: &Bilingual<T>) -> Bilingual<&str> {
            Bilingual { sv: &texts.sv, en: texts.en.as_deref() }
        }
        let texts = &self.rows.texts;
        texts.title(id) == plain(&entry.title)
            && texts.summary(id) == plain(&entry.summary)
            && self.passages.as_ref().is_some_and(|passages| passages.of(id) == bodies::texts(entry))
    }

    pub const fn taxonomies(&self) -> &Taxonomies {
        &self.rows.taxonomies
    }

    /// The units by their numbers in [`Row`]s: the municipality's list, then others that entries name.
    pub fn units(&self) -> &[Slug] {
        &self.rows.units
    }

    /// Likewise the boards.
    pub fn boards(&self) -> &[Slug] {
        &self.rows.boards
    }

    /// The title of an entry, by its number.
    pub fn title(&self, id: EntryId) -> Bilingual<&str> {
        self.rows.texts.title(id)
    }

    /// How many entries there are.
    pub const fn len(&self) -> usize {
        self.rows.rows.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a filter finds, to be counted, paged through or drawn.
    pub fn find(&self, filter: &Filter) -> Found<'_> {
        let query = Query::parse(&filter.q);
        let text = self.find_text(&query);
        let selection = self.choices.select(filter, text.as_ref().map(|text| &text.entries));
        Found { portfolio: self, filter: filter.clone(), query, text, selection }
    }

    /// The entries that a text finds; none where nothing is looked for.
    fn find_text(&self, query: &Query) -> Option<TextMatch> {
        if let Some(reference) = query.reference {
            let mut entries = FixedBitSet::with_capacity(self.len());
            entries.extend(self.number(reference).map(|id| id as usize));
            return Some(TextMatch { entries, points: vec![0; self.len()], words: Vec::new(), certain: true });
        }
        let texts = AllTexts { shown: &self.rows.texts, passages: self.passages.as_deref() };
        (!query.is_empty()).then(|| find::find(&self.index, query, &texts, self.len()))
    }

    /// The cards of these entries, in the same order; none for what is not in the portfolio.
    pub fn cards(&self, references: &[Reference]) -> Vec<Option<Card>> {
        let mut cards = vec![None; references.len()];
        // Looked through once, however many there are.
        let mut missing = references.len();
        for (id, row) in (0..).zip(&self.rows.rows) {
            if missing == 0 {
                break;
            }
            if let Some(place) = references.iter().position(|wanted| *wanted == row.reference) {
                cards[place] = Some(self.rows.card(id));
                missing -= 1;
            }
        }
        cards
    }

    fn number(&self, reference: Reference) -> Option<EntryId> {
        self.rows.rows.iter().position(|row| row.reference == reference).map(|id| id as EntryId)
    }

    /// The entries that a filter finds, with `page_size` of them on a page, and the counts of every choice.
    pub fn explore(&self, filter: &Filter, page_size: u32, language: Language) -> Exploration {
        let found = self.find(filter);
        let total = found.total();
        let page_size = page_size.max(1);
        let pages = total.div_ceil(page_size).max(1);
        let page = filter.page.clamp(1, pages);
        Exploration {
            total,
            hits: found.page(page, page_size, language),
            page,
            pages,
            groups: found.groups(),
            nearest: if total == 0 { found.nearest() } else { None },
            certain: found.is_certain(),
        }
    }

    /// What a list shows of an entry; none where it is not published.
    pub fn card(&self, reference: Reference) -> Option<Card> {
        self.number(reference).map(|id| self.rows.card(id))
    }

    /// Entries about the same thing as a text that somebody is writing, most alike first.
    pub fn similar(&self, text: &str, most: usize) -> Vec<Card> {
        let alike = likeness(&self.index, &telling_stems(&[text]), self.len());
        self.most_alike(&alike, 0.3, most)
    }

    /// Entries about the same thing as an entry, most alike first.
    pub fn related(&self, reference: Reference, most: usize) -> Vec<Card> {
        let Some(id) = self.number(reference) else { return Vec::new() };
        let texts = &self.rows.texts;
        let subject = telling_stems(&[texts.title(id).sv, texts.summary(id).sv]);
        let mut alike = likeness(&self.index, &subject, self.len());
        let row = &self.rows.rows[id as usize];
        for (share, other) in alike.iter_mut().zip(&self.rows.rows) {
            *share += kinship(row, other);
        }
        alike[id as usize] = 0.0;
        self.most_alike(&alike, 0.15, most)
    }

    fn most_alike(&self, alike: &[f64], least: f64, most: usize) -> Vec<Card> {
        let mut order: Vec<(EntryId, f64)> = (0..).zip(alike.iter().copied()).filter(|(_, a)| *a >= least).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(self.row(a.0).reference.cmp(&self.row(b.0).reference)));
        order.into_iter().take(most).map(|(id, _)| self.rows.card(id)).collect()
    }

    fn row(&self, id: EntryId) -> &Row {
        &self.rows.rows[id as usize]
    }
}

/// What a filter found in a portfolio.
#[derive(Clone, Debug)]
pub struct Found<'portfolio> {
    portfolio: &'portfolio Portfolio,
    filter: Filter,
    query: Query,
    text: Option<TextMatch>,
    selection: Selection,
}

impl<'portfolio> Found<'portfolio> {
    /// How many entries are found.
    pub fn total(&self) -> u32 {
        count(&self.selection.entries)
    }

    /// Whether all could be looked into: a browser cannot tell whether a phrase stands in a body.
    pub fn is_certain(&self) -> bool {
        self.text.as_ref().is_none_or(|text| text.certain)
    }

    /// The facts of the entries found, newest first, each with its number.
    pub fn rows(&self) -> impl Iterator<Item = (EntryId, &'portfolio Row)> {
        let rows = &self.portfolio.rows.rows;
        self.selection.entries.ones().map(|id| (id as EntryId, &rows[id]))
    }

    /// The card of an entry of this portfolio, by its number.
    pub fn card(&self, id: EntryId) -> Card {
        self.portfolio.rows.card(id)
    }

    /// For each choice the number of entries that one would get.
    pub fn groups(&self) -> Vec<Choices> {
        let choice = |among: &FixedBitSet, (criterion, entries): &(Criterion, FixedBitSet)| Choice {
            criterion: criterion.clone(),
            count: among.intersection_count(entries) as u32,
        };
        self.portfolio
            .choices
            .groups()
            .map(|(group, choices)| {
                let among = self.selection.but_for(group);
                Choices { group, choices: choices.iter().map(|one| choice(among, one)).collect() }
            })
            .collect()
    }

    /// The entries of a page, counted from 1, in the order that the filter asks for.
    pub fn page(&self, page: u32, page_size: u32, language: Language) -> Vec<Hit> {
        let met = self.text.as_ref().map_or(&[][..], |text| &text.words);
        let marker = Marker::new(&self.portfolio.index, met);
        self.numbers(page, page_size, language).into_iter().map(|id| self.hit(id, &marker, language)).collect()
    }

    /// The numbers of the entries of a page.
    pub fn numbers(&self, page: u32, page_size: u32, language: Language) -> Vec<EntryId> {
        let skip = (page.max(1) - 1).saturating_mul(page_size) as usize;
        let points = self.text.as_ref().map(|text| text.points.as_slice());
        let Portfolio { orders, rows, .. } = self.portfolio;
        let order = (self.filter.order(), language);
        orders.page(rows, &self.selection.entries, order, points, (skip, page_size as usize))
    }

    fn hit(&self, id: EntryId, marker: &Marker<'_>, language: Language) -> Hit {
        let texts = &self.portfolio.rows.texts;
        let (title, summary) = (texts.title(id), texts.summary(id));
        let (title, summary) = (marker.marks(title.get(language)), marker.marks(summary.get(language)));
        let searched = !self.query.terms.is_empty() || !self.query.phrases.is_empty();
        let elsewhere = searched && title.is_empty() && summary.is_empty();
        Hit { card: self.portfolio.rows.card(id), title, summary, elsewhere }
    }

    /// The one part of the filter without which most entries are found, if any entry is.
    pub fn nearest(&self) -> Option<Drop> {
        let Portfolio { choices, .. } = self.portfolio;
        let text = self.text.as_ref().map(|text| &text.entries);
        let all = (!self.filter.q.is_empty())
            .then(|| Drop { criterion: None, count: count(&choices.select(&self.filter, None).entries) });
        let chosen = self.filter.criteria.iter().map(|criterion| Drop {
            criterion: Some(criterion.clone()),
            count: count(&choices.select(&self.filter.toggled(criterion), text).entries),
        });
        chosen.chain(all).filter(|drop| drop.count > 0).max_by_key(|drop| drop.count)
    }
}

/// What two entries share besides words: a little for a goal, less for a unit.
fn kinship(one: &Row, other: &Row) -> f64 {
    let goals = (one.goals.bits() & other.goals.bits()).count_ones();
    let unit = one.units.iter().any(|unit| other.units.iter().any(|same| same == unit));
    0.06 * f64::from(goals.min(2)) + 0.05 * f64::from(u8::from(unit))
}

fn count(entries: &FixedBitSet) -> u32 {
    entries.count_ones(..) as u32
}

fn index(rows: &Rows, bodies: &BodyWords) -> Index {
    let mut builder = Builder::default();
    for id in 0..rows.rows.len() as EntryId {
        for (texts, place) in [(rows.texts.title(id), TITLE), (rows.texts.summary(id), SUMMARY)] {
            builder.add_text(id, place, texts.sv);
            texts.en.iter().for_each(|text| builder.add_text(id, place, text));
        }
    }
    for (word, entries) in &bodies.words {
        builder.add_body(word, entries.iter().copied());
    }
    builder.finish()
}

#[cfg(test)]
pub(crate) mod tests;
