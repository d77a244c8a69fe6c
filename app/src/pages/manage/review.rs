//! One submission: who sent it, what it says, and what a manager decides.

use super::{
    arrived, decision,
    form::{DeclineForm, EditForm},
    kind,
};
use crate::{
    api::{ApiError, manage::fetch_received},
    i18n::{language, locale, td_string},
    parts::{card::other_language, compass::MiniCompass, heading::Heading, trouble::Trouble},
    posted::{DecisionRefusal, Posted, RevisionRefusal, posted},
    words,
};
use domain::{
    draft::{Kind, Name},
    reception::{Decision, Received},
    reference::Reference,
    revision::RawRevision,
    stage::Stage,
};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

#[component]
pub fn Review() -> impl IntoView {
    let params = use_params_map();
    let reference =
        move || params.with(|params| params.get("reference")).and_then(|text| text.parse::<Reference>().ok());
    let posted = StoredValue::new(posted());
    let received =
        Resource::new(reference, |reference| async move { fetch_received(reference.ok_or(ApiError::NotFound)?).await });
    view! {
        <Transition>
            {move || received.get().map(|answer| match answer {
                Ok(received) => view! { <Submission received=received posted=posted.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Submission(received: Received, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let entry = &received.entry;
    let (title, lang) = (entry.title.get(reader).to_string(), other_language(entry.title.language(reader)));
    let query = use_query_map();
    let saved = move || query.with(|query| query.get("saved").is_some());
    view! {
        <div class="page wide stack loose">
            <div class="page-head">
                <p class="crumb"><A href="/manage">{td_string!(l, manage.title)}</A></p>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
                <p class="lead">{decision(&received.decision)}</p>
            </div>
            {move || saved().then(|| view! { <p class="notice good" role="status">{td_string!(l, manage.saved)}</p> })}
            <div class="entry-body">
                {match received.decision.clone() {
                    Decision::Waiting => view! { <Deciding received=received.clone() posted=posted /> }.into_any(),
                    decided => view! { <Decided received=received.clone() decision=decided /> }.into_any(),
                }}
                <Facts received=received />
            </div>
        </div>
    }
}

/// What is known of the submission besides its words.
#[component]
fn Facts(received: Received) -> impl IntoView {
    let l = locale();
    let line = |term: &'static str, text: String| view! { <div><dt>{term}</dt><dd>{text}</dd></div> };
    let stage_kind = if received.entry.journey.stage() == Stage::Need { Kind::Need } else { Kind::Idea };
    let sender = match received.sender.name {
        Name::Anonymous => td_string!(l, manage.anonymous).to_string(),
        Name::Internal(name) => td_string!(l, manage.internal, name = name.to_string()).to_string(),
        Name::Public(name) => td_string!(l, manage.public, name = name.to_string()).to_string(),
    };
    let email = received.sender.email.map(|email| {
        let address = email.to_string();
        view! {
            <div>
                <dt>{td_string!(l, manage.email)}</dt>
                <dd><a href=format!("mailto:{address}") rel="external">{address.clone()}</a></dd>
            </div>
        }
    });
    let placement = received.entry.placement;
    view! {
        <aside class="entry-aside" aria-label=td_string!(l, manage.about)>
            <dl class="facts-list">
                {line(td_string!(l, entry.reference), received.entry.reference.to_string())}
                {line(td_string!(l, manage.column_kind), kind(stage_kind))}
                {line(td_string!(l, manage.column_arrived), arrived(&received.arrived))}
                {line(td_string!(l, manage.sender), sender)}
                {email}
            </dl>
            <section>
                <h2>{td_string!(l, entry.place)}</h2>
                <MiniCompass placement=placement />
                <p class="place">{words::place(placement)}</p>
            </section>
        </aside>
    }
}

#[component]
fn Deciding(received: Received, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let entry = received.entry;
    let now = RawRevision::of(&entry);
    let mut version = received.version;
    let (mut raw, mut problems, mut told) = (now.clone(), Vec::new(), None);
    let (mut reason, mut fault) = (String::new(), None);
    match posted {
        Some(Posted::Revision { raw: written, refusal: RevisionRefusal::Invalid(found) }) => {
            raw = written;
            problems = found;
        }
        Some(Posted::Revision { raw: written, refusal: RevisionRefusal::Stale { version: newest } }) => {
            told = Some(view! { <Stale theirs=written.differing(&now) /> }.into_any());
            raw = written;
            version = newest;
        }
        Some(Posted::Decision { reason: written, refusal }) => {
            reason = written;
            match refusal {
                DecisionRefusal::Reason(found) => fault = Some(found),
                DecisionRefusal::Stale | DecisionRefusal::Decided => {
                    told = Some(
                        view! { <p class="notice warning" role="alert">{td_string!(l, manage.read_again)}</p> }
                            .into_any(),
                    );
                }
            }
        }
        _ => {}
    }
    view! {
        <div class="stack loose">
            {told}
            <EditForm entry=entry.clone() raw=raw problems=problems version=version />
            <DeclineForm reference=entry.reference version=version reason=reason fault=fault />
        </div>
    }
}

/// Somebody else saved meanwhile: what they wrote, where it differs from what stands in the form.
#[component]
fn Stale(theirs: Vec<(domain::fault::Field, String)>) -> impl IntoView {
    let l = locale();
    let lines: Vec<_> = theirs
        .into_iter()
        .map(|(field, text)| view! { <div><dt>{words::field(field)}</dt><dd class="paragraph">{text}</dd></div> })
        .collect();
    view! {
        <div class="notice warning" role="alert">
            <h2>{td_string!(l, manage.stale_title)}</h2>
            <p>{td_string!(l, manage.stale)}</p>
            <dl class="facts-list across">{lines}</dl>
        </div>
    }
}

/// What was decided, and what it was decided of.
#[component]
fn Decided(received: Received, decision: Decision) -> impl IntoView {
    let l = locale();
    let reference = received.entry.reference;
    let outcome = match decision {
        Decision::Declined { reason, .. } => view! {
            <section class="stack">
                <h2>{td_string!(l, manage.reason)}</h2>
                <p class="paragraph">{reason.to_string()}</p>
            </section>
        }
        .into_any(),
        _ => view! {
            <p><A href=format!("/portfolio/{reference}") attr:class="button">{td_string!(l, receipt.to_entry)}</A></p>
        }
        .into_any(),
    };
    let texts: Vec<_> = RawRevision::of(&received.entry)
        .fields()
        .into_iter()
        .filter(|(field, text)| is_text(*field) && !text.is_empty())
        .map(|(field, text)| {
            view! { <section class="stack"><h2>{words::field(field)}</h2><p class="paragraph" lang="sv">{text}</p></section> }
        })
        .collect();
    view! { <div class="stack loose">{outcome}{texts}</div> }
}

const fn is_text(field: domain::fault::Field) -> bool {
    use domain::fault::Field;
    matches!(field, Field::Summary | Field::Need | Field::Plan | Field::Audience | Field::HopedBenefit)
}
