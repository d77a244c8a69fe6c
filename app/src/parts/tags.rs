//! The small marks that an entry carries: its facet, where it stands, its goals, the badge of an innovation.

use crate::{
    i18n::{locale, td_string},
    parts::compass::geometry::shape,
    words,
};
use domain::{
    facet::Facet,
    goal::{Goal, Ink},
    stage::Standing,
};
use leptos::prelude::*;

/// The class that gives a facet's colour to what is inside.
pub const fn facet_class(facet: Facet) -> &'static str {
    match facet {
        Facet::Enhancement => "facet-enhancement",
        Facet::Mission => "facet-mission",
        Facet::Adaptive => "facet-adaptive",
        Facet::Anticipatory => "facet-anticipatory",
    }
}

/// The shape of a facet in its colour: never the colour alone.
#[component]
pub fn FacetShape(facet: Facet) -> impl IntoView {
    view! {
        <svg class=format!("shape {}", facet_class(facet)) viewBox="-13 -13 26 26" aria-hidden="true">
            <path d=shape(facet, 9.0) />
        </svg>
    }
}

/// A facet by shape, colour and name.
#[component]
pub fn FacetTag(facet: Facet) -> impl IntoView {
    view! {
        <span class=format!("facet-tag {}", facet_class(facet))>
            <FacetShape facet=facet />
            {words::facet(facet)}
        </span>
    }
}

/// Where an entry stands.
#[component]
pub fn StandingTag(standing: Standing) -> impl IntoView {
    view! { <span class=format!("standing standing-{standing}")>{words::standing(standing)}</span> }
}

/// The badge that only an innovation may carry: in use, and doing good.
#[component]
pub fn InnovationBadge() -> impl IntoView {
    view! {
        <span class="badge">
            <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M8 1.2l1.9 4.4 4.8.4-3.6 3.2 1.1 4.7L8 11.4l-4.2 2.5 1.1-4.7L1.3 6l4.8-.4z" />
            </svg>
            {td_string!(locale(), common.innovation)}
        </span>
    }
}

/// A goal as a tile of our own: its number, its name and its colour.
#[component]
pub fn GoalTile(goal: Goal) -> impl IntoView {
    let ink = match goal.ink() {
        Ink::Black => "ink-black",
        Ink::White => "ink-white",
    };
    view! {
        <span class=format!("goal goal-{goal} {ink}")>
            <span class="goal-number">{goal.to_string()}</span>
            <span class="goal-name">{words::goal(goal)}</span>
        </span>
    }
}

/// A goal as a choice in a list: its number in its colour, and its name.
#[component]
pub fn GoalLine(goal: Goal) -> impl IntoView {
    view! {
        <span class="goal-line">
            <GoalChip goal=goal />
            <span aria-hidden="true">{words::goal(goal)}</span>
        </span>
    }
}

/// A goal as a small number in its colour, with the name for those who hear it.
#[component]
pub fn GoalChip(goal: Goal) -> impl IntoView {
    let ink = match goal.ink() {
        Ink::Black => "ink-black",
        Ink::White => "ink-white",
    };
    let name = format!("{}: {}", td_string!(locale(), words.goal_number, number = goal.to_string()), words::goal(goal));
    view! {
        <span class=format!("goal-chip goal-{goal} {ink}") role="img" aria-label=name>{goal.to_string()}</span>
    }
}
