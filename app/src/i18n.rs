//! The words of `locales/<language>/<namespace>.json`, checked when the crate is built (`build.rs`).
//!
//! `td_string!(locale, namespace.key)` gives a word or sentence; the locale is fixed for a document ([`locale`]), so
//! nothing about it is reactive: to read in the other language is to load the page anew.

// Generated code is not ours to tidy. Its "ranges" are deprecated in favour of ICU plurals, whose tables would weigh on
// the browser for what Swedish and English say with one and many.
#[allow(dead_code, deprecated, unused_imports, unused_qualifications, clippy::all)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}

use domain::language::Language;
pub use generated::i18n::Locale;
use leptos::prelude::*;
pub use leptos_i18n::td_string;

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::Swedish => Self::sv,
            Language::English => Self::en,
        }
    }
}

impl From<Locale> for Language {
    fn from(locale: Locale) -> Self {
        match locale {
            Locale::sv => Self::Swedish,
            Locale::en => Self::English,
        }
    }
}

/// The language of this document: the server's choice for the request, which the browser reads off `<html lang>`.
pub fn language() -> Language {
    use_context().unwrap_or_default()
}

/// The same as [`language`], in the translation layer's type.
pub fn locale() -> Locale {
    language().into()
}
