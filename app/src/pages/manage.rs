//! What has come in, for managers: the list of it, and one submission to read, edit and decide on.

mod by_stage;
mod differences;
mod edit;
mod outbox;
mod review;

pub use by_stage::Stages;
pub(in crate::pages) use differences::{Overtaken, differences};
pub(in crate::pages) use edit::RevisionFields;
pub use outbox::Outbox;
pub use review::Review;

use crate::{
    api::manage::fetch_queue,
    i18n::{language, locale, td_string},
    pages::{
        receipt::{DecisionWord, arrival},
        submit::kind_words,
    },
    parts::{card::other_language, heading::Heading, trouble::Trouble},
    site::site,
};
use domain::{
    reception::{Decision, QueueLine},
    reference::Reference,
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
    let done =
        use_query_map().with_untracked(|query| query.get("done").and_then(|done| done.parse::<Reference>().ok()));
    let done = done.and_then(|done| lines.iter().find(|line| line.reference == done).cloned());
    let (waiting, decided): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.decision == Decision::Waiting);
    let count = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
    let waits = if waiting.is_empty() {
        view! {
            <div class="nothing">
                <p class="lead">{td_string!(l, manage.empty)}</p>
                <p>{td_string!(l, manage.empty_text)}</p>
            </div>
        }
        .into_any()
    } else {
        view! { <ol class="queue">{waiting.into_iter().map(|line| view! { <Line line=line /> }).collect_view()}</ol> }
            .into_any()
    };
    view! {
        <div class="page wide stack loose">
            <div class="page-head">
                <Heading text=td_string!(l, manage.title) />
                <p class="lead">{td_string!(l, manage.lead)}</p>
                <p><A href="/manage/stages">{td_string!(l, by_stage.title)}</A></p>
            </div>
            {done.map(|line| view! { <Done line=line /> })}
            <section class="stack" aria-labelledby="waiting">
                <h2 id="waiting">{td_string!(l, manage.waiting, count = count).to_string()}</h2>
                {waits}
            </section>
            {(!decided.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="decided">
                    <h2 id="decided">{td_string!(l, manage.decided)}</h2>
                    <ol class="queue">{decided.into_iter().map(|line| view! { <Line line=line /> }).collect_view()}</ol>
                </section>
            })}
        </div>
    }
}

/// A submission in the list.
#[component]
fn Line(line: QueueLine) -> impl IntoView {
    let QueueLine { reference, title, kind, board, arrived, decision } = line;
    let reader = language();
    let lang = other_language(title.language(reader));
    let board = site().taxonomies.board(&board).map(|board| board.name(reader).to_owned());
    view! {
        <li class="queue-line">
            <h3><A href=format!("/manage/{reference}") attr:lang=lang>{title.get(reader).to_string()}</A></h3>
            // What waits stands in a list of its own.
            {(decision != Decision::Waiting).then(|| view! { <span class="queue-word"><DecisionWord decision=decision /></span> })}
            <p class="queue-facts">
                <span class="number">{reference.to_string()}</span>
                <span>{kind_words(kind).0}</span>
                {board.map(|board| view! { <span>{board}</span> })}
                <time datetime=arrived.day.to_string()>{arrival(&arrived)}</time>
            </p>
        </li>
    }
}

/// The decision that was just made.
#[component]
fn Done(line: QueueLine) -> impl IntoView {
    let l = locale();
    let reference = line.reference;
    let title = line.title.get(language()).to_string();
    match line.decision {
        Decision::Waiting => ().into_any(),
        Decision::Published { .. } => view! {
            <div class="notice good stack" role="status">
                <p>{td_string!(l, manage.done_published, title = title, reference = reference.to_string()).to_string()}</p>
                <p><A href=format!("/portfolio/{reference}") attr:class="button small">{td_string!(l, manage.see)}</A></p>
            </div>
        }
        .into_any(),
        Decision::Declined { .. } => view! {
            <p class="notice" role="status">
                {td_string!(l, manage.done_declined, title = title, reference = reference.to_string()).to_string()}
            </p>
        }
        .into_any(),
    }
}
