//! The frame around every page: the way past it, the header and the footer.

use crate::{
    i18n::{language, locale, td_string},
    site::site,
};
use domain::{access::Visitor, language::Language};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

/// The first thing that the Tab key reaches.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main" rel="external">{td_string!(locale(), common.skip)}</a> }
}

#[component]
pub fn Header() -> impl IntoView {
    let l = locale();
    let site = site();
    let tagline = td_string!(l, common.tagline, municipality = site.settings.municipality.clone()).to_string();
    view! {
        <header class="top">
            // The server alone knows what lies on whoever has signed in: the start page is loaded whole.
            <A href="/" attr:class="brand" attr:rel=site.visitor.account().is_some().then_some("external")>
                <Mark />
                <span class="brand-name">{td_string!(l, common.name)}</span>
                <span class="brand-line">{tagline}</span>
            </A>
            <div class="top-tools">
                <Account visitor=site.visitor.clone() />
                <LanguageSwitch />
            </div>
            <nav aria-label=td_string!(l, common.nav_label)>
                <A href="/portfolio">{td_string!(l, common.portfolio)}</A>
                <A href="/compass">{td_string!(l, common.compass)}</A>
                <A href="/insights">{td_string!(l, common.insights)}</A>
                <A href="/about">{td_string!(l, common.about)}</A>
                {site.visitor.is_manager().then(|| view! { <A href="/manage">{td_string!(l, common.manage)}</A> })}
                <A href="/submit" attr:class="button small">{td_string!(l, common.submit)}</A>
            </nav>
        </header>
    }
}

/// Four fields in a diamond.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="-1 -1 2 2" aria-hidden="true">
            <path class="fill-mission" d="M0-.96.46-.5 0-.04-.46-.5Z" />
            <path class="fill-anticipatory" d="M.5-.46.96 0 .5.46.04 0Z" />
            <path class="fill-adaptive" d="M0 .04.46.5 0 .96-.46.5Z" />
            <path class="fill-enhancement" d="M-.5-.46-.04 0-.5.46-.96 0Z" />
        </svg>
    }
}

#[component]
fn Account(visitor: Visitor) -> impl IntoView {
    let l = locale();
    let whole = visitor.whole().is_ok();
    let administers = visitor.administrator().is_ok();
    match visitor {
        Visitor::Resident => view! { <a href="/sign-in" class="quiet">{td_string!(l, common.sign_in)}</a> }.into_any(),
        Visitor::SignedIn(account) => view! {
            <details class="menu">
                <summary>
                    <span class="hidden">{td_string!(l, common.account, name = "").to_string()}</span>
                    {account.name}
                </summary>
                <div class="menu-body">
                    <p class="small">{account.email}</p>
                    <a href="/account" class="quiet">{td_string!(l, common.own_account)}</a>
                    <a href="/following" class="quiet">{td_string!(l, follow.all_title)}</a>
                    {whole.then(|| view! { <a href="/manage/outbox" class="quiet">{td_string!(l, outbox.title)}</a> })}
                    {administers.then(|| view! { <a href="/people" class="quiet">{td_string!(l, common.people)}</a> })}
                    <form method="post" action="/sign-out">
                        <button class="quiet">{td_string!(l, common.sign_out)}</button>
                    </form>
                    <form method="post" action="/sign-out">
                        <input type="hidden" name="everywhere" value="true" />
                        <button class="quiet">{td_string!(l, common.sign_out_everywhere)}</button>
                    </form>
                </div>
            </details>
        }
        .into_any(),
    }
}

/// Shows the same address in the other language, and remembers the choice.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let other = match language() {
        Language::Swedish => Language::English,
        Language::English => Language::Swedish,
    };
    let location = use_location();
    let here = move || {
        let search = location.search.get();
        let path = location.pathname.get();
        if search.is_empty() { path } else { format!("{path}?{}", search.trim_start_matches('?')) }
    };
    view! {
        <form method="post" action="/language">
            <input type="hidden" name="next" value=here />
            <button class="quiet" name="language" value=other.name() lang=other.name()>{td_string!(locale(), common.switch)}</button>
        </form>
    }
}

#[component]
pub fn Footer() -> impl IntoView {
    let l = locale();
    let settings = site().settings.clone();
    view! {
        <footer class="bottom">
            <p>{td_string!(l, common.footer, municipality = settings.municipality.clone()).to_string()}</p>
            // Not the router's own links, of which each adds to the first visit.
            <ul>
                <li><a href="/challenges">{td_string!(l, challenge.title)}</a></li>
                <li><a href="/insights">{td_string!(l, common.insights)}</a></li>
                <li><a href="/accessibility">{td_string!(l, common.accessibility)}</a></li>
                <li><a href="/privacy">{td_string!(l, common.privacy)}</a></li>
                <li><a href="/api/v1/entries" rel="external">{td_string!(l, common.for_programs)}</a></li>
                <li><a href=format!("mailto:{}", settings.contact) rel="external">{td_string!(l, common.contact)}</a></li>
            </ul>
        </footer>
    }
}
