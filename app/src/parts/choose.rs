//! A choice in a form that narrows a list: one of several, or all.

use crate::i18n::{locale, td_string};
use leptos::prelude::*;

#[component]
pub fn Choose(
    /// What the parameter is called in the address.
    name: &'static str,
    #[prop(into)] label: String,
    /// Each choice's value and name.
    options: Vec<(String, String)>,
    /// The value that is chosen; empty for all.
    chosen: String,
) -> impl IntoView {
    let id = format!("narrow-{name}");
    let all = (String::new(), td_string!(locale(), reception.any).to_owned());
    let options: Vec<_> = [all]
        .into_iter()
        .chain(options)
        .map(|(value, words)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{words}</option> }
        })
        .collect();
    view! {
        <p class="narrow-field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name>{options}</select>
        </p>
    }
}
