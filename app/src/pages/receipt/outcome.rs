//! Where something goes on that was handed in and is not published itself.

use crate::{
    i18n::{language, locale, td_string},
    parts::card::other_language,
    site::site,
    words,
};
use domain::{
    day::Day,
    reception::{LeadsTo, Named, answer::Channel},
    text::Reason,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// It belongs elsewhere, and this is the way there.
#[component]
pub fn SentOn(on: Day, to: Channel, reason: Reason) -> impl IntoView {
    let l = locale();
    let settings = &site().settings;
    let address = match &to {
        Channel::FaultReport => settings.fault_report.clone(),
        Channel::Complaint => settings.complaint.clone(),
        Channel::CitizensInitiative => settings.citizens_initiative.clone(),
        Channel::Elsewhere(_) => None,
    };
    view! {
        <section class="notice stack">
            <p>{td_string!(l, reception.receipt.sent_on, day = words::day(on), channel = words::channel(&to)).to_string()}</p>
            <Because reason=reason />
            {match address {
                Some(address) => view! {
                    <p><a href=address rel="external" class="button small">{td_string!(l, reception.receipt.sent_on_link)}</a></p>
                }
                .into_any(),
                // Where the municipality has no page of its own for it, somebody there knows.
                None => view! {
                    <p>{td_string!(l, receipt.ask)}" "<a href=format!("mailto:{}", settings.contact) rel="external">{settings.contact.clone()}</a></p>
                }
                .into_any(),
            }}
        </section>
    }
}

/// It goes on together with another entry, and so that goes.
#[component]
pub fn Merged(on: Day, reason: Reason, leads_to: Option<LeadsTo>) -> impl IntoView {
    let l = locale();
    let further = leads_to.map(|leads_to| match leads_to {
        LeadsTo::Published(Named { reference, title }) => {
            let reader = language();
            let lang = other_language(title.language(reader));
            view! {
                <p>
                    {td_string!(l, reception.receipt.merged_published)}" "
                    <A href=format!("/portfolio/{reference}") attr:lang=lang>{title.get(reader).to_string()}</A>
                </p>
            }
            .into_any()
        }
        LeadsTo::Waiting => view! { <p>{td_string!(l, reception.receipt.merged_waiting)}</p> }.into_any(),
        LeadsTo::Closed { reason } => view! {
            <p>{td_string!(l, reception.receipt.merged_closed)}</p>
            <Because reason=reason />
        }
        .into_any(),
    });
    view! {
        <section class="notice stack">
            <p>{td_string!(l, reception.receipt.merged, day = words::day(on)).to_string()}</p>
            <Because reason=reason />
            {further}
        </section>
    }
}

/// Why, in the words of whoever decided.
#[component]
pub fn Because(reason: Reason) -> impl IntoView {
    let paragraphs: Vec<_> =
        reason.paragraphs().map(|text| view! { <p class="paragraph" lang="sv">{text.to_owned()}</p> }).collect();
    view! {
        <h2>{td_string!(locale(), receipt.reason)}</h2>
        {paragraphs}
    }
}
