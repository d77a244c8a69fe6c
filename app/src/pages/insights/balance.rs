//! Balance: the mix of facets beside the agreed target mix.

use super::frame::{InsightsPage, Telling};
use crate::{
    i18n::{locale, td_string},
    insights::Section,
    parts::filter::FilterState,
    site::site,
};
use leptos::prelude::*;

#[component]
pub fn Balance() -> impl IntoView {
    let l = locale();
    let state = FilterState::at("/insights");
    // Only courtesy: the form is refused to whoever may not set a target.
    let manager = site().visitor.is_manager();
    let telling = Telling::of(Section::Balance, move || state.query());
    view! {
        <InsightsPage state=state telling=telling title=td_string!(l, insights.balance) lead=td_string!(l, insights.balance_lead)>
            {manager.then(|| view! {
                <p><a class="button plain" href="/insights/target">{td_string!(l, insights.set_target)}</a></p>
            })}
        </InsightsPage>
    }
}
