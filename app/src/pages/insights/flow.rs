//! Flow: how entries come from need to benefit.

use super::frame::{InsightsPage, Telling};
use crate::{
    i18n::{locale, td_string},
    insights::Section,
    parts::filter::FilterState,
};
use leptos::prelude::*;

#[component]
pub fn Flow() -> impl IntoView {
    let l = locale();
    let state = FilterState::at("/insights/flow");
    let telling = Telling::of(Section::Flow, move || state.query());
    view! {
        <InsightsPage state=state telling=telling title=td_string!(l, insights.flow) lead=td_string!(l, insights.flow_lead) />
    }
}
