//! One word that is looked for, and how well a word of the portfolio meets it.

use super::{
    compound::is_head,
    lexicon::letters_of,
    words::{bare, english_stem, swedish_stem},
};

/// How well a word meets another, from poorly to wholly. Poorer matches are found too, but come later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// But for a typing error, or for dots and rings left out of a word that is not yet written to its end.
    Near,
    /// One is a part of the other: "väg" and "cykelväg".
    Part,
    /// It begins with what has been written, or is it without dots and rings.
    Beginning,
    /// The same word, in any of its forms.
    Whole,
}

/// A folded word with its stems.
#[derive(Clone, Copy, Debug)]
pub struct Forms<'word> {
    pub word: &'word str,
    pub swedish: &'word str,
    pub english: &'word str,
}

/// A folded word that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub word: String,
    pub swedish: String,
    pub english: String,
    /// Whether it is written without å, ä and ö, which may then be meant.
    pub plain: bool,
    letters: u32,
}

/// The fewest letters of a stem that is looked for within other words.
const PART: usize = 3;
/// The fewest letters of a stem that is looked for in the middle of other words.
const MIDDLE: usize = 5;

impl Term {
    pub fn new(word: &str) -> Self {
        Self {
            swedish: swedish_stem(word).into_owned(),
            english: english_stem(word).into_owned(),
            plain: bare(word).is_none(),
            letters: letters_of(word),
            word: word.to_owned(),
        }
    }

    /// How well a word meets this one, typing errors aside. `knows` tells whether a stem is one of a word.
    pub fn level(&self, other: Forms<'_>, knows: impl Fn(&str) -> bool) -> Option<Level> {
        if other.swedish == self.swedish || other.english == self.english {
            return Some(Level::Whole);
        }
        let undotted =
            |word: &str, test: &dyn Fn(&str) -> bool| self.plain && bare(word).is_some_and(|bare| test(&bare));
        if other.word.starts_with(&self.word)
            || undotted(other.word, &|bare| bare == self.word)
            || undotted(other.swedish, &|bare| bare == self.swedish)
        {
            return Some(Level::Beginning);
        }
        let is_part = (self.is_part() && other.swedish.starts_with(&self.swedish))
            || (self.is_middle() && other.swedish.contains(&self.swedish))
            // Short words are not always brought to the stem that they have as the last part of a compound.
            || [(&*self.swedish, other.swedish), (&*self.word, other.word)]
                .into_iter()
                .any(|(one, other)| is_head(one, other, &knows) || is_head(other, one, &knows));
        if is_part {
            return Some(Level::Part);
        }
        undotted(other.word, &|bare| bare.starts_with(&self.word)).then_some(Level::Near)
    }

    /// Whether other words may begin with its stem.
    pub fn is_part(&self) -> bool {
        self.swedish.chars().count() >= PART
    }

    /// Whether other words may hold its stem anywhere.
    pub fn is_middle(&self) -> bool {
        self.swedish.chars().count() >= MIDDLE
    }

    /// How many typing errors are forgiven: none in short words, one from four letters, two from eight.
    pub fn errors(&self) -> usize {
        match self.word.chars().count() {
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        }
    }

    /// Whether another word, or as much of it as has been written, is this one but for typing errors: a letter too
    /// many, too few, wrong, or changed about with its neighbour. `letters` are the other word's.
    pub fn is_misspelt(&self, other: &str, letters: u32) -> bool {
        let errors = self.errors();
        if errors == 0 || (self.letters & !letters).count_ones() as usize > errors {
            return false;
        }
        let written = self.word.chars().count();
        let length = other.chars().count();
        let start = match other.char_indices().nth(written) {
            Some((at, _)) if length > written + errors => &other[..at],
            _ => other,
        };
        length + errors >= written && strsim::osa_distance(&self.word, start) <= errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(word: &str, other: &str) -> Option<Level> {
        let (swedish, english) = (swedish_stem(other), english_stem(other));
        let forms = Forms { word: other, swedish: &swedish, english: &english };
        Term::new(word).level(forms, |word| ["cykel", "skol"].contains(&word))
    }

    fn misspelt(word: &str, other: &str) -> bool {
        Term::new(word).is_misspelt(other, letters_of(other))
    }

    #[test]
    fn from_the_word_itself_to_its_parts() {
        assert_eq!(level("cykelvägen", "cykelvägar"), Some(Level::Whole));
        assert_eq!(level("services", "service"), Some(Level::Whole));
        assert_eq!(level("cyk", "cykelvägar"), Some(Level::Beginning));
        assert_eq!(level("klima", "klimathot"), Some(Level::Beginning));
        assert_eq!(level("väg", "cykelvägar"), Some(Level::Part));
        assert_eq!(level("cykelväg", "vägar"), Some(Level::Part));
        assert_eq!(level("skolan", "skolgård"), Some(Level::Part));
        assert_eq!(level("omsorg", "äldreomsorgsboende"), Some(Level::Part));
        assert_eq!(level("buss", "cykel"), None);
    }

    #[test]
    fn letters_without_dots_find_letters_with_them_but_not_the_other_way_round() {
        assert_eq!(level("vag", "vägen"), Some(Level::Beginning));
        assert_eq!(level("aldre", "äldre"), Some(Level::Beginning));
        assert_eq!(level("aldreom", "äldreomsorg"), Some(Level::Near));
        assert_eq!(level("hår", "har"), None);
        assert_eq!(level("väg", "vagn"), None);
    }

    #[test]
    fn small_typing_errors_are_forgiven_in_words_long_enough() {
        assert!(misspelt("biblotek", "biblioteket"));
        assert!(misspelt("skloa", "skola"));
        assert!(misspelt("kollketiv", "kollektivtrafik"));
        assert!(!misspelt("bat", "båt"));
        assert!(!misspelt("skola", "bibliotek"));
        assert!(!misspelt("cykel", "cirkus"));
    }
}
