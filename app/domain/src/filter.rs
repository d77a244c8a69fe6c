//! The filter: what a person looks for, to and from the query string of an address.
//!
//! A filter is a set of [`Criterion`]s. Within a [`Group`] any of them suffices, across groups all must be met. The
//! names of groups and values are the parameters of `/portfolio`, `/compass` and `/api/v1/entries` alike.

use crate::{
    facet::Facet,
    goal::Goal,
    label::named,
    stage::{Origin, Standing},
    taxonomy::{Slug, Taxonomies},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    fmt::{self, Display},
    str::FromStr,
};

/// A group of choices, by the name of its parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    Facet,
    Unit,
    Board,
    Goal,
    Stage,
    Origin,
    Year,
    Innovation,
}

named!(Group, "filter", {
    Facet => "facet",
    Unit => "unit",
    Board => "board",
    Goal => "goal",
    Stage => "stage",
    Origin => "origin",
    Year => "year",
    Innovation => "innovation",
});

/// One choice that an entry meets or does not.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    Facet(Facet),
    Unit(Slug),
    Board(Slug),
    Goal(Goal),
    Stage(Standing),
    Origin(Origin),
    /// The year it arrived.
    Year(u16),
    /// Only what is in use and does good.
    Innovation,
}

impl Criterion {
    pub const fn group(&self) -> Group {
        match self {
            Self::Facet(_) => Group::Facet,
            Self::Unit(_) => Group::Unit,
            Self::Board(_) => Group::Board,
            Self::Goal(_) => Group::Goal,
            Self::Stage(_) => Group::Stage,
            Self::Origin(_) => Group::Origin,
            Self::Year(_) => Group::Year,
            Self::Innovation => Group::Innovation,
        }
    }

    /// The value of its parameter.
    pub fn value(&self) -> String {
        match self {
            Self::Facet(facet) => facet.to_string(),
            Self::Unit(slug) | Self::Board(slug) => slug.to_string(),
            Self::Goal(goal) => goal.to_string(),
            Self::Stage(standing) => standing.to_string(),
            Self::Origin(origin) => origin.to_string(),
            Self::Year(year) => year.to_string(),
            Self::Innovation => "true".to_owned(),
        }
    }

    /// Reads a parameter's value; none where the group has no such value.
    pub fn parse(group: Group, value: &str) -> Option<Self> {
        fn read<T: FromStr>(value: &str, criterion: fn(T) -> Criterion) -> Option<Criterion> {
            value.parse().ok().map(criterion)
        }
        match group {
            Group::Facet => read(value, Self::Facet),
            Group::Unit => read(value, Self::Unit),
            Group::Board => read(value, Self::Board),
            Group::Goal => read(value, Self::Goal),
            Group::Stage => read(value, Self::Stage),
            Group::Origin => read(value, Self::Origin),
            Group::Year => (value.len() == 4).then(|| read(value, Self::Year)).flatten(),
            Group::Innovation => (value == "true").then_some(Self::Innovation),
        }
    }

    /// Whether the municipality's lists hold it; only units and boards can be unknown.
    fn is_known(&self, taxonomies: &Taxonomies) -> bool {
        match self {
            Self::Unit(slug) => taxonomies.unit(slug).is_some(),
            Self::Board(slug) => taxonomies.board(slug).is_some(),
            _ => true,
        }
    }
}

/// The order of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// What was looked for in the title before what was in the summary, and that before the body.
    Relevance,
    /// By arrival, latest first.
    Newest,
    /// By title in the reader's language, å ä ö last.
    Title,
    /// Along the journey, then paused, then ended.
    Stage,
    /// High first.
    Priority,
}

named!(Sort, "order", { Relevance => "relevance", Newest => "newest", Title => "title", Stage => "stage", Priority => "priority" });

/// How results are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    #[default]
    Cards,
    List,
}

named!(View, "view", { Cards => "cards", List => "list" });

/// What a person looks for, in which order and on which page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    pub criteria: BTreeSet<Criterion>,
    /// Free text, trimmed; empty for none.
    pub q: String,
    /// None for the order that suits: by relevance where there is free text, else the newest first.
    pub sort: Option<Sort>,
    /// From 1.
    pub page: u32,
    pub view: View,
}

impl Default for Filter {
    fn default() -> Self {
        Self { criteria: BTreeSet::new(), q: String::new(), sort: None, page: 1, view: View::default() }
    }
}

/// A parameter that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadParameter {
    pub name: String,
    pub value: String,
}

