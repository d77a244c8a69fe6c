//! Asking for a link to choose a new password.

use crate::{
    i18n::{locale, td_string},
    parts::{
        field::{ProblemSummary, TextInput},
        heading::Heading,
        trouble::NotFoundPage,
    },
    posted::{Posted, posted},
    site::site,
    words,
};
use domain::fault::{Field, Problem};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

#[component]
pub fn ForgottenPassword() -> impl IntoView {
    let settings = &site().settings;
    // Where no mail is sent an administrator makes the link.
    if settings.mail && settings.passwords {
        view! { <Ask /> }.into_any()
    } else {
        view! { <NotFoundPage /> }.into_any()
    }
}

#[component]
fn Ask() -> impl IntoView {
    let l = locale();
    let (written, problems, wait) = match posted() {
        Some(Posted::ForgottenPassword { email, fault }) => (email, vec![Problem { field: Field::Email, fault }], None),
        Some(Posted::Wait { seconds }) => (String::new(), Vec::new(), Some(seconds)),
        _ => (String::new(), Vec::new(), None),
    };
    let is_done = use_query_map().with_untracked(|query| query.get("done").is_some());
    let is_done = is_done && problems.is_empty() && wait.is_none();
    let email = RwSignal::new(written);
    let problems: Signal<Vec<Problem>> = Signal::stored(problems);
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href="/sign-in">{td_string!(l, sign_in.title)}</A></p>
                <Heading text=td_string!(l, sign_in.reset_title) />
                <p class="lead">{td_string!(l, sign_in.reset_lead)}</p>
            </div>
            {is_done.then(|| view! { <p class="notice good" role="status">{td_string!(l, sign_in.reset_done)}</p> })}
            {wait.map(|seconds| view! {
                <p class="notice problem" role="alert">{td_string!(l, sign_in.wait, count = seconds.div_ceil(60)).to_string()}</p>
            })}
            <form method="post" action="/password" class="stack loose" novalidate>
                <ProblemSummary problems=problems />
                <TextInput
                    field=Field::Email
                    label=words::field(Field::Email)
                    required=true
                    kind="email"
                    autocomplete="username"
                    max=254
                    value=email
                    on_input=Callback::new(move |text| email.set(text))
                    problems=problems
                />
                <div class="actions"><button class="button">{td_string!(l, sign_in.reset_send)}</button></div>
            </form>
        </div>
    }
}
