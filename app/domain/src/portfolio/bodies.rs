//! The words of what only an entry's own page shows: its need in words, its plan, the benefit that is hoped for.

use crate::{
    entry::Entry,
    search::{
        index::EntryId,
        words::{each_word, is_common, swedish_stem},
    },
};
use rustc_hash::{FxHashMap, FxHashSet};

/// Which words stand in which bodies. Of several forms of a word an entry has the first alone, and none where its title
/// or summary has one: it is found by that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyWords {
    /// In alphabetical order (by bytes), with their entries in order, each at least one.
    pub words: Vec<(String, Vec<EntryId>)>,
}

impl BodyWords {
    /// The words of entries in the order of their numbers.
    pub fn new(sorted: &[&Entry]) -> Self {
        let mut stems = KnownStems::default();
        let mut words: FxHashMap<Box<str>, Vec<EntryId>> = FxHashMap::default();
        let mut seen = FxHashSet::default();
        for (id, entry) in (0..).zip(sorted) {
            seen.clear();
            for text in [&*entry.title.sv, &*entry.summary.sv] {
                each_word(text, |_, word| {
                    seen.insert(stems.number(word));
                });
            }
            for text in texts(entry) {
                each_word(text, |_, word| {
                    if is_common(word) || !seen.insert(stems.number(word)) {
                        return;
                    }
                    match words.get_mut(word) {
                        Some(entries) => entries.push(id),
                        None => drop(words.insert(word.into(), vec![id])),
                    }
                });
            }
        }
        let mut words: Vec<_> = words.into_iter().map(|(word, entries)| (word.into_string(), entries)).collect();
        words.sort_unstable();
        Self { words }
    }
}

/// The stems of words met before, as numbers: most words of a text are old acquaintances.
#[derive(Default)]
struct KnownStems {
    words: FxHashMap<Box<str>, u32>,
    stems: FxHashMap<Box<str>, u32>,
}

impl KnownStems {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        let next = self.stems.len() as u32;
        let number = *self.stems.entry(swedish_stem(word).into()).or_insert(next);
        self.words.insert(word.into(), number);
        number
    }
}

/// What only an entry's own page shows of its texts. Bodies are written in one language; Swedish is taken for granted.
pub fn texts(entry: &Entry) -> Vec<&str> {
    let facts = entry.journey.facts();
    let texts = [
        Some(&*facts.need),
        facts.plan.as_deref(),
        facts.audience.as_deref(),
        entry.hoped_benefit.as_deref(),
        entry.example_from.as_deref(),
    ];
    texts.into_iter().flatten().collect()
}
