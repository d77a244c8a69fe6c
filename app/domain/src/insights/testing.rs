//! Rows and lives to test with.

use super::history::{Ending, History, Life, Proof, Step};
use crate::{
    day::Day,
    goal::Goal,
    placement::Placement,
    portfolio::rows::{Goals, Row, UnitNumbers},
    reference::Reference,
    stage::{Origin, Priority, Standing},
    text::Reason,
};
use proptest::prelude::*;

pub fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub fn reference(number: u32) -> Reference {
    Reference::new(2024, number).expect("a reference")
}

/// A need of the first unit and the first board, in the middle of the compass.
pub fn row(number: u32) -> Row {
    Row {
        reference: reference(number),
        created: day("2024-01-01"),
        updated: day("2024-01-01"),
        placement: Placement::CENTRE,
        placed: 0,
        standing: Standing::Need,
        innovation: false,
        priority: Priority::Medium,
        origin: Origin::Residents,
        board: 0,
        units: UnitNumbers::new([0]).expect("a unit"),
        goals: Goals::default(),
    }
}

pub fn with_goals(row: Row, goals: &[u8]) -> Row {
    Row { goals: goals.iter().map(|goal| Goal::new(*goal).expect("a goal")).collect(), ..row }
}

pub fn history(lives: impl IntoIterator<Item = (u32, Life)>) -> History {
    let mut history = History::default();
    for (number, life) in lives {
        *history.note(reference(number)) = life;
    }
    history
}

/// Moves from need onwards, on these days.
pub fn moves(steps: &[(&str, Standing)]) -> Vec<Step> {
    let mut from = Standing::Need;
    let step = |(on, to): &(&str, Standing)| Step { on: day(on), from: std::mem::replace(&mut from, *to), to: *to };
    steps.iter().map(step).collect()
}

pub fn ending(on: &str, reason: &str) -> Ending {
    Ending { on: day(on), reason: Reason::parse(reason).expect("a reason") }
}

pub fn any_place() -> impl Strategy<Value = Placement> {
    (-1.0..1.0f64, -1.0..1.0f64).prop_map(|(x, y)| Placement::nearest(x, y))
}

pub fn any_row() -> impl Strategy<Value = Row> {
    let facts = (1..9999u32, any_place(), prop::sample::select(Standing::ALL), any::<bool>());
    let filed = (prop::sample::select(Origin::ALL), 0..3u16, prop::collection::vec(0..3u16, 1..4), any::<u32>());
    (facts, filed).prop_map(|((number, placement, standing, innovation), (origin, board, units, goals))| Row {
        placement,
        standing,
        innovation: innovation && standing == Standing::InUse,
        origin,
        board,
        units: UnitNumbers::new(units).expect("a unit"),
        goals: Goals::from_bits(goals),
        ..row(number)
    })
}

/// An entry and a life that leads to where it is.
pub fn any_life() -> impl Strategy<Value = (Row, Life)> {
    let on = || (0..3650i32).prop_map(|days| day("2020-01-01").later(days));
    let placings = prop::collection::vec((on(), any_place()), 0..4);
    let moves = prop::collection::vec((on(), prop::sample::select(Standing::ALL)), 0..5);
    let proof = (on(), prop::option::of(0..400i32))
        .prop_map(|(from, held)| Proof { from, until: held.map(|days| from.later(days).min(day("2030-01-01"))) });
    let proofs = prop::collection::vec(proof, 0..3);
    (any_row(), placings, moves, prop::option::of(any_place()), prop::option::of(on()), proofs).prop_map(
        |(now, mut placings, mut moves, start, appeared, benefits)| {
            placings.sort_by_key(|(on, _)| *on);
            moves.sort_by_key(|(on, _)| *on);
            let mut from = Standing::Need;
            let moves: Vec<_> =
                moves.into_iter().map(|(on, to)| Step { on, from: std::mem::replace(&mut from, to), to }).collect();
            let standing = moves.last().map_or(now.standing, |step| step.to);
            let placement = placings.last().map_or(now.placement, |(_, place)| *place);
            let innovation = benefits.iter().any(|proof| proof.until.is_none()) && standing == Standing::InUse;
            let now = Row { standing, placement, innovation, ..now };
            (now, Life { appeared, start, placings, moves, benefits, ended: None })
        },
    )
}
