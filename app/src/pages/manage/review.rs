//! One submission: who sent it, what it says, and what to do with it.

use super::{answers::Answers, custody::CustodyForm, edit::EditForm, talk::Talk};
use crate::{
    api::{ApiError, manage::fetch_received},
    i18n::{language, locale, td_string},
    pages::{
        entry::Gallery,
        receipt::{DecisionWord, arrival},
        submit::kind_words,
    },
    parts::{
        address::reference_in_address,
        card::other_language,
        compass::{MiniCompass, WeightBars},
        heading::Heading,
        trouble::Trouble,
    },
    posted::{Posted, posted},
    site::site,
    words,
};
use domain::{
    challenge::{ChallengeLine, address},
    draft::{Kind, Name, Sender},
    entry::Entry,
    fault::Field,
    placement::Placement,
    reception::{Decision, Named, Received},
    revision::RawRevision,
    stage::Stage,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

#[component]
pub fn Review() -> impl IntoView {
    let reference = reference_in_address();
    let posted = StoredValue::new(posted());
    let received =
        Resource::new(reference, |reference| async move { fetch_received(reference.ok_or(ApiError::NotFound)?).await });
    view! {
        <Transition>
            {move || received.get().map(|answer| match answer {
                Ok(received) => view! { <ReviewPage received=received posted=posted.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn ReviewPage(received: Received, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let entry = &received.entry;
    let reference = entry.reference;
    let (title, lang) = (entry.title.get(reader).to_string(), other_language(entry.title.language(reader)));
    let kind = if entry.journey.stage() == Stage::Need { Kind::Need } else { Kind::Idea };
    let (saved, done) = use_query_map().with_untracked(|query| (query.get("saved"), query.get("done")));
    let done = match done.as_deref() {
        Some("asked") => Some(td_string!(l, reception.asked_done)),
        Some("custody") => Some(td_string!(l, reception.custody_saved)),
        _ => saved.map(|_| td_string!(l, manage.saved)),
    };
    let done = done.filter(|_| posted.is_none());
    let overtaken = matches!(posted, Some(Posted::Decided));
    let is_secret = received.custody.is_secret;
    let messages = received.messages.clone();
    let files = received.files.clone();
    let merged = received.merged.clone();
    let custody = view! { <CustodyForm received=received.clone() posted=posted.clone() /> };
    let about = view! {
        <About
            sender=received.sender.clone()
            arrived=arrival(&received.arrived)
            kind=kind_words(kind).0
            challenge=received.challenge.clone()
            placement=entry.placement
        />
    };
    let work = match received.decision.clone() {
        Decision::Waiting => {
            view! { <EditForm received=received.clone() posted=posted.clone() /><Answers received=received.clone() posted=posted /> }.into_any()
        }
        Decision::Published { on } => view! {
            <div class="notice good stack">
                <p>{td_string!(l, receipt.published, day = words::day(on)).to_string()}</p>
                <p><A href=format!("/portfolio/{reference}") attr:class="button small">{td_string!(l, manage.see)}</A></p>
            </div>
            <Written entry=entry.clone() />
        }
        .into_any(),
        Decision::Declined { on, reason } => view! {
            <div class="notice warning stack">
                <p>{td_string!(l, receipt.declined, day = words::day(on)).to_string()}</p>
                <Because reason=reason.to_string() />
            </div>
            <Written entry=entry.clone() />
        }
        .into_any(),
        Decision::SentOn { on, to, reason } => view! {
            <div class="notice stack">
                <p>{td_string!(l, reception.sent_on, day = words::day(on), channel = words::channel(&to)).to_string()}</p>
                <Because reason=reason.to_string() />
            </div>
            <Written entry=entry.clone() />
        }
        .into_any(),
        Decision::Merged { on, into, reason } => view! {
            <div class="notice stack">
                <p>
                    {td_string!(l, reception.merged_into, day = words::day(on)).to_string()}" "
                    <A href=format!("/manage/{into}") attr:class="number">{into.to_string()}</A>"."
                </p>
                <Because reason=reason.to_string() />
            </div>
            <Written entry=entry.clone() />
        }
        .into_any(),
    };
    view! {
        <div class="page wide stack loose review">
            <div class="page-head">
                <p class="crumb"><A href="/manage">{td_string!(l, manage.title)}</A></p>
                <p class="queue-facts">
                    <span class="number">{reference.to_string()}</span>
                    <DecisionWord decision=received.decision.clone() />
                </p>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
            </div>
            {done.map(|done| view! { <p class="notice good" role="status">{done}</p> })}
            {overtaken.then(|| view! { <p class="notice warning" role="alert">{td_string!(l, manage.overtaken)}</p> })}
            <div class="review-body">
                <div class="stack loose">
                    {is_secret.then(|| view! {
                        <p class="notice warning"><strong>{td_string!(l, reception.secret_title)}". "</strong>{td_string!(l, reception.secret_text)}</p>
                    })}
                    <MergedHere merged=merged />
                    <Talk messages=messages />
                    <Gallery reference=reference files=files may_change=true />
                    {work}
                </div>
                <div class="stack loose review-aside">
                    {custody}
                    {about}
                </div>
            </div>
        </div>
    }
}

/// Who sent it, when, and where it lies.
#[component]
fn About(
    sender: Sender,
    arrived: String,
    kind: &'static str,
    challenge: Option<ChallengeLine>,
    placement: Placement,
) -> impl IntoView {
    let l = locale();
    let (name, may) = match sender.name {
        Name::Anonymous => (td_string!(l, manage.anonymous).to_owned(), None),
        Name::Internal(name) => (name.to_string(), Some(td_string!(l, manage.name_internal))),
        Name::Public(name) => (name.to_string(), Some(td_string!(l, manage.name_public))),
    };
    let email = sender.email.map(|email| {
        let (to, address) = (format!("mailto:{email}"), email.to_string());
        view! { <div><dt>{words::field(Field::Email)}</dt><dd><a href=to rel="external">{address}</a></dd></div> }
    });
    view! {
        <aside class="entry-aside" aria-label=td_string!(l, manage.about)>
            <dl class="facts-list">
                <div><dt>{td_string!(l, manage.sender)}</dt><dd>{name}{may.map(|may| view! { <span class="option-more">" – "{may}</span> })}</dd></div>
                {email}
                <div><dt>{td_string!(l, receipt.arrived)}</dt><dd>{arrived}</dd></div>
                <div><dt>{td_string!(l, manage.kind)}</dt><dd>{kind}</dd></div>
                {challenge.map(|challenge| view! {
                    <div>
                        <dt>{td_string!(l, challenge.answers_this)}</dt>
                        <dd><A href=address(&challenge.slug)>{challenge.title.get(language()).to_string()}</A></dd>
                    </div>
                })}
            </dl>
            <section class="aside-place">
                <h2>{td_string!(l, manage.place)}</h2>
                <MiniCompass placement=placement />
                <p class="place">{words::place(placement)}</p>
                <WeightBars placement=Signal::stored(placement) />
                <p class="hint">{td_string!(l, manage.place_later)}</p>
            </section>
        </aside>
    }
}

#[component]
fn Because(reason: String) -> impl IntoView {
    view! {
        <h2>{td_string!(locale(), receipt.reason)}</h2>
        <p class="paragraph" lang="sv">{reason}</p>
    }
}

/// What has been merged into it, of which nothing is lost.
#[component]
fn MergedHere(merged: Vec<Named>) -> impl IntoView {
    let l = locale();
    let count = u32::try_from(merged.len()).unwrap_or(u32::MAX);
    (count > 0).then(|| {
        let lines = merged.into_iter().map(|Named { reference, title }| {
            let reader = language();
            let lang = other_language(title.language(reader));
            view! {
                <li>
                    <span class="number">{reference.to_string()}</span>
                    <A href=format!("/manage/{reference}") attr:lang=lang>{title.get(reader).to_string()}</A>
                </li>
            }
        });
        let lines = lines.collect_view();
        view! {
            <section class="stack" aria-labelledby="merged">
                <h2 id="merged">{td_string!(l, reception.merged_here, count = count).to_string()}</h2>
                <ul class="like">{lines}</ul>
            </section>
        }
    })
}

/// What it says, where nothing is left to decide.
#[component]
fn Written(entry: Entry) -> impl IntoView {
    let raw = RawRevision::of(&entry);
    let parts: Vec<_> = [
        (Field::Summary, raw.summary),
        (Field::Need, raw.need),
        (Field::Plan, raw.plan),
        (Field::Audience, raw.audience),
        (Field::HopedBenefit, raw.hoped_benefit),
        (
            Field::Units,
            entry
                .units
                .iter()
                .filter_map(|slug| site().taxonomies.unit(slug).map(|unit| unit.name(language()).to_owned()))
                .collect::<Vec<_>>()
                .join(", "),
        ),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(field, text)| view! { <div><dt>{words::field(field)}</dt><dd class="paragraph">{text}</dd></div> })
    .collect();
    view! { <dl class="facts-list across">{parts}</dl> }
}
