//! Who answers for an entry inside the municipality, and what is next: told on the entry's page, and changed on a page
//! of its own. It is for those who manage the entry, and never published.

use crate::{
    api::{ApiError, assignment::fetch_assigning},
    i18n::{language, locale, td_string},
    parts::{
        address::reference_in_address,
        card::other_language,
        field::{ProblemSummary, Select, TextInput},
        heading::Heading,
        trouble::Trouble,
    },
    posted::{AssignmentRefusal, Posted, posted},
    site::site,
    words,
};
use domain::{
    assignment::{Assigning, Assignment, RawAssignment, StepText},
    day::Day,
    fault::{Field, Problem},
    reference::Reference,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The assignment as it stands, on the entry's page.
#[component]
pub fn AssignmentBox(reference: Reference) -> impl IntoView {
    let l = locale();
    let assigning = Resource::new(move || reference, fetch_assigning);
    view! {
        <section class="stack assignment" aria-labelledby="assignment">
            <h2 id="assignment">{td_string!(l, assignment.title)}</h2>
            <Transition>
                {move || assigning.get().and_then(Result::ok).map(|Assigning { now, today, .. }| view! { <Stands now=now today=today /> })}
            </Transition>
            <p><A href=format!("/portfolio/{reference}/assign")>{td_string!(l, assignment.change)}</A></p>
        </section>
    }
}

#[component]
fn Stands(now: Assignment, today: Day) -> impl IntoView {
    let l = locale();
    let person = match now.person {
        Some(person) => person.name,
        None => td_string!(l, assignment.nobody).to_owned(),
    };
    let next = now.next.map(|next| {
        let is_overdue = next.is_overdue(today);
        (next.what.to_string(), next.due, is_overdue)
    });
    view! {
        <dl class="facts-list">
            <div><dt>{words::field(Field::Person)}</dt><dd>{person}</dd></div>
            {match next {
                Some((what, due, is_overdue)) => view! {
                    <div><dt>{words::field(Field::NextStep)}</dt><dd lang="sv">{what}</dd></div>
                    <div><dt>{words::field(Field::Due)}</dt><dd><Due due=due is_overdue=is_overdue /></dd></div>
                }
                .into_any(),
                None => view! {
                    <div><dt>{words::field(Field::NextStep)}</dt><dd>{td_string!(l, assignment.no_step)}</dd></div>
                }
                .into_any(),
            }}
        </dl>
    }
}

/// A day before which something is to be done.
#[component]
pub fn Due(due: Day, is_overdue: bool) -> impl IntoView {
    let l = locale();
    view! {
        <time datetime=due.to_string()>{words::day(due)}</time>
        {is_overdue.then(|| view! { " "<strong class="overdue">{td_string!(l, assignment.overdue)}</strong> })}
    }
}

/// The page to change it.
#[component]
pub fn Assign() -> impl IntoView {
    let reference = reference_in_address();
    let posted = StoredValue::new(posted());
    let may = StoredValue::new(site().visitor.manager().map(|_| ()));
    let assigning = Resource::new(reference, move |reference| async move {
        let reference = reference.ok_or(ApiError::NotFound)?;
        // Only courtesy: the form of somebody who may not is refused by the server.
        may.get_value().map_err(ApiError::Denied)?;
        fetch_assigning(reference).await
    });
    view! {
        <Transition>
            {move || assigning.get().map(|answer| match answer {
                Ok(assigning) => view! { <AssignPage assigning=assigning posted=posted.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn AssignPage(assigning: Assigning, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let Assigning { entry, now, assignees, today } = assigning;
    let reference = entry.reference;
    let (title, lang) = (entry.title.get(reader).to_string(), other_language(entry.title.language(reader)));
    let (raw, problems, is_overtaken) = match posted {
        Some(Posted::Assignment { raw, refusal: AssignmentRefusal::Invalid(problems) }) => (raw, problems, false),
        Some(Posted::Assignment { raw, refusal: AssignmentRefusal::Overtaken }) => (raw, Vec::new(), true),
        _ => (RawAssignment::of(&now), Vec::new(), false),
    };
    let number = now.number;
    let nobody = (String::new(), td_string!(l, assignment.nobody).to_owned());
    let people = assignees.into_iter().map(|person| (person.id.to_string(), person.name));
    let raw = RwSignal::new(raw);
    let problems: Signal<Vec<Problem>> = Signal::stored(problems);
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href=format!("/portfolio/{reference}")>{td_string!(l, action.back_to)}</A></p>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
                <p class="lead">{td_string!(l, assignment.lead)}</p>
            </div>
            <form method="post" action=format!("/portfolio/{reference}/assign") class="stack loose" novalidate>
                <h2>{td_string!(l, assignment.title)}</h2>
                <ProblemSummary problems=problems />
                {is_overtaken.then(|| view! {
                    <div class="notice warning stack" role="alert">
                        <p>{td_string!(l, assignment.overtaken)}</p>
                        <Stands now=now today=today />
                    </div>
                })}
                // What is shown here: somebody else's later change is told, not overwritten.
                <input type="hidden" name="version" value=number.to_string() />
                <Select
                    field=Field::Person
                    label=words::field(Field::Person)
                    hint=td_string!(l, assignment.person_hint)
                    options=[nobody].into_iter().chain(people).collect()
                    value=Signal::derive(move || raw.with(|raw| raw.person.clone()))
                    on_input=Callback::new(move |person| raw.update(|raw| raw.person = person))
                    problems=problems
                />
                <TextInput
                    field=Field::NextStep
                    label=words::field(Field::NextStep)
                    hint=td_string!(l, assignment.step_hint)
                    autocomplete="off"
                    max=StepText::MAX
                    value=Signal::derive(move || raw.with(|raw| raw.next_step.clone()))
                    on_input=Callback::new(move |step| raw.update(|raw| raw.next_step = step))
                    problems=problems
                />
                <TextInput
                    field=Field::Due
                    label=words::field(Field::Due)
                    kind="date"
                    autocomplete="off"
                    max=10
                    value=Signal::derive(move || raw.with(|raw| raw.due.clone()))
                    on_input=Callback::new(move |due| raw.update(|raw| raw.due = due))
                    problems=problems
                />
                <div class="actions"><button class="button">{td_string!(l, assignment.save)}</button></div>
            </form>
        </div>
    }
}
