//! The report: the whole on one page of paper.

use super::frame::{InsightsPage, Telling};
use crate::{
    browser,
    i18n::{locale, td_string},
    insights::Section,
    parts::filter::FilterState,
};
use leptos::prelude::*;

#[component]
pub fn Report() -> impl IntoView {
    let l = locale();
    let state = FilterState::at("/insights/report");
    let telling = Telling::of(Section::Report, move || state.query());
    let button = move || {
        view! {
            <p class="needs-js unprinted">
                <button type="button" class="button" on:click=move |_| browser::print()>{td_string!(l, insights.print)}</button>
            </p>
        }
    };
    view! {
        <div class="report-page">
            <InsightsPage
                state=state
                telling=telling
                title=td_string!(l, insights.report)
                lead=td_string!(l, insights.report_lead)
                before=ViewFn::from(button)
             />
        </div>
    }
}