impl Filter {
    /// The most characters of free text.
    pub const MAX_TEXT: usize = 200;
    /// The most criteria: more than all that any page offers. Each is tried against every entry, so that an address
    /// with thousands would keep a server busy for minutes.
    pub const MAX_CRITERIA: usize = 100;
    /// The last page that may be asked for.
    pub const MAX_PAGE: u32 = 100_000;

    /// Reads a query string. What cannot be used is left out of the filter and reported; parameters that are not the
    /// filter's come back as they are, for the caller to use or refuse.
    pub fn parse(query: &str) -> Parsed {
        let mut parsed = Parsed::default();
        for (name, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            let taken = match name.as_ref() {
                _ if value.is_empty() => true,
                "q" => parsed.filter.set_text(&value),
                "sort" => value.parse().map(|sort| parsed.filter.sort = Some(sort)).is_ok(),
                "view" => set(&mut parsed.filter.view, &value),
                "page" => {
                    (1..=Self::MAX_PAGE).contains(&value.parse().unwrap_or(0)) && set(&mut parsed.filter.page, &value)
                }
                name => match name.parse::<Group>() {
                    Ok(group) => match Criterion::parse(group, &value) {
                        Some(criterion) => parsed.filter.add(criterion),
                        None => false,
                    },
                    Err(_) => {
                        parsed.others.push((name.to_owned(), value.into_owned()));
                        continue;
                    }
                },
            };
            if !taken {
                parsed.bad.push(BadParameter { name: name.into_owned(), value: value.into_owned() });
            }
        }
        parsed
    }

    /// Adds a criterion, unless there are too many already.
    fn add(&mut self, criterion: Criterion) -> bool {
        let fits = self.criteria.len() < Self::MAX_CRITERIA || self.criteria.contains(&criterion);
        if fits {
            self.criteria.insert(criterion);
        }
        fits
    }

    /// Takes as much of a text as can be looked for; whether that is all of it.
    fn set_text(&mut self, text: &str) -> bool {
        let tidied = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let tidy = tidied(text);
        // What cannot be looked for may have had white space around it, which is then beside other white space.
        let printable: String = tidy.chars().filter(|letter| !letter.is_control()).collect();
        let usable: String = tidied(&printable).chars().take(Self::MAX_TEXT).collect();
        let fits = usable == tidy;
        self.q = usable.trim_end().to_owned();
        fits
    }

    /// The order in which results are shown.
    pub fn order(&self) -> Sort {
        match self.sort {
            Some(sort) => sort,
            None if self.q.is_empty() => Sort::Newest,
            None => Sort::Relevance,
        }
    }

    /// The query string, without `?`: always the same for the same filter, and empty for the empty one.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for criterion in &self.criteria {
            query.append_pair(criterion.group().name(), &criterion.value());
        }
        let default = Self::default();
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        if let Some(sort) = self.sort {
            query.append_pair("sort", sort.name());
        }
        if self.view != default.view {
            query.append_pair("view", self.view.name());
        }
        if self.page != default.page {
            query.append_pair("page", &self.page.to_string());
        }
        query.finish()
    }

    /// The address of `path` with this filter.
    pub fn address(&self, path: &str) -> String {
        let query = self.query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Whether it leaves out any entry at all.
    pub fn is_active(&self) -> bool {
        !self.criteria.is_empty() || !self.q.is_empty()
    }

    /// With the criterion if it was absent, without it if it was there; back on the first page.
    #[must_use]
    pub fn toggled(&self, criterion: &Criterion) -> Self {
        let mut filter = self.clone().on_page(1);
        if !filter.criteria.remove(criterion) {
            filter.criteria.insert(criterion.clone());
        }
        filter
    }

    /// With one criterion alone added to the empty filter.
    pub fn only(criterion: Criterion) -> Self {
        Self { criteria: BTreeSet::from([criterion]), ..Self::default() }
    }

    /// With other free text, tidied; text that is too long is cut. Back on the first page.
    #[must_use]
    pub fn with_text(&self, text: &str) -> Self {
        let mut filter = self.clone().on_page(1);
        filter.set_text(text);
        filter
    }

    #[must_use]
    pub fn on_page(mut self, page: u32) -> Self {
        self.page = page;
        self
    }

    /// Everything shown, in the same order and view.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { sort: self.sort, view: self.view, ..Self::default() }
    }

    /// Drops what the municipality's lists do not hold and reports it.
    pub fn drop_unknown(&mut self, taxonomies: &Taxonomies) -> Vec<BadParameter> {
        let (known, unknown): (BTreeSet<_>, BTreeSet<_>) =
            std::mem::take(&mut self.criteria).into_iter().partition(|criterion| criterion.is_known(taxonomies));
        self.criteria = known;
        unknown
            .iter()
            .map(|criterion| BadParameter { name: criterion.group().to_string(), value: criterion.value() })
            .collect()
    }
}

