//! What lies on whoever has signed in: what to do next, and what is late.

use crate::{
    i18n::{language, locale, td_string},
    pages::entry::Due,
    parts::card::other_language,
};
use domain::{
    assignment::{Charge, NextStep, OnOnesDesk},
    reception::Named,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The markup of what lies on whoever asks, which the server has put into the context of the start page; empty where
/// nothing does. It is markup and no part of the app, so that its code weighs on nobody's first visit.
pub fn markup() -> String {
    let desk = use_context::<OnOnesDesk>().filter(|desk| *desk != OnOnesDesk::default());
    desk.map(|desk| view! { <Lies desk=desk /> }.to_html()).unwrap_or_default()
}

#[component]
fn Lies(desk: OnOnesDesk) -> impl IntoView {
    let l = locale();
    let OnOnesDesk { entries, submissions } = desk;
    let late = u32::try_from(entries.iter().filter(|charge| charge.is_overdue).count()).unwrap_or(u32::MAX);
    let lines = entries.into_iter().map(|charge| view! { <Line charge=charge /> }).collect_view();
    view! {
        <section class="stack desk" aria-labelledby="desk">
            <h2 id="desk">{td_string!(l, assignment.desk)}</h2>
            {(late > 0).then(|| view! {
                <p class="notice warning">{td_string!(l, assignment.late, count = late).to_string()}</p>
            })}
            {(submissions > 0).then(|| view! {
                <p><A href="/manage?holder=me">{td_string!(l, assignment.submissions, count = submissions).to_string()}</A></p>
            })}
            <ul class="queue">{lines}</ul>
        </section>
    }
}

#[component]
fn Line(charge: Charge) -> impl IntoView {
    let l = locale();
    let reader = language();
    let Charge { entry: Named { reference, title }, next, is_overdue } = charge;
    let lang = other_language(title.language(reader));
    view! {
        <li class="queue-line">
            <h3><A href=format!("/portfolio/{reference}") attr:lang=lang>{title.get(reader).to_string()}</A></h3>
            {match next {
                Some(NextStep { what, due }) => view! {
                    <span class="queue-word"><Due due=due is_overdue=is_overdue /></span>
                    <p class="queue-facts" lang="sv">{what.to_string()}</p>
                }
                .into_any(),
                None => view! { <p class="queue-facts">{td_string!(l, assignment.no_step)}</p> }.into_any(),
            }}
        </li>
    }
}
