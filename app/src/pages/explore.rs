//! Exploring the portfolio: filters on one side, what they find on the other.

use crate::{
    api::{
        ApiError,
        portfolio::{Explored, explore},
    },
    browser::{
        self,
        portfolio::{AtHand, is_offline},
    },
    i18n::{locale, td_string},
    parts::{
        asked::{Answer, Asked},
        card::EntryCard,
        filter::{Chips, FilterPanel, FilterState},
        follow::FollowBox,
        heading::Heading,
        trouble::set_status,
    },
    site::site,
    words,
};
use domain::{
    filter::{BadParameter, Filter, Sort, View},
    language::Language,
    portfolio::{Choices, Drop, Exploration, Hit},
};
use leptos::prelude::*;
use leptos_router::components::A;
use std::future::Future;

#[component]
pub fn Explore() -> impl IntoView {
    let l = locale();
    let state = FilterState::at("/portfolio");
    let asked = Asked::<Explored>::new(state.query_memo());
    let found = FoundSignals::of(asked);
    view! {
        <div class="page wide">
            <div class="page-head">
                <Heading text=td_string!(l, explore.title) />
                <p class="lead">{td_string!(l, explore.lead)}</p>
            </div>
            <Transition>
                <Unanswered asked=asked bad=|explored: &Explored| explored.bad.clone() />
                <div class="explore">
                    <FilterPanel state=state groups=found.groups total=found.total />
                    <section class="found" aria-labelledby="found">
                        <div class="found-head">
                            <Total total=found.total />
                            <Arrangement state=state />
                        </div>
                        <Chips state=state />
                        {move || found.nearest.get().map(|nearest| view! { <Nothing state=state nearest=nearest /> })}
                        <Results state=state hits=found.hits />
                        {move || {
                            let (page, pages) = found.pages.get();
                            view! { <Pages state=state page=page pages=pages start=FOUND /> }
                        }}
                        <FollowBox
                            heading=td_string!(l, follow.heading_filter)
                            lead=td_string!(l, follow.lead_filter)
                            entry=Signal::stored(String::new())
                            filter=Signal::derive(move || state.with(Filter::query))
                        />
                    </section>
                </div>
            </Transition>
        </div>
    }
}

impl Answer for Explored {
    fn of(portfolio: &AtHand, query: &str, language: Language) -> Self {
        Self::of(portfolio, query, language)
    }

    fn is_certain(&self) -> bool {
        self.exploration.certain
    }

    fn fetch(query: String, language: Language) -> impl Future<Output = Result<Self, ApiError>> + Send {
        explore(query, language)
    }
}

/// An answer in parts, each read where it is shown: while a new answer is on its way the old one stands, and the field
/// that a person writes in is never made anew. They must be read inside the page's `Transition`.
#[derive(Clone, Copy)]
struct FoundSignals {
    groups: Signal<Vec<Choices>>,
    total: Signal<u32>,
    hits: Signal<Vec<Hit>>,
    /// The page shown, and how many there are.
    pages: Signal<(u32, u32)>,
    /// Where nothing is found: the part of the filter that is best left out, if that helps.
    nearest: Signal<Option<Option<Drop>>>,
}

impl FoundSignals {
    fn of(asked: Asked<Explored>) -> Self {
        fn part<T: Send + Sync + Default + 'static>(asked: Asked<Explored>, read: fn(&Exploration) -> T) -> Signal<T> {
            Signal::derive(move || {
                let part = asked.read(|answer| answer.as_ref().ok().map(|explored| read(&explored.exploration)));
                part.flatten().unwrap_or_default()
            })
        }
        Self {
            groups: part(asked, |found| found.groups.clone()),
            total: part(asked, |found| found.total),
            hits: part(asked, |found| found.hits.clone()),
            pages: part(asked, |found| (found.page, found.pages)),
            nearest: part(asked, |found| (found.total == 0).then(|| found.nearest.clone())),
        }
    }
}

/// How many entries are in sight at once on an ordinary screen.
const FIRST_SIGHT: usize = 12;

