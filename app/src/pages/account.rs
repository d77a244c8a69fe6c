//! One's own account: the password, where one is signed in, and what is kept of oneself.

use crate::{
    api::{ApiError, people::fetch_own_account},
    i18n::{locale, td_string},
    pages::{
        people::{
            fields::{NewPassword, PasswordField},
            role_words,
        },
        receipt::arrival,
    },
    parts::{field::ProblemSummary, heading::Heading, trouble::Trouble},
    posted::{Posted, posted},
    site::site,
    words,
};
use domain::{
    access::Account,
    fault::{Field, Problem},
    person::{OwnAccount, Session},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn OwnAccountPage() -> impl IntoView {
    let posted = StoredValue::new(posted());
    let who = StoredValue::new(site().visitor.own_account().map(|pass| pass.account().clone()));
    let own = Resource::new(
        || (),
        move |()| async move {
            let account = who.get_value().map_err(ApiError::Denied)?;
            fetch_own_account().await.map(|(own, session)| (account, own, session))
        },
    );
    view! {
        <Transition>
            {move || own.get().map(|answer| match answer {
                Ok((account, own, session)) => {
                    view! { <Own account=account own=own session=session posted=posted.get_value() /> }.into_any()
                }
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Own(account: Account, own: OwnAccount, session: String, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let done = use_query_map().with_untracked(|query| query.get("done")).and_then(|done| match &*done {
        "password" => Some(td_string!(l, account.done_password)),
        "end" => Some(td_string!(l, account.done_end)),
        "end-others" => Some(td_string!(l, account.done_end_others)),
        _ => None,
    });
    let (problems, wait) = match posted {
        Some(Posted::Faults(problems)) => (problems, None),
        Some(Posted::Wait { seconds }) => (Vec::new(), Some(seconds.div_ceil(60))),
        _ => (Vec::new(), None),
    };
    let OwnAccount { has_password, sessions } = own;
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <Heading text=td_string!(l, account.title) />
                <p class="lead">{account.name}</p>
                <p>{account.email}</p>
                <p class="hint">{role_words(&account.role)}". "{td_string!(l, account.role_hint)}</p>
            </div>
            {done.map(|done| view! { <p class="notice good" role="status">{done}</p> })}
            {wait.map(|minutes| view! {
                <p class="notice problem" role="alert">{td_string!(l, sign_in.wait, count = minutes).to_string()}</p>
            })}
            {has_password.then(|| view! { <Password problems=problems /> })}
            <Sessions sessions=sessions current=session />
            <section class="stack" aria-labelledby="kept">
                <h2 id="kept">{td_string!(l, account.kept)}</h2>
                <p>{td_string!(l, account.kept_text)}</p>
                <form method="post" action="/account">
                    <button class="button small plain" name="action" value="export">{td_string!(l, account.kept_do)}</button>
                </form>
            </section>
        </div>
    }
}

#[component]
fn Password(problems: Vec<Problem>) -> impl IntoView {
    let l = locale();
    let problems = Signal::stored(problems);
    view! {
        <section class="stack" aria-labelledby="change-password">
            <h2 id="change-password">{td_string!(l, account.password)}</h2>
            <form method="post" action="/account" class="stack loose" novalidate>
                <ProblemSummary problems=problems />
                <PasswordField
                    field=Field::CurrentPassword
                    label=words::field(Field::CurrentPassword)
                    autocomplete="current-password"
                    problems=problems
                />
                <NewPassword problems=problems />
                <div class="actions">
                    <button class="button" name="action" value="password">{td_string!(l, account.password_do)}</button>
                </div>
            </form>
        </section>
    }
}

#[component]
fn Sessions(sessions: Vec<Session>, current: String) -> impl IntoView {
    let l = locale();
    let several = sessions.len() > 1;
    let line = move |Session { key, agent, began, seen }: Session| {
        let here = key == current;
        let agent = if agent.is_empty() { td_string!(l, account.unknown_browser).to_owned() } else { agent };
        let end = (!here).then(|| {
            let label = td_string!(l, account.end_label, began = arrival(&began)).to_string();
            view! {
                <form method="post" action="/account">
                    <input type="hidden" name="session" value=key />
                    <button class="button small plain" name="action" value="end" aria-label=label>{td_string!(l, account.end)}</button>
                </form>
            }
        });
        view! {
            <li class="session">
                <div>
                    {here.then(|| view! { <strong>{td_string!(l, account.here)}</strong> })}
                    <p class="small">{agent}</p>
                    <p class="hint">{td_string!(l, account.session, began = arrival(&began), seen = arrival(&seen)).to_string()}</p>
                </div>
                {end}
            </li>
        }
    };
    view! {
        <section class="stack" aria-labelledby="sessions">
            <h2 id="sessions">{td_string!(l, account.sessions)}</h2>
            <p>{td_string!(l, account.sessions_text)}</p>
            <ul class="sessions">{sessions.into_iter().map(line).collect_view()}</ul>
            {several.then(|| view! {
                <form method="post" action="/account">
                    <button class="button small plain" name="action" value="end-others">{td_string!(l, account.end_others)}</button>
                </form>
            })}
        </section>
    }
}
