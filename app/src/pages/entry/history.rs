//! How an entry was changed: every change in words, any two states beside each other, and for managers the way back.

mod comparison;
mod told;

use crate::{
    api::{ApiError, changes::fetch_log},
    browser,
    i18n::{language, locale, td_string},
    pages::receipt::arrival,
    parts::{
        address::reference_in_address,
        card::other_language,
        heading::Heading,
        sides::{Sides, added, removed},
        trouble::Trouble,
    },
    posted::{Posted, posted},
    site::site,
    words,
};
use comparison::{Comparison, Pick};
use domain::{
    change::{Change, ChangeKind, Log, wording},
    reception::Decision,
    reference::Reference,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use told::{Told, is_told_by, kind_words, told};

#[component]
pub fn History() -> impl IntoView {
    let reference = reference_in_address();
    let posted = StoredValue::new(posted());
    let log = Resource::new(reference, |reference| async move {
        let reference = reference.ok_or(ApiError::NotFound)?;
        fetch_log(reference).await.map(|log| (reference, log))
    });
    view! {
        <Transition>
            {move || log.get().map(|answer| match answer {
                Ok((reference, log)) => {
                    view! { <HistoryPage reference=reference log=log posted=posted.get_value() /> }.into_any()
                }
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

/// The id of the comparison.
const COMPARISON: &str = "compare";

#[component]
fn HistoryPage(reference: Reference, log: Log, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let title = &log.present().title;
    let (title, lang) = (title.get(reader).to_string(), other_language(title.language(reader)));
    let is_published = matches!(log.present().decision, Decision::Published { .. });
    let (back, back_words) = if is_published {
        (format!("/portfolio/{reference}"), td_string!(l, action.back_to))
    } else {
        (format!("/manage/{reference}"), td_string!(l, change.back_to_received))
    };
    let query = use_query_map();
    let done = query.with_untracked(|query| query.get("done").is_some()) && posted.is_none();
    let latest = log.latest();
    let lines: Vec<_> = log
        .changes()
        .iter()
        .rev()
        .map(|change| view! { <Line reference=reference change=change.clone() latest=latest /> })
        .collect();
    // Whoever asks for a comparison on the page reads on from it.
    Effect::new(move |before: Option<()>| {
        let is_asked_for = query.with(|query| query.get("from").is_some());
        if before.is_some() && is_asked_for {
            browser::read_from(COMPARISON);
        }
    });
    let log = StoredValue::new(log);
    let comparison = move || {
        let asked = |name: &str| query.with(|query| query.get(name)).and_then(|number| number.parse().ok());
        let (from, to) = match &posted {
            Some(Posted::Restoring { number, .. }) => (Some(*number), Some(latest)),
            _ => (asked("from"), asked("to")),
        };
        let (from, to) = from.zip(to)?;
        let log = log.get_value();
        let both = log.state(from).cloned().zip(log.state(to).cloned())?;
        let posted = posted.clone();
        Some(view! {
            <Comparison id=COMPARISON reference=reference numbers=(from, to) states=both log=log posted=posted />
        })
    };
    view! {
        <div class="page stack loose history">
            <div class="page-head">
                <p class="crumb"><a href=back>{back_words}</a></p>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
                <p class="lead">{td_string!(l, change.lead)}</p>
            </div>
            {done.then(|| view! { <p class="notice good" role="status">{td_string!(l, change.restored)}</p> })}
            {comparison}
            {(latest > log.with_value(|log| log.changes()[0].number)).then(|| view! { <Pick reference=reference log=log.get_value() /> })}
            <section class="stack loose" aria-labelledby="changes">
                <h2 id="changes">{td_string!(l, change.all)}</h2>
                <ol class="timeline changes" reversed=true>{lines}</ol>
                {(!site().visitor.is_manager()).then(|| view! { <p class="hint">{td_string!(l, change.since_published)}</p> })}
            </section>
        </div>
    }
}

/// A change: what was done, when, by whom, why, and what it changed.
#[component]
fn Line(reference: Reference, change: Change, latest: u32) -> impl IntoView {
    let l = locale();
    let Change { number, when, who, kind, why, restored, conceals, what } = change;
    let day = when.day.to_string();
    let when = match kind {
        // The day since when it has stood so is known, the hour is not.
        ChangeKind::Began | ChangeKind::Entered => words::day(when.day),
        _ => arrival(&when),
    };
    let who = who.map(|who| td_string!(l, change.by, name = who).to_string());
    let parts: Vec<_> = what
        .into_iter()
        .filter(|difference| !is_told_by(kind, difference))
        .map(|difference| view! { <Part told=told(difference) /> })
        .collect();
    let compare = format!("/portfolio/{reference}/history?from={number}&to={latest}#{COMPARISON}");
    let compare_words = td_string!(l, change.compare_now, number = number).to_string();
    view! {
        <li id=format!("change-{number}")>
            <p class="small change-when">
                <span class="number">{td_string!(l, change.version, number = number).to_string()}</span>
                <time datetime=day>{when}</time>
                {who.map(|who| view! { <span>{who}</span> })}
            </p>
            <p class="event">{kind_words(kind, restored)}</p>
            {why.map(|why| view! { <p class="why paragraph" lang="sv">{why.to_string()}</p> })}
            {conceals.then(|| view! { <p class="hint">{td_string!(l, change.concealed)}</p> })}
            {(!parts.is_empty()).then(|| view! { <ul class="parts">{parts}</ul> })}
            {(number < latest).then(|| view! { <p class="small"><a href=compare>{compare_words}</a></p> })}
        </li>
    }
}

/// The most characters of what is told on one line.
const SHORT: usize = 60;

/// A field that changed: short things on a line, texts beside each other when they are asked for.
#[component]
fn Part(told: Told) -> impl IntoView {
    let l = locale();
    let Told { field, before, after, lang } = told;
    let is_short = |text: &str| text.chars().count() <= SHORT && !text.contains('\n');
    if is_short(&before) && is_short(&after) {
        let nothing = || view! { <span class="hint">{td_string!(l, change.nothing)}</span> };
        let whole = |text: String| wording::Piece { text, differs: true };
        let was = if before.is_empty() { nothing().into_any() } else { removed(whole(before)).into_any() };
        let is = if after.is_empty() { nothing().into_any() } else { added(whole(after)).into_any() };
        view! {
            <li>
                <span class="part-name">{field}": "</span>
                <span class="hidden">{td_string!(l, change.before)}": "</span>
                <span lang=lang>{was}</span>
                <span aria-hidden="true">" → "</span>
                <span class="hidden">{td_string!(l, change.after)}": "</span>
                <span lang=lang>{is}</span>
            </li>
        }
        .into_any()
    } else {
        let names = (td_string!(l, change.before).to_owned(), td_string!(l, change.after).to_owned());
        view! {
            <li>
                <details>
                    <summary>{td_string!(l, change.text_changed, field = field).to_string()}</summary>
                    <Sides names=names before=before after=after lang=lang />
                </details>
            </li>
        }
        .into_any()
    }
}
