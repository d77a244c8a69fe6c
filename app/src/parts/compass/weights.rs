//! How much a place belongs to each facet.

use crate::{parts::tags::facet_class, words};
use domain::placement::Placement;
use leptos::prelude::*;

/// Four bars that follow a placement.
#[component]
pub fn WeightBars(#[prop(into)] placement: Signal<Placement>) -> impl IntoView {
    let bar = |index: usize| {
        let share = Memo::new(move |_| placement.get().weights().percent()[index]);
        let facet = placement.get_untracked().weights().percent()[index].0;
        view! {
            <div class=format!("weight {}", facet_class(facet))>
                <dt>{words::facet(facet)}</dt>
                <dd>{move || format!("{} %", share.get().1)}</dd>
                <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="track" width="100" height="4" />
                    <rect class="bar" width=move || share.get().1.to_string() height="4" />
                </svg>
            </div>
        }
    };
    view! { <dl class="weights">{bar(0)}{bar(1)}{bar(2)}{bar(3)}</dl> }
}
