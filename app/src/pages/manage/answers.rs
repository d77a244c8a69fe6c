//! Answering what has come in besides publishing it: asking for more, merging, sending on and declining.

use crate::{
    api::portfolio::similar,
    browser,
    i18n::{language, locale, td_string},
    parts::{
        card::{entry_address, other_language},
        field::{FieldScope, ProblemSummary, RadioGroup, TextArea, TextInput, field, field_id},
    },
    posted::{AnswerRefusal, Posted},
    words,
};
use domain::{
    entry::Card,
    fault::{Field, Problem},
    reception::{
        Received,
        answer::{AnswerKind, ChannelKind, RawAnswer},
    },
    reference::Reference,
    text::{Passage, Phrase, Reason},
};
use leptos::{context::Provider, prelude::*};
use leptos_router::components::A;

#[component]
pub fn Answers(received: Received, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let posted = match posted {
        Some(Posted::Answer { kind, raw, refusal }) => Some((kind, raw, refusal)),
        _ => None,
    };
    let title = received.entry.title.sv.to_string();
    let reference = received.entry.reference;
    let forms: Vec<_> = AnswerKind::ALL
        .iter()
        .map(|kind| {
            let kind = *kind;
            let posted = posted.clone().filter(|(posted, ..)| *posted == kind).map(|(_, raw, refusal)| (raw, refusal));
            let title = title.clone();
            // Two of them ask for the same.
            view! {
                <Provider value=FieldScope(kind.name())>
                    <AnswerForm kind=kind reference=reference version=received.version mails=received.mails title=title.clone() posted=posted.clone() />
                </Provider>
            }
        })
        .collect();
    view! {
        <section class="stack replies" aria-labelledby="answers">
            <h2 id="answers">{td_string!(l, reception.answers)}</h2>
            {forms}
        </section>
    }
}

/// What an answer is called, what comes of it, and what its button says.
fn about(kind: AnswerKind) -> (&'static str, &'static str, &'static str) {
    let l = locale();
    match kind {
        AnswerKind::Ask => {
            (td_string!(l, reception.ask), td_string!(l, reception.ask_lead), td_string!(l, reception.ask_send))
        }
        AnswerKind::Merge => {
            (td_string!(l, reception.merge), td_string!(l, reception.merge_lead), td_string!(l, reception.merge_send))
        }
        AnswerKind::SendOn => (
            td_string!(l, reception.send_on),
            td_string!(l, reception.send_on_lead),
            td_string!(l, reception.send_on_send),
        ),
        AnswerKind::Decline => (td_string!(l, manage.decline_title), "", td_string!(l, manage.decline)),
    }
}

/// One answer, folded up until it is wanted.
#[component]
fn AnswerForm(
    kind: AnswerKind,
    reference: Reference,
    version: i64,
    /// Whether the sender gets mail.
    mails: bool,
    /// The title of the submission, for what is like it.
    title: String,
    posted: Option<(RawAnswer, AnswerRefusal)>,
) -> impl IntoView {
    let l = locale();
    let is_open = posted.is_some();
    let (raw, problems, told) = match posted {
        None => (RawAnswer::default(), Vec::new(), None),
        Some((raw, AnswerRefusal::Invalid(problems))) => (raw, problems, None),
        Some((raw, AnswerRefusal::Stale)) => (raw, Vec::new(), Some(td_string!(l, reception.stale))),
        Some((raw, AnswerRefusal::Secret)) => (raw, Vec::new(), Some(td_string!(l, reception.secret_refused))),
    };
    let raw = RwSignal::new(raw);
    let problems: Signal<Vec<Problem>> = Signal::stored(problems);
    let (name, lead, send) = about(kind);
    let fields = match kind {
        AnswerKind::Ask => view! { <Question raw=raw problems=problems mails=mails /> }.into_any(),
        AnswerKind::Merge => view! {
            <Into raw=raw problems=problems title=title />
            <Why kind=kind raw=raw problems=problems />
        }
        .into_any(),
        AnswerKind::SendOn => view! {
            <Channels raw=raw problems=problems />
            <Why kind=kind raw=raw problems=problems />
        }
        .into_any(),
        AnswerKind::Decline => view! { <Why kind=kind raw=raw problems=problems /> }.into_any(),
    };
    view! {
        <details class="reply" open=is_open>
            <summary>{name}</summary>
            <form method="post" action=format!("/manage/{reference}") class="stack" aria-label=name novalidate>
                {(!lead.is_empty()).then(|| view! { <p>{lead}</p> })}
                <ProblemSummary problems=problems />
                {told.map(|told| view! { <p class="notice warning" role="alert">{told}</p> })}
                // The version that is shown here: another manager's later change is told, not overwritten.
                <input type="hidden" name="version" value=version.to_string() />
                {fields}
                <div class="actions"><button class="button plain" name="action" value=kind.name()>{send}</button></div>
            </form>
        </details>
    }
}

