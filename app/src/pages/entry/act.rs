//! A manager's step with an entry: one short form for each kind of action, which works without scripts.

use super::step::{Step, StepDialog, StepLink};
use crate::{
    api::{ApiError, manage::fetch_acting},
    i18n::{language, locale, td_string},
    parts::{
        address::reference_in_address,
        card::other_language,
        field::{ProblemSummary, RadioGroup, Select, TextArea, TextInput},
        heading::Heading,
        trouble::{NotFoundPage, Trouble},
    },
    posted::{ActionRefusal, Posted, posted},
    site::site,
    words,
};
use domain::{
    action::{Acting, ActionKind, Ask, RawAction},
    fault::{Field, Problem},
    journey::{Evidence, Journey, Measure},
    language::Language,
    reference::Reference,
    stage::{Stage, Standing},
    text::{Passage, Phrase, Reason},
};
use leptos::{ev, prelude::*};
use leptos_router::{components::A, hooks::use_params_map};

/// The most characters of a day or a number.
const SHORT: usize = 20;

#[component]
pub fn Act() -> impl IntoView {
    let reference = reference_in_address();
    let params = use_params_map();
    let kind = move || params.with(|params| params.get("action")).and_then(|name| name.parse::<ActionKind>().ok());
    let posted = StoredValue::new(posted());
    let may = StoredValue::new(site().visitor.manager().map(|_| ()));
    let acting = Resource::new(reference, move |reference| async move {
        let reference = reference.ok_or(ApiError::NotFound)?;
        // Only courtesy: the form of somebody who may not is refused by the server.
        may.get_value().map_err(ApiError::Denied)?;
        fetch_acting(reference).await
    });
    view! {
        <Transition>
            {move || acting.get().map(|answer| match (kind(), answer) {
                // Whoever asks: there is no such page.
                (None, _) => view! { <NotFoundPage /> }.into_any(),
                (Some(kind), Ok(acting)) => {
                    view! { <ActPage acting=acting kind=kind posted=posted.get_value() /> }.into_any()
                }
                (Some(_), Err(error)) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn ActPage(acting: Acting, kind: ActionKind, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let Acting { entry, version, today } = acting;
    let reference = entry.reference;
    let (title, lang) = (entry.title.get(reader).to_string(), other_language(entry.title.language(reader)));
    let standing = words::standing(entry.standing());
    let (raw, next, problems, overtaken) = match posted {
        Some(Posted::Action { raw, next, refusal: ActionRefusal::Invalid(problems) }) => (raw, next, problems, false),
        Some(Posted::Action { raw, next, refusal: ActionRefusal::Overtaken }) => (raw, next, Vec::new(), true),
        _ => (RawAction::of(kind, &entry.journey, today), String::new(), Vec::new(), false),
    };
    let body = if kind.is_open_to(&entry.journey) {
        let told = td_string!(l, action.overtaken, stage = standing.clone()).to_string();
        view! {
            {overtaken.then(|| view! { <p class="notice warning" role="alert">{told}</p> })}
            <p class="hint">{td_string!(l, action.stands, stage = standing).to_string()}</p>
            <ActForm acting=Acting { entry, version, today } kind=kind raw=raw next=next problems=problems />
        }
        .into_any()
    } else {
        let told = td_string!(l, action.closed, stage = standing).to_string();
        view! {
            <p class="notice warning" role="alert">{told}</p>
            <Actions reference=reference journey=entry.journey />
        }
        .into_any()
    };
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href=format!("/portfolio/{reference}")>{td_string!(l, action.back_to)}</A></p>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
                <p class="lead">{words::action_lead(kind)}</p>
            </div>
            {body}
        </div>
    }
}

/// What a manager can do with an entry as it stands: links to the forms, which open over the page where they can.
#[component]
pub fn Actions(reference: Reference, journey: Journey) -> impl IntoView {
    let l = locale();
    let asking = RwSignal::new(None);
    let links: Vec<_> = ActionKind::open_to(&journey)
        .into_iter()
        .enumerate()
        .map(|(place, kind)| {
            let class = if place == 0 { "button small" } else { "button small plain" };
            let name = name(kind, &journey);
            view! { <li><StepLink step=Step { reference, kind, to: None } class=class asking=asking words=name /></li> }
        })
        .collect();
    view! {
        <nav class="acts" aria-labelledby="acts">
            <h2 id="acts">{td_string!(l, action.next)}</h2>
            <ul class="plain-links">{links}</ul>
        </nav>
        <StepDialog asking=asking next=String::new() />
    }
}

/// What an action is called where it leads from here.
fn name(kind: ActionKind, journey: &Journey) -> String {
    match (kind, journey.stage().next()) {
        (ActionKind::Forward, Some(next)) => words::forward_to(next),
        _ => words::action(kind),
    }
}

/// The form of an action. The browser checks it as the server does, so that a slip is told before the page is left.
#[component]
pub fn ActForm(
    acting: Acting,
    kind: ActionKind,
    raw: RawAction,
    /// Where to go afterwards; the entry's page where it is empty.
    next: String,
    problems: Vec<Problem>,
) -> impl IntoView {
    let Acting { entry, version, today } = acting;
    let action = format!("/portfolio/{}/{kind}", entry.reference);
    let journey = entry.journey;
    let heading = name(kind, &journey);
    let raw = RwSignal::new(raw);
    let problems = RwSignal::new(problems);
    let stage = journey.stage();
    let fields: Vec<_> = kind
        .asks(&journey)
        .into_iter()
        .map(|ask| view! { <ActField ask=ask stage=stage raw=raw problems=problems.into() /> })
        .collect();
    let check = move |event: ev::SubmitEvent| {
        let checked = raw.with_untracked(|raw| raw.check(kind, &journey, &site().taxonomies, today));
        if let Err(found) = checked {
            event.prevent_default();
            // Told anew, so that the list takes the focus each time.
            problems.set(Vec::new());
            problems.set(found);
        }
    };
    view! {
        <form method="post" action=action class="stack loose" novalidate on:submit=check>
            <h2>{heading.clone()}</h2>
            <ProblemSummary problems=problems />
            // The version that is shown here: another manager's later change is told, not overwritten.
            <input type="hidden" name="version" value=version.to_string() />
            {(!next.is_empty()).then(|| view! { <input type="hidden" name="next" value=next /> })}
            {fields}
            <div class="actions"><button class="button">{heading}</button></div>
        </form>
    }
}

/// The field that an action asks for, by what is written in it.
#[component]
fn ActField(ask: Ask, stage: Stage, raw: RwSignal<RawAction>, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    let Ask { field, required } = ask;
    let label = words::field(field);
    let value = Signal::derive(move || raw.with(|raw| raw.get(field).to_owned()));
    let write = Callback::new(move |value| raw.update(|raw| raw.set(field, value)));
    let hint = match field {
        Field::Reason => td_string!(l, action.hint.reason),
        Field::Responsible => td_string!(l, action.hint.responsible),
        Field::Began | Field::InUseSince | Field::On => td_string!(l, action.hint.day),
        Field::Figure => td_string!(l, action.hint.figure),
        Field::Measure => td_string!(l, action.hint.measure),
        Field::ConfirmedBy => td_string!(l, action.hint.confirmed_by),
        Field::Standing => td_string!(l, action.hint.back),
        _ => "",
    };
    let line = move |label: String, max: usize| {
        view! {
            <TextInput field=field label=label hint=hint required=required autocomplete="off" max=max value=value on_input=write problems=problems />
        }
    };
    let area = move |label: String, max: usize| {
        view! {
            <TextArea field=field label=label hint=hint required=required rows=4 max=max value=value on_input=write problems=problems />
        }
    };
    match field {
        Field::ReceivingUnit => view! {
            <Select field=field label=label required=required options=units() value=value on_input=write problems=problems />
        }
        .into_any(),
        Field::Evidence => {
            let options =
                Evidence::ALL.iter().map(|one| (one.to_string(), words::evidence(*one), String::new())).collect();
            view! { <RadioGroup field=field legend=label options=options value=value on_input=write problems=problems /> }
                .into_any()
        }
        Field::Standing => {
            let earlier = Stage::ALL.iter().filter(|earlier| **earlier < stage);
            let options =
                earlier.map(|stage| (stage.to_string(), words::standing(Standing::from(*stage)), String::new())).collect();
            view! {
                <RadioGroup field=field legend=label hint=hint options=options value=value on_input=write problems=problems />
            }
            .into_any()
        }
        Field::Reason | Field::Lesson => area(label, Reason::MAX).into_any(),
        Field::Plan | Field::ToShow | Field::Shown => area(label, Passage::MAX).into_any(),
        Field::Began | Field::InUseSince | Field::On | Field::Figure => line(label, SHORT).into_any(),
        Field::Measure => line(label, Measure::MAX).into_any(),
        _ => line(label, Phrase::MAX).into_any(),
    }
}

/// The units to choose among, after a line that chooses none.
fn units() -> Vec<(String, String)> {
    let reader: Language = language();
    let none = (String::new(), td_string!(locale(), action.choose).to_owned());
    let site = site();
    let named = site.taxonomies.units().map(|unit| (unit.slug.to_string(), unit.name(reader).to_owned()));
    std::iter::once(none).chain(named).collect()
}
