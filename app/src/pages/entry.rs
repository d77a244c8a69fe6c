//! One entry: what it is about, how far it has come, where it lies and what is near it.

pub mod act;
mod assign;
mod comments;
mod edit;
mod facts;
mod files;
mod history;
mod journey;
mod relations;
mod same_need;
pub mod step;

use crate::{
    api::{ApiError, portfolio::fetch_dossier},
    i18n::{language, locale, td_string},
    parts::{
        address::reference_in_address,
        card::{EntryCard, other_language},
        compass::{MiniCompass, WeightBars},
        follow::FollowBox,
        heading::Heading,
        tags::{FacetTag, GoalTile, InnovationBadge, StandingTag},
        trouble::Trouble,
    },
    site::site,
    words,
};
use act::Act;
use act::Actions;
use assign::Assign;
use assign::AssignmentBox;
pub use assign::Due;
use comments::Comments;
pub use comments::WaitingComments;
use domain::{
    challenge::address,
    entry::{Card, Dossier, Entry as EntryData},
    portfolio::Hit,
};
use edit::Edit;
use facts::Facts;
pub use files::Gallery;
use files::ManageFiles;
pub use history::History;
use journey::{StageTrack, Timeline};
use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};
use relations::{Relate, Relations};
use same_need::{SameNeedBox, SameNeedPage};

