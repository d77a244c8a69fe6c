//! People with an account, for administrators: the list, adding somebody, and one person.

mod add;
pub mod fields;
mod person;

use add::AddPerson;
use person::PersonPage;

use crate::{
    api::{ApiError, people::fetch_people},
    i18n::{language, locale, td_string},
    pages::receipt::arrival,
    parts::{heading::Heading, trouble::Trouble},
    site::site,
};
use domain::{
    access::{Role, RoleName},
    person::{Person, State},
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};

#[component]
fn People() -> impl IntoView {
    // Only courtesy: the server refuses whoever may not.
    let may = StoredValue::new(site().visitor.administrator().map(|_| ()));
    let people = Resource::new(
        || (),
        move |()| async move {
            may.get_value().map_err(ApiError::Denied)?;
            fetch_people().await
        },
    );
    view! {
        <Transition>
            {move || people.get().map(|answer| match answer {
                Ok(people) => view! { <List people=people /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

/// Everybody; beneath that one person, or the form for a new one.
#[component]
pub fn PeopleWork() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")));
    move || match id.get().as_deref() {
        None => view! { <People /> }.into_any(),
        Some("new") => view! { <AddPerson /> }.into_any(),
        Some(_) => view! { <PersonPage /> }.into_any(),
    }
}

#[component]
fn List(people: Vec<Person>) -> impl IntoView {
    let l = locale();
    let (known, erased): (Vec<_>, Vec<_>) = people.into_iter().partition(|person| person.state != State::Erased);
    let count = u32::try_from(known.len()).unwrap_or(u32::MAX);
    let erased = u32::try_from(erased.len()).unwrap_or(u32::MAX);
    view! {
        <div class="page wide stack loose">
            <div class="page-head">
                <Heading text=td_string!(l, people.title) />
                <p class="lead">{td_string!(l, people.lead)}</p>
            </div>
            <p><A href="/people/new" attr:class="button">{td_string!(l, people.add)}</A></p>
            <section class="stack" aria-labelledby="people">
                <h2 id="people">{td_string!(l, people.count, count = count).to_string()}</h2>
                <ul class="queue">{known.into_iter().map(|person| view! { <Line person=person /> }).collect_view()}</ul>
                {(erased > 0).then(|| view! { <p class="hint">{td_string!(l, people.erased_count, count = erased).to_string()}</p> })}
            </section>
        </div>
    }
}

#[component]
fn Line(person: Person) -> impl IntoView {
    let l = locale();
    let Person { account, state, seen, .. } = person;
    let seen = seen.map(|seen| td_string!(l, people.seen, at = arrival(&seen)).to_string());
    view! {
        <li class="queue-line">
            <h3><A href=format!("/people/{}", account.id)>{account.name.clone()}</A></h3>
            {(state != State::InUse).then(|| view! { <span class="queue-word">{state_words(state)}</span> })}
            <p class="queue-facts">
                <span>{account.email.clone()}</span>
                <span>{role_words(&account.role)}</span>
                {seen.map(|seen| view! { <span>{seen}</span> })}
            </p>
        </li>
    }
}

/// What a role is called.
pub fn role_name(role: RoleName) -> &'static str {
    let l = locale();
    match role {
        RoleName::Employee => td_string!(l, people.role.employee),
        RoleName::UnitManager => td_string!(l, people.role.unit_manager),
        RoleName::Manager => td_string!(l, people.role.manager),
        RoleName::Administrator => td_string!(l, people.role.administrator),
    }
}

/// A role with the units it is for, where it is for some alone.
pub fn role_words(role: &Role) -> String {
    let name = role_name(role.name());
    let Some(own) = role.own_units() else { return name.to_owned() };
    let (site, reader) = (site(), language());
    let units: Vec<_> =
        own.iter().filter_map(|unit| site.taxonomies.unit(unit)).map(|unit| unit.name(reader)).collect();
    format!("{name}: {}", units.join(", "))
}

fn state_words(state: State) -> &'static str {
    let l = locale();
    match state {
        State::InUse => td_string!(l, people.state.in_use),
        State::Invited => td_string!(l, people.state.invited),
        State::Disabled => td_string!(l, people.state.disabled),
        State::Erased => td_string!(l, people.state.erased),
    }
}
