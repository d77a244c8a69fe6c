//! What is known of an entry, in the words of those who know it.

use crate::{
    i18n::{language, locale, td_string},
    parts::card::other_language,
    site::site,
    words,
};
use domain::{
    entry::Entry,
    journey::{Activity, Benefit, Figure},
    language::Language,
};
use leptos::prelude::*;

#[component]
pub fn Facts(entry: Entry) -> impl IntoView {
    let l = locale();
    // These texts exist in Swedish alone.
    let lang = other_language(Language::Swedish);
    let section = move |heading: &'static str, text: Option<String>| {
        text.map(|text| view! { <section><h2>{heading}</h2><Paragraphs text=text lang=lang /></section> })
    };
    let facts = entry.journey.facts();
    let receiving_unit = facts.receiving_unit.as_ref().map(|slug| {
        site().taxonomies.unit(slug).map_or_else(|| slug.to_string(), |unit| unit.name(language()).to_owned())
    });
    let lines: Vec<_> = [
        (td_string!(l, entry.audience), facts.audience.as_ref().map(ToString::to_string), lang),
        (td_string!(l, entry.responsible), facts.responsible.as_ref().map(ToString::to_string), lang),
        (td_string!(l, entry.receiving_unit), receiving_unit, None),
        (td_string!(l, entry.began), facts.began.map(words::day), None),
        (td_string!(l, entry.in_use_since), facts.in_use_since.map(words::day), None),
    ]
    .into_iter()
    .filter_map(|(term, text, lang)| text.map(|text| view! { <div><dt>{term}</dt><dd lang=lang>{text}</dd></div> }))
    .collect();
    let over = match entry.journey.activity() {
        Activity::Active => None,
        Activity::Paused { reason, .. } => {
            Some(section(td_string!(l, entry.paused_why), Some(reason.to_string())).into_any())
        }
        Activity::Ended { reason, lesson, .. } => Some(
            view! {
                <div class="lesson">{section(td_string!(l, entry.lesson), Some(lesson.to_string()))}</div>
                {section(td_string!(l, entry.ended_why), Some(reason.to_string()))}
            }
            .into_any(),
        ),
    };
    let benefits: Vec<_> = entry.journey.benefits().iter().map(|benefit| benefit_view(benefit, lang)).collect();
    let spread: Vec<_> = entry
        .journey
        .spread()
        .iter()
        .map(|spread| format!("{}, {}", &*spread.place, words::day(spread.on)))
        .map(|line| view! { <li>{line}</li> })
        .collect();
    view! {
        {over}
        {(!benefits.is_empty()).then(|| view! {
            <section class="benefits"><h2>{td_string!(l, entry.benefit)}</h2>{benefits}</section>
        })}
        {(entry.journey.standing() == domain::stage::Standing::InUse && !entry.is_innovation()).then(|| view! {
            <p class="notice">{td_string!(l, entry.no_benefit)}</p>
        })}
        {section(td_string!(l, entry.need), Some(facts.need.to_string()))}
        {section(td_string!(l, entry.plan), facts.plan.as_ref().map(ToString::to_string))}
        {section(td_string!(l, entry.to_show), facts.to_show.as_ref().map(ToString::to_string))}
        {section(td_string!(l, entry.hoped), entry.hoped_benefit.as_ref().map(ToString::to_string))}
        {(!lines.is_empty()).then(|| view! { <dl class="facts-list across">{lines}</dl> })}
        {(!spread.is_empty()).then(|| view! {
            <section><h2>{td_string!(l, entry.spread)}</h2><ul>{spread}</ul></section>
        })}
    }
}

fn benefit_view(benefit: &Benefit, lang: Option<&'static str>) -> impl IntoView + use<> {
    let l = locale();
    let figure = benefit.figure.as_ref().map(|Figure { value, measure }| {
        let number = words::number(*value);
        view! { <p class="figure"><span class="figure-value">{number}</span>" "<span lang=lang>{measure.to_string()}</span></p> }
    });
    let source = td_string!(
        l,
        entry.benefit_source,
        evidence = words::evidence(benefit.evidence),
        day = words::day(benefit.on),
        by = benefit.confirmed_by.to_string()
    )
    .to_string();
    let (what, who) = (benefit.what.to_string(), benefit.who.to_string());
    view! {
        <div class="benefit">
            {figure}
            <p lang=lang>{what}</p>
            <p class="small"><strong>{td_string!(l, entry.benefits_whom)}": "</strong><span lang=lang>{who}</span></p>
            <p class="small source">{source}</p>
        </div>
    }
}

/// Text in paragraphs.
#[component]
fn Paragraphs(text: String, lang: Option<&'static str>) -> impl IntoView {
    text.split("\n\n")
        .map(|paragraph| view! { <p lang=lang class="paragraph">{paragraph.to_owned()}</p> })
        .collect_view()
}
