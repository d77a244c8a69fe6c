//! The compass with every entry on it, the same as a table, and the plain form that places one entry.

mod place;
mod table;

use place::PlaceEntry;

use crate::{
    api::{ApiError, portfolio::fetch_chart},
    browser::portfolio::AtHand,
    i18n::{language, locale, td_string},
    pages::explore::{Pages, Total, Unanswered},
    parts::{
        asked::{Answer, Asked},
        card::{entry_address, other_language},
        compass::{CompassField, Go, Mover, ReportLine, SelectedList, Selecting, Ties, Tools, WeightBars, Zooming},
        filter::{Chips, FilterPanel, FilterState},
        heading::Heading,
        tags::{InnovationBadge, StandingTag},
    },
    site::site,
    words,
};
use domain::{
    chart::{Bubble, Chart, ZONE},
    entry::Card,
    language::Language,
    mix::balance,
    portfolio::Choices,
    reference::Reference,
    relation::Relation,
    selected::{PICK, Selected},
    zone::Zone,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};
use std::future::Future;
use table::PlacesTable;

/// The id of the text that tells how dots are moved by keys.
const HELP: &str = "compass-help";

/// The compass, or the form that places one entry on it.
#[component]
pub fn CompassWork() -> impl IntoView {
    let params = use_params_map();
    let is_entry = Memo::new(move |_| params.with(|params| params.get("reference").is_some()));
    move || if is_entry.get() { view! { <PlaceEntry /> }.into_any() } else { view! { <Compass /> }.into_any() }
}

#[component]
fn Compass() -> impl IntoView {
    let l = locale();
    let state = FilterState::keeping("/compass", &[ZONE, PICK]);
    let asked = Asked::<Chart>::new(state.query_memo());
    let ChartSignals { groups, total, zone, parts, cards, dots, bubbles, lines, pages, selected } =
        ChartSignals::of(asked, state);
    let mover = Mover::default();
    let picked = RwSignal::new(None);
    let ties = Ties::of(picked);
    let movable = site().visitor.is_manager();
    let selecting = Selecting::new(
        Memo::new(move |_| Selected::parse(&state.kept()).0),
        Callback::new(move |selected: Selected| state.set_own(PICK, &selected.to_string(), true)),
    );
    let zooming = Zooming::new(
        zone,
        parts,
        Callback::new(move |Go { to, replace }| state.set_own(ZONE, &to.to_string(), replace)),
    );
    view! {
        <div class="page wide">
            <div class="page-head">
                <Heading text=td_string!(l, compass.title) />
                <p class="lead">{td_string!(l, compass.lead)}</p>
            </div>
            <Transition>
                <Unanswered asked=asked bad=|chart: &Chart| chart.bad.clone() />
                <div class="compass-page">
                    <FilterPanel state=state groups=groups total=total />
                    <div class="compass-main">
                        <div class="full found-head">
                            <Total total=total />
                            <a class="quiet" href="#places" rel="external">{td_string!(l, compass.skip_dots)}</a>
                        </div>
                        <div class="full"><Chips state=state /></div>
                        <figure>
                            <ZonePath asked=asked state=state />
                            <Tools zooming=zooming selecting=selecting />
                            <CompassField
                                cards=dots
                                bubbles=bubbles
                                zone=zone
                                picked=picked
                                mover=mover
                                movable=movable
                                help=HELP
                                selecting=selecting
                                zooming=zooming
                                ties=ties
                            />
                            // On narrow screens, where dots would lie on the name in the drawing.
                            <p class="confusion-caption hint" aria-hidden="true">{td_string!(l, compass.confusion_caption)}</p>
                            {move || (total.get() == 0).then(|| view! { <p class="notice">{td_string!(l, compass.none)}</p> })}
                        </figure>
                        <div class="compass-aside">
                            <ReportLine mover=mover />
                            <PickedCard cards=cards picked=picked mover=mover ties=ties />
                            <SelectedList
                                cards=selected
                                selecting=selecting
                                address=move |selected: Selected| selection_address(state, &selected)
                            />
                            {movable.then(|| view! { <p id=HELP class="hint">{td_string!(l, compass.help)}</p> })}
                            <Mix asked=asked mover=mover />
                            <Parts asked=asked state=state />
                            <Legend />
                            <Pictures state=state />
                        </div>
                        <section class="full" id="places" aria-labelledby="places-title" tabindex="-1">
                            <h2 id="places-title">{td_string!(l, compass.table_title)}</h2>
                            <PlacesTable cards=lines mover=mover movable=movable selecting=selecting state=state />
                            {move || {
                                let (page, pages) = pages.get();
                                view! { <Pages state=state page=page pages=pages start="places" /> }
                            }}
                        </section>
                    </div>
                </div>
            </Transition>
        </div>
    }
}

impl Answer for Chart {
    fn of(portfolio: &AtHand, query: &str, language: Language) -> Self {
        Self::of(portfolio, query, language)
    }

