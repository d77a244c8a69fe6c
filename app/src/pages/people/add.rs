//! Adding a person.

use super::fields::{MadeLink, NameFields, RoleFields};
use crate::{
    api::ApiError,
    i18n::{locale, td_string},
    parts::{field::ProblemSummary, heading::Heading, trouble::Trouble},
    posted::{Posted, posted},
    site::site,
};
use domain::person::RawPerson;
use leptos::prelude::*;
use leptos_router::components::A;

#[component]
pub fn AddPerson() -> impl IntoView {
    let l = locale();
    // Only courtesy: the form of somebody who may not is refused by the server.
    if let Err(denied) = site().visitor.administrator() {
        return view! { <Trouble error=ApiError::Denied(denied) /> }.into_any();
    }
    let (raw, problems, link) = match posted() {
        Some(Posted::Person { raw, problems }) => (raw, problems, None),
        Some(Posted::Link { path }) => (RawPerson::default(), Vec::new(), Some(path)),
        _ => (RawPerson::default(), Vec::new(), None),
    };
    let raw = RwSignal::new(raw);
    let problems = Signal::stored(problems);
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href="/people">{td_string!(l, people.back)}</A></p>
                <Heading text=td_string!(l, people.add) />
                <p class="lead">{td_string!(l, people.add_lead)}</p>
            </div>
            {link.map(|path| view! { <MadeLink path=path /> })}
            <form method="post" action="/people/new" class="stack loose" novalidate>
                <ProblemSummary problems=problems />
                <NameFields raw=raw problems=problems />
                <RoleFields raw=raw problems=problems />
                <div class="actions"><button class="button">{td_string!(l, people.add)}</button></div>
            </form>
        </div>
    }
    .into_any()
}
