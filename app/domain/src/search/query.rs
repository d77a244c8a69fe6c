//! What a person searches for: words in any order, and phrases in quotation marks.

use super::{
    term::Term,
    words::{each_word, is_common},
};
use crate::reference::Reference;

/// A text that is looked for, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// An entry's reference, where the text is one.
    pub reference: Option<Reference>,
    /// Words that must all be met, in any order.
    pub terms: Vec<Term>,
    /// Words that must stand one after the other.
    pub phrases: Vec<Phrase>,
}

/// Words that must stand one after the other, in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    pub words: Vec<String>,
    /// Whether the last word is not written to its end: the closing quotation mark is missing.
    pub open: bool,
}

/// The quotation marks of Swedish, English and the keyboard.
const QUOTES: [char; 6] = ['"', '”', '“', '„', '«', '»'];

impl Query {
    /// Takes a text apart. Anything can be looked for; text without a letter or digit looks for nothing and so finds
    /// everything. Words that say nothing of a subject are looked for only where there are no others.
    pub fn parse(text: &str) -> Self {
        let mut query = Self { reference: text.trim().parse().ok(), ..Self::default() };
        if query.reference.is_some() {
            return query;
        }
        let mut words: Vec<String> = Vec::new();
        for (place, part) in text.split(QUOTES).enumerate() {
            let mut here = Vec::new();
            each_word(part, |_, word| here.push(word.to_owned()));
            match (place % 2, here.len()) {
                // What stands after an odd number of marks is quoted. One word makes no phrase.
                (1, 2..) => {
                    query.phrases.push(Phrase { words: here, open: !text[end(text, part)..].starts_with(QUOTES) })
                }
                _ => words.extend(here),
            }
        }
        let mut seen = Vec::new();
        words.retain(|word| {
            !seen.contains(word) && {
                seen.push(word.clone());
                true
            }
        });
        if !query.phrases.is_empty() || words.iter().any(|word| !is_common(word)) {
            words.retain(|word| !is_common(word));
        }
        query.terms = words.iter().map(|word| Term::new(word)).collect();
        query
    }

    /// Whether it looks for nothing.
    pub const fn is_empty(&self) -> bool {
        self.reference.is_none() && self.terms.is_empty() && self.phrases.is_empty()
    }
}

/// Where a part of a text ends in it.
fn end(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize + part.len()
}

impl Phrase {
    /// Its words that tell something of a subject.
    pub fn telling(&self) -> impl Iterator<Item = Term> {
        self.words.iter().filter(|word| !is_common(word)).map(|word| Term::new(word))
    }

    /// Whether the words stand one after the other in a text.
    pub fn stands_in(&self, text: &str) -> bool {
        let mut latest: Vec<usize> = Vec::new();
        let mut found = false;
        // `latest` holds how many words of the phrase each run that ends here has met.
        each_word(text, |_, word| {
            if found {
                return;
            }
            let mut next = Vec::with_capacity(latest.len() + 1);
            for met in latest.drain(..).chain([0]) {
                if self.word_is(met, word) {
                    next.push(met + 1);
                }
            }
            found = next.contains(&self.words.len());
            latest = next;
        });
        found
    }

    fn word_is(&self, place: usize, word: &str) -> bool {
        let Some(wanted) = self.words.get(place) else { return false };
        wanted == word || (self.open && place + 1 == self.words.len() && word.starts_with(wanted.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(text: &str) -> Vec<String> {
        Query::parse(text).terms.into_iter().map(|term| term.word).collect()
    }

    #[test]
    fn words_are_looked_for_once_and_telling_words_before_others() {
        assert_eq!(terms("Cykel och cykel, väg!"), ["cykel", "väg"]);
        assert_eq!(terms("och"), ["och"]);
        assert!(Query::parse(" !?.. 🚲 ").is_empty());
        assert_eq!(Query::parse("2026-0042").reference, "2026-0042".parse().ok());
    }

    #[test]
    fn what_is_quoted_is_a_phrase_until_its_end_is_written() {
        let phrases =
            |text: &str| Query::parse(text).phrases.iter().map(|p| (p.words.join(" "), p.open)).collect::<Vec<_>>();
        assert_eq!(phrases("\"väg till skolan\" buss"), [("väg till skolan".to_owned(), false)]);
        assert_eq!(phrases("buss ”väg till sko"), [("väg till sko".to_owned(), true)]);
        assert_eq!(terms("buss ”väg till sko"), ["buss"]);
        assert_eq!(phrases("\"väg\" \"\" \""), []);
        assert_eq!(terms("\"väg\""), ["väg"]);
    }

    #[test]
    fn a_phrase_stands_in_order() {
        let phrase = |text: &str| Query::parse(text).phrases.remove(0);
        assert!(phrase("\"väg till skolan\"").stands_in("En säker väg, till SKOLAN."));
        assert!(!phrase("\"väg till skolan\"").stands_in("till skolan, en väg"));
        assert!(phrase("\"väg till sko").stands_in("väg till skolan"));
        assert!(!phrase("\"väg till sko\"").stands_in("väg till skolan"));
        assert!(phrase("\"a a b\"").stands_in("a a a b"));
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_for(text in "(\\PC|\"|”){0,60}") {
            let query = Query::parse(&text);
            for phrase in &query.phrases {
                let _ = phrase.stands_in(&text);
            }
        }
    }
}
