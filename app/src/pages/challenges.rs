//! Challenges: all of them, one with what answers it, and for managers the form to open one or to change it.

mod edit;

use crate::{
    api::{
        ApiError,
        challenges::{fetch_challenge, fetch_challenges},
    },
    i18n::{language, locale, td_string},
    parts::{
        card::{EntryCard, other_language},
        heading::Heading,
        trouble::{NotFoundPage, Trouble},
    },
    site::site,
    words,
};
use domain::{
    challenge::{Challenge, ChallengeLine, ChallengePage, Challenges as All, Period, Picture, address},
    day::Day,
    portfolio::Hit,
    taxonomy::Slug,
};
use edit::{Change, Open};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// All challenges; beneath them each by its name, and the form to open one.
#[component]
pub fn ChallengesWork() -> impl IntoView {
    let params = use_params_map();
    let below = Memo::new(move |_| params.with(|params| (params.get("slug"), params.get("edit"))));
    move || match below.get() {
        (None, _) => view! { <List /> }.into_any(),
        (Some(slug), None) if slug == "new" => view! { <Open /> }.into_any(),
        (Some(_), None) => view! { <One /> }.into_any(),
        (Some(_), Some(edit)) if edit == "edit" => view! { <Change /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

/// The challenge that the address names.
fn slug_in_address() -> Memo<Option<Slug>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("slug")).and_then(|slug| slug.parse().ok()))
}

#[component]
fn List() -> impl IntoView {
    let all = Resource::new(|| (), |()| fetch_challenges());
    view! {
        <Transition>
            {move || all.get().map(|answer| match answer {
                Ok(all) => view! { <ListPage all=all /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn ListPage(all: All) -> impl IntoView {
    let l = locale();
    let All { today, challenges } = all;
    let is_empty = challenges.is_empty();
    let opens_them = site().visitor.challenges().is_ok();
    let lines: Vec<_> = challenges.into_iter().map(|line| view! { <li><Line line=line today=today /></li> }).collect();
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <Heading text=td_string!(l, challenge.title) />
                <p class="lead">{td_string!(l, challenge.lead)}</p>
            </div>
            {opens_them.then(|| view! {
                <p><A href="/challenges/new" attr:class="button">{td_string!(l, challenge.open)}</A></p>
            })}
            {if is_empty {
                view! { <p class="nothing lead">{td_string!(l, challenge.none)}</p> }.into_any()
            } else {
                view! { <ul class="challenges">{lines}</ul> }.into_any()
            }}
        </div>
    }
}

#[component]
fn Line(line: ChallengeLine, today: Day) -> impl IntoView {
    let reader = language();
    let period = line.period(today);
    let ChallengeLine { slug, title, opens, closes } = line;
    let lang = other_language(title.language(reader));
    view! {
        <h2><A href=address(&slug) attr:lang=lang>{title.get(reader).to_string()}</A></h2>
        <p class="challenge-period">{period_in_words(period, opens, closes)}</p>
    }
}

/// Until when a challenge can be answered, or from when, or that it is over.
fn period_in_words(period: Period, opens: Day, closes: Day) -> String {
    let l = locale();
    match period {
        Period::Open => td_string!(l, challenge.period.open, day = words::day(closes)).to_string(),
        Period::Coming => {
            td_string!(l, challenge.period.coming, opens = words::day(opens), closes = words::day(closes)).to_string()
        }
        Period::Over => td_string!(l, challenge.period.over, day = words::day(closes)).to_string(),
    }
}

#[component]
fn One() -> impl IntoView {
    let slug = slug_in_address();
    let page =
        Resource::new(move || slug.get(), |slug| async move { fetch_challenge(slug.ok_or(ApiError::NotFound)?).await });
    view! {
        <Transition>
            {move || page.get().map(|answer| match answer {
                Ok(page) => view! { <OnePage page=page /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn OnePage(page: ChallengePage) -> impl IntoView {
    let l = locale();
    let reader = language();
    let ChallengePage { challenge, period, received, answers } = page;
    let opens_them = site().visitor.challenges().is_ok();
    let is_saved = use_query_map().with_untracked(|query| query.get("done").is_some());
    let (slug, own_address) = (challenge.slug.clone(), challenge.address());
    let (title, lang) = (challenge.title.get(reader).to_string(), other_language(challenge.title.language(reader)));
    let told = period_in_words(period, challenge.opens, challenge.closes);
    let published = u32::try_from(answers.len()).unwrap_or(u32::MAX);
    let counted = td_string!(l, challenge.received, count = received).to_string();
    let shown = (received > published).then(|| td_string!(l, challenge.published, count = published).to_string());
    let cards: Vec<_> = answers.into_iter().map(|card| view! { <li><EntryCard hit=Hit::from(card) /></li> }).collect();
    let Challenge { question, picture, result, .. } = challenge;
    view! {
        <article class="page wide stack loose challenge">
            <header class="page-head">
                <p class="crumb"><A href="/challenges">{td_string!(l, challenge.title)}</A></p>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
                <p class="challenge-period lead">{told}</p>
            </header>
            {(is_saved && opens_them).then(|| view! { <p class="notice good" role="status">{td_string!(l, challenge.saved)}</p> })}
            <div class="challenge-body">
                <div class="stack loose">
                    {result.map(|result| view! {
                        <section class="notice good stack" aria-labelledby="result">
                            <h2 id="result">{td_string!(l, challenge.result)}</h2>
                            <p class="paragraph" lang="sv">{result.text.to_string()}</p>
                            <p class="small"><time datetime=result.on.to_string()>{words::day(result.on)}</time></p>
                        </section>
                    })}
                    <p class="paragraph" lang=other_language(domain::language::Language::Swedish)>{question.to_string()}</p>
                    <p class="actions">
                        {(period == Period::Open).then(|| view! {
                            <A href=format!("/submit?challenge={slug}") attr:class="button">{td_string!(l, challenge.answer)}</A>
                        })}
                        {opens_them.then(|| view! {
                            <A href=format!("{own_address}/edit") attr:class="button plain">{td_string!(l, challenge.change)}</A>
                        })}
                    </p>
                </div>
                {picture.map(|picture| view! { <Shown slug=slug.clone() picture=picture version=challenge.version /> })}
            </div>
            <section class="stack" aria-labelledby="answers">
                <h2 id="answers">{td_string!(l, challenge.answers)}</h2>
                <p class="hint">{counted}{shown.map(|shown| format!(" {shown}"))}</p>
                {(!cards.is_empty()).then(|| view! { <ul class="results cards">{cards}</ul> })}
            </section>
        </article>
    }
}

/// The picture, once somebody has said what it shows.
#[component]
fn Shown(slug: Slug, picture: Picture, version: i64) -> impl IntoView {
    let Picture { pixels: (width, height), shows } = picture;
    shows.map(|shows| {
        view! {
            <div class="picture">
                <img src=format!("{}/picture?{version}", address(&slug)) alt=shows.to_string() width=width height=height />
            </div>
        }
    })
}
