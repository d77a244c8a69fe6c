//! The receipt of something handed in: whoever has its address may follow what becomes of it.

mod mail;

use crate::{
    api::submit::fetch_status,
    browser,
    i18n::{language, locale, td_string},
    parts::{card::other_language, heading::Heading, trouble::Trouble},
    posted::{Posted, posted},
    site::site,
    words,
};
use domain::reception::{Arrival, Decision, Status};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    components::A,
    hooks::{use_location, use_params_map},
};

/// The id of the field with the address.
const ADDRESS: &str = "receipt-address";

#[component]
pub fn Receipt() -> impl IntoView {
    let params = use_params_map();
    let secret = move || params.with(|params| params.get("secret")).unwrap_or_default();
    let posted = StoredValue::new(posted());
    let status = Resource::new(secret, fetch_status);
    view! {
        <Transition>
            {move || status.get().map(|answer| match answer {
                Ok(status) => view! { <ReceiptPage status=status secret=secret() posted=posted.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

/// "23 november 2026 klockan 14:05".
pub fn arrival(arrived: &Arrival) -> String {
    td_string!(locale(), receipt.arrival, day = words::day(arrived.day), time = arrived.time.clone()).to_string()
}

#[component]
fn ReceiptPage(status: Status, secret: String, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let Status { reference, title, board, arrived, decision } = status;
    let heading = match decision {
        Decision::Waiting => td_string!(l, receipt.waiting_title),
        Decision::Published { .. } => td_string!(l, receipt.published_title),
        Decision::Declined { .. } => td_string!(l, receipt.declined_title),
    };
    let board = site().taxonomies.board(&board).map(|board| board.name(reader).to_owned()).unwrap_or_default();
    let lang = other_language(title.language(reader));
    let told = match decision {
        Decision::Waiting => view! {
            <section class="stack">
                <h2>{td_string!(l, receipt.next_title)}</h2>
                <ol>
                    <li>{td_string!(l, receipt.next_read)}</li>
                    <li>{td_string!(l, receipt.next_decide)}</li>
                    <li>{td_string!(l, receipt.next_see)}</li>
                </ol>
            </section>
        }
        .into_any(),
        Decision::Published { on } => view! {
            <div class="notice good stack">
                <p>{td_string!(l, receipt.published, day = words::day(on)).to_string()}</p>
                <p><A href=format!("/portfolio/{reference}") attr:class="button small">{td_string!(l, receipt.see)}</A></p>
            </div>
        }
        .into_any(),
        Decision::Declined { on, ref reason } => {
            let paragraphs: Vec<_> =
                reason.paragraphs().map(|text| view! { <p class="paragraph">{text.to_owned()}</p> }).collect();
            view! {
                <section class="notice warning stack">
                    <p>{td_string!(l, receipt.declined, day = words::day(on)).to_string()}</p>
                    <h2>{td_string!(l, receipt.reason)}</h2>
                    {paragraphs}
                    <p>{td_string!(l, receipt.ask)}" "<a href=format!("mailto:{}", site().settings.contact) rel="external">{site().settings.contact.clone()}</a></p>
                </section>
            }
            .into_any()
        }
    };
    view! {
        <div class="page stack loose receipt">
            <Heading text=heading />
            <dl class="ticket">
                <div class="ticket-number"><dt>{td_string!(l, receipt.reference)}</dt><dd>{reference.to_string()}</dd></div>
                <div><dt>{words::field(domain::fault::Field::Title)}</dt><dd lang=lang>{title.get(reader).to_string()}</dd></div>
                <div><dt>{td_string!(l, receipt.arrived)}</dt><dd>{arrival(&arrived)}</dd></div>
                <div><dt>{td_string!(l, receipt.receiver)}</dt><dd>{board}</dd></div>
                <div><dt>{td_string!(l, receipt.status)}</dt><dd><DecisionWord decision=decision /></dd></div>
            </dl>
            {told}
            <mail::ReceiptMail secret=secret posted=posted />
            <KeepAddress />
        </div>
    }
}

/// What has been decided, in a word or two.
#[component]
pub fn DecisionWord(decision: Decision) -> impl IntoView {
    let l = locale();
    let (class, words) = match decision {
        Decision::Waiting => ("decision waiting", td_string!(l, receipt.word.waiting)),
        Decision::Published { .. } => ("decision published", td_string!(l, receipt.word.published)),
        Decision::Declined { .. } => ("decision declined", td_string!(l, receipt.word.declined)),
    };
    view! { <span class=class>{words}</span> }
}

/// The page's own address, which is the only key to it.
#[component]
fn KeepAddress() -> impl IntoView {
    let l = locale();
    let path = use_location().pathname;
    // The server does not know by which name it was asked for.
    let address = RwSignal::new(path.get_untracked());
    let copied = RwSignal::new(None::<bool>);
    Effect::new(move || address.set(format!("{}{}", browser::origin(), path.get_untracked())));
    let copy = move || spawn_local(async move { copied.set(Some(browser::copy(ADDRESS).await)) });
    view! {
        <section class="stack" aria-labelledby="keep">
            <h2 id="keep">{td_string!(l, receipt.keep_title)}</h2>
            <p>{td_string!(l, receipt.keep_text)}</p>
            <p class="without-js">{td_string!(l, receipt.keep_bookmark)}</p>
            <div class="field needs-js">
                <label for=ADDRESS>{td_string!(l, receipt.address)}</label>
                <div class="address-line">
                    <input id=ADDRESS type="text" readonly value=address.get_untracked() prop:value=move || address.get() />
                    <button type="button" class="button plain" on:click=move |_| copy()>{td_string!(l, receipt.copy)}</button>
                </div>
                <p class="hint" role="status">
                    {move || copied.get().map(|copied| if copied {
                        td_string!(l, receipt.copied)
                    } else {
                        td_string!(l, receipt.selected)
                    })}
                </p>
            </div>
            <p class="notice warning">{td_string!(l, receipt.warning)}</p>
        </section>
    }
}
