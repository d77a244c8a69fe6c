//! Finding entries by words, and entries that are about the same thing.

use rust_stemmers::{Algorithm, Stemmer};
use std::collections::{BTreeMap, BTreeSet};

/// Lower case, with the accents of borrowed words taken off; å, ä and ö are letters of their own and stay.
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'á' | 'à' | 'â' => 'a',
            'ü' | 'ú' | 'ù' => 'u',
            'í' | 'ï' => 'i',
            'ó' | 'ô' => 'o',
            other => other,
        })
        .collect()
}

/// The words of folded text: runs of letters and digits.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// What a person searches for.
#[derive(Clone, Debug)]
pub struct Needles(Vec<String>);

impl Needles {
    /// The words looked for; no words find everything.
    pub fn new(query: &str) -> Self {
        Self(words(&fold(query)).map(str::to_owned).collect())
    }

    /// Whether every word stands in the text: words of three letters or more anywhere in a word, so that "väg" finds
    /// "cykelväg", shorter ones at its beginning.
    pub fn find(&self, haystack: &Haystack) -> bool {
        self.0.iter().all(|needle| {
            if needle.chars().count() >= 3 {
                haystack.0.contains(needle)
            } else {
                haystack.0.split(' ').any(|word| word.starts_with(needle.as_str()))
            }
        })
    }
}

/// An entry's text, made ready to be searched.
#[derive(Clone, Debug)]
pub struct Haystack(String);

impl Haystack {
    pub fn new<'text>(texts: impl IntoIterator<Item = &'text str>) -> Self {
        let folded = texts.into_iter().map(fold).collect::<Vec<_>>().join(" ");
        Self(words(&folded).collect::<Vec<_>>().join(" "))
    }
}

/// The stems of a text's telling words: what makes two texts alike.
pub type Stems = BTreeSet<String>;

/// Swedish and English words that say nothing of the subject.
const COMMON: &[&str] = &[
    "alla",
    "andra",
    "att",
    "av",
    "bara",
    "behov",
    "behöver",
    "bli",
    "blir",
    "de",
    "dem",
    "den",
    "det",
    "du",
    "där",
    "en",
    "ett",
    "eller",
    "finns",
    "fler",
    "från",
    "för",
    "få",
    "får",
    "gör",
    "göra",
    "ha",
    "har",
    "hur",
    "här",
    "i",
    "inte",
    "ja",
    "jag",
    "kan",
    "kommun",
    "kommunen",
    "kommunens",
    "man",
    "med",
    "men",
    "mer",
    "mina",
    "många",
    "ni",
    "nu",
    "när",
    "någon",
    "något",
    "och",
    "om",
    "oss",
    "på",
    "samma",
    "sig",
    "sin",
    "sina",
    "skulle",
    "ska",
    "som",
    "så",
    "till",
    "tomelilla",
    "under",
    "upp",
    "ut",
    "utan",
    "vad",
    "var",
    "vara",
    "vi",
    "vid",
    "vill",
    "är",
    "över",
    "a",
    "an",
    "and",
    "are",
    "be",
    "for",
    "from",
    "in",
    "is",
    "it",
    "more",
    "need",
    "not",
    "of",
    "on",
    "or",
    "that",
    "the",
    "to",
    "we",
    "with",
];

/// The stems of a text, by the Snowball rules for Swedish.
pub fn stems(text: &str) -> Stems {
    let stemmer = Stemmer::create(Algorithm::Swedish);
    words(&fold(text))
        .filter(|word| word.chars().count() > 2 && !COMMON.contains(word))
        .map(|word| stemmer.stem(word).into_owned())
        .collect()
}

/// How alike texts are, knowing which words are rare among all of them.
#[derive(Clone, Debug, Default)]
pub struct Likeness {
    /// In how many texts each stem stands.
    frequency: BTreeMap<String, u32>,
    texts: u32,
}

impl Likeness {
    pub fn new<'stems>(texts: impl IntoIterator<Item = &'stems Stems>) -> Self {
        let mut likeness = Self::default();
        for stems in texts {
            likeness.texts += 1;
            for stem in stems {
                *likeness.frequency.entry(stem.clone()).or_default() += 1;
            }
        }
        likeness
    }

    /// How much of `subject` is found in `other`, 0 to 1: each shared stem counts by its rarity. A stem that begins or
    /// ends a compound of the other's counts half, a compound of which the other has only a part a quarter: whoever
    /// writes of school buses does not mean all that is said of schools.
    pub fn of(&self, subject: &Stems, other: &Stems) -> f64 {
        let (mut shared, mut whole) = (0.0, 0.0);
        for stem in subject {
            let rarity = self.rarity(stem);
            whole += rarity;
            if other.contains(stem) {
                shared += rarity;
            } else if other.iter().any(|word| is_part(stem, word)) {
                shared += rarity / 2.0;
            } else if other.iter().any(|word| is_part(word, stem)) {
                shared += rarity / 4.0;
            }
        }
        if whole == 0.0 { 0.0 } else { shared / whole }
    }

    fn rarity(&self, stem: &str) -> f64 {
        let with = f64::from(self.frequency.get(stem).copied().unwrap_or(0));
        ((1.0 + f64::from(self.texts)) / (1.0 + with)).ln() + 0.1
    }
}

/// Whether a stem of four letters or more begins or ends a longer word.
fn is_part(stem: &str, word: &str) -> bool {
    word.len() > stem.len() && stem.chars().count() >= 4 && (word.starts_with(stem) || word.ends_with(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, text: &str) -> bool {
        Needles::new(query).find(&Haystack::new([text]))
    }

    #[test]
    fn all_words_in_any_order() {
        assert!(finds("skolan cykelväg", "En cykelväg till skolan"));
        assert!(!finds("skolan båt", "En cykelväg till skolan"));
        assert!(finds("", "vad som helst"));
    }

    #[test]
    fn parts_of_compounds_are_found_but_short_words_only_at_the_beginning() {
        assert!(finds("väg", "cykelväg"));
        assert!(finds("cy", "cykelväg"));
        assert!(!finds("äg", "cykelväg"));
    }

    #[test]
    fn swedish_letters_are_letters_of_their_own_and_case_does_not_matter() {
        assert!(finds("ÄLDRE", "äldre"));
        assert!(!finds("aldre", "äldre"));
        assert!(finds("idé ide", "Idéer"));
    }

    #[test]
    fn the_same_subject_in_other_forms_is_alike() {
        let texts = ["Säkrare cykelväg till skolan", "Digital signering av avtal", "Bänkar längs ån"].map(stems);
        let likeness = Likeness::new(&texts);
        let asked = stems("cykelvägar vid skolorna");
        assert!(likeness.of(&asked, &texts[0]) > 0.5);
        assert_eq!(likeness.of(&asked, &texts[1]), 0.0);
        assert_eq!(likeness.of(&stems("och det som är"), &texts[0]), 0.0);
        let (part, whole) = (stems("Skolbibliotek"), stems("biblioteken"));
        assert!(likeness.of(&whole, &part) > likeness.of(&part, &whole));
    }
}
