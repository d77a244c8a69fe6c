//! What is chosen now, each to be removed by itself or all at once.

use super::FilterState;
use crate::{
    i18n::{locale, td_string},
    site::site,
    words,
};
use domain::filter::Filter;
use leptos::prelude::*;

/// The chips of the filter in the address.
#[component]
pub fn Chips(state: FilterState) -> impl IntoView {
    let l = locale();
    let site = StoredValue::new(site());
    let chip = move |label: String, without: &Filter| {
        let remove = td_string!(l, explore.remove, name = label.clone()).to_string();
        view! {
            <li>
                <a href=state.address(without) class="chip" aria-label=remove data-noscroll>
                    {label}
                    <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8" /></svg>
                </a>
            </li>
        }
    };
    move || {
        let filter = state.get();
        filter.is_active().then(|| {
            let text = (!filter.q.is_empty()).then(|| chip(format!("”{}”", filter.q), &filter.with_text("")));
            let criteria: Vec<_> = filter
                .criteria
                .iter()
                .map(|criterion| {
                    let label = site.with_value(|site| words::criterion(criterion, &site.taxonomies));
                    chip(label, &filter.toggled(criterion))
                })
                .collect();
            view! {
                <ul class="chips" aria-label=td_string!(l, explore.chosen)>
                    {text}
                    {criteria}
                    <li>
                        <a href=state.address(&filter.cleared()) class="chip clear" data-noscroll>
                            {td_string!(l, explore.clear)}
                        </a>
                    </li>
                </ul>
            }
        })
    }
}