fn set<T: FromStr>(place: &mut T, value: &str) -> bool {
    value.parse().map(|value| *place = value).is_ok()
}

/// A query string, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    pub filter: Filter,
    /// The filter's own parameters with values that it does not have.
    pub bad: Vec<BadParameter>,
    /// Parameters that are not the filter's.
    pub others: Vec<(String, String)>,
}

impl Display for BadParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.name, self.value)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn any_criterion() -> impl Strategy<Value = Criterion> {
        let slug =
            || prop::sample::select(vec!["ett", "tva", "tre"]).prop_map(|name| name.parse::<Slug>().expect("slug"));
        prop_oneof![
            prop::sample::select(Facet::ALL).prop_map(Criterion::Facet),
            slug().prop_map(Criterion::Unit),
            slug().prop_map(Criterion::Board),
            (1..=17u8).prop_map(|number| Criterion::Goal(Goal::new(number).expect("goal"))),
            prop::sample::select(Standing::ALL).prop_map(Criterion::Stage),
            prop::sample::select(Origin::ALL).prop_map(Criterion::Origin),
            (2020..2027u16).prop_map(Criterion::Year),
            Just(Criterion::Innovation),
        ]
    }

    pub(crate) fn any_filter() -> impl Strategy<Value = Filter> {
        (
            prop::collection::btree_set(any_criterion(), 0..6),
            prop_oneof![3 => Just(String::new()), 1 => "[a-zåäö&=+%#? ]{0,12}"],
            prop::option::of(prop::sample::select(Sort::ALL)),
            1..5u32,
            prop::sample::select(View::ALL),
        )
            .prop_map(|(criteria, q, sort, page, view)| Filter {
                criteria,
                q: q.split_whitespace().collect::<Vec<_>>().join(" "),
                sort,
                page,
                view,
            })
    }

    #[test]
    fn the_empty_filter_has_no_query() {
        assert_eq!(Filter::default().address("/portfolio"), "/portfolio");
        assert_eq!(Filter::parse("q=&page=1&facet="), Parsed::default());
    }

    #[test]
    fn several_values_of_a_group_are_repeated() {
        let parsed = Filter::parse("goal=13&goal=4&facet=mission&goal=4");
        assert_eq!(parsed.filter.query(), "facet=mission&goal=4&goal=13");
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let parsed = Filter::parse("facet=bogus&goal=18&page=0&sort=x&innovation=1&year=+202&colour=red&unit=%2e%2e");
        let said: Vec<_> = parsed.bad.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["facet=bogus", "goal=18", "page=0", "sort=x", "innovation=1", "year= 202", "unit=.."]);
        assert_eq!(parsed.others, [("colour".to_owned(), "red".to_owned())]);
        assert_eq!(parsed.filter, Filter::default());
    }

    /// Found by the fuzz target `query`.
    #[test]
    fn control_characters_leave_no_white_space_behind() {
        for (text, q) in [("\0\0\n-", "-"), ("a \0 b", "a b"), ("a \u{7f}", "a"), (" \0 ", "")] {
            let mut filter = Filter::default();
            assert!(!filter.set_text(text), "{text:?}");
            assert_eq!(filter.q, q, "{text:?}");
            assert_eq!(Filter::parse(&filter.query()).filter, filter);
        }
    }

    #[test]
    fn there_is_an_end_to_what_can_be_asked_for() {
        let query: Vec<_> = (0..150).map(|year| format!("year={}", 2000 + year)).collect();
        let parsed = Filter::parse(&query.join("&"));
        assert_eq!((parsed.filter.criteria.len(), parsed.bad.len()), (100, 50));
    }

    proptest! {
        #[test]
        fn a_filter_survives_the_address(filter in any_filter()) {
            prop_assert_eq!(Filter::parse(&filter.query()), Parsed { filter, ..Parsed::default() });
        }

        #[test]
        fn any_text_can_be_read_as_a_query(text in "\\PC{0,80}") {
            let parsed = Filter::parse(&text);
            prop_assert_eq!(Filter::parse(&parsed.filter.query()).filter, parsed.filter);
        }

        #[test]
        fn toggling_twice_changes_nothing(filter in any_filter(), criterion in any_criterion()) {
            let first = filter.clone().on_page(1);
            prop_assert_eq!(filter.toggled(&criterion).toggled(&criterion), first);
        }
    }
}
