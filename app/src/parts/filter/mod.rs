//! What a person looks for, kept in the address: the state, the panel of choices and the chips of what is chosen.

mod chips;
mod panel;

pub use chips::Chips;
pub use panel::FilterPanel;

use domain::filter::Filter;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The filter of the page at `path`, whose only memory is the address.
#[derive(Clone, Copy)]
pub struct FilterState {
    path: &'static str,
    /// Parameters of the page's own, which stay while the filter changes.
    kept: &'static [&'static str],
    query: Memo<String>,
    filter: Memo<Filter>,
    go: Callback<(String, NavigateOptions)>,
}

impl FilterState {
    /// The state of the page that is being shown at `path`, with the names of its own parameters.
    pub fn at(path: &'static str, kept: &'static [&'static str]) -> Self {
        let location = use_location();
        let query = Memo::new(move |before: Option<&String>| {
            let search = location.search.get();
            match before {
                // Another page is on its way in: its query is not this page's.
                Some(before) if location.pathname.get() != path => before.clone(),
                _ => search.trim_start_matches('?').to_owned(),
            }
        });
        let navigate = use_navigate();
        let go = Callback::new(move |(to, options): (String, NavigateOptions)| navigate(&to, options));
        Self { path, kept, query, filter: Memo::new(move |_| query.with(|query| Filter::parse(query).filter)), go }
    }

    /// The query string as it stands in the address, with what in it cannot be used.
    pub fn query(&self) -> String {
        self.query.get()
    }

    /// The same, to be followed.
    pub const fn query_memo(&self) -> Memo<String> {
        self.query
    }

    pub fn get(&self) -> Filter {
        self.filter.get()
    }

    pub fn get_untracked(&self) -> Filter {
        self.filter.get_untracked()
    }

    pub fn with<T>(&self, read: impl FnOnce(&Filter) -> T) -> T {
        self.filter.with(read)
    }

    /// Where the page's plain form sends to.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The parameters of the page's own, as they stand.
    pub fn kept(&self) -> Vec<(String, String)> {
        let others = self.query.with(|query| Filter::parse(query).others);
        others.into_iter().filter(|(name, _)| self.kept.contains(&name.as_str())).collect()
    }

    /// The address of this page with another filter.
    pub fn address(&self, filter: &Filter) -> String {
        self.address_with(filter, &self.kept())
    }

    /// The address of this page with another filter and other parameters of its own.
    pub fn address_with(&self, filter: &Filter, own: &[(String, String)]) -> String {
        let mut query = filter.query();
        for (name, value) in own {
            let start = if query.is_empty() { "" } else { "&" };
            // Its own parameters are plain: digits, references, commas.
            query = format!("{query}{start}{name}={value}");
        }
        if query.is_empty() { self.path.to_owned() } else { format!("{}?{query}", self.path) }
    }

    /// Shows another filter, as a step that "back" returns from.
    pub fn set(&self, filter: &Filter) {
        self.show(filter, false);
    }

    /// Shows another filter in place of this one: for each letter of a text there is no way back.
    pub fn replace(&self, filter: &Filter) {
        self.show(filter, true);
    }

    fn show(&self, filter: &Filter, replace: bool) {
        if self.get_untracked() != *filter {
            self.go.run((
                untrack(|| self.address(filter)),
                NavigateOptions { replace, scroll: false, ..Default::default() },
            ));
        }
    }
}
