//! How far an entry has come, as a track, and how it came there, as a timeline.

use crate::{
    i18n::{locale, td_string},
    words,
};
use domain::{
    day::Day,
    entry::Entry,
    journey::Move,
    stage::{Stage, Standing},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The four stages and the benefit beyond them, as far as the entry has come.
#[component]
pub fn StageTrack(entry: Entry) -> impl IntoView {
    let l = locale();
    let reached = entry.journey.stage();
    let steps: Vec<_> = Stage::ALL
        .iter()
        .map(|stage| (words::standing((*stage).into()), *stage <= reached, *stage == reached))
        .chain([(td_string!(l, entry.benefit_step).to_string(), entry.is_innovation(), false)])
        .map(|(name, done, here)| {
            view! { <li class:done=done aria-current=here.then_some("step")><span>{name}</span></li> }
        })
        .collect();
    view! { <ol class="track" class:over=entry.standing() == Standing::Ended class:resting=entry.standing() == Standing::Paused aria-label=td_string!(l, entry.track)>{steps}</ol> }
}

/// Everything that has happened, oldest first.
#[component]
pub fn Timeline(entry: Entry, moves: Vec<Move>) -> impl IntoView {
    let l = locale();
    let mut events: Vec<(Day, String, Option<String>)> =
        vec![(entry.created, td_string!(l, entry.arrived).to_string(), None)];
    events.extend(moves.into_iter().map(|step| (step.on, moved(step.from, step.to), step.why.map(String::from))));
    events.extend(
        entry
            .journey
            .benefits()
            .iter()
            .map(|benefit| (benefit.on, td_string!(l, entry.benefit_shown).to_string(), None)),
    );
    events.extend(
        entry.journey.spread().iter().map(|spread| {
            (spread.on, td_string!(l, entry.spread_to, place = spread.place.to_string()).to_string(), None)
        }),
    );
    events.sort_by_key(|(on, ..)| *on);
    let history = format!("/portfolio/{}/history", entry.reference);
    let lines: Vec<_> = events
        .into_iter()
        .map(|(on, what, why)| {
            view! {
                <li>
                    <time datetime=on.to_string()>{words::day(on)}</time>
                    <p class="event">{what}</p>
                    {why.map(|why| view! { <p class="why" lang="sv">{why}</p> })}
                </li>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="journey">
            <h2 id="journey">{td_string!(l, entry.journey)}</h2>
            <ol class="timeline">{lines}</ol>
            <p><A href=history>{td_string!(l, change.link)}</A></p>
        </section>
    }
}

/// A move in words: what it became, or that it was taken up again.
fn moved(from: Standing, to: Standing) -> String {
    let l = locale();
    match (from, to) {
        (_, Standing::Paused) => td_string!(l, entry.moved.paused).to_string(),
        (_, Standing::Ended) => td_string!(l, entry.moved.ended).to_string(),
        (Standing::Paused | Standing::Ended, to) => {
            td_string!(l, entry.moved.reopened, stage = words::standing(to)).to_string()
        }
        (from, to) if to < from => td_string!(l, entry.moved.back, stage = words::standing(to)).to_string(),
        (_, Standing::Idea) => td_string!(l, entry.moved.idea).to_string(),
        (_, Standing::Trial) => td_string!(l, entry.moved.trial).to_string(),
        (_, Standing::InUse) => td_string!(l, entry.moved.in_use).to_string(),
        (_, Standing::Need) => words::standing(to),
    }
}
