//! Setting a target mix: a plain form for managers.

use crate::{
    api::{ApiError, insights::fetch_target},
    i18n::{locale, td_string},
    parts::{
        field::{FaultLine, ProblemSummary, TextArea, TextInput, field_id},
        heading::Heading,
        trouble::Trouble,
    },
    posted::{Posted, TargetRefusal, posted},
    site::site,
    words,
};
use domain::{
    day::Day,
    facet::Facet,
    fault::{Field, Problem},
    insights::target::{RawTarget, Target, share_field},
    text::Reason,
};
use leptos::prelude::*;
use leptos_router::components::A;

#[component]
pub fn SetTarget() -> impl IntoView {
    let posted = StoredValue::new(posted());
    // Only courtesy: the form of somebody who may not is refused by the server.
    let may = StoredValue::new(site().visitor.whole().map(|_| ()));
    let latest = Resource::new(
        || (),
        move |()| async move {
            may.get_value().map_err(ApiError::Denied)?;
            fetch_target().await
        },
    );
    view! {
        <Transition>
            {move || latest.get().map(|answer| match answer {
                Ok((latest, today)) => view! { <TargetForm latest=latest today=today posted=posted.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn TargetForm(latest: Option<Target>, today: Day, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let (mut raw, problems, conflict) = match posted {
        Some(Posted::Target { raw, refusal: TargetRefusal::Invalid(problems) }) => (raw, problems, None),
        Some(Posted::Target { raw, refusal: TargetRefusal::Conflict(theirs) }) => (raw, Vec::new(), Some(theirs)),
        _ => (RawTarget::after(latest.as_ref(), today), Vec::new(), None),
    };
    if let Some(theirs) = &conflict {
        raw.seen = theirs.id.to_string();
    }
    let seen = raw.seen.clone();
    let raw = RwSignal::new(raw);
    let problems = Signal::stored(problems);
    let text = move |read: fn(&RawTarget) -> String, write: fn(&mut RawTarget, String)| {
        (
            Signal::derive(move || raw.with(read)),
            Callback::new(move |value: String| raw.update(|raw| write(raw, value))),
        )
    };
    let (from, set_from) = text(|raw| raw.from.clone(), |raw, from| raw.from = from);
    let (reason, set_reason) = text(|raw| raw.reason.clone(), |raw, reason| raw.reason = reason);
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p><A href="/insights">{td_string!(l, insights.back)}</A></p>
                <Heading text=td_string!(l, insights.target) />
                <p class="lead">{td_string!(l, insights.target_lead)}</p>
            </div>
            {conflict.map(|theirs| view! { <Conflict theirs=theirs /> })}
            <form method="post" action="/insights/target" class="stack loose" novalidate>
                <ProblemSummary problems=problems />
                <input type="hidden" name="version" value=seen />
                <Shares raw=raw problems=problems />
                <TextInput
                    field=Field::From
                    label=td_string!(l, insights.target_from)
                    hint=td_string!(l, insights.target_from_hint)
                    required=true
                    autocomplete="off"
                    max=10
                    value=from
                    on_input=set_from
                    problems=problems
                />
                <TextArea
                    field=Field::Reason
                    label=td_string!(l, insights.target_reason)
                    hint=td_string!(l, insights.target_reason_hint)
                    required=true
                    rows=3
                    max=Reason::MAX
                    value=reason
                    on_input=set_reason
                    problems=problems
                />
                <div class="actions"><button class="button">{td_string!(l, insights.target_save)}</button></div>
            </form>
        </div>
    }
}

/// Four numbers and what they make together.
#[component]
fn Shares(raw: RwSignal<RawTarget>, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    let input = move |facet: &Facet| {
        let (facet, field, place) = (*facet, share_field(*facet), *facet as usize);
        let value = move || raw.with(|raw| raw.shares[place].clone());
        let faulty = move || problems.with(|problems| problems.iter().any(|problem| problem.field == field));
        view! {
            <div class="field share" class:faulty=faulty>
                <label for=field_id(field)>{words::facet(facet)}</label>
                <FaultLine field=field problems=problems />
                <input
                    id=field_id(field)
                    name=field.name()
                    inputmode="numeric"
                    autocomplete="off"
                    aria-describedby=format!("fault-{field}")
                    aria-required="true"
                    aria-invalid=move || faulty().then_some("true")
                    value=untrack(value)
                    prop:value=value
                    on:input=move |event| raw.update(|raw| raw.shares[place] = event_target_value(&event))
                />
            </div>
        }
    };
    let sum = move || {
        raw.with(|raw| raw.shares.iter().map(|share| share.trim().parse::<u32>().unwrap_or(0).min(1000)).sum::<u32>())
    };
    view! {
        <fieldset class="shares">
            <legend>{td_string!(l, insights.target_shares)}</legend>
            <div class="shares-body">{Facet::ALL.iter().map(input).collect_view()}</div>
            <p class="needs-js" role="status">{move || td_string!(l, insights.target_sum, sum = sum()).to_string()}</p>
        </fieldset>
    }
}

/// Another manager was first.
#[component]
fn Conflict(theirs: Target) -> impl IntoView {
    let mix = Facet::ALL
        .iter()
        .map(|facet| format!("{} % {}", theirs.mix.of(*facet), words::facet_in_sentence(*facet)))
        .collect::<Vec<_>>()
        .join(", ");
    let told =
        td_string!(locale(), insights.target_conflict, by = theirs.set_by, mix = mix, day = words::day(theirs.from));
    view! { <p class="notice warning" role="alert">{told.to_string()}</p> }
}