    fn is_certain(&self) -> bool {
        self.certain
    }

    fn fetch(query: String, language: Language) -> impl Future<Output = Result<Self, ApiError>> + Send {
        fetch_chart(query, language)
    }
}

/// What the compass shows, in parts. They must be read inside the page's `Transition`.
#[derive(Clone, Copy)]
struct ChartSignals {
    groups: Signal<Vec<Choices>>,
    total: Signal<u32>,
    zone: Signal<Zone>,
    /// The parts of the zone that hold entries, and how many.
    parts: Signal<Vec<(Zone, u32)>>,
    /// All that the page has of entries.
    cards: Signal<Vec<Card>>,
    /// Those drawn as dots.
    dots: Signal<Vec<Card>>,
    /// The others, with the address of each bubble.
    bubbles: Signal<Vec<(Bubble, String)>>,
    /// Those in the table.
    lines: Signal<Vec<Card>>,
    /// The page of the table, and how many there are.
    pages: Signal<(u32, u32)>,
    /// The selected entries.
    selected: Signal<Vec<Card>>,
}

impl ChartSignals {
    fn of(asked: Asked<Chart>, state: FilterState) -> Self {
        fn part<T: Send + Sync + Default + 'static>(asked: Asked<Chart>, read: fn(&Chart) -> T) -> Signal<T> {
            Signal::derive(move || asked.read(|answer| answer.as_ref().ok().map(read)).flatten().unwrap_or_default())
        }
        fn chosen(chart: &Chart, places: &[u32]) -> Vec<Card> {
            places.iter().filter_map(|place| chart.cards.get(*place as usize).cloned()).collect()
        }
        let drawn = part(asked, |chart| (chart.zone, chart.bubbles.clone()));
        let bubbles = Signal::derive(move || {
            let (zone, bubbles) = drawn.get();
            // What cannot be cut further is told of in the table.
            let leads = |bubble: &Bubble| {
                if bubble.zone == zone { "#places".to_owned() } else { zone_address(state, bubble.zone) }
            };
            bubbles.into_iter().map(|bubble| (bubble, leads(&bubble))).collect()
        });
        Self {
            groups: part(asked, |chart| chart.groups.clone()),
            total: part(asked, |chart| chart.total),
            zone: part(asked, |chart| chart.zone),
            parts: part(asked, |chart| chart.parts.clone()),
            cards: part(asked, |chart| chart.cards.clone()),
            dots: part(asked, |chart| chosen(chart, &chart.dots)),
            bubbles,
            lines: part(asked, |chart| chosen(chart, &chart.lines)),
            pages: part(asked, |chart| (chart.page, chart.pages)),
            selected: part(asked, |chart| chart.selected.clone()),
        }
    }
}

/// The address of this page with a zone.
fn zone_address(state: FilterState, zone: Zone) -> String {
    with_own(state, ZONE, zone.to_string())
}

/// The address of this page with another selection.
fn selection_address(state: FilterState, selected: &Selected) -> String {
    with_own(state, PICK, selected.to_string())
}

/// The address of this page with another value of a parameter of its own, and without it where that is empty.
fn with_own(state: FilterState, name: &str, value: String) -> String {
    let mut own = state.kept();
    own.retain(|(other, _)| other != name);
    if !value.is_empty() {
        own.push((name.to_owned(), value));
    }
    // Another zone is another table.
    let page = if name == ZONE { 1 } else { state.get().page };
    state.address_with(&state.get().on_page(page), &own)
}

/// Where the picture of what is shown can be had, as a file of this kind.
fn picture_address(state: FilterState, kind: &str) -> String {
    let page = state.address(&state.get());
    format!("/compass.{kind}{}", page.strip_prefix("/compass").unwrap_or_default())
}

/// What is shown, to be taken along.
#[component]
fn Pictures(state: FilterState) -> impl IntoView {
    let l = locale();
    view! {
        <p class="small pictures">
            <a href=move || picture_address(state, "svg") download="" rel="external">{td_string!(l, compass.as_svg)}</a>
            <a href=move || picture_address(state, "png") download="" rel="external">{td_string!(l, compass.as_png)}</a>
        </p>
    }
}

/// The way from the whole to the part that is shown, each step a link back.
#[component]
fn ZonePath(asked: Asked<Chart>, state: FilterState) -> impl IntoView {
    move || {
        let (zone, within) =
            asked.read(|answer| answer.as_ref().ok().map(|chart| (chart.zone, chart.within))).flatten()?;
        let l = locale();
        (!zone.is_whole()).then(|| {
            let steps: Vec<_> = zone
                .path()
                .into_iter()
                .map(|step| {
                    let here = (step == zone).then_some("location");
                    view! { <li><a href=zone_address(state, step) data-noscroll aria-current=here>{words::zone(step)}</a></li> }
                })
                .collect();
            view! {
                <nav class="zone-path" aria-label=td_string!(l, compass.path)>
                    <ol>{steps}</ol>
                    <p role="status">{td_string!(l, compass.within, count = within).to_string()}</p>
                </nav>
            }
        })
    }
}

