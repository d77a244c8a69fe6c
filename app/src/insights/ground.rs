//! What the server knows when it tells of the whole: the entries found, their history, the targets, the day.

use super::{AT, Bubble, Dot, Dots, MOST_DOTS, PLAN, Section, Told};
use crate::{
    backend::{Outage, SharedBackend},
    i18n::{language, locale, td_string},
    parts::chart::svg::Frame,
    words,
};
use domain::{
    access::Visitor,
    day::Day,
    filter::{BadParameter, Criterion, Filter},
    insights::{
        history::History,
        scenario::Scenario,
        target::{Target, in_force},
    },
    portfolio::{Choices, Portfolio, rows::Row},
    reference::Reference,
    search::index::EntryId,
};
use leptos::reactive::owner::{Owner, provide_context};
use std::{collections::BTreeMap, sync::Arc};

/// What the server knows.
pub struct Ground {
    pub portfolio: Arc<Portfolio>,
    pub history: Arc<History>,
    /// Every target mix, the latest first.
    pub targets: Vec<Target>,
    pub today: Day,
    pub filter: Filter,
    /// Parameters that are not the filter's.
    pub others: Vec<(String, String)>,
    /// The facts of the entries found, and their numbers in the portfolio.
    pub rows: Vec<Row>,
    pub ids: Vec<EntryId>,
    /// Whether whoever asks has signed in: names of colleagues are not for everybody.
    pub names_people: bool,
    municipality: String,
    groups: Vec<Choices>,
    bad: Vec<BadParameter>,
}

