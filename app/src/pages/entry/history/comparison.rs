//! Two states of an entry beside each other, and the way back to the first.

use super::told::{Told, told};
use crate::{
    i18n::{locale, td_string},
    parts::{
        field::{ProblemSummary, TextArea},
        sides::Sides,
    },
    posted::{Posted, RestoringRefusal},
    site::site,
    words,
};
use domain::{
    change::{Log, State},
    fault::{Field, Problem},
    reception::Decision,
    reference::Reference,
    text::Reason,
};
use leptos::prelude::*;

/// Choosing two states to compare.
#[component]
pub fn Pick(reference: Reference, log: Log) -> impl IntoView {
    let l = locale();
    let options = |chosen: u32| {
        log.changes()
            .iter()
            .map(|change| {
                let (number, day) = (change.number, words::day(change.when.day));
                let name = td_string!(l, change.version_on, number = number, day = day).to_string();
                view! { <option value=number.to_string() selected={number == chosen}>{name}</option> }
            })
            .collect_view()
    };
    let (first, latest) = (options(log.changes()[0].number), options(log.latest()));
    view! {
        <form method="get" action=format!("/portfolio/{reference}/history#{}", super::COMPARISON) class="pick-two" aria-labelledby="pick">
            <h2 id="pick">{td_string!(l, change.pick)}</h2>
            <div class="field">
                <label for="pick-from">{td_string!(l, change.pick_from)}</label>
                <select id="pick-from" name="from">{first}</select>
            </div>
            <div class="field">
                <label for="pick-to">{td_string!(l, change.pick_to)}</label>
                <select id="pick-to" name="to">{latest}</select>
            </div>
            <button class="button plain">{td_string!(l, change.compare)}</button>
        </form>
    }
}

#[component]
pub fn Comparison(
    id: &'static str,
    reference: Reference,
    numbers: (u32, u32),
    states: (State, State),
    log: Log,
    posted: Option<Posted>,
) -> impl IntoView {
    let l = locale();
    let ((from, to), (one, other)) = (numbers, states);
    let version = |number: u32| td_string!(l, change.version, number = number).to_string();
    let names = (version(from), version(to));
    let lines: Vec<_> = one
        .differences(&other)
        .into_iter()
        .map(|difference| {
            let Told { field, before, after, lang } = told(difference);
            view! {
                <div class="differing">
                    <h3>{field}</h3>
                    <Sides names=names.clone() before=before after=after lang=lang />
                </div>
            }
        })
        .collect();
    let is_same = lines.is_empty();
    let present = log.present();
    // It leads back from how the entry stands, so that is what it is compared with.
    let leads_back = to == log.latest()
        && site().visitor.is_manager()
        && matches!(present.decision, Decision::Published { .. })
        && (present.restoring(&one) != *present || posted.is_some());
    view! {
        <section id=id class="stack loose comparison" aria-labelledby="compared" tabindex="-1">
            <h2 id="compared">{td_string!(l, change.compared, from = from, to = to).to_string()}</h2>
            {is_same.then(|| view! { <p>{td_string!(l, change.same)}</p> })}
            {lines}
            {leads_back.then(|| view! { <Restore reference=reference number=from seen=to posted=posted /> })}
        </section>
    }
}

/// Taking back what the entry said, with the reason.
#[component]
fn Restore(reference: Reference, number: u32, seen: u32, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let (reason, refusal) = match posted {
        Some(Posted::Restoring { reason, refusal, .. }) => (reason, Some(refusal)),
        _ => (String::new(), None),
    };
    let (problems, told) = match refusal {
        None => (Vec::new(), None),
        Some(RestoringRefusal::Reason(fault)) => (vec![Problem { field: Field::Reason, fault }], None),
        Some(RestoringRefusal::Overtaken) => (Vec::new(), Some(td_string!(l, change.restore_overtaken))),
        Some(RestoringRefusal::Same) => (Vec::new(), Some(td_string!(l, change.restore_same))),
        Some(RestoringRefusal::Unlisted) => (Vec::new(), Some(td_string!(l, change.restore_unlisted))),
    };
    let reason = RwSignal::new(reason);
    let problems = Signal::stored(problems);
    view! {
        <form method="post" action=format!("/portfolio/{reference}/history") class="stack decline" novalidate>
            <h3>{td_string!(l, change.restore_title, number = number).to_string()}</h3>
            <ProblemSummary problems=problems />
            {told.map(|told| view! { <p class="notice warning" role="alert">{told}</p> })}
            <p class="hint">{td_string!(l, change.restore_text)}</p>
            <input type="hidden" name="number" value=number.to_string() />
            // The latest change that is shown here: another manager's later one is told, not overwritten.
            <input type="hidden" name="seen" value=seen.to_string() />
            <TextArea
                field=Field::Reason
                label=words::field(Field::Reason)
                hint=td_string!(l, change.reason_hint)
                required=true
                rows=2
                max=Reason::MAX
                value=reason
                on_input=Callback::new(move |text| reason.set(text))
                problems=problems
            />
            <div class="actions">
                <button class="button">{td_string!(l, change.restore, number = number).to_string()}</button>
            </div>
        </form>
    }
}