/// The parts of what is shown that hold entries, to look closer at one.
#[component]
fn Parts(asked: Asked<Chart>, state: FilterState) -> impl IntoView {
    move || {
        let parts = asked.read(|answer| answer.as_ref().ok().map(|chart| chart.parts.clone())).flatten()?;
        (!parts.is_empty()).then(|| {
            let lines: Vec<_> = parts
                .into_iter()
                .map(|(zone, count)| {
                    view! {
                        <li>
                            <a href=zone_address(state, zone) data-noscroll>{words::zone(zone)}</a>
                            <span class="choice-count">{count}</span>
                        </li>
                    }
                })
                .collect();
            view! {
                <details>
                    <summary class="small">{td_string!(locale(), compass.closer)}</summary>
                    <ul class="zone-parts">{lines}</ul>
                </details>
            }
        })
    }
}

/// The entry that is pointed at, or how to point at one.
#[component]
fn PickedCard(
    cards: Signal<Vec<Card>>,
    picked: RwSignal<Option<Reference>>,
    mover: Mover,
    ties: Ties,
) -> impl IntoView {
    move || {
        let found = picked
            .get()
            .and_then(|picked| cards.with(|cards| cards.iter().find(|card| card.reference == picked).cloned()));
        match found {
            Some(card) => view! { <Picked card=card mover=mover ties=ties /> }.into_any(),
            None => view! { <p class="picked-card hint">{td_string!(locale(), compass.pick_hint)}</p> }.into_any(),
        }
    }
}

/// The entry that is pointed at, in words; while it is moved, its weights follow.
#[component]
fn Picked(card: Card, mover: Mover, ties: Ties) -> impl IntoView {
    let reader = language();
    let (title, lang) = (card.title.get(reader).to_string(), other_language(card.title.language(reader)));
    let (summary, summary_lang) = (card.summary.get(reader).to_string(), other_language(card.summary.language(reader)));
    let (address, standing, innovation) = (entry_address(&card), card.standing, card.innovation);
    let reference = card.reference;
    let card = StoredValue::new(card);
    let lies = Signal::derive(move || match mover.hand() {
        Some(hand) if card.with_value(|card| card.reference == hand.reference) => hand.at,
        _ => card.with_value(|card| mover.current(card).0),
    });
    view! {
        <div class="picked-card">
            <div class="card-tags">
                <StandingTag standing=standing />
                {innovation.then(|| view! { <InnovationBadge /> })}
            </div>
            <h3 lang=lang><A href=address>{title}</A></h3>
            <p lang=summary_lang>{summary}</p>
            <p class="place">{move || words::place(lies.get())}</p>
            <WeightBars placement=lies />
            {move || {
                let relations = ties.from(reference);
                (!relations.is_empty()).then(|| {
                    let lines = relations.into_iter().map(|Relation { tie, other, .. }| {
                        let lang = other_language(other.title.language(reader));
                        view! { <li>{words::tie(tie)}" "<A href=entry_address(&other) attr:lang=lang>{other.title.get(reader).to_string()}</A></li> }
                    });
                    view! { <ul class="small plain-list">{lines.collect_view()}</ul> }
                })
            }}
        </div>
    }
}

/// How the entries in view share out over the facets; dots that are moved count where they lie now.
#[component]
fn Mix(asked: Asked<Chart>, mover: Mover) -> impl IntoView {
    let mix = move || {
        let read = |chart: &Chart| {
            if chart.bubbles.is_empty() {
                balance(
                    chart
                        .dots
                        .iter()
                        .filter_map(|dot| chart.cards.get(*dot as usize))
                        .map(|card| mover.current(card).0),
                )
            } else {
                chart.balance
            }
        };
        asked.read(|answer| answer.as_ref().ok().and_then(read)).flatten()
    };
    view! {
        {move || mix().map(|mix| {
            let shares = mix
                .percent()
                .map(|(facet, share)| format!("{} {share} %", words::facet_in_sentence(facet)))
                .join(", ");
            view! { <p class="small"><strong>{td_string!(locale(), compass.balance)}</strong>": "{shares}</p> }
        })}
    }
}

#[component]
fn Legend() -> impl IntoView {
    let l = locale();
    view! {
        <details>
            <summary class="small">{td_string!(l, compass.legend_title)}</summary>
            <ul class="legend">
                <li>{td_string!(l, compass.legend_shape)}</li>
                <li>{td_string!(l, compass.legend_size)}</li>
                <li>{td_string!(l, compass.legend_innovation)}</li>
                <li>{td_string!(l, compass.legend_spread)}</li>
                <li>{td_string!(l, compass.bubbles)}</li>
                <li>{td_string!(l, compass.legend_zoom)}</li>
            </ul>
        </details>
    }
}
