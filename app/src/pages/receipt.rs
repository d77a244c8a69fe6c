//! The receipt of something handed in: whoever has its address may follow what becomes of it.

mod files;
mod mail;
mod outcome;
mod talk;

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
use outcome::{Because, Merged, SentOn};

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
    let asked = status.is_asked().then(|| status.messages.last().cloned()).flatten();
    let Status { reference, title, board, arrived, decision, leads_to, messages, files } = status;
    let is_open = decision == Decision::Waiting;
    let heading = match decision {
        Decision::Waiting if asked.is_some() => td_string!(l, reception.receipt.asked_title),
        Decision::SentOn { .. } => td_string!(l, reception.receipt.sent_on_title),
        Decision::Merged { .. } => td_string!(l, reception.receipt.merged_title),
        Decision::Waiting => td_string!(l, receipt.waiting_title),
        Decision::Published { .. } => td_string!(l, receipt.published_title),
        Decision::Declined { .. } => td_string!(l, receipt.declined_title),
    };
    let board = site().taxonomies.board(&board).map(|board| board.name(reader).to_owned()).unwrap_or_default();
    let lang = other_language(title.language(reader));
    let told = match decision {
        Decision::SentOn { on, ref to, ref reason } => view! { <SentOn on=on to=to.clone() reason=reason.clone() /> }.into_any(),
        Decision::Merged { on, ref reason, .. } => {
            view! { <Merged on=on reason=reason.clone() leads_to=leads_to /> }.into_any()
        }
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
            view! {
                <section class="notice warning stack">
                    <p>{td_string!(l, receipt.declined, day = words::day(on)).to_string()}</p>
                    <Because reason=reason.clone() />
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
            <talk::ReceiptTalk secret=secret.clone() messages=messages is_asked=asked.is_some() posted=posted.clone() />
            {told}
            <files::ReceiptFiles secret=secret.clone() files=files is_open=is_open posted=posted.clone() />
            <mail::ReceiptMail secret=secret posted=posted />
            <KeepAddress />
        </div>
    }
}

/// What has been decided, in a word or two.
#[component]
pub fn DecisionWord(decision: Decision) -> impl IntoView {
    let class = match decision {
        Decision::Waiting => "decision waiting",
        Decision::Published { .. } => "decision published",
        Decision::Declined { .. } => "decision declined",
        Decision::SentOn { .. } | Decision::Merged { .. } => "decision",
    };
    view! { <span class=class>{decision_word(&decision)}</span> }
}

/// The same without its looks.
pub fn decision_word(decision: &Decision) -> &'static str {
    let l = locale();
    match decision {
        Decision::Waiting => td_string!(l, receipt.word.waiting),
        Decision::Published { .. } => td_string!(l, receipt.word.published),
        Decision::Declined { .. } => td_string!(l, receipt.word.declined),
        Decision::SentOn { .. } => td_string!(l, reception.decision.sent_on),
        Decision::Merged { .. } => td_string!(l, reception.decision.merged),
    }
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
