//! The start: what the portfolio is, the compass with everything on it, and the ways in.

use crate::{
    api::{
        ApiError,
        portfolio::{Start, fetch_start},
    },
    i18n::{language, locale, td_string},
    parts::{
        asked::{Answer, Asked},
        card::{EntryCard, entry_address, other_language},
        compass::{CompassField, Mover},
        heading::Heading,
        tags::{FacetShape, StandingTag, facet_class},
        trouble::Trouble,
    },
    site::site,
    words,
};
use domain::{
    chart::{Chart, ZONE},
    entry::Card,
    facet::Facet,
    filter::{Criterion, Filter},
    language::Language,
    portfolio::{Choices, Portfolio},
    stage::Standing,
};
use leptos::prelude::*;
use leptos_router::components::A;
use std::future::Future;

/// The start page is asked nothing.
const NOTHING: &str = "";

#[component]
pub fn Home() -> impl IntoView {
    let asked = Asked::<Start>::once(Memo::new(|_| NOTHING.to_owned()));
    view! {
        <Transition>
            {move || asked.read(|answer| match answer {
                Ok(start) => view! { <StartPage start=start.clone() /> }.into_any(),
                Err(error) => view! { <Trouble error=error.clone() /> }.into_any(),
            })}
        </Transition>
    }
}

impl Answer for Start {
    fn of(portfolio: &Portfolio, _: &str, language: Language) -> Self {
        Self::of(portfolio, language)
    }

    fn is_certain(&self) -> bool {
        true
    }

    fn fetch(_: String, language: Language) -> impl Future<Output = Result<Self, ApiError>> + Send {
        fetch_start(language)
    }
}

#[component]
fn StartPage(start: Start) -> impl IntoView {
    let l = locale();
    let Start { chart, innovations } = start;
    let municipality = site().settings.municipality;
    let groups = chart.groups.clone();
    view! {
        <div class="page wide home">
            <section class="hero">
                <div class="hero-words">
                    <Heading text=td_string!(l, home.title) />
                    <p class="lead">{td_string!(l, home.lead, municipality = municipality).to_string()}</p>
                    <p class="actions">
                        <A href="/submit" attr:class="button">{td_string!(l, home.submit)}</A>
                        <A href="/portfolio" attr:class="button plain">
                            {td_string!(l, home.explore, count = chart.total).to_string()}
                        </A>
                    </p>
                </div>
                <HeroCompass chart=chart />
            </section>
            <Needs groups=groups.clone() />
            <Way groups=groups />
            <section class="newest" aria-labelledby="newest">
                <h2 id="newest">{td_string!(l, home.newest)}</h2>
                {if innovations.is_empty() {
                    view! { <p class="lead">{td_string!(l, home.no_innovations)}</p> }.into_any()
                } else {
                    view! {
                        <ul class="results cards">
                            {innovations.into_iter().map(|hit| view! { <li><EntryCard hit=hit /></li> }).collect_view()}
                        </ul>
                        <p><A href=Filter::only(Criterion::Innovation).address("/portfolio")>{td_string!(l, home.all_innovations)}</A></p>
                    }
                    .into_any()
                }}
            </section>
        </div>
    }
}

/// The compass as the picture of the whole, with the entry that is pointed at named beneath.
#[component]
fn HeroCompass(chart: Chart) -> impl IntoView {
    let l = locale();
    let reader = language();
    let picked = RwSignal::new(None);
    let Chart { cards, dots, bubbles, .. } = chart;
    let shown = StoredValue::new(cards.clone());
    let dots: Vec<Card> = dots.iter().filter_map(|place| cards.get(*place as usize).cloned()).collect();
    let bubbles: Vec<_> =
        bubbles.into_iter().map(|bubble| (bubble, format!("/compass?{ZONE}={}", bubble.zone))).collect();
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
                    <span lang=lang><A href=address>{card.title.get(reader).to_string()}</A></span>
                }
                .into_any()
            }
            None => view! { {td_string!(l, home.hint)} }.into_any(),
        }
    };
    view! {
        <figure class="hero-compass">
            <a class="skip-dots" href="#needs" rel="external">{td_string!(l, home.skip_dots)}</a>
            <CompassField cards=dots bubbles=bubbles picked=picked mover=Mover::default() movable=false help="" />
            <figcaption>{named}</figcaption>
        </figure>
    }
}

/// How many entries each choice of a group gives.
fn count_of(groups: &[Choices], criterion: &Criterion) -> u32 {
    groups
        .iter()
        .flat_map(|group| &group.choices)
        .find(|choice| choice.criterion == *criterion)
        .map_or(0, |choice| choice.count)
}

/// The client's own four kinds of need, each leading to its entries.
#[component]
fn Needs(groups: Vec<Choices>) -> impl IntoView {
    let l = locale();
    let kinds: Vec<_> = [Facet::Mission, Facet::Anticipatory, Facet::Enhancement, Facet::Adaptive]
        .into_iter()
        .map(|facet| {
            let criterion = Criterion::Facet(facet);
            let count = count_of(&groups, &criterion);
            view! {
                <li class=format!("need-kind {}", facet_class(facet))>
                    <h3><A href=Filter::only(criterion).address("/portfolio")>{words::facet_need(facet)}</A></h3>
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
fn Way(groups: Vec<Choices>) -> impl IntoView {
    let l = locale();
    let step = |criterion: Criterion, name: String, more: &'static str| {
        let count = count_of(&groups, &criterion);
        view! {
            <li>
                <A href=Filter::only(criterion).address("/portfolio")>
                    <span class="way-count">{count}</span>
                    <span class="way-name">{name}</span>
                </A>
                <span class="way-more">{more}</span>
            </li>
        }
    };
    let stage = |standing, more| step(Criterion::Stage(standing), words::standing(standing), more);
    view! {
        <section class="way" aria-labelledby="way">
            <h2 id="way">{td_string!(l, home.way)}</h2>
            <p class="lead">{td_string!(l, home.rule)}</p>
            <ol>
                {stage(Standing::Need, td_string!(l, home.way_need))}
                {stage(Standing::Idea, td_string!(l, home.way_idea))}
                {stage(Standing::Trial, td_string!(l, home.way_trial))}
                {stage(Standing::InUse, td_string!(l, home.way_in_use))}
                {step(Criterion::Innovation, td_string!(l, common.innovation).to_string(), td_string!(l, home.way_innovation))}
            </ol>
        </section>
    }
}
