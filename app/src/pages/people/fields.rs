//! The form of a person: name, address, role and units.

use crate::{
    i18n::{language, locale, td_string},
    pages::people::role_name,
    parts::field::{CheckGroup, RadioGroup, TextInput},
    site::site,
    words,
};
use domain::{
    access::RoleName,
    fault::{Field, Problem},
    person::RawPerson,
    text::Phrase,
};
use leptos::prelude::*;

/// Name and address.
#[component]
pub fn NameFields(raw: RwSignal<RawPerson>, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    view! {
        <TextInput
            field=Field::Name
            label=words::field(Field::Name)
            hint=td_string!(l, people.name_hint)
            required=true
            autocomplete="off"
            max=Phrase::MAX
            value=Signal::derive(move || raw.with(|raw| raw.name.clone()))
            on_input=Callback::new(move |name| raw.update(|raw| raw.name = name))
            problems=problems
        />
        <TextInput
            field=Field::Email
            label=words::field(Field::Email)
            hint=td_string!(l, people.email_hint)
            required=true
            kind="email"
            autocomplete="off"
            max=254
            value=Signal::derive(move || raw.with(|raw| raw.email.clone()))
            on_input=Callback::new(move |email| raw.update(|raw| raw.email = email))
            problems=problems
        />
    }
}

/// The role, and the units of a manager of some.
#[component]
pub fn RoleFields(raw: RwSignal<RawPerson>, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let roles = RoleName::ALL.iter().map(|role| (role.to_string(), role_name(*role).to_owned(), may(*role).to_owned()));
    let units = site()
        .taxonomies
        .units()
        .map(|unit| (unit.slug.to_string(), unit.name(reader).to_owned().into_any()))
        .collect();
    view! {
        <RadioGroup
            field=Field::Role
            legend=words::field(Field::Role)
            options=roles.collect()
            value=Signal::derive(move || raw.with(|raw| raw.role.clone()))
            on_input=Callback::new(move |role| raw.update(|raw| raw.role = role))
            problems=problems
        />
        <CheckGroup
            field=Field::Units
            legend=td_string!(l, people.units)
            hint=td_string!(l, people.units_hint)
            options=units
            chosen=Signal::derive(move || raw.with(|raw| raw.units.clone()))
            on_change=Callback::new(move |units| raw.update(|raw| raw.units = units))
            problems=problems
        />
    }
}

/// What a role may do.
fn may(role: RoleName) -> &'static str {
    let l = locale();
    match role {
        RoleName::Employee => td_string!(l, people.may.employee),
        RoleName::UnitManager => td_string!(l, people.may.unit_manager),
        RoleName::Manager => td_string!(l, people.may.manager),
        RoleName::Administrator => td_string!(l, people.may.administrator),
    }
}

/// A new password, twice.
#[component]
pub fn NewPassword(problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    view! {
        <PasswordField
            field=Field::Password
            label=td_string!(l, people.new_password)
            hint=td_string!(l, people.password_hint)
            autocomplete="new-password"
            problems=problems
        />
        <PasswordField field=Field::Again label=words::field(Field::Again) autocomplete="new-password" problems=problems />
    }
}

/// A password, which is never written into the page.
#[component]
pub fn PasswordField(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional)] hint: &'static str,
    autocomplete: &'static str,
    problems: Signal<Vec<Problem>>,
) -> impl IntoView {
    let written = RwSignal::new(String::new());
    view! {
        <TextInput
            field=field
            label=label
            hint=hint
            required=true
            kind="password"
            autocomplete=autocomplete
            max=domain::password::Password::LONGEST
            value=written
            on_input=Callback::new(move |text| written.set(text))
            problems=problems
        />
    }
}

/// A link that is shown this once, to be handed over.
#[component]
pub fn MadeLink(path: String) -> impl IntoView {
    let l = locale();
    let address = RwSignal::new(path.clone());
    // Only the browser knows for sure under which name the site is reached.
    Effect::new({
        let path = path.clone();
        move |_| {
            if let Ok(origin) = window().location().origin() {
                address.set(format!("{origin}{path}"));
            }
        }
    });
    view! {
        <div class="notice good stack" role="status">
            <h2>{td_string!(l, people.link_title)}</h2>
            <p>{td_string!(l, people.link_text)}</p>
            <p class="long-link"><a href=path rel="external">{move || address.get()}</a></p>
        </div>
    }
}
