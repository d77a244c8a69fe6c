//! The pages of one-time links: choosing a password, and making the first administrator.

use crate::{
    api::{
        ApiError,
        people::{LinkPurpose, fetch_link},
    },
    i18n::{locale, td_string},
    pages::{
        forgotten_password::ForgottenPassword,
        people::fields::{NameFields, NewPassword},
    },
    parts::{
        field::ProblemSummary,
        heading::Heading,
        trouble::{Trouble, set_status},
    },
    posted::{Posted, posted},
};
use domain::{fault::Problem, person::RawPerson};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The choice of a password by a link, or the wish for such a link.
#[component]
pub fn Password() -> impl IntoView {
    let params = use_params_map();
    let has_token = Memo::new(move |_| params.with(|params| params.get("token").is_some()));
    move || {
        if has_token.get() {
            view! { <ChoosePassword /> }.into_any()
        } else {
            view! { <ForgottenPassword /> }.into_any()
        }
    }
}

#[component]
fn ChoosePassword() -> impl IntoView {
    let form = |posted: Option<Posted>| {
        let problems = match posted {
            Some(Posted::Faults(problems)) => problems,
            _ => Vec::new(),
        };
        view! { <PasswordForm problems=problems /> }.into_any()
    };
    view! { <Linked purpose=LinkPurpose::Password form=form /> }
}

#[component]
pub fn FirstAdministrator() -> impl IntoView {
    let form = |posted: Option<Posted>| {
        let (raw, problems) = match posted {
            Some(Posted::Person { raw, problems }) => (raw, problems),
            _ => (RawPerson::default(), Vec::new()),
        };
        view! { <StartForm raw=raw problems=problems /> }.into_any()
    };
    view! { <Linked purpose=LinkPurpose::FirstAdministrator form=form /> }
}

/// The form of a link that still works, or that it does not.
#[component]
fn Linked(purpose: LinkPurpose, form: fn(Option<Posted>) -> AnyView) -> impl IntoView {
    let params = use_params_map();
    let token = move || params.with(|params| params.get("token")).unwrap_or_default();
    let posted = StoredValue::new(posted());
    let opens = Resource::new(token, move |token| fetch_link(token, purpose));
    view! {
        <Transition>
            {move || opens.get().map(|answer| match answer {
                Ok(()) => form(posted.get_value()),
                Err(ApiError::NotFound) => view! { <Spent /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

/// A link that does not work, or no longer.
#[component]
fn Spent() -> impl IntoView {
    let l = locale();
    set_status(404);
    view! {
        <div class="page trouble">
            <Heading text=td_string!(l, account.spent_title) />
            <p class="lead">{td_string!(l, account.spent_text)}</p>
            <p><a class="button" href="/sign-in">{td_string!(l, common.sign_in)}</a></p>
        </div>
    }
}

#[component]
fn PasswordForm(problems: Vec<Problem>) -> impl IntoView {
    let l = locale();
    let problems = Signal::stored(problems);
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <Heading text=td_string!(l, account.choose_title) />
                <p class="lead">{td_string!(l, account.choose_lead)}</p>
            </div>
            <form method="post" class="stack loose" novalidate>
                <ProblemSummary problems=problems />
                <NewPassword problems=problems />
                <div class="actions"><button class="button">{td_string!(l, account.choose_do)}</button></div>
            </form>
        </div>
    }
}

#[component]
fn StartForm(raw: RawPerson, problems: Vec<Problem>) -> impl IntoView {
    let l = locale();
    let raw = RwSignal::new(raw);
    let problems = Signal::stored(problems);
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <Heading text=td_string!(l, account.start_title) />
                <p class="lead">{td_string!(l, account.start_lead)}</p>
            </div>
            <form method="post" class="stack loose" novalidate>
                <ProblemSummary problems=problems />
                <NameFields raw=raw problems=problems />
                <NewPassword problems=problems />
                <div class="actions"><button class="button">{td_string!(l, account.start_do)}</button></div>
            </form>
        </div>
    }
}
