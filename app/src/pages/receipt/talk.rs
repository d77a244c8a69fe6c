//! What the municipality asks of whoever handed something in, and the answers.

use crate::{
    i18n::{locale, td_string},
    pages::receipt::arrival,
    parts::field::{ProblemSummary, TextArea},
    posted::{Posted, ReplyRefusal},
};
use domain::{
    fault::{Field, Problem},
    reception::{Message, Side},
    text::Passage,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn ReceiptTalk(
    secret: String,
    messages: Vec<Message>,
    /// Whether an answer is waited for.
    is_asked: bool,
    posted: Option<Posted>,
) -> impl IntoView {
    let l = locale();
    let (written, problems, too_late) = match posted {
        Some(Posted::Reply { text, refusal: ReplyRefusal::Invalid(fault) }) => {
            (text, vec![Problem { field: Field::Answer, fault }], None)
        }
        Some(Posted::Reply { text, refusal: ReplyRefusal::NotAsked }) => (String::new(), Vec::new(), Some(text)),
        _ => (String::new(), Vec::new(), None),
    };
    let is_done = use_query_map().with_untracked(|query| query.get("done").is_some_and(|done| done == "answered"));
    let is_done = is_done && !is_asked && too_late.is_none();
    let is_empty = messages.is_empty();
    let lines = messages.into_iter().map(|Message { from, when, text }| {
        let (class, who) = match from {
            Side::Municipality => ("message", td_string!(l, reception.from_us)),
            Side::Sender => ("message sender", td_string!(l, reception.receipt.your_answer)),
        };
        let day = when.day.to_string();
        view! {
            <li class=class>
                <p class="small">{who}", "<time datetime=day>{arrival(&when)}</time></p>
                <p class="paragraph" lang="sv">{text.to_string()}</p>
            </li>
        }
    });
    let lines = lines.collect_view();
    (!is_empty || too_late.is_some()).then(|| view! {
        <section class="stack" aria-labelledby="talk">
            <h2 id="talk">{td_string!(l, reception.talk)}</h2>
            {is_done.then(|| view! { <p class="notice good" role="status">{td_string!(l, reception.receipt.answer_done)}</p> })}
            {is_asked.then(|| view! { <p>{td_string!(l, reception.receipt.asked_text)}</p> })}
            {(!is_empty).then(|| view! { <ol class="talk">{lines}</ol> })}
            {too_late.map(|text| view! {
                <div class="notice warning stack" role="alert">
                    <p>{td_string!(l, reception.receipt.not_asked)}</p>
                    <p class="paragraph">{text}</p>
                </div>
            })}
            {is_asked.then(|| view! { <AnswerForm secret=secret written=written problems=problems /> })}
        </section>
    })
}

#[component]
fn AnswerForm(secret: String, written: String, problems: Vec<Problem>) -> impl IntoView {
    let l = locale();
    let answer = RwSignal::new(written);
    let problems = Signal::stored(problems);
    view! {
        <form method="post" action=format!("/receipt/{secret}") class="stack" novalidate>
            <ProblemSummary problems=problems />
            // Not on the button: Enter and scripts send the form without it.
            <input type="hidden" name="action" value="answer" />
            <TextArea
                field=Field::Answer
                label=td_string!(l, reception.receipt.answer_label)
                hint=td_string!(l, reception.receipt.answer_hint)
                required=true
                rows=4
                max=Passage::MAX
                value=answer
                on_input=Callback::new(move |text| answer.set(text))
                problems=problems
            />
            <div class="actions"><button class="button">{td_string!(l, reception.receipt.answer_send)}</button></div>
        </form>
    }
}
