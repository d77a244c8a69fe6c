//! The lists that each municipality edits: its units (verksamheter) and boards (nämnder).

use crate::{
    fault::Fault,
    label::serde_as_text,
    language::{Bilingual, Language},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A short name for addresses: 1 to 60 lower-case letters a to z, digits and single hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

impl FromStr for Slug {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if text.len() <= 60 && text.split('-').all(part) { Ok(Self(text.to_owned())) } else { Err(Fault::Unknown) }
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

serde_as_text!(Slug);

/// A unit or a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub slug: Slug,
    pub name: Bilingual<String>,
    /// Where to ask, where one is given: an e-mail address.
    pub contact: Option<String>,
}

/// The lists in the order in which people are shown them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxonomies {
    units: Bodies,
    boards: Bodies,
}

/// A list with at least one body, the first of which takes what nobody else is named for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Bodies {
    first: Body,
    rest: Vec<Body>,
}

impl Bodies {
    fn iter(&self) -> impl Iterator<Item = &Body> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

impl Taxonomies {
    /// The lists, or none where either is empty: an entry needs a unit and a board.
    pub fn new(units: Vec<Body>, boards: Vec<Body>) -> Option<Self> {
        let bodies = |list: Vec<Body>| {
            let mut list = list.into_iter();
            Some(Bodies { first: list.next()?, rest: list.collect() })
        };
        Some(Self { units: bodies(units)?, boards: bodies(boards)? })
    }

    pub fn units(&self) -> impl Iterator<Item = &Body> {
        self.units.iter()
    }

    pub fn boards(&self) -> impl Iterator<Item = &Body> {
        self.boards.iter()
    }

    pub fn unit(&self, slug: &Slug) -> Option<&Body> {
        self.units().find(|body| body.slug == *slug)
    }

    pub fn board(&self, slug: &Slug) -> Option<&Body> {
        self.boards().find(|body| body.slug == *slug)
    }

    /// The unit and the board that take what a person does not know where to send: the first of each list.
    pub const fn default_receivers(&self) -> (&Slug, &Slug) {
        (&self.units.first.slug, &self.boards.first.slug)
    }
}

impl Body {
    pub fn name(&self, language: Language) -> &str {
        self.name.get(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_safe_in_addresses() {
        assert!("kultur-och-fritid".parse::<Slug>().is_ok());
        for wrong in ["", "-", "a--b", "Kultur", "å", "a b", "../etc", &"a".repeat(61)] {
            assert_eq!(wrong.parse::<Slug>(), Err(Fault::Unknown), "{wrong}");
        }
    }
}
