//! The whole at a glance: one file for each of its pages, and the frame around all of them.

mod balance;
mod flow;
mod frame;
mod gaps;
mod report;
mod target;
mod time;
mod what_if;

use crate::parts::trouble::NotFoundPage;
use balance::Balance;
use flow::Flow;
use gaps::Gaps;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use report::Report;
use target::SetTarget;
use time::Time;
use what_if::TryOut;

/// Each page by the name of its section; the balance without one.
#[component]
pub fn Insights() -> impl IntoView {
    let params = use_params_map();
    let section = Memo::new(move |_| params.with(|params| params.get("section")));
    move || match section.get().as_deref() {
        None => view! { <Balance /> }.into_any(),
        Some("gaps") => view! { <Gaps /> }.into_any(),
        Some("flow") => view! { <Flow /> }.into_any(),
        Some("time") => view! { <Time /> }.into_any(),
        Some("what-if") => view! { <TryOut /> }.into_any(),
        Some("report") => view! { <Report /> }.into_any(),
        Some("target") => view! { <SetTarget /> }.into_any(),
        Some(_) => view! { <NotFoundPage /> }.into_any(),
    }
}