/// The entries of the page. Those further down are drawn once the first ones have been painted, so that a click shows
/// its result without waiting for what is out of sight.
#[component]
fn Results(state: FilterState, hits: Signal<Vec<Hit>>) -> impl IntoView {
    let hits = Memo::new(move |_| hits.get());
    let painted = browser::painted_after(move || hits.track());
    let further = Memo::new(move |_| {
        painted.track();
        hits.with_untracked(|hits| hits.get(FIRST_SIGHT..).unwrap_or_default().to_vec())
    });
    // What is no longer found goes at once.
    let many = Memo::new(move |_| hits.with(Vec::len));
    view! {
        <ol class=move || match state.with(|filter| filter.view) {
            View::Cards => "results cards",
            View::List => "results list",
        }>
            <Cards hits=hits many=Signal::derive(move || many.get().min(FIRST_SIGHT)) />
            <Cards
                hits=further
                many=Signal::derive(move || further.with(Vec::len).min(many.get().saturating_sub(FIRST_SIGHT)))
            />
        </ol>
    }
}

/// The first so many of these entries, each in its place: what changes is what the places show.
#[component]
fn Cards(hits: Memo<Vec<Hit>>, many: Signal<usize>) -> impl IntoView {
    let card = move |place: usize| {
        let here = move || hits.with(|hits| hits.get(place).cloned());
        untrack(here).map(|first| {
            // A place that is about to go keeps what it shows.
            let hit = Memo::new(move |shown: Option<&Hit>| here().unwrap_or_else(|| shown.unwrap_or(&first).clone()));
            view! { <li><EntryCard hit=hit /></li> }
        })
    };
    view! { <For each=move || 0..many.get() key=|place| *place children=card /> }
}

/// What is said instead of, or before, what is found: that there is no answer or no network, or what was wrong with
/// the question.
#[component]
pub fn Unanswered<T: Answer>(
    asked: Asked<T>,
    /// What in the address could not be used.
    bad: fn(&T) -> Vec<BadParameter>,
) -> impl IntoView {
    let said = move || {
        asked.read(|answer| match answer {
            Err(_) => Some(view! { <Failed again=move || asked.again() /> }.into_any()),
            Ok(answer) => Some(view! { <BadParameters bad=bad(answer) /> }.into_any()),
        })
    };
    view! {
        {said}
        <Offline />
    }
}

/// That there is no network, said when it goes.
#[component]
pub fn Offline() -> impl IntoView {
    let offline = is_offline();
    view! {
        <div role="status">
            {move || offline.get().then(|| view! { <p class="notice warning">{td_string!(locale(), explore.offline)}</p> })}
        </div>
    }
}

/// The server did not answer.
#[component]
pub fn Failed(again: impl Fn() + Copy + 'static) -> impl IntoView {
    let l = locale();
    set_status(500);
    view! {
        <div class="notice problem" role="alert">
            <h2>{td_string!(l, common.failed_title)}</h2>
            <p>{td_string!(l, common.failed_text)}</p>
            <p><button type="button" class="button small" on:click=move |_| again()>{td_string!(l, common.retry)}</button></p>
        </div>
    }
}

/// The id of the heading that says how many entries are found.
const FOUND: &str = "found";

/// How many entries are found, said politely when it changes.
#[component]
pub fn Total(total: Signal<u32>) -> impl IntoView {
    view! {
        <h2 id=FOUND class="total" tabindex="-1">
            <span role="status" aria-live="polite">
                {move || td_string!(locale(), common.count, count = total.get()).to_string()}
            </span>
        </h2>
    }
}

