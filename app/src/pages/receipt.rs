//! What a submitter sees through the secret link: that it was received, and what has become of it.

use crate::{
    api::submit::fetch_status,
    browser,
    i18n::{language, locale, td_string},
    parts::{card::other_language, heading::Heading, trouble::Trouble},
    site::site,
    words,
};
use domain::reception::{Decision, Status};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_location, use_params_map},
};

#[component]
pub fn Receipt() -> impl IntoView {
    let params = use_params_map();
    let secret = move || params.with(|params| params.get("secret")).unwrap_or_default();
    let status = Resource::new(secret, fetch_status);
    view! {
        <Transition>
            {move || status.get().map(|answer| match answer {
                Ok(status) => view! { <ReceiptPage status=status /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn ReceiptPage(status: Status) -> impl IntoView {
    let l = locale();
    let reader = language();
    let board = site()
        .taxonomies
        .board(&status.board)
        .map_or_else(|| status.board.to_string(), |board| board.name(reader).to_owned());
    let arrived = format!("{}, {}", words::day(status.arrived.day), status.arrived.time);
    let (title, lang) = (status.title.get(reader).to_string(), other_language(status.title.language(reader)));
    let reference = status.reference;
    let (heading, now) = match status.decision {
        Decision::Waiting => (
            td_string!(l, receipt.waiting_title),
            view! { <p class="notice">{td_string!(l, receipt.waiting)}</p> }.into_any(),
        ),
        Decision::Published { on } => (
            td_string!(l, receipt.published_title),
            view! {
                <div class="notice good stack">
                    <p>{td_string!(l, receipt.published, day = words::day(on)).to_string()}</p>
                    <p><A href=format!("/portfolio/{reference}")>{td_string!(l, receipt.to_entry)}</A></p>
                </div>
            }
            .into_any(),
        ),
        Decision::Declined { on, reason } => (
            td_string!(l, receipt.declined_title),
            view! {
                <div class="notice warning stack">
                    <p>{td_string!(l, receipt.declined, day = words::day(on)).to_string()}</p>
                    <blockquote class="paragraph">{reason.to_string()}</blockquote>
                </div>
            }
            .into_any(),
        ),
    };
    let line = |term: &'static str, text: String| view! { <div><dt>{term}</dt><dd>{text}</dd></div> };
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <Heading text=heading />
                <p class="lead" lang=lang>{title}</p>
            </div>
            <p class="receipt-reference">
                <span class="small">{td_string!(l, receipt.reference)}</span>
                <strong>{reference.to_string()}</strong>
            </p>
            {now}
            <dl class="facts-list across">
                {line(td_string!(l, receipt.arrived), arrived)}
                {line(td_string!(l, receipt.board), board)}
            </dl>
            <KeepLink />
        </div>
    }
}

/// The page's own address, which is the key to it.
#[component]
fn KeepLink() -> impl IntoView {
    let l = locale();
    let path = use_location().pathname;
    // Only the browser knows the whole address, with the host it was reached by.
    let host = RwSignal::new(String::new());
    let copied = RwSignal::new(false);
    Effect::new(move || host.set(browser::origin()));
    let address = move || format!("{}{}", host.get(), path.get());
    view! {
        <section class="stack" aria-labelledby="keep">
            <h2 id="keep">{td_string!(l, receipt.keep_title)}</h2>
            <p>{td_string!(l, receipt.keep)}</p>
            <div class="keep-link">
                <label class="hidden" for="link">{td_string!(l, receipt.link)}</label>
                <input id="link" readonly value=path.get_untracked() prop:value=address />
                <button
                    type="button"
                    class="button plain needs-js"
                    on:click=move |_| {
                        browser::copy(&untrack(address), "link");
                        copied.set(true);
                    }
                >
                    {td_string!(l, receipt.copy)}
                </button>
            </div>
            <p role="status" aria-live="polite">{move || copied.get().then(|| td_string!(l, receipt.copied))}</p>
            <p class="hint">{td_string!(l, receipt.warning)}</p>
        </section>
    }
}
