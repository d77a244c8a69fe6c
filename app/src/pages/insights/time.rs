//! Over time: the portfolio as it stood on a day, by a date, a slider or playing it.

use super::frame::{InsightsPage, Telling};
use crate::{
    i18n::{locale, td_string},
    insights::{AT, Section, Then},
    pages::explore::Failed,
    parts::{
        chart::{
            field::ThenCompass,
            figure::{Blocks, Downloads, Numbers},
        },
        filter::FilterState,
        trouble::set_status,
    },
    words,
};
use domain::day::Day;
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*};
use std::time::Duration;

/// How long each day is shown while playing.
const PACE: Duration = Duration::from_millis(650);

#[component]
pub fn Time() -> impl IntoView {
    let l = locale();
    let state = FilterState::keeping("/insights/time", &[AT]);
    let telling = Telling::of(Section::Time, move || state.with(|filter| filter.query()));
    let then = Telling::of(Section::Then, move || state.query());
    view! {
        <InsightsPage state=state telling=telling title=td_string!(l, insights.time) lead=td_string!(l, insights.time_lead)>
            <OnDay state=state telling=then />
        </InsightsPage>
    }
}

/// The portfolio on a day.
#[component]
fn OnDay(state: FilterState, telling: Telling) -> impl IntoView {
    let l = locale();
    let then = telling.part(|told| told.then.clone());
    let then = Memo::new(move |_| then.get().flatten());
    let at = Memo::new(move |_| then.with(|then| then.as_ref().map(|then| then.at)));
    let blocks = telling.part(|told| told.blocks.clone());
    let blocks = Memo::new(move |_| blocks.get().unwrap_or_default());
    let bad = telling.part(|told| told.bad.iter().any(|bad| bad.name == AT));
    let field =
        Signal::derive(move || then.with(|then| then.as_ref().map(|then| then.field.clone()).unwrap_or_default()));
    let day = move || at.get().map(words::day).unwrap_or_default();
    let label = Signal::derive(move || {
        let count =
            field.with(|field| field.dots.len() as u32 + field.bubbles.iter().map(|bubble| bubble.count).sum::<u32>());
        td_string!(l, insights.then_drawing, count = count, day = day()).to_string()
    });
    let table =
        Signal::derive(move || then.with(|then| then.as_ref().map(|then| then.table.clone()).unwrap_or_default()));
    let title = move || td_string!(l, insights.then_title, day = day()).to_string();
    let files = move || {
        let query = state.with(|filter| filter.query());
        let at = at.get().map(|at| format!("{AT}={at}"));
        let query = [Some(query).filter(|query| !query.is_empty()), at].into_iter().flatten().collect::<Vec<_>>();
        view! { <Downloads name="then".to_owned() title=title() query=query.join("&") /> }
    };
    let is_there = Memo::new(move |_| then.with(Option::is_some));
    let shown = move || {
        view! {
            <h2 id="on-day">{title}</h2>
            {move || bad.get().unwrap_or(false).then(|| {
                set_status(400);
                view! { <p class="notice warning" role="alert">{td_string!(l, insights.at_invalid)}</p> }
            })}
            <DayForm state=state at=at />
            <Player state=state then=then at=at />
            <div class="on-day-body">
                <figure class="insight">
                    <ThenCompass field=field label=label />
                    <Numbers table=table title=Signal::derive(title) />
                    {files}
                </figure>
                <div class="insight-body narrow">{move || view! { <Blocks blocks=blocks.get() /> }}</div>
            </div>
        }
    };
    view! {
        <section class="on-day" aria-labelledby="on-day">
            {move || telling.failed().then(|| view! { <Failed again=move || telling.again() /> })}
            // The fields begin with the day that is shown, so there must be one.
            {move || is_there.get().then(shown)}
        </section>
    }
}

/// A date, for those who know it and for those without scripts.
#[component]
fn DayForm(state: FilterState, at: Memo<Option<Day>>) -> impl IntoView {
    let l = locale();
    let written = RwSignal::new(at.get_untracked().map(|day| day.to_string()).unwrap_or_default());
    Effect::new(move |_| {
        if let Some(day) = at.get() {
            written.set(day.to_string());
        }
    });
    let kept = move || {
        let pairs = state.with(|filter| {
            let criteria = filter.criteria.iter().map(|one| (one.group().name().to_owned(), one.value()));
            let text = (!filter.q.is_empty()).then(|| ("q".to_owned(), filter.q.clone()));
            criteria.chain(text).collect::<Vec<_>>()
        });
        pairs.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
    };
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        state.set_own(AT, written.get_untracked().trim(), false);
    };
    view! {
        <form class="day-form" method="get" action=state.path() on:submit=go>
            {kept}
            <label for="at">{td_string!(l, insights.at_label)}</label>
            <input
                id="at"
                type="date"
                name=AT
                value=written.get_untracked()
                prop:value=move || written.get()
                on:input=move |event| written.set(event_target_value(&event))
            />
            <button class="button small plain">{td_string!(l, insights.at_show)}</button>
        </form>
    }
}

/// The slider, and playing from the beginning.
#[component]
fn Player(state: FilterState, then: Memo<Option<Then>>, at: Memo<Option<Day>>) -> impl IntoView {
    let l = locale();
    let stops = Memo::new(move |_| then.with(|then| then.as_ref().map(|then| then.stops.clone()).unwrap_or_default()));
    let last = move || stops.with(|stops| stops.len().saturating_sub(1));
    let place = Memo::new(move |_| {
        let at = at.get();
        stops.with(|stops| stops.iter().rposition(|stop| Some(*stop) <= at).unwrap_or(0))
    });
    // What was asked for last: a step waits until the step before it is shown.
    let wanted = StoredValue::new(None::<Day>);
    let show = move |place: usize, replace: bool| {
        let Some(day) = stops.with_untracked(|stops| stops.get(place).copied()) else { return };
        wanted.set_value(Some(day));
        state.set_own(AT, &day.to_string(), replace);
    };
    let playing = RwSignal::new(false);
    let tick = move || {
        let here = place.get_untracked();
        if wanted.get_value().is_some_and(|wanted| Some(wanted) != at.get_untracked()) {
            return;
        }
        if here >= untrack(last) { playing.set(false) } else { show(here + 1, true) }
    };
    Effect::new(move |_| {
        if playing.get() {
            let timer = set_interval_with_handle(tick, PACE);
            on_cleanup(move || timer.into_iter().for_each(|timer| timer.clear()));
        }
    });
    let toggle = move |_| {
        let starts = !playing.get_untracked();
        if starts && place.get_untracked() >= untrack(last) {
            show(0, false);
        }
        playing.set(starts);
    };
    let said = move || at.get().map(words::day);
    view! {
        <div class="player needs-js">
            <button type="button" class="button small" on:click=toggle>
                {move || if playing.get() { td_string!(l, insights.pause) } else { td_string!(l, insights.play) }}
            </button>
            <label class="hidden" for="slider">{td_string!(l, insights.slider)}</label>
            <input
                id="slider"
                type="range"
                min="0"
                max=move || last().to_string()
                step="1"
                value=place.get_untracked().to_string()
                prop:value=move || place.get().to_string()
                aria-valuetext=said
                on:input=move |event| {
                    playing.set(false);
                    if let Ok(place) = event_target_value(&event).parse() {
                        show(place, true);
                    }
                }
            />
        </div>
    }
}
