//! Gaps: what nobody works with.

use super::frame::{InsightsPage, Telling};
use crate::{
    i18n::{locale, td_string},
    insights::Section,
    parts::filter::FilterState,
};
use leptos::prelude::*;

#[component]
pub fn Gaps() -> impl IntoView {
    let l = locale();
    let state = FilterState::at("/insights/gaps");
    let telling = Telling::of(Section::Gaps, move || state.query());
    view! {
        <InsightsPage state=state telling=telling title=td_string!(l, insights.gaps) lead=td_string!(l, insights.gaps_lead) />
    }
}
