//! Asking to follow something: a short form that works without scripts, and the words for what is followed.

use crate::{
    i18n::{language, locale, td_string},
    parts::field::{ProblemSummary, RadioGroup, TextInput},
    site::site,
    words,
};
use domain::{
    fault::{Field, Problem},
    follow::{Following, Pace, RawFollow, Subject},
};
use leptos::prelude::*;

/// The most characters of an address.
const LONGEST_ADDRESS: usize = 254;

/// What is followed, as a heading.
pub fn followed(subject: &Subject) -> String {
    let l = locale();
    match subject {
        Subject::Own(reference) => td_string!(l, follow.own, reference = reference.to_string()).to_string(),
        Subject::Entry(reference) => td_string!(l, follow.entry, reference = reference.to_string()).to_string(),
        Subject::Filter(filter) => {
            let site = site();
            let mut parts: Vec<_> =
                filter.criteria.iter().map(|criterion| words::criterion(criterion, &site.taxonomies)).collect();
            if !filter.q.is_empty() {
                parts.push(td_string!(l, follow.search, text = filter.q.clone()).to_string());
            }
            if parts.is_empty() { td_string!(l, follow.all).to_owned() } else { parts.join(", ") }
        }
    }
}

/// The same for a following, which may know the title of its entry.
pub fn named(following: &Following) -> String {
    match &following.title {
        Some(title) => title.get(language()).to_string(),
        None => followed(&following.subject),
    }
}

/// How often mail comes, in words.
pub fn pace(pace: Pace) -> &'static str {
    match pace {
        Pace::AtOnce => td_string!(locale(), follow.at_once),
        Pace::Weekly => td_string!(locale(), follow.weekly),
    }
}

/// The form, folded up until somebody wants it.
#[component]
pub fn FollowBox(
    heading: &'static str,
    lead: &'static str,
    #[prop(into)] entry: Signal<String>,
    #[prop(into)] filter: Signal<String>,
) -> impl IntoView {
    view! {
        <details class="follow">
            <summary>{heading}</summary>
            <div class="stack">
                <p>{lead}</p>
                <FollowForm raw=RawFollow::default() entry=entry filter=filter problems=Vec::new() />
            </div>
        </details>
    }
}

/// The form for following an entry or a filter. Whoever has signed in gives no address.
#[component]
pub fn FollowForm(
    raw: RawFollow,
    /// The reference of the entry; empty for a filter.
    #[prop(into)]
    entry: Signal<String>,
    /// The query string of the filter, where it is not an entry.
    #[prop(into)]
    filter: Signal<String>,
    problems: Vec<Problem>,
) -> impl IntoView {
    let l = locale();
    let site = site();
    let problems = Signal::stored(problems);
    let email = RwSignal::new(raw.email);
    let chosen = RwSignal::new(if raw.pace.is_empty() { Pace::default().to_string() } else { raw.pace });
    let address = match site.visitor.account() {
        Some(account) => {
            view! { <p class="hint">{td_string!(l, follow.account, email = account.email.clone()).to_string()}</p> }
                .into_any()
        }
        None => view! {
            <TextInput
                field=Field::Email
                kind="email"
                autocomplete="email"
                label=words::field(Field::Email)
                hint=td_string!(l, follow.email_hint)
                required=true
                max=LONGEST_ADDRESS
                value=email
                on_input=move |text| email.set(text)
                problems=problems
            />
        }
        .into_any(),
    };
    let paces = Pace::ALL.iter().map(|one| (one.to_string(), pace(*one).to_owned(), String::new())).collect();
    view! {
        <form method="post" action="/follow" class="stack" novalidate>
            <ProblemSummary problems=problems />
            <input type="hidden" name="entry" value=move || entry.get() />
            <input type="hidden" name="filter" value=move || filter.get() />
            {address}
            <RadioGroup
                field=Field::Pace
                legend=td_string!(l, follow.pace)
                options=paces
                value=chosen
                on_input=move |pace| chosen.set(pace)
                problems=problems
            />
            {(!site.settings.mail).then(|| view! { <p class="hint">{td_string!(l, follow.off)}</p> })}
            <div class="actions"><button class="button small">{td_string!(l, follow.button)}</button></div>
        </form>
    }
}

/// An address for mail, alone in a form of its own.
#[component]
pub fn AddressField(#[prop(into)] label: String, written: String, problems: Vec<Problem>) -> impl IntoView {
    let email = RwSignal::new(written);
    view! {
        <TextInput
            field=Field::Email
            kind="email"
            autocomplete="email"
            label=label
            required=true
            max=LONGEST_ADDRESS
            value=email
            on_input=move |text| email.set(text)
            problems=Signal::stored(problems)
        />
    }
}