#[component]
pub fn Entry() -> impl IntoView {
    let reference = reference_in_address();
    let dossier =
        Resource::new(reference, |reference| async move { fetch_dossier(reference.ok_or(ApiError::NotFound)?).await });
    view! {
        <Transition>
            {move || dossier.get().map(|answer| match answer {
                Ok(dossier) => view! { <EntryPage dossier=dossier /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

/// Everything beneath an entry's page: by what is done there.
#[component]
pub fn EntryWork() -> impl IntoView {
    let params = use_params_map();
    let action = Memo::new(move |_| params.with(|params| params.get("action")).unwrap_or_default());
    move || match action.get().as_str() {
        "edit" => view! { <Edit /> }.into_any(),
        "assign" => view! { <Assign /> }.into_any(),
        "relations" => view! { <Relate /> }.into_any(),
        "comments" => view! { <Comments /> }.into_any(),
        "files" => view! { <ManageFiles /> }.into_any(),
        "same-need" => view! { <SameNeedPage /> }.into_any(),
        _ => view! { <Act /> }.into_any(),
    }
}

#[component]
fn EntryPage(dossier: Dossier) -> impl IntoView {
    let l = locale();
    let reader = language();
    let Dossier { entry, moves, related, relations, same_need, files, challenge } = dossier;
    let may_change = site().visitor.answers_for(entry.reference, entry.units.iter());
    let (title, lang) = (entry.title.get(reader).to_string(), other_language(entry.title.language(reader)));
    let (summary, summary_lang) =
        (entry.summary.get(reader).to_string(), other_language(entry.summary.language(reader)));
    let done = use_query_map().with_untracked(|query| query.get("done").is_some());
    let example = entry.example_from.clone().map(|municipality| {
        view! { <p class="example">{td_string!(l, entry.example, municipality = municipality).to_string()}</p> }
    });
    view! {
        <Meta name="description" content=summary.clone() />
        <article class="page wide entry">
            <header class="entry-head">
                <p class="crumb"><A href="/portfolio">{td_string!(l, entry.back)}</A></p>
                <div class="card-tags">
                    <StandingTag standing=entry.standing() />
                    {entry.is_innovation().then(|| view! { <InnovationBadge /> })}
                    <FacetTag facet=entry.facet() />
                </div>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
                <p class="lead" lang=summary_lang>{summary}</p>
                {example}
                {challenge.map(|challenge| {
                    let lang = other_language(challenge.title.language(reader));
                    view! {
                        <p>{td_string!(l, challenge.answers_this)}" "<A href=address(&challenge.slug) attr:lang=lang>{challenge.title.get(reader).to_string()}</A></p>
                    }
                })}
                <StageTrack entry=entry.clone() />
                <SameNeedBox reference=entry.reference same_need=same_need />
                {site().visitor.answers_for(entry.reference, entry.units.iter()).then(|| view! {
                    {done.then(|| view! { <p class="notice good" role="status">{td_string!(l, action.done)}</p> })}
                    <Actions reference=entry.reference journey=entry.journey.clone() />
                    <p><A href=format!("/portfolio/{}/edit", entry.reference)>{td_string!(l, change.edit)}</A></p>
                })}
            </header>
            <div class="entry-body">
                <div class="entry-main">
                    <Facts entry=entry.clone() />
                    <Gallery reference=entry.reference files=files may_change=may_change />
                    <Relations reference=entry.reference facet=entry.facet() relations=relations may_change=may_change />
                    <Timeline entry=entry.clone() moves=moves />
                    <section class="stack" aria-labelledby="comments">
                        <h2 id="comments">{td_string!(l, comment.title)}</h2>
                        <p><A href=format!("/portfolio/{}/comments", entry.reference)>{td_string!(l, comment.link)}</A></p>
                    </section>
                </div>
                <Aside entry=entry />
            </div>
            <Related cards=related />
        </article>
    }
}

#[component]
fn Aside(entry: EntryData) -> impl IntoView {
    let l = locale();
    let reader = language();
    let site = site();
    let placement = entry.placement;
    let units: Vec<_> = entry.units.iter().filter_map(|slug| site.taxonomies.unit(slug)).collect();
    let contact = units.iter().find_map(|unit| unit.contact.clone()).unwrap_or(site.settings.contact.clone());
    let unit_names = units.iter().map(|unit| unit.name(reader).to_owned()).collect::<Vec<_>>().join(", ");
    let board = site.taxonomies.board(&entry.board).map(|board| board.name(reader).to_owned());
    let goals: Vec<_> = entry.goals.iter().map(|goal| view! { <li><GoalTile goal=*goal /></li> }).collect();
    let place_address = format!("/compass/{}", entry.reference);
    let line = |term: String, text: String| view! { <div><dt>{term}</dt><dd>{text}</dd></div> };
    view! {
        <aside class="entry-aside" aria-label=td_string!(l, entry.about_label)>
            <section class="aside-place">
                <h2>{td_string!(l, entry.place)}</h2>
                <MiniCompass placement=placement />
                <p class="place">{words::place(placement)}</p>
                <WeightBars placement=Signal::stored(placement) />
                {site.visitor.answers_for(entry.reference, entry.units.iter()).then(|| view! {
                    <p><A href=place_address>{td_string!(l, entry.move_it)}</A></p>
                })}
            </section>
            {site.visitor.answers_for(entry.reference, entry.units.iter()).then(|| view! { <AssignmentBox reference=entry.reference /> })}
            <dl class="facts-list">
                {line(td_string!(l, entry.unit).to_string(), unit_names)}
                {board.map(|board| line(td_string!(l, words.group.board).to_string(), board))}
                {line(td_string!(l, words.group.origin).to_string(), words::origin(entry.origin))}
                {line(td_string!(l, words.field.priority).to_string(), words::priority(entry.priority))}
                {line(td_string!(l, entry.reference).to_string(), entry.reference.to_string())}
                {line(td_string!(l, entry.created).to_string(), words::day(entry.created))}
                {line(td_string!(l, entry.updated).to_string(), words::day(entry.updated))}
                {entry.named.map(|name| line(td_string!(l, entry.named).to_string(), name.to_string()))}
            </dl>
            {(!goals.is_empty()).then(|| view! {
                <section>
                    <h2>{td_string!(l, entry.goals)}</h2>
                    <ul class="goals">{goals}</ul>
                </section>
            })}
            <section>
                <h2>{td_string!(l, entry.ask)}</h2>
                <p>{td_string!(l, entry.ask_text)}" "<a href=format!("mailto:{contact}") rel="external">{contact.clone()}</a></p>
            </section>
            <FollowBox
                heading=td_string!(l, follow.heading_entry)
                lead=td_string!(l, follow.lead_entry)
                entry=Signal::stored(entry.reference.to_string())
                filter=Signal::stored(String::new())
            />
        </aside>
    }
}

#[component]
fn Related(cards: Vec<Card>) -> impl IntoView {
    let l = locale();
    (!cards.is_empty()).then(|| {
        view! {
            <section class="related" aria-labelledby="related">
                <h2 id="related">{td_string!(l, entry.related)}</h2>
                <ul class="results cards">
                    {cards.into_iter().map(|card| view! { <li><EntryCard hit=Hit::from(card) /></li> }).collect_view()}
                </ul>
            </section>
        }
    })
}
