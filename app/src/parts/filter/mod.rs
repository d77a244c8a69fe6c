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
    /// The page's own parameters that stay in the address when the filter changes.
    kept: &'static [&'static str],
    query: Memo<String>,
    filter: Memo<Filter>,
    go: Callback<(String, NavigateOptions)>,
}

impl FilterState {
    /// The state of the page that is being shown at `path`.
    pub fn at(path: &'static str) -> Self {
        Self::keeping(path, &[])
    }

    /// The same for a page with parameters of its own, which stay as they are.
    pub fn keeping(path: &'static str, kept: &'static [&'static str]) -> Self {
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

    /// The address of this page with another filter.
    pub fn address(&self, filter: &Filter) -> String {
        let own = self.query.with(|query| self.own(query));
        self.address_with(filter, &own)
    }

    /// The page's own parameters, as they stand in the address.
    pub fn kept(&self) -> Vec<(String, String)> {
        self.query.with(|query| self.own(query))
    }

    fn own(&self, query: &str) -> Vec<(String, String)> {
        let mut others = Filter::parse(query).others;
        others.retain(|(name, _)| self.kept.contains(&name.as_str()));
        others
    }

    /// The address of this page with another filter and other parameters of its own.
    pub fn address_with(&self, filter: &Filter, own: &[(String, String)]) -> String {
        let mut address = filter.address(self.path);
        for (name, value) in own {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(&format!("{name}={}", escape(value)));
        }
        address
    }

    /// Gives a parameter of the page's own another value, or takes it away, with or without a way back.
    pub fn set_own(&self, name: &'static str, value: &str, replace: bool) {
        let mut own = self.query.with_untracked(|query| self.own(query));
        own.retain(|(other, _)| other != name);
        if !value.is_empty() {
            own.push((name.to_owned(), value.to_owned()));
        }
        let address = self.address_with(&self.get_untracked(), &own);
        self.go.run((address, NavigateOptions { replace, scroll: false, ..Default::default() }));
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

/// A value as it may stand in an address; commas between several stay legible.
fn escape(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._,".contains(&byte);
    let piece = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    value.bytes().map(piece).collect()
}