impl Ground {
    /// Gathers what a query string asks for.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn of(backend: &SharedBackend, query: &str, visitor: &Visitor) -> Result<Self, Outage> {
        let portfolio = backend.portfolio();
        let (history, targets) = (backend.history().await?, backend.targets().await?);
        let mut parsed = Filter::parse(query);
        parsed.bad.extend(parsed.filter.drop_unknown(portfolio.taxonomies()));
        let found = portfolio.find(&parsed.filter);
        let (ids, rows) = found.rows().map(|(id, row)| (id, *row)).unzip();
        let groups = found.groups();
        Ok(Self {
            history,
            targets,
            today: backend.today(),
            filter: parsed.filter,
            others: parsed.others,
            bad: parsed.bad,
            rows,
            ids,
            names_people: visitor.account().is_some(),
            municipality: backend.settings().municipality.clone(),
            groups,
            portfolio,
        })
    }

    /// What a section tells.
    pub fn tell(&self, section: Section) -> Told {
        let mut told = Told {
            total: self.rows.len() as u32,
            groups: self.groups.clone(),
            bad: self.bad.clone(),
            blocks: Vec::new(),
            then: None,
            what_if: None,
        };
        match section {
            Section::Balance => told.blocks = super::balance::tell(self),
            Section::Gaps => told.blocks = super::gaps::tell(self),
            Section::Flow => told.blocks = super::flow::tell(self),
            Section::Time => told.blocks = super::time::tell(self),
            Section::Then => super::time::tell_then(self, &mut told),
            Section::WhatIf => super::what_if::tell(self, &mut told),
            Section::Report => told.blocks = super::report::tell(self),
        }
        told
    }

    /// The target mix that holds on a day.
    pub fn target(&self, day: Day) -> Option<&Target> {
        in_force(&self.targets, day)
    }

    /// A parameter that is not the filter's; the last where there are several.
    pub fn other(&self, name: &str) -> Option<&str> {
        self.others.iter().rev().find_map(|(other, value)| (other == name).then_some(value.as_str()))
    }

    /// Whether something in the address could not be used.
    pub fn is_misunderstood(&self) -> bool {
        let day = self.other(AT).is_some_and(|text| !text.is_empty() && text.parse::<Day>().is_err());
        let plan = self.other(PLAN).is_some_and(|text| !Scenario::parse(text).1.is_empty());
        !self.bad.is_empty() || day || plan
    }

    /// Says that a parameter could not be used.
    pub fn refuse(&self, told: &mut Told, name: &str, value: &str) {
        told.bad.push(BadParameter { name: name.to_owned(), value: value.to_owned() });
    }

    /// The title of an entry, in the reader's language where it has one.
    pub fn title_of(&self, id: EntryId) -> String {
        (*self.portfolio.title(id).get(language())).to_owned()
    }

    /// The titles of a few of the entries found.
    pub fn titles(&self, of: impl IntoIterator<Item = Reference>) -> BTreeMap<Reference, String> {
        let mut titles: BTreeMap<Reference, String> =
            of.into_iter().map(|reference| (reference, String::new())).collect();
        for (id, row) in self.ids.iter().zip(&self.rows) {
            if let Some(title) = titles.get_mut(&row.reference) {
                *title = self.title_of(*id);
            }
        }
        titles
    }

    /// Rows as dots, or as bubbles where they are too many. `rows` are of those found, in the same order.
    pub fn dots(&self, rows: &[Row]) -> Dots {
        if rows.len() > MOST_DOTS {
            return Dots { dots: Vec::new(), bubbles: bubbles(rows) };
        }
        let mut found = self.ids.iter().zip(&self.rows);
        let dot = |row: &Row| {
            let (id, was) = found.by_ref().find(|(_, was)| was.reference == row.reference)?;
            Some(Dot {
                reference: row.reference,
                title: self.title_of(*id),
                standing: row.standing,
                innovation: row.innovation,
                priority: row.priority,
                placement: row.placement,
                from: (was.placement != row.placement).then_some(was.placement),
            })
        };
        Dots { dots: rows.iter().filter_map(dot).collect(), bubbles: Vec::new() }
    }

    /// The query string of the filter and of these parameters that are not the filter's.
    pub fn query(&self, others: &[(&str, &str)]) -> String {
        let mut query = self.plain_filter().query();
        for (name, value) in others {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(&format!("{name}={value}"));
        }
        query
    }

    /// The filter without what only lists have.
    fn plain_filter(&self) -> Filter {
        Filter { criteria: self.filter.criteria.clone(), q: self.filter.q.clone(), ..Filter::default() }
    }

    /// The address where the portfolio shows what meets the filter and these criteria, which take the place of the
    /// filter's own in their groups.
    pub fn portfolio_address(&self, criteria: &[Criterion]) -> String {
        let mut filter = self.plain_filter();
        filter.criteria.retain(|kept| criteria.iter().all(|criterion| criterion.group() != kept.group()));
        filter.criteria.extend(criteria.iter().cloned());
        filter.address("/portfolio")
    }

    /// Which entries are told of, in words.
    pub fn filter_in_words(&self) -> String {
        let l = locale();
        let text = (!self.filter.q.is_empty()).then(|| format!("”{}”", self.filter.q));
        let criteria =
            self.filter.criteria.iter().map(|criterion| words::criterion(criterion, self.portfolio.taxonomies()));
        let chosen: Vec<String> = text.into_iter().chain(criteria).collect();
        let count = self.rows.len() as u32;
        if chosen.is_empty() {
            td_string!(l, insights.scope_all, count = count).to_string()
        } else {
            td_string!(l, insights.scope_filter, count = count, filter = chosen.join(", ")).to_string()
        }
    }

    /// What is said around a drawing, whose legend comes first.
    pub fn frame(&self, title: &str, label: &str, legend: &[&str]) -> Frame {
        let source = td_string!(
            locale(),
            insights.source,
            municipality = self.municipality.clone(),
            day = words::day(self.today)
        );
        let notes = legend.iter().map(|note| (*note).to_owned()).chain([self.filter_in_words(), source.to_string()]);
        Frame { title: title.to_owned(), label: label.to_owned(), notes: notes.collect() }
    }
}

/// Rows gathered in squares of a tenth of the diamond's half.
fn bubbles(rows: &[Row]) -> Vec<Bubble> {
    const SIDE: f64 = 0.125;
    let mut squares: BTreeMap<(i32, i32), u32> = BTreeMap::new();
    for row in rows {
        let square = |coordinate: f64| (coordinate / SIDE).round() as i32;
        *squares.entry((square(row.placement.x()), square(row.placement.y()))).or_default() += 1;
    }
    let middle = |square: i32| f64::from(square) * SIDE;
    let bubble =
        |((x, y), count)| Bubble { placement: domain::placement::Placement::nearest(middle(x), middle(y)), count };
    squares.into_iter().map(bubble).collect()
}

/// Does something in a language: what is worded in it is.
pub fn speaking<T>(language: domain::language::Language, tell: impl FnOnce() -> T) -> T {
    let owner = Owner::new();
    owner.with(|| {
        provide_context(language);
        tell()
    })
}

/// A number as a person writes it: no more decimals than it needs, at most one.
pub fn number(value: f64) -> String {
    let text = format!("{:.1}", value);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match language() {
        domain::language::Language::Swedish => text.replace('.', ","),
        domain::language::Language::English => text.to_owned(),
    }
}
