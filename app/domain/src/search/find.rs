//! Which words meet what is looked for, and how the entries they stand in rank.

use super::{
    index::{BODY, EntryId, Index, Places, SUMMARY, TITLE},
    lexicon::{Lexicon, WordId},
    query::{Phrase, Query},
    term::{Level, Term},
};
use fixedbitset::FixedBitSet;
use std::ops::Range;

/// The points of an entry for one word; of several places where it stands, the best counts.
///
/// A word in the title is worth more than one in the summary, and that more than one in the body, unless it is met so
/// poorly there that a whole word elsewhere says more.
pub fn points(level: Level, places: Places) -> u16 {
    let place = match places {
        places if places & TITLE != 0 => 48,
        places if places & SUMMARY != 0 => 16,
        places if places & BODY != 0 => 4,
        _ => 0,
    };
    let quarters = match level {
        Level::Whole => 4,
        Level::Beginning => 3,
        Level::Part => 2,
        Level::Near => 1,
    };
    place * quarters / 4
}

/// The words that meet a term, as runs of neighbours, each with how well at least. A word may be in several runs.
fn meeting(index: &Index, term: &Term) -> Vec<(Range<WordId>, Level)> {
    let Index { words, swedish, english, .. } = index;
    let mut runs = Vec::new();
    let beginning = words.beginning_with(&term.word);
    if !beginning.is_empty() {
        runs.push((beginning, Level::Beginning));
    }
    let knows = |stem: &str| swedish.lexicon.find(stem).is_some();
    let mut one = |word: &WordId| {
        if let Some(level) = term.level(index.forms(*word), knows) {
            runs.push((*word..*word + 1, level));
        }
    };
    swedish.words_of(&term.swedish).iter().chain(english.words_of(&term.english)).for_each(&mut one);
    if term.plain {
        words.bare_beginning_with(&term.word).iter().for_each(|(_, word)| one(word));
        let stems = swedish.lexicon.bare_beginning_with(&term.swedish).iter();
        stems
            .filter(|(bare, _)| *bare == term.swedish)
            .for_each(|(_, stem)| swedish.words(*stem..*stem + 1).iter().for_each(&mut one));
    }
    if term.is_part() {
        words.ending_with(&term.word).iter().for_each(&mut one);
        endings(&term.word).filter_map(|ending| words.find(ending)).for_each(|word| one(&word));
        let mut of_stem = |stem: WordId| swedish.words(stem..stem + 1).iter().for_each(&mut one);
        swedish.lexicon.ending_with(&term.swedish).iter().copied().for_each(&mut of_stem);
        endings(&term.swedish).filter_map(|ending| swedish.lexicon.find(ending)).for_each(&mut of_stem);
        if term.is_middle() {
            swedish.lexicon.containing(&term.swedish).for_each(&mut of_stem);
        }
        let longer = swedish.words(swedish.lexicon.beginning_with(&term.swedish));
        runs.extend(longer.iter().map(|word| (*word..*word + 1, Level::Part)));
    }
    if runs.is_empty() { misspelt(words, term) } else { runs }
}

/// The ends of a word, from its second letter on.
fn endings(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices().skip(1).map(|(at, _)| &word[at..])
}

fn misspelt(words: &Lexicon, term: &Term) -> Vec<(Range<WordId>, Level)> {
    if term.errors() == 0 {
        return Vec::new();
    }
    let met =
        |(id, letters): (WordId, &u32)| term.is_misspelt(words.word(id), *letters).then_some((id..id + 1, Level::Near));
    (0..).zip(words.letters()).filter_map(met).collect()
}

/// What a text search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMatch {
    pub entries: FixedBitSet,
    /// The points of every entry; of use only for those found.
    pub points: Vec<u16>,
    /// The words that met what was looked for.
    pub words: Vec<Range<WordId>>,
    /// Whether all could be looked into. A browser does not have the running text of bodies and cannot tell whether a
    /// phrase stands in them.
    pub certain: bool,
}

/// Reads the texts of an entry, for phrases.
pub trait Texts {
    /// The best place where some text of the entry meets `test`. None where no text does; an error where that cannot
    /// be told, because a text is not at hand.
    fn place(&self, entry: EntryId, test: &dyn Fn(&str) -> bool) -> Result<Option<Places>, NotAtHand>;
}

/// A text that would be needed is not at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAtHand;

/// The entries, of `count`, that meet every word and phrase.
pub fn find(index: &Index, query: &Query, texts: &impl Texts, count: usize) -> TextMatch {
    let Tally { met, points, rounds, words, .. } = Tally::of(index, &query.terms, count);
    let mut found = TextMatch { entries: all_met(&met, rounds), points, words, certain: true };
    if !query.phrases.is_empty() {
        // Wherever a phrase stands, its telling words do; only there it is worth looking for.
        let telling: Vec<_> = query.phrases.iter().flat_map(Phrase::telling).collect();
        let Tally { met, rounds, words, .. } = Tally::of(index, &telling, count);
        found.entries.intersect_with(&all_met(&met, rounds));
        found.words.extend(words);
        found.keep_phrases(query, texts);
    }
    found
}

impl TextMatch {
    fn keep_phrases(&mut self, query: &Query, texts: &impl Texts) {
        for entry in self.entries.clone().ones() {
            let stands = query.phrases.iter().try_fold(0, |points, phrase| {
                match texts.place(entry as EntryId, &|text| phrase.stands_in(text)) {
                    Ok(place) => place.map(|place| points + self::points(Level::Whole, place)),
                    Err(NotAtHand) => {
                        self.certain = false;
                        None
                    }
                }
            });
            match stands {
                Some(points) => self.points[entry] = self.points[entry].saturating_add(points),
                None => self.entries.set(entry, false),
            }
        }
    }
}

/// Counts the words that entries meet, one word a round.
struct Tally {
    /// How many rounds each entry has met, until it missed one.
    met: Vec<u16>,
    points: Vec<u16>,
    /// The best points of the round.
    best: Vec<u8>,
    rounds: u16,
    /// The words that met the terms.
    words: Vec<Range<WordId>>,
}

impl Tally {
    fn of(index: &Index, terms: &[Term], count: usize) -> Self {
        let (met, points, best) = (vec![0; count], vec![0; count], vec![0; count]);
        let mut tally = Self { met, points, best, rounds: 0, words: Vec::new() };
        for term in terms {
            let runs = meeting(index, term);
            tally.round(index, &runs);
            tally.words.extend(runs.into_iter().map(|(run, _)| run));
        }
        tally
    }

    fn round(&mut self, index: &Index, runs: &[(Range<WordId>, Level)]) {
        for (run, level) in runs {
            let worth: [u8; 8] = std::array::from_fn(|places| points(*level, places as Places) as u8);
            for posting in index.postings(run.clone()) {
                let best = &mut self.best[posting.entry() as usize];
                *best = (*best).max(worth[usize::from(posting.places() & 7)]);
            }
        }
        for ((met, points), best) in self.met.iter_mut().zip(&mut self.points).zip(&mut self.best) {
            let counts = u16::from(*best > 0 && *met == self.rounds);
            *met += counts;
            *points = points.saturating_add(counts * u16::from(*best));
            *best = 0;
        }
        self.rounds += 1;
    }
}

/// The entries that met every round.
fn all_met(met: &[u16], rounds: u16) -> FixedBitSet {
    let mut found = FixedBitSet::with_capacity(met.len());
    met.iter().enumerate().filter(|(_, met)| **met == rounds).for_each(|(entry, _)| found.insert(entry));
    found
}