#[component]
fn Question(raw: RwSignal<RawAnswer>, problems: Signal<Vec<Problem>>, mails: bool) -> impl IntoView {
    let l = locale();
    let (value, write) = field!(raw.question);
    let hint = if mails { td_string!(l, reception.ask_mails) } else { td_string!(l, reception.ask_no_mails) };
    view! {
        <TextArea field=Field::Question label=words::field(Field::Question) hint=hint required=true rows=3 max=Passage::MAX value=value on_input=write problems=problems />
    }
}

/// Why, for the sender to read.
#[component]
fn Why(kind: AnswerKind, raw: RwSignal<RawAnswer>, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    let (value, write) = field!(raw.reason);
    let hint = match kind {
        AnswerKind::Decline => td_string!(l, manage.reason_hint),
        AnswerKind::Ask | AnswerKind::Merge | AnswerKind::SendOn => td_string!(l, reception.reason_hint),
    };
    view! {
        <TextArea field=Field::Reason label=td_string!(l, manage.reason) hint=hint required=true rows=3 max=Reason::MAX value=value on_input=write problems=problems />
    }
}

#[component]
fn Channels(raw: RwSignal<RawAnswer>, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    let (value, write) = field!(raw.channel);
    let (named, name) = field!(raw.elsewhere);
    let options =
        ChannelKind::ALL.iter().map(|kind| (kind.to_string(), words::channel_kind(*kind), String::new())).collect();
    view! {
        <RadioGroup field=Field::Channel legend=words::field(Field::Channel) options=options value=value on_input=write problems=problems />
        <TextInput field=Field::Elsewhere label=words::field(Field::Elsewhere) hint=td_string!(l, reception.elsewhere_hint) autocomplete="off" max=Phrase::MAX value=named on_input=name problems=problems />
    }
}

/// The entry to merge into, with those that are like the submission.
#[component]
fn Into(raw: RwSignal<RawAnswer>, problems: Signal<Vec<Problem>>, title: String) -> impl IntoView {
    let l = locale();
    let (value, write) = field!(raw.into);
    let found = Resource::new(move || title.clone(), similar);
    view! {
        <Transition>
            {move || found.get().and_then(Result::ok).filter(|cards| !cards.is_empty()).map(|cards| view! {
                <div class="stack">
                    <h3>{td_string!(l, reception.merge_similar)}</h3>
                    <ul class="like">{cards.into_iter().map(|card| view! { <Like card=card write=write /> }).collect_view()}</ul>
                </div>
            })}
        </Transition>
        <TextInput field=Field::Into label=words::field(Field::Into) hint=td_string!(l, reception.merge_hint) required=true autocomplete="off" max=20 value=value on_input=write problems=problems />
    }
}

/// An entry that is like the submission, and the way to choose it.
#[component]
fn Like(card: Card, write: Callback<String>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let (reference, title) = (card.reference.to_string(), card.title.get(reader).to_string());
    let lang = other_language(card.title.language(reader));
    let words = td_string!(l, reception.merge_choose, reference = reference.clone()).to_string();
    let choose = {
        let (reference, field) = (reference.clone(), field_id(Field::Into));
        move |_| {
            write.run(reference.clone());
            browser::focus(&field);
        }
    };
    view! {
        <li>
            <span class="number">{reference}</span>
            <A href=entry_address(&card) attr:lang=lang>{title}</A>
            <button type="button" class="button small plain needs-js" on:click=choose>{words}</button>
        </li>
    }
}
