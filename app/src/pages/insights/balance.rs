//! Balance: the mix of facets beside the agreed target mix.

use super::frame::{InsightsPage, Telling};
use crate::{
    i18n::{locale, td_string},
    insights::Section,
    parts::filter::FilterState,
    site::site,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn Balance() -> impl IntoView {
    let l = locale();
    let state = FilterState::at("/insights");
    // Only courtesy: the form is refused to whoever may not set a target.
    let manager = site().visitor.whole().is_ok();
    let telling = Telling::of(Section::Balance, move || state.query());
    let query = use_query_map();
    let saved = move || query.with(|query| query.get("saved").is_some());
    view! {
        <InsightsPage state=state telling=telling title=td_string!(l, insights.balance) lead=td_string!(l, insights.balance_lead)>
            {move || saved().then(|| view! { <p class="notice good" role="status">{td_string!(l, insights.target_saved)}</p> })}
            {manager.then(|| view! {
                <p><a class="button plain" href="/insights/target">{td_string!(l, insights.set_target)}</a></p>
            })}
        </InsightsPage>
    }
}
