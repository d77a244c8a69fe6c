//! The two languages people read, and texts that exist in one or both.

use crate::label::named;
use serde::{Deserialize, Serialize};

/// A language of the interface; Swedish is the one that always exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    #[default]
    Swedish,
    English,
}

named!(Language, "language", { Swedish => "sv", English => "en" });

/// A text in Swedish and, where somebody has written it, in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual<T> {
    pub sv: T,
    pub en: Option<T>,
}

impl<T> Bilingual<T> {
    /// A text that so far exists in Swedish alone.
    pub const fn swedish(sv: T) -> Self {
        Self { sv, en: None }
    }

    /// The text in `language`, or in Swedish where it has no translation.
    pub fn get(&self, language: Language) -> &T {
        match language {
            Language::English => self.en.as_ref().unwrap_or(&self.sv),
            Language::Swedish => &self.sv,
        }
    }

    /// Both texts made into something else.
    pub fn map<U>(self, make: impl Fn(T) -> U) -> Bilingual<U> {
        Bilingual { sv: make(self.sv), en: self.en.map(make) }
    }

    /// The language that [`Bilingual::get`] answers in, for the `lang` attribute.
    pub const fn language(&self, wanted: Language) -> Language {
        if self.en.is_some() { wanted } else { Language::Swedish }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_translation_is_shown_in_swedish_and_says_so() {
        let text = Bilingual::swedish("Behov");
        assert_eq!(*text.get(Language::English), "Behov");
        assert_eq!(text.language(Language::English), Language::Swedish);
    }
}
