//! What has come in: the list of it, and the page on which a manager reads, edits, publishes or declines.

mod form;
mod review;

pub use review::Review;

use crate::{
    api::manage::fetch_queue,
    i18n::{language, locale, td_string},
    parts::{card::other_language, heading::Heading, trouble::Trouble},
    site::site,
    words,
};
use domain::{
    draft::Kind,
    reception::{Arrival, Decision, QueueLine},
    stage::Stage,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

#[component]
pub fn Manage() -> impl IntoView {
    let queue = Resource::new(|| (), |()| fetch_queue());
    view! {
        <Transition>
            {move || queue.get().map(|answer| match answer {
                Ok(lines) => view! { <Queue lines=lines /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Queue(lines: Vec<QueueLine>) -> impl IntoView {
    let l = locale();
    let query = use_query_map();
    let done = move || query.with(|query| query.get("done"));
    let (waiting, decided): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.decision == Decision::Waiting);
    view! {
        <div class="page wide stack loose">
            <div class="page-head">
                <Heading text=td_string!(l, manage.title) />
                <p class="lead">{td_string!(l, manage.lead)}</p>
            </div>
            {move || done().map(|reference| view! {
                <p class="notice good" role="status">{td_string!(l, manage.done, reference = reference).to_string()}</p>
            })}
            <section class="stack" aria-labelledby="waiting">
                <h2 id="waiting">{td_string!(l, manage.waiting)}</h2>
                {if waiting.is_empty() {
                    view! { <p class="nothing">{td_string!(l, manage.none_waiting)}</p> }.into_any()
                } else {
                    view! { <Lines lines=waiting label="waiting" /> }.into_any()
                }}
            </section>
            {(!decided.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="decided">
                    <h2 id="decided">{td_string!(l, manage.decided)}</h2>
                    <Lines lines=decided label="decided" />
                </section>
            })}
        </div>
    }
}

#[component]
fn Lines(lines: Vec<QueueLine>, label: &'static str) -> impl IntoView {
    let l = locale();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-labelledby=label>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(l, manage.column_reference)}</th>
                        <th scope="col">{td_string!(l, manage.column_title)}</th>
                        <th scope="col">{td_string!(l, manage.column_kind)}</th>
                        <th scope="col">{td_string!(l, manage.column_board)}</th>
                        <th scope="col">{td_string!(l, manage.column_arrived)}</th>
                        <th scope="col">{td_string!(l, manage.column_decision)}</th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn line(line: QueueLine) -> impl IntoView {
    let reader = language();
    let address = format!("/manage/{}", line.reference);
    let (title, lang) = (line.title.get(reader).to_string(), other_language(line.title.language(reader)));
    let board = site().taxonomies.board(&line.board).map(|board| board.name(reader).to_owned());
    view! {
        <tr>
            <td>{line.reference.to_string()}</td>
            <th scope="row" lang=lang><A href=address>{title}</A></th>
            <td>{kind(line.kind)}</td>
            <td>{board}</td>
            <td>{arrived(&line.arrived)}</td>
            <td>{decision(&line.decision)}</td>
        </tr>
    }
}

fn kind(kind: Kind) -> String {
    words::standing(Stage::from(kind).into())
}

fn arrived(arrival: &Arrival) -> String {
    format!("{}, {}", words::day(arrival.day), arrival.time)
}

fn decision(decision: &Decision) -> String {
    let l = locale();
    match decision {
        Decision::Waiting => td_string!(l, manage.is_waiting).to_string(),
        Decision::Published { on } => td_string!(l, manage.is_published, day = words::day(*on)).to_string(),
        Decision::Declined { on, .. } => td_string!(l, manage.is_declined, day = words::day(*on)).to_string(),
    }
}
