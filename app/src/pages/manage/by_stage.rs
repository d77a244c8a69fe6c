//! The portfolio by stage, for managers: entries are carried from column to column by mouse, finger, keys or links, and
//! each step asks for what it needs.

use crate::{
    api::ApiError,
    api::portfolio::fetch_by_stage,
    browser::portfolio::AtHand,
    i18n::{language, locale, td_string},
    pages::{
        entry::step::{Step, StepDialog, StepLink},
        explore::{Total, Unanswered},
    },
    parts::{
        asked::{Answer, Asked},
        card::{entry_address, other_language},
        filter::{Chips, FilterPanel, FilterState},
        heading::Heading,
        tags::{FacetTag, InnovationBadge},
        trouble::Trouble,
    },
    site::site,
    words,
};
use domain::{
    action::ActionKind,
    by_stage::{ByStage, Carrying, Column, at},
    entry::Card,
    language::Language,
    reference::Reference,
    stage::{Stage, Standing},
};
use leptos::{ev, html::Button, prelude::*};
use leptos_router::{components::A, hooks::use_query_map};
use std::future::Future;

/// The address of the page.
const PATH: &str = "/manage/stages";

impl Answer for ByStage {
    fn of(portfolio: &AtHand, query: &str, language: Language) -> Self {
        Self::of(portfolio, query, language)
    }

    fn is_certain(&self) -> bool {
        self.certain
    }

    fn fetch(query: String, language: Language) -> impl Future<Output = Result<Self, ApiError>> + Send {
        fetch_by_stage(query, language)
    }
}

#[component]
pub fn Stages() -> impl IntoView {
    // Only courtesy: what is shown is public, and the server refuses whoever may not carry.
    match site().visitor.manager() {
        Ok(_) => view! { <StagesPage /> }.into_any(),
        Err(denied) => view! { <Trouble error=ApiError::Denied(denied) /> }.into_any(),
    }
}

#[component]
fn StagesPage() -> impl IntoView {
    let l = locale();
    let state = FilterState::at(PATH);
    let asked = Asked::<ByStage>::new(state.query_memo());
    let part = move |read: fn(&ByStage) -> u32| {
        Signal::derive(move || asked.read(|answer| answer.as_ref().map_or(0, read)).unwrap_or_default())
    };
    let groups = Signal::derive(move || {
        asked.read(|answer| answer.as_ref().map(|found| found.groups.clone()).unwrap_or_default()).unwrap_or_default()
    });
    let columns = Signal::derive(move || {
        asked.read(|answer| answer.as_ref().map(|found| found.columns.clone()).unwrap_or_default()).unwrap_or_default()
    });
    let (total, paused, ended) = (part(|found| found.total), part(|found| found.paused), part(|found| found.ended));
    let carrying = Carry::new();
    let done = use_query_map().with_untracked(|query| query.get("done").is_some());
    let next = Signal::derive(move || state.with(|filter| filter.address(PATH)));
    let elsewhere = move |standing: Standing, count: Signal<u32>| {
        let to = move || state.with(|filter| at(filter, standing).address("/portfolio"));
        let words = move || format!("{}: {}", words::standing(standing), count.get());
        view! { <li><a href=to>{words}</a></li> }
    };
    view! {
        <div class="page wide">
            <div class="page-head">
                <p class="crumb"><A href="/manage">{td_string!(l, by_stage.back)}</A></p>
                <Heading text=td_string!(l, by_stage.title) />
                <p class="lead">{td_string!(l, by_stage.lead)}</p>
            </div>
            {done.then(|| view! { <p class="notice good" role="status">{td_string!(l, action.done)}</p> })}
            <Transition>
                <Unanswered asked=asked bad=|found: &ByStage| found.bad.clone() />
                <div class="explore by-stage">
                    <FilterPanel state=state groups=groups total=total />
                    <section class="found" aria-labelledby="found">
                        <div class="found-head"><Total total=total /></div>
                        <Chips state=state />
                        <p class="hint needs-js" id=HELP>{td_string!(l, by_stage.help)}</p>
                        <p role="status" class="report">{move || carrying.report.get()}</p>
                        <div class="stages">
                            {Stage::ALL.iter().enumerate().map(|(place, stage)| {
                                let column = Signal::derive(move || columns.with(|columns| columns.get(place).cloned()));
                                view! { <ColumnOf stage=*stage column=column state=state carrying=carrying /> }
                            }).collect_view()}
                        </div>
                        <ul class="plain-links">
                            {elsewhere(Standing::Paused, paused)}
                            {elsewhere(Standing::Ended, ended)}
                        </ul>
                    </section>
                </div>
            </Transition>
            <StepDialog asking=carrying.asking next=next />
        </div>
    }
}

/// The id of the words on how to carry.
const HELP: &str = "by-stage-help";

/// What is being carried, and what is asked for it.
#[derive(Clone, Copy)]
struct Carry {
    /// The entry in hand, and the stage it came from.
    hand: RwSignal<Option<(Reference, Stage)>>,
    /// The column under the pointer.
    over: RwSignal<Option<Stage>>,
    asking: RwSignal<Option<Step>>,
    report: RwSignal<String>,
}

impl Carry {
    fn new() -> Self {
        Self {
            hand: RwSignal::new(None),
            over: RwSignal::new(None),
            asking: RwSignal::new(None),
            report: RwSignal::new(String::new()),
        }
    }

