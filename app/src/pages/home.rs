//! The start: what the portfolio is, the compass with everything on it, and the ways in.

#[cfg(feature = "ssr")]
mod desk;

use crate::{
    api::{
        ApiError,
        portfolio::{Start, fetch_start},
    },
    browser::portfolio::AtHand,
    i18n::{language, locale, td_string},
    parts::{
        asked::{Answer, Asked},
        card::{EntryCard, entry_address, other_language},
        compass::CompassPicture,
        heading::Heading,
        tags::{FacetShape, StandingTag, facet_class},
        trouble::Trouble,
    },
    site::site,
    words,
};
use domain::{
    challenge::address,
    chart::{Bubble, ZONE},
    entry::Card,
    facet::Facet,
    filter::{Criterion, Filter},
    language::Language,
    portfolio::Hit,
    stage::Standing,
};
use leptos::prelude::*;
use std::future::Future;

/// The start page is asked nothing.
const NOTHING: &str = "";

#[component]
pub fn Home() -> impl IntoView {
    let asked = Asked::<Start>::once(Memo::new(|_| NOTHING.to_owned()));
    let desk = StoredValue::new(SharedValue::new(desk_markup).into_inner());
    view! {
        <Transition>
            {move || asked.read(|answer| match answer {
                Ok(start) => view! { <StartPage start=start.clone() desk=desk.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error.clone() /> }.into_any(),
            })}
        </Transition>
    }
}

#[cfg(feature = "ssr")]
use desk::markup as desk_markup;

/// In the browser it comes with the page.
#[cfg(not(feature = "ssr"))]
fn desk_markup() -> String {
    String::new()
}

impl Answer for Start {
    fn of(portfolio: &AtHand, _: &str, language: Language) -> Self {
        portfolio.start(language)
    }

    fn is_certain(&self) -> bool {
        true
    }

    fn fetch(_: String, language: Language) -> impl Future<Output = Result<Self, ApiError>> + Send {
        fetch_start(language)
    }
}

#[component]
fn StartPage(start: Start, desk: String) -> impl IntoView {
    let l = locale();
    let Start { total, dots, bubbles, facets, standings, innovations, newest } = start;
    let municipality = site().settings.municipality.clone();
    view! {
        <div class="page wide home">
            <section class="hero">
                <div class="hero-words">
                    <Heading text=td_string!(l, home.title) />
                    <p class="lead">{td_string!(l, home.lead, municipality = municipality).to_string()}</p>
                    <p class="actions">
                        <a href="/submit" class="button">{td_string!(l, home.submit)}</a>
                        <a href="/portfolio" class="button plain">
                            {td_string!(l, home.explore, count = total).to_string()}
                        </a>
                    </p>
                </div>
                <HeroCompass dots=dots bubbles=bubbles />
            </section>
            {(!desk.is_empty()).then(|| view! { <div inner_html=desk /> })}
            <ChallengesNow />
            <Needs facets=facets />
            <Way standings=standings innovations=innovations />
            <section class="newest" aria-labelledby="newest">
                <h2 id="newest">{td_string!(l, home.newest)}</h2>
                {if newest.is_empty() {
                    view! { <p class="lead">{td_string!(l, home.no_innovations)}</p> }.into_any()
                } else {
                    view! {
                        <ul class="results cards">
                            {newest.into_iter().map(|card| view! { <li><EntryCard hit=Hit::from(card) /></li> }).collect_view()}
                        </ul>
                        <p><a href=Filter::only(Criterion::Innovation).address("/portfolio")>{td_string!(l, home.all_innovations)}</a></p>
                    }
                    .into_any()
                }}
            </section>
        </div>
    }
}

/// The challenges that can be answered now.
#[component]
fn ChallengesNow() -> impl IntoView {
    let reader = language();
    let open = site().challenges.clone();
    (!open.is_empty()).then(|| {
        let lines = open.into_iter().map(|challenge| {
            let lang = other_language(challenge.title.language(reader));
            view! { <li lang=lang><a href=address(&challenge.slug)>{challenge.title.get(reader).to_string()}</a></li> }
        });
        let lines = lines.collect_view();
        view! {
            <section class="stack" aria-labelledby="challenges">
                <h2 id="challenges">{td_string!(locale(), challenge.now)}</h2>
                <ul class="challenges-now">{lines}</ul>
            </section>
        }
    })
}

