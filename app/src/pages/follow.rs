//! Asking to follow an entry or a filter, on a page of its own, and what is said when it has been asked.

use crate::{
    i18n::{locale, td_string},
    parts::{
        follow::{FollowForm, followed},
        heading::Heading,
        trouble::NotFoundPage,
    },
    posted::{FollowRefusal, Posted, posted},
};
use domain::follow::{RawFollow, Subject};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// The form as the address asks for it.
fn of_address() -> RawFollow {
    use_query_map().with_untracked(|query| RawFollow {
        entry: query.get("entry").unwrap_or_default(),
        filter: query.get("filter").unwrap_or_default(),
        ..RawFollow::default()
    })
}

/// The form, and what is said when it has been sent.
#[component]
pub fn FollowWork() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get("asked")));
    move || match asked.get().as_deref() {
        None => view! { <Follow /> }.into_any(),
        Some("asked") => view! { <FollowAsked /> }.into_any(),
        Some(_) => view! { <NotFoundPage /> }.into_any(),
    }
}

#[component]
fn Follow() -> impl IntoView {
    let (raw, refusal) = match posted() {
        Some(Posted::Follow { raw, refusal }) => (raw, Some(refusal)),
        _ => (of_address(), None),
    };
    match raw.subject() {
        Ok(subject) => view! { <FollowPage subject=subject raw=raw refusal=refusal /> }.into_any(),
        Err(_) => view! { <NotFoundPage /> }.into_any(),
    }
}

#[component]
fn FollowPage(subject: Subject, raw: RawFollow, refusal: Option<FollowRefusal>) -> impl IntoView {
    let l = locale();
    let (heading, lead) = match subject {
        Subject::Filter(_) => (td_string!(l, follow.heading_filter), td_string!(l, follow.lead_filter)),
        Subject::Entry(_) | Subject::Own(_) => (td_string!(l, follow.heading_entry), td_string!(l, follow.lead_entry)),
    };
    let (problems, told) = match refusal {
        None => (Vec::new(), None),
        Some(FollowRefusal::Invalid(problems)) => (problems, None),
        Some(FollowRefusal::Wait { .. }) => (Vec::new(), Some(td_string!(l, follow.wait))),
        Some(FollowRefusal::TooMany) => (Vec::new(), Some(td_string!(l, follow.too_many))),
    };
    let (entry, filter) = (raw.entry.clone(), raw.filter.clone());
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <Back subject=subject.clone() />
                <Heading text=heading />
                <p class="lead">{lead}</p>
                <p>{td_string!(l, follow.about, subject = followed(&subject)).to_string()}</p>
            </div>
            {told.map(|told| view! { <p class="notice warning" role="alert">{told}</p> })}
            <FollowForm raw=raw entry=Signal::stored(entry) filter=Signal::stored(filter) problems=problems />
        </div>
    }
}

/// The way back to what is followed.
#[component]
fn Back(subject: Subject) -> impl IntoView {
    let l = locale();
    let words = match subject {
        Subject::Filter(_) => td_string!(l, follow.back_filter),
        Subject::Entry(_) | Subject::Own(_) => td_string!(l, follow.back_entry),
    };
    view! { <p class="crumb"><A href=subject.address()>{words}</A></p> }
}

/// That a mail is on its way, said alike whatever is known of the address.
#[component]
fn FollowAsked() -> impl IntoView {
    let l = locale();
    view! {
        <div class="page stack loose">
            <div class="page-head">
                {of_address().subject().ok().map(|subject| view! { <Back subject=subject /> })}
                <Heading text=td_string!(l, follow.sent_title) />
                <p class="lead">{td_string!(l, follow.sent_text)}</p>
            </div>
            <p>{td_string!(l, follow.sent_none)}</p>
        </div>
    }
}
