//! Which words stand in which entries, and where.

use super::{
    lexicon::{Lexicon, WordId},
    term::Forms,
    words::{each_word, english_stem, swedish_stem},
};
use rustc_hash::FxHashMap;
use std::{borrow::Cow, ops::Range};

/// An entry's number within a portfolio.
pub type EntryId = u32;

/// Where in an entry a word stands, as a set.
pub type Places = u8;

/// In the title.
pub const TITLE: Places = 1;
/// In the summary.
pub const SUMMARY: Places = 2;
/// In what the entry's own page tells besides.
pub const BODY: Places = 4;

/// How many bits the places take.
const PLACE_BITS: u32 = 3;
/// The most entries that can be numbered beside their places.
pub const MOST_ENTRIES: usize = 1 << (u32::BITS - PLACE_BITS);

/// That a word stands in an entry, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting(u32);

impl Posting {
    const fn new(entry: EntryId, places: Places) -> Self {
        Self(entry << PLACE_BITS | places as u32)
    }

    pub const fn entry(self) -> EntryId {
        self.0 >> PLACE_BITS
    }

    pub const fn places(self) -> Places {
        (self.0 & ((1 << PLACE_BITS) - 1)) as Places
    }
}

/// The words of all texts, their stems, and for each word the entries where it stands.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub words: Lexicon,
    pub swedish: Stems,
    pub english: Stems,
    /// Where the postings of each word start, and where those of one more would.
    starts: Vec<u32>,
    postings: Vec<Posting>,
}

impl Index {
    /// The postings of words that stand beside each other, word by word, each in the order of the entries.
    pub fn postings(&self, words: Range<WordId>) -> &[Posting] {
        let at = |word: WordId| self.starts[word as usize] as usize;
        if words.is_empty() { &[] } else { &self.postings[at(words.start)..at(words.end)] }
    }

    /// A word with its stems.
    pub fn forms(&self, word: WordId) -> Forms<'_> {
        Forms { word: self.words.word(word), swedish: self.swedish.of(word), english: self.english.of(word) }
    }
}

/// The stems of all words by one language's rules, and the words of each stem.
#[derive(Clone, Debug, Default)]
pub struct Stems {
    pub lexicon: Lexicon,
    /// The stem of each word.
    of: Vec<WordId>,
    /// Where the words of each stem start in `words`, and where those of one more would.
    starts: Vec<u32>,
    words: Vec<WordId>,
}

impl Stems {
    fn new(words: &Lexicon, stem: for<'word> fn(&'word str) -> Cow<'word, str>) -> Self {
        let mut pairs: Vec<(Cow<'_, str>, WordId)> =
            (0..words.len() as WordId).map(|word| (stem(words.word(word)), word)).collect();
        pairs.sort_unstable();
        let mut stems = Self { of: vec![0; words.len()], ..Self::default() };
        for (place, (stem, word)) in pairs.iter().enumerate() {
            if place == 0 || pairs[place - 1].0 != *stem {
                stems.starts.push(place as u32);
            }
            stems.of[*word as usize] = stems.starts.len() as WordId - 1;
            stems.words.push(*word);
        }
        stems.lexicon = Lexicon::new(stems.starts.iter().map(|place| &*pairs[*place as usize].0));
        stems.starts.push(pairs.len() as u32);
        stems
    }

    /// The stem of a word.
    pub fn of(&self, word: WordId) -> &str {
        self.lexicon.word(self.of[word as usize])
    }

    /// The words of stems that stand beside each other.
    pub fn words(&self, stems: Range<WordId>) -> &[WordId] {
        let at = |stem: WordId| self.starts[stem as usize] as usize;
        if stems.is_empty() { &[] } else { &self.words[at(stems.start)..at(stems.end)] }
    }

    /// The words of a stem; none where it is no word's.
    pub fn words_of(&self, stem: &str) -> &[WordId] {
        self.lexicon.find(stem).map_or(&[], |id| self.words(id..id + 1))
    }
}

/// Gathers an index from texts. Entries must be added in the order of their numbers.
#[derive(Default)]
pub struct Builder {
    /// A number for each word, in the order in which they were met.
    words: FxHashMap<Box<str>, u32>,
    found: Vec<(u32, Posting)>,
}