/// The compass as the picture of the whole, with the entry that is pointed at named beneath.
#[component]
fn HeroCompass(dots: Vec<Card>, bubbles: Vec<Bubble>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let picked = RwSignal::new(None);
    let bubbles = bubbles.into_iter().map(|bubble| (bubble, format!("/compass?{ZONE}={}", bubble.zone))).collect();
    let shown = StoredValue::new(dots.clone());
    let named = move || {
        let card = picked
            .get()
            .and_then(|picked| shown.with_value(|cards| cards.iter().find(|card| card.reference == picked).cloned()));
        match card {
            Some(card) => {
                let (address, lang) = (entry_address(&card), other_language(card.title.language(reader)));
                view! {
                    <StandingTag standing=card.standing />
                    " "
                    <span lang=lang><a href=address>{card.title.get(reader).to_string()}</a></span>
                }
                .into_any()
            }
            None => view! { {td_string!(l, home.hint)} }.into_any(),
        }
    };
    view! {
        <figure class="hero-compass">
            <a class="skip-dots" href="#needs" rel="external">{td_string!(l, home.skip_dots)}</a>
            <CompassPicture cards=dots bubbles=bubbles picked=picked />
            <figcaption>{named}</figcaption>
        </figure>
    }
}

/// How many there are of one kind.
fn count_of<T: PartialEq>(counts: &[(T, u32)], kind: T) -> u32 {
    counts.iter().find(|(one, _)| *one == kind).map_or(0, |(_, count)| *count)
}

/// The client's own four kinds of need, each leading to its entries.
#[component]
fn Needs(facets: Vec<(Facet, u32)>) -> impl IntoView {
    let l = locale();
    let kinds: Vec<_> = [Facet::Mission, Facet::Anticipatory, Facet::Enhancement, Facet::Adaptive]
        .into_iter()
        .map(|facet| {
            let count = count_of(&facets, facet);
            view! {
                <li class=format!("need-kind {}", facet_class(facet))>
                    <h3><a href=Filter::only(Criterion::Facet(facet)).address("/portfolio")>{words::facet_need(facet)}</a></h3>
                    <p class="asks">{words::facet_asks(facet)}</p>
                    <p class="need-foot">
                        <span class="facet-tag"><FacetShape facet=facet />{words::facet(facet)}</span>
                        <span>{td_string!(l, common.count, count = count).to_string()}</span>
                    </p>
                </li>
            }
        })
        .collect();
    view! {
        <section id="needs" aria-labelledby="needs-title">
            <h2 id="needs-title">{td_string!(l, home.needs)}</h2>
            <ul class="need-kinds">{kinds}</ul>
        </section>
    }
}

/// The way from need to benefit, with how many entries stand at each stage.
#[component]
fn Way(standings: Vec<(Standing, u32)>, innovations: u32) -> impl IntoView {
    let l = locale();
    let step = |criterion: Criterion, count: u32, name: String, more: &'static str| {
        view! {
            <li>
                <a href=Filter::only(criterion).address("/portfolio")>
                    <span class="way-count">{count}</span>
                    <span class="way-name">{name}</span>
                </a>
                <span class="way-more">{more}</span>
            </li>
        }
    };
    let stage = |standing, more| {
        step(Criterion::Stage(standing), count_of(&standings, standing), words::standing(standing), more)
    };
    view! {
        <section class="way" aria-labelledby="way">
            <h2 id="way">{td_string!(l, home.way)}</h2>
            <p class="lead">{td_string!(l, home.rule)}</p>
            <ol>
                {stage(Standing::Need, td_string!(l, home.way_need))}
                {stage(Standing::Idea, td_string!(l, home.way_idea))}
                {stage(Standing::Trial, td_string!(l, home.way_trial))}
                {stage(Standing::InUse, td_string!(l, home.way_in_use))}
                {step(Criterion::Innovation, innovations, td_string!(l, common.innovation).to_string(), td_string!(l, home.way_innovation))}
            </ol>
        </section>
    }
}
