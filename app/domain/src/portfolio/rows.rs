//! What lists, filters and the compass need of every published entry, kept close together.

use crate::{
    day::Day,
    entry::{Card, Entry, Units},
    facet::Facet,
    goal::Goal,
    language::Bilingual,
    placement::Placement,
    reference::Reference,
    search::index::EntryId,
    stage::{Origin, Priority, Standing},
    taxonomy::{Slug, Taxonomies},
    text::Line,
};
use std::sync::Arc;

/// The facts of one entry, its texts aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub reference: Reference,
    pub created: Day,
    pub updated: Day,
    pub placement: Placement,
    /// How often it has been placed.
    pub placed: u32,
    pub standing: Standing,
    pub innovation: bool,
    pub priority: Priority,
    pub origin: Origin,
    /// The number of its board in [`Rows::boards`].
    pub board: u16,
    pub units: UnitNumbers,
    pub goals: Goals,
}

impl Row {
    fn new(entry: &Entry, units: UnitNumbers, board: u16) -> Self {
        Self {
            reference: entry.reference,
            created: entry.created,
            updated: entry.updated,
            placement: entry.placement,
            placed: u32::try_from(entry.placed).unwrap_or(u32::MAX),
            standing: entry.standing(),
            innovation: entry.is_innovation(),
            priority: entry.priority,
            origin: entry.origin,
            board,
            units,
            goals: entry.goals.iter().copied().collect(),
        }
    }

    /// The year it arrived.
    pub const fn year(&self) -> u16 {
        self.reference.year()
    }

    pub fn facet(&self) -> Facet {
        self.placement.main_facet()
    }
}

/// The numbers of an entry's units in [`Rows::units`], at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitNumbers {
    first: u16,
    rest: [u16; Units::MAX - 1],
    count: u8,
}

impl UnitNumbers {
    /// None for an empty list; more than [`Units::MAX`] are cut off.
    pub fn new(numbers: impl IntoIterator<Item = u16>) -> Option<Self> {
        let mut numbers = numbers.into_iter();
        let mut units = Self { first: numbers.next()?, rest: [0; Units::MAX - 1], count: 1 };
        for (place, number) in units.rest.iter_mut().zip(numbers) {
            *place = number;
            units.count += 1;
        }
        Some(units)
    }

    pub fn iter(&self) -> impl Iterator<Item = u16> {
        std::iter::once(self.first).chain(self.rest.into_iter().take(usize::from(self.count) - 1))
    }

    pub fn count(&self) -> usize {
        usize::from(self.count)
    }
}

/// A set of goals: bit 0 for goal 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Goals(u32);

impl Goals {
    /// The set of these bits; those that stand for no goal are left out.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits & ((1 << Goal::COUNT) - 1))
    }

    pub const fn bits(self) -> u32 {
        self.0
    }

    pub const fn contains(self, goal: Goal) -> bool {
        self.0 >> (goal.number() - 1) & 1 == 1
    }

    pub fn iter(self) -> impl Iterator<Item = Goal> {
        Goal::all().filter(move |goal| self.contains(*goal))
    }
}

impl FromIterator<Goal> for Goals {
    fn from_iter<T: IntoIterator<Item = Goal>>(goals: T) -> Self {
        Self(goals.into_iter().fold(0, |bits, goal| bits | 1 << (goal.number() - 1)))
    }
}

/// The facts and shown texts of every entry, newest first: an entry's number is its place in that order.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    pub taxonomies: Taxonomies,
    /// The units of the municipality's list, then others that entries name.
    pub units: Vec<Slug>,
    /// Likewise the boards.
    pub boards: Vec<Slug>,
    pub rows: Vec<Row>,
    pub texts: Arc<ShownTexts>,
}

impl Rows {
    /// The rows of entries that are in order already.
    pub fn new(sorted: &[&Entry], taxonomies: Taxonomies) -> Self {
        let mut units: Vec<Slug> = taxonomies.units().map(|body| body.slug.clone()).collect();
        let mut boards: Vec<Slug> = taxonomies.boards().map(|body| body.slug.clone()).collect();
        let mut texts = ShownTexts::default();
        let mut rows = Vec::with_capacity(sorted.len());
        for entry in sorted {
            let numbers = entry.units.iter().map(|slug| number(&mut units, slug)).collect::<Vec<_>>();
            let Some(numbers) = UnitNumbers::new(numbers) else { continue };
            rows.push(Row::new(entry, numbers, number(&mut boards, &entry.board)));
            let (title, summary) = (&entry.title, &entry.summary);
            texts.push([Some(&*title.sv), title.en.as_deref(), Some(&*summary.sv), summary.en.as_deref()]);
        }
        Self { taxonomies, units, boards, rows, texts: Arc::new(texts) }
    }

    /// The row of an entry as it would stand here; none where it names a unit or a board that no entry has named.
    pub fn row(&self, entry: &Entry) -> Option<Row> {
        let known = |slugs: &[Slug], slug| slugs.iter().position(|known| known == slug).map(|place| place as u16);
        let units = entry.units.iter().map(|slug| known(&self.units, slug)).collect::<Option<Vec<_>>>()?;
        Some(Row::new(entry, UnitNumbers::new(units)?, known(&self.boards, &entry.board)?))
    }

    pub fn card(&self, id: EntryId) -> Card {
        let row = &self.rows[id as usize];
        let slugs: Vec<_> = row.units.iter().map(|unit| self.units[usize::from(unit)].clone()).collect();
        Card {
            reference: row.reference,
            title: self.texts.title(id).map(Line::kept),
            summary: self.texts.summary(id).map(Line::kept),
            standing: row.standing,
            innovation: row.innovation,
            placement: row.placement,
            placed: i64::from(row.placed),
            priority: row.priority,
            units: Units::try_from(slugs).expect("an entry has 1 to 5 units"),
            board: self.boards[usize::from(row.board)].clone(),
            goals: row.goals.iter().collect(),
            origin: row.origin,
            created: row.created,
            updated: row.updated,
        }
    }
}

fn number(slugs: &mut Vec<Slug>, slug: &Slug) -> u16 {
    let place = slugs.iter().position(|known| known == slug).unwrap_or_else(|| {
        slugs.push(slug.clone());
        slugs.len() - 1
    });
    place as u16
}

/// Titles and summaries in one piece of memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownTexts {
    pub text: String,
    /// For each entry where its Swedish title ends, its English one, its Swedish summary, its English one. What does
    /// not exist ends where it begins.
    pub ends: Vec<[u32; 4]>,
}

impl ShownTexts {
    pub fn push(&mut self, parts: [Option<&str>; 4]) {
        self.ends.push(parts.map(|part| {
            self.text.push_str(part.unwrap_or_default());
            self.text.len() as u32
        }));
    }

    pub fn title(&self, id: EntryId) -> Bilingual<&str> {
        self.pair(id, 0)
    }

    pub fn summary(&self, id: EntryId) -> Bilingual<&str> {
        self.pair(id, 2)
    }

    fn pair(&self, id: EntryId, first: usize) -> Bilingual<&str> {
        let at = id as usize;
        let ends = &self.ends[at];
        let start = match (first, at) {
            (0, 0) => 0,
            (0, _) => self.ends[at - 1][3],
            _ => ends[first - 1],
        };
        let part = |from: u32, to: u32| &self.text[from as usize..to as usize];
        let english = part(ends[first], ends[first + 1]);
        Bilingual { sv: part(start, ends[first]), en: (!english.is_empty()).then_some(english) }
    }
}
