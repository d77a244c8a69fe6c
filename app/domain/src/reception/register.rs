//! The registrar's list of what has come in: a municipality registers what it receives (5 kap. offentlighets- och
//! sekretesslagen, 2009:400).

use super::{
    Arrival, Decision,
    custody::DiaryNumber,
    queue::{listed, page, parameter, write_query},
};
use crate::{
    day::Day,
    draft::Kind,
    filter::BadParameter,
    language::Bilingual,
    reference::Reference,
    taxonomy::{Slug, Taxonomies},
    text::{Phrase, Title},
};
use serde::{Deserialize, Serialize};

/// What of the register is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterFilter {
    /// The first day of arrival.
    pub from: Option<Day>,
    /// The last day of arrival.
    pub to: Option<Day>,
    pub board: Option<Slug>,
    /// From 1.
    pub page: u32,
}

impl RegisterFilter {
    /// How many lines a page has.
    pub const PAGE: u32 = 100;

    /// Reads the parameters of an address, with those that cannot be used.
    pub fn read(get: impl Fn(&str) -> Option<String>, lists: &Taxonomies) -> (Self, Vec<BadParameter>) {
        let mut bad = Vec::new();
        let filter = Self {
            from: parameter(&get, "from", &mut bad),
            to: parameter(&get, "to", &mut bad),
            board: listed(&get, "board", &mut bad, |board| lists.board(board).is_some()),
            page: page(&get, &mut bad),
        };
        (filter, bad)
    }

    /// The parameters of the address that shows it; none for what an address need not say.
    pub fn query(&self) -> String {
        let page = (self.page > 1).then(|| self.page.to_string());
        write_query([
            ("from", self.from.map(|day| day.to_string())),
            ("to", self.to.map(|day| day.to_string())),
            ("board", self.board.as_ref().map(ToString::to_string)),
            ("page", page),
        ])
    }

    /// The same from another page.
    pub fn on_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }
}

/// A line of the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisterLine {
    pub reference: Reference,
    pub arrived: Arrival,
    pub board: Slug,
    pub diary_number: Option<DiaryNumber>,
    pub kind: Kind,
    pub is_secret: bool,
    /// What is told of it; nothing where it may be secret.
    pub open: Option<RegisterOpen>,
    pub decision: Decision,
}

/// What the register tells of what is not secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisterOpen {
    pub title: Bilingual<Title>,
    /// Who sent it, where that person gave a name.
    pub sender: Option<Phrase>,
}

/// A page of the register, the oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisterPage {
    pub lines: Vec<RegisterLine>,
    /// How many lines all pages have.
    pub total: u32,
    /// From 1.
    pub page: u32,
    pub pages: u32,
}
