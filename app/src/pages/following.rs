//! What somebody follows: one thing, as a mail's link opens it, with one button; or all that an address gets.

use crate::{
    api::follow::{fetch_following, fetch_followings},
    i18n::{locale, td_string},
    parts::{
        follow::{named, pace},
        heading::Heading,
        trouble::Trouble,
    },
    site::site,
    words,
};
use domain::follow::{self, Following, Opened, State, Subject};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// What the link of a mail opens, or without one what whoever has signed in follows.
#[component]
pub fn Followings() -> impl IntoView {
    let params = use_params_map();
    let has_token = Memo::new(move |_| params.with(|params| params.get("token").is_some()));
    move || {
        if has_token.get() { view! { <OpenedFollowing /> }.into_any() } else { view! { <OwnFollowings /> }.into_any() }
    }
}

/// The page that a mail leads to.
#[component]
fn OpenedFollowing() -> impl IntoView {
    let params = use_params_map();
    let token = move || params.with(|params| params.get("token")).unwrap_or_default();
    let opened = Resource::new(token, fetch_following);
    view! {
        <Transition>
            {move || opened.get().map(|answer| match answer {
                Ok(Opened::One(following)) => view! { <One following=following /> }.into_any(),
                Ok(Opened::All(followings)) => view! { <All followings=followings /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

/// What whoever has signed in follows.
#[component]
fn OwnFollowings() -> impl IntoView {
    let followings = Resource::new(|| (), |()| fetch_followings());
    view! {
        <Transition>
            {move || followings.get().map(|answer| match answer {
                Ok(followings) => view! { <All followings=followings /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

/// What has just been done, or had been done before.
fn done() -> Option<AnyView> {
    let l = locale();
    let done = use_query_map().with_untracked(|query| query.get("done"))?;
    let (class, words) = match done.as_str() {
        "confirm" => ("notice good", td_string!(l, follow.done_confirm)),
        "stop" => ("notice good", td_string!(l, follow.done_stop)),
        "follow" => ("notice good", td_string!(l, follow.done_follow)),
        "again" => ("notice", td_string!(l, follow.done_again)),
        _ => return None,
    };
    Some(view! { <p class=class role="status">{words}</p> }.into_any())
}

#[component]
fn One(following: Following) -> impl IntoView {
    let l = locale();
    let name = named(&following);
    let Following { token, subject, state, pace: often, .. } = following;
    let is_own = matches!(subject, Subject::Own(_));
    let (heading, text, action, button, class) = match state {
        State::Asked => {
            let text = match &subject {
                Subject::Own(reference) => {
                    td_string!(l, follow.confirm_own, reference = reference.to_string()).to_string()
                }
                Subject::Entry(_) | Subject::Filter(_) => td_string!(l, follow.confirm_follow).to_owned(),
            };
            (td_string!(l, follow.confirm_title), text, "confirm", td_string!(l, follow.confirm), "button")
        }
        State::Going { since } => {
            let text = td_string!(l, follow.going_since, day = words::day(since)).to_string();
            (td_string!(l, follow.going_title), text, "stop", td_string!(l, follow.stop), "button plain")
        }
        State::Stopped { on } => {
            let text = td_string!(l, follow.stopped_on, day = words::day(on)).to_string();
            (td_string!(l, follow.stopped_title), text, "confirm", td_string!(l, follow.resume), "button plain")
        }
    };
    let what = match subject {
        Subject::Own(_) => view! { <span>{name}</span> }.into_any(),
        subject => view! { <A href=subject.address()>{name}</A> }.into_any(),
    };
    view! {
        <div class="page stack loose">
            <div class="page-head"><Heading text=heading /></div>
            {done()}
            <p class="lead">{text}</p>
            <p class="followed">{what}{(!is_own).then(|| view! { <span class="option-more">{pace(often)}</span> })}</p>
            <form method="post" action=format!("/following/{token}")>
                <input type="hidden" name="action" value=action />
                <button class=class>{button}</button>
            </form>
            {(state == State::Asked).then(|| view! { <p class="hint">{td_string!(l, follow.confirm_not)}</p> })}
        </div>
    }
}

#[component]
fn All(followings: follow::Followings) -> impl IntoView {
    let l = locale();
    let follow::Followings { email, token, refused, going } = followings;
    let contact = site().settings.contact.clone();
    let refusal = refused.then(|| {
        view! {
            <div class="notice warning stack" role="alert">
                <p>{td_string!(l, follow.refused, email = email.clone()).to_string()}</p>
                <p>{td_string!(l, follow.refused_ask)}" "<a href=format!("mailto:{contact}") rel="external">{contact.clone()}</a></p>
            </div>
        }
    });
    let is_empty = going.is_empty();
    let lines: Vec<_> = going.into_iter().map(|following| view! { <Line following=following /> }).collect();
    let all = if is_empty {
        view! {
            <p class="lead">{td_string!(l, follow.all_none)}</p>
            <p><A href="/portfolio">{td_string!(l, follow.explore)}</A></p>
        }
        .into_any()
    } else {
        view! {
            <p class="lead">{td_string!(l, follow.all_lead, email = email).to_string()}</p>
            <ul class="followings">{lines}</ul>
            <form method="post" action=format!("/following/{token}")>
                <input type="hidden" name="action" value="stop" />
                <button class="button plain">{td_string!(l, follow.all_stop)}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <div class="page stack loose">
            <div class="page-head"><Heading text=td_string!(l, follow.all_title) /></div>
            {done()}
            {refusal}
            {all}
        </div>
    }
}

#[component]
fn Line(following: Following) -> impl IntoView {
    let l = locale();
    let name = named(&following);
    let stop = td_string!(l, follow.stop_named, subject = name.clone()).to_string();
    let Following { token, subject, pace: often, .. } = following;
    let what = match subject {
        Subject::Own(_) => view! { <span>{name}</span> }.into_any(),
        subject => view! { <A href=subject.address()>{name}</A> }.into_any(),
    };
    view! {
        <li>
            <p class="followed">{what}<span class="option-more">{pace(often)}</span></p>
            <form method="post" action=format!("/following/{token}")>
                <input type="hidden" name="action" value="stop" />
                <button class="button small plain" aria-label=stop>{td_string!(l, follow.stop)}</button>
            </form>
        </li>
    }
}