/// The order and the layout, as links: they work without scripts, and each is an address of its own.
#[component]
fn Arrangement(state: FilterState) -> impl IntoView {
    let l = locale();
    let sort_name = move |sort| match sort {
        Sort::Relevance => td_string!(l, explore.sort.relevance),
        Sort::Newest => td_string!(l, explore.sort.newest),
        Sort::Title => td_string!(l, explore.sort.title),
        Sort::Stage => td_string!(l, explore.sort.stage),
        Sort::Priority => td_string!(l, explore.sort.priority),
    };
    // The order that the address need not name.
    let usual = Memo::new(move |_| state.with(|filter| Filter { sort: None, ..filter.clone() }.order()));
    let sort = move |sort: Sort| {
        let to =
            move |filter: &Filter| Filter { sort: (sort != usual.get()).then_some(sort), page: 1, ..filter.clone() };
        pick(state, sort_name(sort), to, move |filter| filter.order() == sort)
    };
    // There is no best match where nothing is looked for.
    let relevance = move || (usual.get() == Sort::Relevance).then(|| sort(Sort::Relevance));
    let others = Sort::ALL.iter().copied().filter(|other| *other != Sort::Relevance).map(sort).collect_view();
    let views = [(View::Cards, td_string!(l, explore.cards)), (View::List, td_string!(l, explore.list))].map(
        |(view, words)| {
            pick(state, words, move |filter| Filter { view, ..filter.clone() }, move |filter| filter.view == view)
        },
    );
    view! {
        <div class="arrange">
            <div class="picks" role="group" aria-label=td_string!(l, explore.sort_label)>{relevance} {others}</div>
            <div class="picks" role="group" aria-label=td_string!(l, explore.view_label)>{views.into_iter().collect_view()}</div>
        </div>
    }
}

/// A link to the filter with another arrangement. It is not the router's own link, which says of itself whether it is
/// current, by its path alone.
fn pick(
    state: FilterState,
    words: &'static str,
    to: impl Fn(&Filter) -> Filter + Send + Sync + 'static,
    is_chosen: impl Fn(&Filter) -> bool + Send + Sync + 'static,
) -> impl IntoView {
    let current = Memo::new(move |_| state.with(&is_chosen));
    view! {
        <a
            class="pick"
            href=move || state.address(&state.with(&to))
            data-noscroll
            aria-current=move || current.get().then_some("true")
        >
            {words}
        </a>
    }
}

/// Nothing was found: the part of the filter that is best left out.
#[component]
fn Nothing(state: FilterState, nearest: Option<Drop>) -> impl IntoView {
    let l = locale();
    // The filter may change while still nothing is found.
    let offer = move || {
        let drop = nearest.clone()?;
        let filter = state.get();
        let (label, without) = match drop.criterion {
            Some(criterion) => (words::criterion(&criterion, &site().taxonomies), filter.toggled(&criterion)),
            None => (format!("”{}”", filter.q), filter.with_text("")),
        };
        let words = td_string!(l, explore.drop, name = label, count = drop.count).to_string();
        Some(view! { <p><A href=state.address(&without) scroll=false attr:class="button">{words}</A></p> })
    };
    view! {
        <div class="nothing">
            <p class="lead">{td_string!(l, explore.nothing)}</p>
            {offer}
            <p>
                <a href=move || state.address(&state.get().cleared()) data-noscroll>{td_string!(l, explore.clear_all)}</a>
            </p>
        </div>
    }
}

/// The pages of a result, where there are several.
#[component]
pub fn Pages(
    state: FilterState,
    page: u32,
    pages: u32,
    /// The id of what a page begins with. The link is gone once it is followed: the focus goes there.
    start: &'static str,
) -> impl IntoView {
    let l = locale();
    let here = page;
    (pages > 1).then(|| {
        // The order and the layout may change while the pages stay as many.
        let to = move |page: u32| move || state.address(&state.get().on_page(page));
        let read_on = move |_| request_animation_frame(move || browser::read_from(start));
        let previous = (here > 1).then(|| {
            view! { <a href=to(here - 1) rel="prev" class="button plain" data-noscroll on:click=read_on>{td_string!(l, explore.previous)}</a> }
        });
        let next = (here < pages).then(|| {
            view! { <a href=to(here + 1) rel="next" class="button plain" data-noscroll on:click=read_on>{td_string!(l, explore.next)}</a> }
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
