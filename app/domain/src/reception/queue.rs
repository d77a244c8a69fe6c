//! The list of what has come in: what of it a manager looks for, and what a line says.

use super::{Arrival, Decision};
use crate::{
    draft::Kind,
    filter::BadParameter,
    label::named,
    language::Bilingual,
    reference::Reference,
    taxonomy::{Slug, Taxonomies},
    text::Title,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// How far the reception of a submission has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueueState {
    /// Nobody has asked anything yet.
    New,
    /// The sender has been asked, and has not answered.
    Asked,
    /// The sender has answered.
    Answered,
    Decided,
}

named!(QueueState, "state of a submission", {
    New => "new",
    Asked => "asked",
    Answered => "answered",
    Decided => "decided",
});

/// Whose submissions are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeldBy {
    /// Whoever looks.
    Me,
    Nobody,
}

named!(HeldBy, "holder", { Me => "me", Nobody => "nobody" });

/// What of the list is looked for. Without a state it is everything that waits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueFilter {
    pub state: Option<QueueState>,
    pub kind: Option<Kind>,
    pub unit: Option<Slug>,
    pub board: Option<Slug>,
    pub held_by: Option<HeldBy>,
    /// From 1.
    pub page: u32,
}

impl QueueFilter {
    /// How many lines a page has.
    pub const PAGE: u32 = 100;

    /// Reads the parameters of an address, with those that cannot be used.
    pub fn read(get: impl Fn(&str) -> Option<String>, lists: &Taxonomies) -> (Self, Vec<BadParameter>) {
        let mut bad = Vec::new();
        let filter = Self {
            state: parameter(&get, "state", &mut bad),
            kind: parameter(&get, "kind", &mut bad),
            unit: listed(&get, "unit", &mut bad, |unit| lists.unit(unit).is_some()),
            board: listed(&get, "board", &mut bad, |board| lists.board(board).is_some()),
            held_by: parameter(&get, "holder", &mut bad),
            page: page(&get, &mut bad),
        };
        (filter, bad)
    }

    /// The parameters of the address that shows it; none for what an address need not say.
    pub fn query(&self) -> String {
        let page = (self.page > 1).then(|| self.page.to_string());
        write_query([
            ("state", self.state.map(|state| state.to_string())),
            ("kind", self.kind.map(|kind| kind.to_string())),
            ("unit", self.unit.as_ref().map(ToString::to_string)),
            ("board", self.board.as_ref().map(ToString::to_string)),
            ("holder", self.held_by.map(|holder| holder.to_string())),
            ("page", page),
        ])
    }

    /// The same of another state, from its first page.
    pub fn with_state(&self, state: Option<QueueState>) -> Self {
        Self { state, page: 1, ..self.clone() }
    }

    /// Whether anything but the state is asked for.
    pub fn is_narrowed(&self) -> bool {
        self.kind.is_some() || self.unit.is_some() || self.board.is_some() || self.held_by.is_some()
    }
}

/// A parameter of an address. One that is there and cannot be used is noted; an empty one is none.
pub(super) fn parameter<T: FromStr>(
    get: impl Fn(&str) -> Option<String>,
    name: &'static str,
    bad: &mut Vec<BadParameter>,
) -> Option<T> {
    let value = get(name).filter(|value| !value.is_empty())?;
    let parsed = value.parse().ok();
    if parsed.is_none() {
        bad.push(BadParameter { name: name.to_owned(), value });
    }
    parsed
}

/// The same for what must be on one of the municipality's lists.
pub(super) fn listed(
    get: impl Fn(&str) -> Option<String>,
    name: &'static str,
    bad: &mut Vec<BadParameter>,
    is_listed: impl Fn(&Slug) -> bool,
) -> Option<Slug> {
    let slug: Slug = parameter(get, name, bad)?;
    if is_listed(&slug) {
        return Some(slug);
    }
    bad.push(BadParameter { name: name.to_owned(), value: slug.to_string() });
    None
}

pub(super) fn page(get: impl Fn(&str) -> Option<String>, bad: &mut Vec<BadParameter>) -> u32 {
    parameter(get, "page", bad).unwrap_or(1).max(1)
}

/// The parameters that have a value, as an address has them. All values are plain: slugs, names, days and numbers.
pub(super) fn write_query<const N: usize>(pairs: [(&str, Option<String>); N]) -> String {
    let parts = pairs.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
    parts.collect::<Vec<_>>().join("&")
}

/// A line of the list of what has come in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueLine {
    pub reference: Reference,
    /// None where it may be secret.
    pub title: Option<Bilingual<Title>>,
    pub kind: Kind,
    pub board: Slug,
    pub arrived: Arrival,
    pub decision: Decision,
    pub state: QueueState,
    /// How many days it has waited.
    pub age: u32,
    /// The name of whoever has it.
    pub holder: Option<String>,
    pub is_secret: bool,
}

/// A page of the list: what waits with the oldest first, what is decided with the latest decision first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueuePage {
    pub lines: Vec<QueueLine>,
    /// From 1.
    pub page: u32,
    pub pages: u32,
    /// How many there are of each state, of what else is looked for.
    pub counts: Vec<(QueueState, u32)>,
    /// What was just decided, for those who come from there.
    pub done: Option<QueueLine>,
}

impl QueuePage {
    pub fn count(&self, state: QueueState) -> u32 {
        self.counts.iter().find(|(counted, _)| *counted == state).map_or(0, |(_, count)| *count)
    }

    /// How many wait for a decision.
    pub fn waiting(&self) -> u32 {
        self.counts.iter().filter(|(state, _)| *state != QueueState::Decided).map(|(_, count)| count).sum()
    }
}

/// How many pages so many lines fill; never none.
pub const fn pages(lines: u32, page: u32) -> u32 {
    let full = lines.div_ceil(page);
    if full == 0 { 1 } else { full }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::Body;
    use std::collections::HashMap;

    fn lists() -> Taxonomies {
        let body = |slug: &str| Body {
            slug: slug.parse().expect("a slug"),
            name: Bilingual::swedish(slug.to_owned()),
            contact: None,
        };
        Taxonomies::new(vec![body("skola")], vec![body("namnden")]).expect("lists")
    }

    fn read(query: &str) -> (QueueFilter, Vec<BadParameter>) {
        let pairs: HashMap<_, _> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        QueueFilter::read(|name| pairs.get(name).map(ToString::to_string), &lists())
    }

    #[test]
    fn an_address_gives_back_what_was_asked_for() {
        for query in
            ["", "state=asked", "state=decided&kind=idea&unit=skola&board=namnden&holder=me&page=3", "holder=nobody"]
        {
            let (filter, bad) = read(query);
            assert_eq!((filter.query().as_str(), bad.len()), (query, 0));
        }
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let (filter, bad) = read("state=alla&unit=rymden&page=x&board=namnden");
        assert_eq!(filter.query(), "board=namnden");
        assert_eq!(bad.iter().map(|bad| &*bad.name).collect::<Vec<_>>(), ["state", "unit", "page"]);
        assert_eq!(read("page=0").0.page, 1);
    }

    #[test]
    fn an_empty_list_has_a_page() {
        assert_eq!([0, 1, 100, 101].map(|lines| pages(lines, 100)), [1, 1, 1, 2]);
    }
}