impl Builder {
    /// Adds the words of a text.
    pub fn add_text(&mut self, entry: EntryId, places: Places, text: &str) {
        each_word(text, |_, word| {
            let number = self.number(word);
            self.found.push((number, Posting::new(entry, places)));
        });
    }

    /// Adds a word of the entries' bodies.
    pub fn add_body(&mut self, word: &str, entries: impl IntoIterator<Item = EntryId>) {
        let number = self.number(word);
        self.found.extend(entries.into_iter().map(|entry| (number, Posting::new(entry, BODY))));
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.insert(word.into(), number);
        number
    }

    /// The index of all that was added.
    pub fn finish(self) -> Index {
        let mut words: Vec<(&str, u32)> = self.words.iter().map(|(word, number)| (&**word, *number)).collect();
        words.sort_unstable();
        let mut id_of = vec![0; words.len()];
        for (id, (_, number)) in words.iter().enumerate() {
            id_of[*number as usize] = id as WordId;
        }
        let lexicon = Lexicon::new(words.iter().map(|(word, _)| *word));
        let (starts, postings) = sort_by_word(&self.found, &id_of);
        let (swedish, english) = (Stems::new(&lexicon, swedish_stem), Stems::new(&lexicon, english_stem));
        merge(Index { words: lexicon, swedish, english, starts, postings })
    }
}

/// The postings by the final numbers of their words, and where those of each word start; within a word they stay in
/// the order in which they were added.
fn sort_by_word(found: &[(u32, Posting)], id_of: &[WordId]) -> (Vec<u32>, Vec<Posting>) {
    let mut starts = vec![0_u32; id_of.len() + 1];
    for (number, _) in found {
        starts[id_of[*number as usize] as usize + 1] += 1;
    }
    for word in 1..starts.len() {
        starts[word] += starts[word - 1];
    }
    let mut next = starts.clone();
    let mut postings = vec![Posting(0); found.len()];
    for (number, posting) in found {
        let place = &mut next[id_of[*number as usize] as usize];
        postings[*place as usize] = *posting;
        *place += 1;
    }
    (starts, postings)
}

/// One posting for each word and entry. What bodies add comes after all titles and summaries, so that a word's entries
/// are in order only once they have been sorted.
fn merge(mut index: Index) -> Index {
    let mut kept = 0;
    for word in 0..index.words.len() {
        let (from, to) = (index.starts[word] as usize, index.starts[word + 1] as usize);
        if !index.postings[from..to].is_sorted() {
            index.postings[from..to].sort_unstable();
        }
        let first = kept;
        index.starts[word] = first as u32;
        for at in from..to {
            let posting = index.postings[at];
            match index.postings[first..kept].last_mut() {
                Some(before) if before.entry() == posting.entry() => before.0 |= posting.0,
                _ => {
                    index.postings[kept] = posting;
                    kept += 1;
                }
            }
        }
    }
    index.postings.truncate(kept);
    if let Some(end) = index.starts.last_mut() {
        *end = kept as u32;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_knows_its_entries_and_where_in_them_it_stands() {
        let mut builder = Builder::default();
        builder.add_text(0, TITLE, "Vägar och broar");
        builder.add_text(0, SUMMARY, "En väg, två vägar");
        builder.add_text(1, SUMMARY, "roads");
        builder.add_text(2, TITLE, "väg");
        builder.add_body("väg", [1, 2]);
        let index = builder.finish();
        let of = |word: &str| {
            let id = index.words.find(word).expect("a word");
            index.postings(id..id + 1).iter().map(|posting| (posting.entry(), posting.places())).collect::<Vec<_>>()
        };
        assert_eq!(of("väg"), [(0, SUMMARY), (1, BODY), (2, TITLE | BODY)]);
        assert_eq!(of("vägar"), [(0, TITLE | SUMMARY)]);
        let words = |stems: &Stems, stem: &str| {
            stems.words_of(stem).iter().map(|word| index.words.word(*word).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words(&index.swedish, "väg"), ["väg", "vägar"]);
        assert_eq!(words(&index.english, "road"), ["roads"]);
        assert_eq!(words(&index.swedish, "bil"), Vec::<String>::new());
        assert_eq!(index.postings(0..0), []);
    }
}
