//! The words of the portfolio's texts, or their stems, in an order that makes beginnings and endings quick to find.

use super::words::bare;
use std::{cmp::Ordering, ops::Range, sync::OnceLock};

/// The number of a word: its place in alphabetical order (by bytes).
pub type WordId = u32;

/// Words, each once.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Every word after a line feed, in order, and a line feed at the end.
    text: String,
    /// Where each word starts in `text`, and where one more would.
    starts: Vec<u32>,
    by_ending: OnceLock<Vec<WordId>>,
    bare: OnceLock<Vec<(String, WordId)>>,
    letters: OnceLock<Vec<u32>>,
}

impl Lexicon {
    /// The lexicon of words that are in order already, none twice.
    pub fn new<'word>(sorted: impl IntoIterator<Item = &'word str>) -> Self {
        let mut text = String::from("\n");
        let mut starts = vec![1];
        for word in sorted {
            text.push_str(word);
            text.push('\n');
            starts.push(text.len() as u32);
        }
        Self { text, starts, ..Self::default() }
    }

    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The word of a number below [`len`](Self::len).
    pub fn word(&self, id: WordId) -> &str {
        let at = id as usize;
        &self.text[self.starts[at] as usize..self.starts[at + 1] as usize - 1]
    }

    fn ids(&self) -> Range<WordId> {
        0..self.len() as u32
    }

    /// The number of a word, if it stands anywhere.
    pub fn find(&self, stem: &str) -> Option<WordId> {
        let id = self.first_from(stem);
        (id < self.len() as u32 && self.word(id) == stem).then_some(id)
    }

    /// The first word that is not before `text`.
    fn first_from(&self, text: &str) -> WordId {
        partition_point(self.ids(), |id| self.word(id) < text)
    }

    /// The words that begin with `beginning`: they stand beside each other.
    pub fn beginning_with(&self, beginning: &str) -> Range<WordId> {
        let first = self.first_from(beginning);
        first..partition_point(first..self.len() as u32, |id| self.word(id).starts_with(beginning))
    }

    /// The words that end with `ending`, itself among them.
    pub fn ending_with(&self, ending: &str) -> &[WordId] {
        let order = self.by_ending.get_or_init(|| {
            let mut order: Vec<WordId> = self.ids().collect();
            order.sort_unstable_by(|a, b| backwards(self.word(*a), self.word(*b)));
            order
        });
        let first = order.partition_point(|id| backwards(self.word(*id), ending) == Ordering::Less);
        let after = order[first..].partition_point(|id| self.word(*id).ends_with(ending));
        &order[first..first + after]
    }

    /// The words that hold `part` anywhere, with no line feed in it.
    pub fn containing<'a>(&'a self, part: &'a str) -> impl Iterator<Item = WordId> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let at = from + self.text.get(from..)?.find(part)?;
            let id = self.starts.partition_point(|start| *start as usize <= at) - 1;
            from = self.starts[id + 1] as usize;
            Some(id as WordId)
        })
    }

    /// The words with å, ä or ö that begin with `beginning` when written without them.
    pub fn bare_beginning_with(&self, beginning: &str) -> &[(String, WordId)] {
        let order = self.bare.get_or_init(|| {
            let mut order: Vec<_> = self.ids().filter_map(|id| Some((bare(self.word(id))?, id))).collect();
            order.sort_unstable();
            order
        });
        let first = order.partition_point(|(word, _)| &**word < beginning);
        let after = order[first..].partition_point(|(word, _)| word.starts_with(beginning));
        &order[first..first + after]
    }

    /// For each word the set of its letters, as [`letters_of`] gives it.
    pub fn letters(&self) -> &[u32] {
        self.letters.get_or_init(|| self.ids().map(|id| letters_of(self.word(id))).collect())
    }
}

/// The first number of a range for which `before` no longer holds.
fn partition_point(range: Range<u32>, before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

fn backwards(one: &str, other: &str) -> Ordering {
    one.bytes().rev().cmp(other.bytes().rev())
}

/// Which letters a word has, a bit for each of a to z, å, ä, ö, digits, and one for all others.
pub fn letters_of(word: &str) -> u32 {
    word.chars().fold(0, |set, letter| {
        set | 1
            << match letter {
                'a'..='z' => letter as u32 - 'a' as u32,
                'å' => 26,
                'ä' => 27,
                'ö' => 28,
                '0'..='9' => 29,
                _ => 30,
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn lexicon(stems: &BTreeSet<String>) -> Lexicon {
        Lexicon::new(stems.iter().map(String::as_str))
    }

    proptest! {
        #[test]
        fn it_finds_what_a_plain_search_finds(
            stems in prop::collection::btree_set("[abåä]{1,6}", 0..30),
            part in "[abåä]{1,3}",
        ) {
            let lexicon = lexicon(&stems);
            prop_assert_eq!(lexicon.len(), stems.len());
            let of = |ids: Vec<WordId>| ids.into_iter().map(|id| lexicon.word(id).to_owned()).collect::<BTreeSet<_>>();
            let plain = |test: &dyn Fn(&str) -> bool| stems.iter().filter(|s| test(s)).cloned().collect::<BTreeSet<_>>();
            prop_assert_eq!(of(lexicon.beginning_with(&part).collect()), plain(&|s| s.starts_with(&part)));
            prop_assert_eq!(of(lexicon.ending_with(&part).to_vec()), plain(&|s| s.ends_with(&part)));
            prop_assert_eq!(of(lexicon.containing(&part).collect()), plain(&|s| s.contains(&part)));
            prop_assert_eq!(
                of(lexicon.bare_beginning_with(&part).iter().map(|(_, id)| *id).collect()),
                plain(&|s| bare(s).is_some_and(|bare| bare.starts_with(&part)))
            );
            prop_assert_eq!(lexicon.find(&part).map(|id| lexicon.word(id)), stems.get(&part).map(String::as_str));
        }
    }
}