    /// Puts an entry down in a column: asks for what that needs.
    fn put(&self, reference: Reference, from: Stage, to: Stage) {
        match Carrying::between(from, to) {
            Carrying::Nothing => {}
            Carrying::Step(kind, to) => {
                self.report.set(String::new());
                self.asking.set(Some(Step { reference, kind, to: (kind == ActionKind::Back).then_some(to) }));
            }
            Carrying::TooFar => self.report.set(td_string!(locale(), by_stage.too_far).to_owned()),
        }
    }

    fn drop_hand(&self) {
        self.hand.set(None);
        self.over.set(None);
    }
}

#[component]
fn ColumnOf(stage: Stage, column: Signal<Option<Column>>, state: FilterState, carrying: Carry) -> impl IntoView {
    let l = locale();
    let id = format!("column-{stage}");
    let named_by = id.clone();
    let total = move || column.with(|column| column.as_ref().map_or(0, |column| column.total));
    let cards = move || column.with(|column| column.as_ref().map(|column| column.cards.clone()).unwrap_or_default());
    let more = move || {
        let (total, shown) = (total(), cards().len() as u32);
        let to = state.with(|filter| at(filter, stage.into()).address("/portfolio"));
        (total > shown)
            .then(|| view! { <p><a href=to>{td_string!(l, by_stage.more, count = total).to_string()}</a></p> })
    };
    view! {
        <section
            class="stage-column"
            class:over=move || carrying.over.get() == Some(stage)
            data-stage=stage.to_string()
            aria-labelledby=named_by
        >
            <h3 id=id>{words::standing(stage.into())}" "<span class="count">{total}</span></h3>
            <ul>
                <For each=cards key=|card| (card.reference, card.standing, card.innovation) let:card>
                    <CardOf card=card stage=stage carrying=carrying />
                </For>
            </ul>
            {move || (total() == 0).then(|| view! { <p class="hint">{td_string!(l, by_stage.empty)}</p> })}
            {more}
        </section>
    }
}

#[component]
fn CardOf(card: Card, stage: Stage, carrying: Carry) -> impl IntoView {
    let l = locale();
    let reader = language();
    let reference = card.reference;
    let (title, lang) = (card.title.get(reader).to_string(), other_language(card.title.language(reader)));
    let may = site().visitor.answers_for(reference, card.units.iter());
    let step = move |kind: ActionKind, words: String| {
        let label = format!("{words}: {title}", title = title.clone());
        view! { <StepLink step=Step { reference, kind, to: None } class="quiet" asking=carrying.asking words=words label=label /> }
    };
    let title = card.title.get(reader).to_string();
    let steps = may.then(|| {
        let next = match stage.next() {
            Some(next) => step(ActionKind::Forward, words::forward_to(next)),
            None => step(ActionKind::Benefit, words::action(ActionKind::Benefit)),
        };
        view! {
            <div class="card-steps">
                <Grip reference=reference title=title.clone() stage=stage carrying=carrying />
                {next}
            </div>
        }
    });
    view! {
        <li class="stage-card" class:in-hand=move || carrying.hand.get().is_some_and(|(hand, _)| hand == reference)>
            <div class="card-tags">
                <FacetTag facet=card.placement.main_facet() />
                {card.innovation.then(|| view! { <InnovationBadge /> })}
            </div>
            <p class="stage-card-title"><A href=entry_address(&card) attr:lang=lang>{title}</A></p>
            {steps}
            {(!may).then(|| view! { <p class="hint">{td_string!(l, by_stage.others)}</p> })}
        </li>
    }
}

/// What an entry is carried by: dragged by mouse or finger, or moved by the arrow keys.
#[component]
fn Grip(reference: Reference, title: String, stage: Stage, carrying: Carry) -> impl IntoView {
    let l = locale();
    let grip = NodeRef::<Button>::new();
    let column_at = |event: &ev::PointerEvent| {
        let element = document().element_from_point(event.client_x() as f32, event.client_y() as f32)?;
        element.closest("[data-stage]").ok()??.get_attribute("data-stage")?.parse::<Stage>().ok()
    };
    let keyed = move |event: ev::KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowRight" => stage.next(),
            "ArrowLeft" => stage.previous(),
            "Escape" => return carrying.drop_hand(),
            _ => return,
        };
        event.prevent_default();
        match to {
            Some(to) => carrying.put(reference, stage, to),
            None => carrying.report.set(td_string!(l, by_stage.no_further).to_owned()),
        }
    };
    view! {
        <button
            node_ref=grip
            type="button"
            class="grip needs-js"
            aria-label=td_string!(l, by_stage.grip, title = title).to_string()
            aria-describedby=HELP
            on:pointerdown=move |event| {
                if event.is_primary() && event.button() == 0 {
                    if let Some(grip) = grip.get_untracked() {
                        // What moves afterwards is the grip's, wherever the pointer is.
                        let _ = grip.set_pointer_capture(event.pointer_id());
                    }
                    carrying.hand.set(Some((reference, stage)));
                }
            }
            on:pointermove=move |event| {
                if carrying.hand.with_untracked(Option::is_some) {
                    carrying.over.set(column_at(&event).filter(|over| *over != stage));
                }
            }
            on:pointerup=move |event| {
                let held = carrying.hand.get_untracked();
                carrying.drop_hand();
                if let Some(((reference, from), to)) = held.zip(column_at(&event)) {
                    carrying.put(reference, from, to);
                }
            }
            on:pointercancel=move |_| carrying.drop_hand()
            on:keydown=keyed
        >
            <span aria-hidden="true">"⠿"</span>
        </button>
    }
}
