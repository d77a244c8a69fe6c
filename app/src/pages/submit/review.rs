//! Looking through everything, and how to be named.

use super::{summary::Summary, wizard::Wizard};
use crate::{
    i18n::{locale, td_string},
    parts::field::{RadioGroup, TextInput},
    site::site,
};
use domain::{draft::Naming, fault::Field, text::Phrase};
use leptos::prelude::*;
use leptos_router::components::A;

#[component]
pub fn ReviewStep(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let problems = wizard.problems_shown();
    let signed_in = site().visitor.account().is_some();
    let ways = Naming::ALL
        .iter()
        .map(|naming| {
            let (name, more) = match naming {
                // Whoever has signed in is known to the system all the same, and is told so.
                Naming::Anonymous if signed_in => {
                    (td_string!(l, submit.naming.anonymous), td_string!(l, submit.naming.anonymous_signed_in))
                }
                Naming::Anonymous => {
                    (td_string!(l, submit.naming.anonymous), td_string!(l, submit.naming.anonymous_more))
                }
                Naming::Internal => (td_string!(l, submit.naming.internal), td_string!(l, submit.naming.internal_more)),
                Naming::Public => (td_string!(l, submit.naming.public), td_string!(l, submit.naming.public_more)),
            };
            (naming.to_string(), name.to_owned(), more.to_owned())
        })
        .collect();
    let wants_name = Memo::new(move |_| {
        wizard.draft.with(|draft| matches!(draft.naming.parse(), Ok(Naming::Internal | Naming::Public)))
    });
    view! {
        <Summary wizard=wizard />
        <RadioGroup
            field=Field::Naming
            legend=td_string!(l, submit.naming_question)
            options=ways
            value=wizard.text(Field::Naming)
            on_input=wizard.write(Field::Naming)
            problems=problems
        />
        <div class:later=move || !wants_name.get()>
            <TextInput
                field=Field::Name
                label=td_string!(l, submit.name_label)
                hint=td_string!(l, submit.name_hint)
                required=wants_name
                autocomplete="name"
                max=Phrase::MAX
                value=wizard.text(Field::Name)
                on_input=wizard.write(Field::Name)
                problems=problems
            />
        </div>
        <TextInput
            field=Field::Email
            label=td_string!(l, submit.email_label)
            hint=td_string!(l, submit.email_hint)
            kind="email"
            autocomplete="email"
            max=254
            value=wizard.text(Field::Email)
            on_input=wizard.write(Field::Email)
            problems=problems
        />
        <div class="notice warning">
            <p>{td_string!(l, submit.others)}</p>
        </div>
        <section class="stack">
            <h3>{td_string!(l, submit.use_title)}</h3>
            <ul>
                <li>{td_string!(l, submit.use_record, municipality = site().settings.municipality.clone()).to_string()}</li>
                <li>{td_string!(l, submit.use_review)}</li>
                <li>{td_string!(l, submit.use_name)}</li>
            </ul>
            <p><A href="/privacy" attr:target="_blank">{td_string!(l, submit.use_more)}<span class="hidden">" "{td_string!(l, submit.new_tab)}</span></A></p>
        </section>
    }
}
