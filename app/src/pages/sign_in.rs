//! Signing in: a plain form, and in the demo a button for each of its accounts.

mod resume;

use crate::{
    i18n::{locale, td_string},
    parts::{field::field_id, heading::Heading},
    posted::{Posted, SignInRefusal, posted},
    settings::{DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount},
    site::site,
};
use domain::{
    access::{Account, RoleName},
    fault::Field,
    password::Password,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};
use resume::Resume;

const PATH: &str = "/sign-in";
/// Where a form that was posted when a session had ended is sent from.
const RESUME: &str = "/sign-in/resume";
/// The id of the text that says why nobody was signed in.
const REFUSAL: &str = "refusal";

#[component]
pub fn SignIn() -> impl IntoView {
    match posted() {
        Some(Posted::Kept { form }) => view! { <Resume form=form /> }.into_any(),
        posted => view! { <SignInPage posted=posted /> }.into_any(),
    }
}

#[component]
fn SignInPage(posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let site = site();
    let (email, next, refusal) = match posted {
        Some(Posted::SignIn { email, next, refusal }) => (email, next, Some(refusal)),
        _ => {
            let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
            (String::new(), next, None)
        }
    };
    let is_refused = refusal.is_some();
    let is_kept = next == RESUME;
    let elsewhere = site.settings.single_sign_on.then(|| view! { <Elsewhere next=next.clone() /> });
    let demo = (site.settings.demo && site.settings.passwords).then(|| view! { <DemoAccounts next=next.clone() /> });
    view! {
        <div class="page sign-in">
            <div class="page-head">
                <Heading text=td_string!(l, sign_in.title) />
                <p class="lead">{td_string!(l, sign_in.lead)}</p>
            </div>
            {is_kept.then(|| view! { <p class="notice warning" role="status">{td_string!(l, sign_in.resume.first)}</p> })}
            {site.visitor.account().cloned().map(|account| view! { <SignedIn account=account /> })}
            {elsewhere_refusal().map(|told| view! { <p class="notice problem" role="alert">{told}</p> })}
            <div class="sign-in-ways">
                {elsewhere}
                {site.settings.passwords.then(|| view! {
                    <form method="post" action=PATH class="stack loose">
                        {refusal.map(|refusal| view! { <p id=REFUSAL class="notice problem" role="alert">{refusal_words(refusal)}</p> })}
                        <input type="hidden" name="next" value=next />
                        {line(Field::Email, td_string!(l, sign_in.email), "email", "username", email, is_refused)}
                        {line(Field::Password, td_string!(l, sign_in.password), "password", "current-password", String::new(), is_refused)}
                        <div class="actions"><button class="button">{td_string!(l, common.sign_in)}</button></div>
                        {if site.settings.mail {
                            view! { <p><A href="/password">{td_string!(l, sign_in.reset_link)}</A></p> }.into_any()
                        } else {
                            view! { <p class="hint">{td_string!(l, sign_in.forgotten)}</p> }.into_any()
                        }}
                    </form>
                })}
                {demo}
            </div>
        </div>
    }
}

fn line(
    field: Field,
    label: &'static str,
    kind: &'static str,
    fills: &'static str,
    value: String,
    is_refused: bool,
) -> impl IntoView {
    // Of a password nothing may be cut: browsers count some characters as two.
    let longest = if field == Field::Password { 2 * Password::LONGEST } else { 254 };
    view! {
        <div class="field">
            <label for=field_id(field)>{label}</label>
            <input
                id=field_id(field)
                name=field.name()
                type=kind
                autocomplete=fills
                required
                maxlength=longest.to_string()
                value=value
                aria-invalid=is_refused.then_some("true")
                aria-describedby=is_refused.then_some(REFUSAL)
            />
        </div>
    }
}

/// Why nobody was signed in, and what to do.
fn refusal_words(refusal: SignInRefusal) -> String {
    let l = locale();
    match refusal {
        SignInRefusal::WrongPair => td_string!(l, sign_in.wrong_pair).to_owned(),
        SignInRefusal::Wait { seconds } => td_string!(l, sign_in.wait, count = seconds.div_ceil(60)).to_string(),
    }
}

/// Why signing in where the municipality does led to nothing, by the code in the address.
fn elsewhere_refusal() -> Option<&'static str> {
    let l = locale();
    let code = use_query_map().with_untracked(|query| query.get("sso"))?;
    Some(match &*code {
        "unreachable" => td_string!(l, sign_in.sso.unreachable),
        "untrusted" => td_string!(l, sign_in.sso.untrusted),
        "gave-up" => td_string!(l, sign_in.sso.gave_up),
        "no-role" => td_string!(l, sign_in.sso.no_role),
        "email-taken" => td_string!(l, sign_in.sso.email_taken),
        "disabled" => td_string!(l, sign_in.sso.disabled),
        "lacks" => td_string!(l, sign_in.sso.lacks),
        _ => return None,
    })
}

/// The way to where the municipality signs in.
#[component]
fn Elsewhere(next: String) -> impl IntoView {
    let l = locale();
    let to = format!("/sign-in/sso?next={}", leptos_router::location::Url::escape(&next));
    view! {
        <section class="stack" aria-labelledby="elsewhere">
            <h2 id="elsewhere">{td_string!(l, sign_in.sso.title)}</h2>
            <p>{td_string!(l, sign_in.sso.text)}</p>
            <p><a class="button" href=to rel="external">{td_string!(l, sign_in.sso.go)}</a></p>
        </section>
    }
}

/// Who is signed in already.
#[component]
fn SignedIn(account: Account) -> impl IntoView {
    let l = locale();
    view! {
        <div class="notice good stack">
            <p>{td_string!(l, sign_in.already, name = account.name, email = account.email).to_string()}</p>
            <div class="actions">
                <A href="/compass" attr:class="button small">{td_string!(l, sign_in.go_on)}</A>
                <form method="post" action="/sign-out">
                    <button class="button small plain">{td_string!(l, common.sign_out)}</button>
                </form>
            </div>
        </div>
    }
}

/// The demo's accounts, each a press away.
#[component]
fn DemoAccounts(next: String) -> impl IntoView {
    let l = locale();
    let accounts = DEMO_ACCOUNTS.map(|DemoAccount { email, role, .. }| {
        let (words, more) = match role {
            RoleName::Employee => (td_string!(l, sign_in.as_employee), td_string!(l, sign_in.employee_may)),
            RoleName::UnitManager => (td_string!(l, sign_in.as_unit_manager), td_string!(l, sign_in.unit_manager_may)),
            RoleName::Manager => (td_string!(l, sign_in.as_manager), td_string!(l, sign_in.manager_may)),
            RoleName::Administrator => {
                (td_string!(l, sign_in.as_administrator), td_string!(l, sign_in.administrator_may))
            }
        };
        view! {
            <form method="post" action=PATH class="demo-account">
                <input type="hidden" name="next" value=next.clone() />
                <input type="hidden" name="email" value=email />
                <input type="hidden" name="password" value=DEMO_PASSWORD />
                <button class="button plain">{words}</button>
                <p class="hint">{more}</p>
                <p class="small"><code>{email}</code></p>
            </form>
        }
    });
    view! {
        <section class="demo-accounts" aria-labelledby="demo-accounts">
            <h2 id="demo-accounts">{td_string!(l, sign_in.demo_title)}</h2>
            <p>{td_string!(l, sign_in.demo_text)}" "<code>{DEMO_PASSWORD}</code></p>
            {accounts.collect_view()}
        </section>
    }
}
