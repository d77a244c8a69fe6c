//! The mails that the portfolio sends, for managers: what waits, what was sent, and what did not arrive.

use crate::{
    api::outbox::fetch_outbox,
    i18n::{locale, td_string},
    pages::receipt::arrival,
    parts::{heading::Heading, paging::Paging, trouble::Trouble},
    site::site,
};
use domain::{
    letter::{LetterKind, MailState, OutboxLine, OutboxPage},
    mail::Setback,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

#[component]
pub fn Outbox() -> impl IntoView {
    let query = use_query_map();
    let page = move || query.with(|query| query.get("page")).and_then(|page| page.parse().ok()).unwrap_or(1);
    let outbox = Resource::new(page, fetch_outbox);
    view! {
        <Transition>
            {move || outbox.get().map(|answer| match answer {
                Ok(page) => view! { <Mails page=page /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Mails(page: OutboxPage) -> impl IntoView {
    let l = locale();
    let OutboxPage { lines, page, pages, waiting, failed } = page;
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let done = done.map(|done| match done.as_str() {
        "again" => view! { <p class="notice good" role="status">{td_string!(l, outbox.done)}</p> },
        _ => view! { <p class="notice" role="status">{td_string!(l, outbox.gone)}</p> },
    });
    let is_empty = lines.is_empty();
    let lines: Vec<_> = lines.into_iter().map(|line| view! { <Mail line=line page=page /> }).collect();
    view! {
        <div class="page wide stack loose">
            <div class="page-head">
                <p class="crumb"><A href="/manage">{td_string!(l, manage.title)}</A></p>
                <Heading text=td_string!(l, outbox.title) />
                <p class="lead">{td_string!(l, outbox.lead)}</p>
            </div>
            {(!site().settings.mail).then(|| view! { <p class="notice warning">{td_string!(l, outbox.off)}</p> })}
            {done}
            {if is_empty {
                view! { <p class="nothing lead">{td_string!(l, outbox.empty)}</p> }.into_any()
            } else {
                view! {
                    <p>{td_string!(l, outbox.counts, waiting = waiting, failed = failed).to_string()}</p>
                    <ol class="queue">{lines}</ol>
                }
                .into_any()
            }}
            <Paging page=page pages=pages to=|page| format!("/manage/outbox?page={page}") />
        </div>
    }
}

#[component]
fn Mail(line: OutboxLine, page: u32) -> impl IntoView {
    let l = locale();
    let OutboxLine { id, email, kind, entry, state, queued, then, tries, setback, reply, held } = line;
    let again_to = td_string!(l, outbox.again_to, email = email.clone()).to_string();
    let (class, word) = match state {
        MailState::Waiting => ("decision waiting", td_string!(l, outbox.waiting)),
        MailState::Sent => ("decision published", td_string!(l, outbox.sent)),
        MailState::Failed => ("decision refused", td_string!(l, outbox.failed)),
    };
    let why = setback.map(|setback| match setback {
        Setback::Unreachable => td_string!(l, outbox.setback.unreachable),
        Setback::Delayed => td_string!(l, outbox.setback.delayed),
        Setback::Refused => td_string!(l, outbox.setback.refused),
    });
    let next = (state == MailState::Waiting).then_some(then.clone()).flatten();
    let next = next.map(|then| td_string!(l, outbox.next_try, when = arrival(&then)).to_string());
    let settled = (state != MailState::Waiting).then_some(then).flatten();
    let told: Vec<String> = [
        held.then(|| td_string!(l, outbox.held).to_owned()),
        why.map(str::to_owned),
        reply.map(|reply| td_string!(l, outbox.reply, reply = reply).to_string()),
        (tries > 0 && state != MailState::Sent).then(|| td_string!(l, outbox.tries, count = tries).to_string()),
        next,
    ]
    .into_iter()
    .flatten()
    .collect();
    view! {
        <li class="queue-line mail">
            <h2>{kind_words(kind)}</h2>
            <span class="queue-word"><span class=class>{word}</span></span>
            <p class="queue-facts">
                <span>{td_string!(l, outbox.to)}" "{email}</span>
                {entry.map(|entry| view! { <A href=format!("/manage/{entry}") attr:class="number">{entry.to_string()}</A> })}
                <time datetime=queued.day.to_string()>{arrival(&queued)}</time>
                {settled.filter(|settled| *settled != queued).map(|settled| view! { <span>{word}" "{arrival(&settled)}</span> })}
            </p>
            {(!told.is_empty()).then(|| view! { <p class="mail-why">{told.join(" ")}</p> })}
            {(state == MailState::Failed || held).then(|| view! {
                <form method="post" action="/manage/outbox">
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="page" value=page.to_string() />
                    <button class="button small plain" aria-label=again_to>{td_string!(l, outbox.again)}</button>
                </form>
            })}
        </li>
    }
}

fn kind_words(kind: LetterKind) -> &'static str {
    let l = locale();
    match kind {
        LetterKind::Confirm => td_string!(l, outbox.kind.confirm),
        LetterKind::Received => td_string!(l, outbox.kind.received),
        LetterKind::Published => td_string!(l, outbox.kind.published),
        LetterKind::Answered => td_string!(l, outbox.kind.answered),
        LetterKind::Mention => td_string!(l, outbox.kind.mention),
        LetterKind::Reset => td_string!(l, outbox.kind.reset),
        LetterKind::Asked => td_string!(l, outbox.kind.asked),
        LetterKind::SentOn => td_string!(l, outbox.kind.sent_on),
        LetterKind::Merged => td_string!(l, outbox.kind.merged),
        LetterKind::Declined => td_string!(l, outbox.kind.declined),
        LetterKind::Moved => td_string!(l, outbox.kind.moved),
        LetterKind::Benefit => td_string!(l, outbox.kind.benefit),
        LetterKind::Spread => td_string!(l, outbox.kind.spread),
        LetterKind::Match => td_string!(l, outbox.kind.found),
        LetterKind::Digest => td_string!(l, outbox.kind.digest),
    }
}
