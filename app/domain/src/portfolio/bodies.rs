//! The words of what only an entry's own page shows: its need in words, its plan, the benefit that is hoped for.

use crate::{
    entry::Entry,
    search::{
        index::EntryId,
        words::{each_word, is_common, swedish_stem},
    },
};
use std::collections::{BTreeMap, BTreeSet};

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
        let mut words: BTreeMap<String, Vec<EntryId>> = BTreeMap::new();
        for (id, entry) in (0..).zip(sorted) {
            let mut seen = shown_stems(entry);
            for text in texts(entry) {
                each_word(text, |_, word| {
                    if !is_common(word) && seen.insert(swedish_stem(word).into_owned()) {
                        words.entry(word.to_owned()).or_default().push(id);
                    }
                });
            }
        }
        Self { words: words.into_iter().collect() }
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

fn shown_stems(entry: &Entry) -> BTreeSet<String> {
    let mut stems = BTreeSet::new();
    for text in [&*entry.title.sv, &*entry.summary.sv] {
        each_word(text, |_, word| {
            stems.insert(swedish_stem(word).into_owned());
        });
    }
    stems
}
