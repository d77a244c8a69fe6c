//! Exploring the portfolio: filters on one side, what they find on the other.

use crate::{
    api::portfolio::{Explored, Extent, explore},
    i18n::{language, locale, td_string},
    parts::{
        card::EntryCard,
        filter::{Chips, FilterPanel, FilterState},
        heading::Heading,
        trouble::{Trouble, set_status},
    },
    site::site,
    words,
};
use domain::filter::{BadParameter, Filter, Sort, View};
use leptos::prelude::*;
use leptos_router::components::A;

#[component]
pub fn Explore() -> impl IntoView {
    let l = locale();
    let state = FilterState::at("/portfolio");
    let explored = Resource::new(move || state.query(), |query| explore(query, Extent::Page, language()));
    view! {
        <div class="page wide">
            <div class="page-head">
                <Heading text=td_string!(l, explore.title) />
                <p class="lead">{td_string!(l, explore.lead)}</p>
            </div>
            <Transition>
                {move || explored.get().map(|answer| match answer {
                    Ok(explored) => view! { <Found state=state explored=explored /> }.into_any(),
                    Err(error) => view! { <Trouble error=error /> }.into_any(),
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Found(state: FilterState, explored: Explored) -> impl IntoView {
    let l = locale();
    let Explored { exploration, bad } = explored;
    let total = exploration.total;
    let layout = match state.get_untracked().view {
        View::Cards => "results cards",
        View::List => "results list",
    };
    view! {
        <BadParameters bad=bad />
        <div class="explore">
            <FilterPanel state=state groups=exploration.groups total=total />
            <section class="found" aria-labelledby="found">
                <div class="found-head">
                    <h2 id="found" class="total" role="status" aria-live="polite">
                        {td_string!(l, common.count, count = total).to_string()}
                    </h2>
                    <Arrangement state=state />
                </div>
                <Chips state=state />
                {match exploration.nearest {
                    _ if total > 0 => None,
                    nearest => Some(view! { <Nothing state=state nearest=nearest /> }),
                }}
                <ol class=layout>
                    {exploration.cards.into_iter().map(|card| view! { <li><EntryCard card=card /></li> }).collect_view()}
                </ol>
                <Pages state=state pages=exploration.pages />
            </section>
        </div>
    }
}

/// The order and the layout, as links: they work without scripts, and each is an address of its own.
#[component]
fn Arrangement(state: FilterState) -> impl IntoView {
    let l = locale();
    let filter = state.get_untracked();
    let sort_name = move |sort| match sort {
        Sort::Newest => td_string!(l, explore.sort.newest),
        Sort::Title => td_string!(l, explore.sort.title),
        Sort::Stage => td_string!(l, explore.sort.stage),
        Sort::Priority => td_string!(l, explore.sort.priority),
    };
    let link = move |to: Filter, chosen: bool, words: &'static str| {
        view! {
            <A href=state.address(&to) scroll=false attr:aria-current=chosen.then_some("true") attr:class="pick">{words}</A>
        }
    };
    let sorts: Vec<_> = Sort::ALL
        .iter()
        .map(|sort| link(Filter { sort: *sort, page: 1, ..filter.clone() }, filter.sort == *sort, sort_name(*sort)))
        .collect();
    let views = [(View::Cards, td_string!(l, explore.cards)), (View::List, td_string!(l, explore.list))]
        .map(|(view, words)| link(Filter { view, ..filter.clone() }, filter.view == view, words));
    view! {
        <div class="arrange">
            <div class="picks" role="group" aria-label=td_string!(l, explore.sort_label)>{sorts}</div>
            <div class="picks" role="group" aria-label=td_string!(l, explore.view_label)>{views.collect_view()}</div>
        </div>
    }
}

/// Nothing was found: the part of the filter that is best left out.
#[component]
fn Nothing(state: FilterState, nearest: Option<domain::portfolio::Drop>) -> impl IntoView {
    let l = locale();
    let filter = state.get_untracked();
    let offer = nearest.map(|drop| {
        let (label, without) = match drop.criterion {
            Some(criterion) => (words::criterion(&criterion, &site().taxonomies), filter.toggled(&criterion)),
            None => (format!("”{}”", filter.q), filter.with_text("")),
        };
        let words = td_string!(l, explore.drop, name = label, count = drop.count).to_string();
        view! { <p><A href=state.address(&without) scroll=false attr:class="button">{words}</A></p> }
    });
    view! {
        <div class="nothing">
            <p class="lead">{td_string!(l, explore.nothing)}</p>
            {offer}
            <p><A href=state.address(&filter.cleared()) scroll=false>{td_string!(l, explore.clear_all)}</A></p>
        </div>
    }
}

#[component]
fn Pages(state: FilterState, pages: u32) -> impl IntoView {
    let l = locale();
    let filter = state.get_untracked();
    let here = filter.page;
    (pages > 1).then(|| {
        let to = |page: u32| state.address(&filter.clone().on_page(page));
        let previous = (here > 1).then(|| {
            view! { <A href=to(here - 1) attr:rel="prev" attr:class="button plain">{td_string!(l, explore.previous)}</A> }
        });
        let next = (here < pages).then(|| {
            view! { <A href=to(here + 1) attr:rel="next" attr:class="button plain">{td_string!(l, explore.next)}</A> }
        });
        view! {
            <nav class="pages" aria-label=td_string!(l, explore.pages)>
                {previous}
                <span>{td_string!(l, explore.page_of, page = here, pages = pages).to_string()}</span>
                {next}
            </nav>
        }
    })
}

/// What in the address could not be used, so that nobody takes the result for what was asked.
#[component]
pub fn BadParameters(bad: Vec<BadParameter>) -> impl IntoView {
    (!bad.is_empty()).then(|| {
        set_status(400);
        let list = bad.iter().map(|bad| format!("{}={}", bad.name, bad.value)).collect::<Vec<_>>().join(", ");
        let list: String = list.chars().take(200).collect();
        view! { <p class="notice warning">{td_string!(locale(), common.bad_parameters, list = list).to_string()}</p> }
    })
}
