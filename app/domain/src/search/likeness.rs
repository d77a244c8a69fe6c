//! Entries about the same thing.

use super::{
    index::{EntryId, Index, SUMMARY, TITLE},
    lexicon::WordId,
    words::{each_word, is_common, swedish_stem},
};
use std::{collections::BTreeSet, ops::Range};

/// The stems of a text's telling words: what makes two texts alike.
pub fn telling_stems(texts: &[&str]) -> BTreeSet<String> {
    let mut stems = BTreeSet::new();
    for text in texts {
        each_word(text, |_, word| {
            if word.chars().count() > 2 && !is_common(word) {
                stems.insert(swedish_stem(word).into_owned());
            }
        });
    }
    stems
}

/// For each of `count` entries how much of a subject its title and summary hold, 0 to 1.
///
/// Each shared stem counts by its rarity. A stem that begins or ends a compound of the entry's counts half, a compound
/// of which the entry has only a part a quarter: whoever writes of school buses does not mean all that is said of
/// schools.
pub fn likeness(index: &Index, subject: &BTreeSet<String>, count: usize) -> Vec<f64> {
    let mut shared = vec![0.0; count];
    let mut whole = 0.0;
    let mut sharing = Sharing { index, best: vec![0; count], entries: Vec::new() };
    let stems = &index.swedish.lexicon;
    for stem in subject {
        stems.find(stem).into_iter().for_each(|id| sharing.note(id..id + 1, 4));
        let rarity = rarity(sharing.entries.len(), count);
        whole += rarity;
        if is_part(stem) {
            sharing.note(stems.beginning_with(stem), 2);
            stems.ending_with(stem).iter().for_each(|id| sharing.note(*id..*id + 1, 2));
        }
        let parts = parts(stem).filter(|part| is_part(part)).filter_map(|part| stems.find(part));
        parts.for_each(|id| sharing.note(id..id + 1, 1));
        for entry in sharing.entries.drain(..) {
            let quarters = std::mem::take(&mut sharing.best[entry as usize]);
            shared[entry as usize] += rarity * f64::from(quarters) / 4.0;
        }
    }
    if whole > 0.0 {
        shared.iter_mut().for_each(|share| *share /= whole);
    }
    shared
}

/// The entries that share one stem of a subject.
struct Sharing<'index> {
    index: &'index Index,
    /// How well each entry shares it, in quarters.
    best: Vec<u8>,
    /// Those that share it at all.
    entries: Vec<EntryId>,
}

impl Sharing<'_> {
    fn note(&mut self, stems: Range<WordId>, quarters: u8) {
        for word in self.index.swedish.words(stems) {
            for posting in self.index.postings(*word..*word + 1) {
                if posting.places() & (TITLE | SUMMARY) == 0 {
                    continue;
                }
                let best = &mut self.best[posting.entry() as usize];
                if *best == 0 {
                    self.entries.push(posting.entry());
                }
                *best = (*best).max(quarters);
            }
        }
    }
}

/// How telling a stem is that stands in `frequency` of `count` entries.
fn rarity(frequency: usize, count: usize) -> f64 {
    ((1.0 + count as f64) / (1.0 + frequency as f64)).ln() + 0.1
}

/// Whether a stem is long enough to be looked for in compounds.
fn is_part(stem: &str) -> bool {
    stem.chars().count() >= 4
}

/// The beginnings and ends of a stem, without itself.
fn parts(stem: &str) -> impl Iterator<Item = &str> {
    stem.char_indices().skip(1).flat_map(|(at, _)| [&stem[..at], &stem[at..]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::index::Builder;

    #[test]
    fn the_same_subject_in_other_forms_is_alike() {
        let texts = ["Säkrare cykelväg till skolan", "Digital signering av avtal", "Skolbibliotek"];
        let mut builder = Builder::default();
        for (entry, text) in (0..).zip(texts) {
            builder.add_text(entry, TITLE, text);
        }
        let index = builder.finish();
        let like = |text: &str| likeness(&index, &telling_stems(&[text]), texts.len());
        let asked = like("cykelvägar vid skolorna");
        assert!(asked[0] > 0.5, "{asked:?}");
        assert_eq!(asked[1], 0.0);
        assert_eq!(like("och det som är"), [0.0; 3]);
        assert_eq!(like("biblioteken")[2], 0.5);
        assert_eq!(like("skolbiblioteken")[2], 1.0);
        assert_eq!(like("")[0], 0.0);
    }
}
