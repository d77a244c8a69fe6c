//! Signing in: a plain form, answered by the server alone.

use crate::{
    i18n::{locale, td_string},
    parts::heading::Heading,
    posted::{Posted, SignInRefusal, posted},
    settings::{DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount},
    site::site,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn SignIn() -> impl IntoView {
    let l = locale();
    let site = site();
    let query = use_query_map();
    let asked_for = query.with_untracked(|query| query.get("next")).unwrap_or_default();
    let (email, next, refusal) = match posted() {
        Some(Posted::SignIn { email, next, refusal }) => (email, next, Some(refusal)),
        _ => (String::new(), asked_for, None),
    };
    let signed_in = site.visitor.account().map(|account| {
        let words =
            td_string!(l, sign_in.signed_in, name = account.name.clone(), email = account.email.clone()).to_string();
        view! { <p class="notice">{words}</p> }
    });
    let faulty = refusal.is_some().then_some("true");
    view! {
        <div class="page sign-in stack loose">
            <div class="page-head">
                <Heading text=td_string!(l, sign_in.title) />
                <p class="lead">{td_string!(l, sign_in.lead)}</p>
            </div>
            {signed_in}
            {refusal.map(refused)}
            <form method="post" action="/sign-in" class="stack">
                <input type="hidden" name="next" value=next.clone() />
                <div class="field">
                    <label for="email">{td_string!(l, sign_in.email)}</label>
                    <input
                        id="email"
                        name="email"
                        type="email"
                        autocomplete="username"
                        required
                        maxlength="254"
                        value=email
                        aria-invalid=faulty
                        aria-describedby=faulty.map(|_| "refusal")
                    />
                </div>
                <div class="field">
                    <label for="password">{td_string!(l, sign_in.password)}</label>
                    <input
                        id="password"
                        name="password"
                        type="password"
                        autocomplete="current-password"
                        required
                        maxlength="200"
                        aria-invalid=faulty
                        aria-describedby=faulty.map(|_| "refusal")
                    />
                </div>
                <div class="actions"><button class="button">{td_string!(l, common.sign_in)}</button></div>
            </form>
            {site.settings.demo.then(|| demo(&next))}
        </div>
    }
}

/// Why signing in failed; it never says whether the address has an account.
fn refused(refusal: SignInRefusal) -> impl IntoView {
    let l = locale();
    let words = match refusal {
        SignInRefusal::WrongPair => td_string!(l, sign_in.wrong).to_string(),
        SignInRefusal::Wait { seconds } => td_string!(l, sign_in.wait, count = seconds.div_ceil(60)).to_string(),
    };
    view! { <p id="refusal" class="notice problem" role="alert">{words}</p> }
}

/// The demo's accounts, each one click away.
fn demo(next: &str) -> impl IntoView + use<> {
    let l = locale();
    let accounts = DEMO_ACCOUNTS.map(|DemoAccount { email, manager, .. }| {
        let words = if manager { td_string!(l, sign_in.as_manager) } else { td_string!(l, sign_in.as_employee) };
        view! {
            <form method="post" action="/sign-in">
                <input type="hidden" name="next" value=next.to_owned() />
                <input type="hidden" name="email" value=email />
                <input type="hidden" name="password" value=DEMO_PASSWORD />
                <button class="button plain">{words}</button>
            </form>
        }
    });
    view! {
        <section class="notice stack" aria-labelledby="demo">
            <h2 id="demo">{td_string!(l, sign_in.demo_title)}</h2>
            <p>{td_string!(l, sign_in.demo)}</p>
            <div class="actions">{accounts.collect_view()}</div>
        </section>
    }
}
