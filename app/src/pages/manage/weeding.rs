//! What is weeded: by which rules, what is due next, and what has been.

use crate::{
    api::weeding::fetch_weeding,
    i18n::{language, locale, td_string},
    parts::{heading::Heading, trouble::Trouble},
    site::site,
    words,
};
use domain::{
    taxonomy::Slug,
    weeding::{Due, Remains, Rule, Weed, Weeded, Weeding as Told},
};
use leptos::prelude::*;
use leptos_router::components::A;

#[component]
pub fn Weeding() -> impl IntoView {
    let told = Resource::new(|| (), |()| fetch_weeding());
    view! {
        <Transition>
            {move || told.get().map(|answer| match answer {
                Ok(told) => view! { <WeedingPage told=told /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn WeedingPage(told: Told) -> impl IntoView {
    let l = locale();
    let Told { rules, from, due, log } = told;
    let has_rules = !rules.is_empty();
    let rules: Vec<_> = rules.iter().map(|rule| view! { <li>{rule_in_words(rule)}</li> }).collect();
    let (nothing_due, nothing_yet) = (due.is_empty(), log.is_empty());
    let due: Vec<_> = due.iter().map(|due| view! { <li>{in_words(due)}</li> }).collect();
    let log: Vec<_> = log
        .iter()
        .map(|Weeded { on, due }| view! { <tr><th scope="row"><time datetime=on.to_string()>{words::day(*on)}</time></th><td>{in_words(due)}</td></tr> })
        .collect();
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href="/manage">{td_string!(l, manage.title)}</A></p>
                <Heading text=td_string!(l, weeding.title) />
                <p class="lead">{td_string!(l, weeding.lead)}</p>
            </div>
            <section class="stack" aria-labelledby="rules">
                <h2 id="rules">{td_string!(l, weeding.rules)}</h2>
                {if has_rules {
                    view! { <ul>{rules}</ul> }.into_any()
                } else {
                    view! { <p>{td_string!(l, weeding.no_rules)}</p> }.into_any()
                }}
            </section>
            {has_rules.then(|| view! {
                <section class="stack" aria-labelledby="due">
                    <h2 id="due">{td_string!(l, weeding.due)}</h2>
                    <p class="hint">{td_string!(l, weeding.due_hint, from = format!("{} {}", words::day(from.day), from.time)).to_string()}</p>
                    {if nothing_due {
                        view! { <p>{td_string!(l, weeding.nothing_due)}</p> }.into_any()
                    } else {
                        view! { <ul>{due}</ul> }.into_any()
                    }}
                </section>
            })}
            <section class="stack" aria-labelledby="log">
                <h2 id="log">{td_string!(l, weeding.log)}</h2>
                {if nothing_yet {
                    view! { <p>{td_string!(l, weeding.nothing_yet)}</p> }.into_any()
                } else {
                    view! {
                        <table>
                            <thead><tr><th scope="col">{td_string!(l, weeding.day)}</th><th scope="col">{td_string!(l, weeding.what)}</th></tr></thead>
                            <tbody>{log}</tbody>
                        </table>
                    }
                    .into_any()
                }}
            </section>
        </div>
    }
}

fn rule_in_words(rule: Rule) -> String {
    let l = locale();
    let after = td_string!(l, weeding.months, count = u32::from(rule.after.count())).to_string();
    match rule.weed {
        Weed::Declined => td_string!(l, weeding.rule.declined, after = after).to_string(),
        Weed::Senders => td_string!(l, weeding.rule.senders, after = after).to_string(),
        Weed::Comments => td_string!(l, weeding.rule.comments, after = after).to_string(),
        Weed::Files => td_string!(l, weeding.rule.files, after = after).to_string(),
        Weed::Mails => td_string!(l, weeding.rule.mails, after = after).to_string(),
    }
}

fn in_words(due: &Due) -> String {
    let l = locale();
    let entry = due.entry.map(|entry| entry.to_string()).unwrap_or_default();
    let what = match due.rule.weed {
        Weed::Declined => td_string!(l, weeding.item.declined, entry = entry).to_string(),
        Weed::Senders => td_string!(l, weeding.item.senders, entry = entry).to_string(),
        Weed::Comments => td_string!(l, weeding.item.comments, entry = entry).to_string(),
        Weed::Files => td_string!(l, weeding.item.files, entry = entry).to_string(),
        Weed::Mails if entry.is_empty() => td_string!(l, weeding.item.mail).to_owned(),
        Weed::Mails => td_string!(l, weeding.item.mails, entry = entry).to_string(),
    };
    match &due.remains {
        Some(remains) => format!("{what}. {}", remains_in_words(remains)),
        None => what,
    }
}

fn remains_in_words(remains: &Remains) -> String {
    let l = locale();
    let site = site();
    let slug: Option<Slug> = remains.board.parse().ok();
    let board = slug.and_then(|slug| site.taxonomies.board(&slug).map(|board| board.name(language()).to_owned()));
    let (arrived, decided) = (words::day(remains.arrived), words::day(remains.decided));
    let board = board.unwrap_or_else(|| remains.board.clone());
    let told = if remains.sent_on {
        td_string!(l, weeding.remains.sent_on, arrived = arrived, board = board, decided = decided).to_string()
    } else {
        td_string!(l, weeding.remains.declined, arrived = arrived, board = board, decided = decided).to_string()
    };
    match &remains.diary_number {
        Some(number) => format!("{told} {}", td_string!(l, weeding.remains.diary, number = number.clone())),
        None => told,
    }
}
