use super::*;
use crate::{
    day::Day,
    entry::Units,
    goal::Goal,
    journey::{Benefit, Evidence, Fact, Facts, Figure, Journey, Spread},
    language::Bilingual,
    placement::Placement,
    stage::{Origin, Priority, Stage},
    taxonomy::Slug,
};
use proptest::prelude::*;
use std::{fmt::Debug, str::FromStr};

fn read<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("valid")
}

fn day() -> Day {
    Day::new(2026, 3, 1).expect("day")
}

fn units(names: &[&str]) -> Units {
    names.iter().map(|name| read::<Slug>(name)).collect::<Vec<_>>().try_into().expect("units")
}

/// A need as it came in.
fn received() -> State {
    State {
        title: Bilingual::swedish(read("Säkrare väg till skolan")),
        summary: Bilingual::swedish(read("En väg där barn kan cykla.")),
        hoped_benefit: None,
        origin: Origin::Residents,
        units: units(&["skola-familj"]),
        board: read("familjenamnden"),
        goals: Vec::new(),
        priority: Priority::Medium,
        placement: Placement::CENTRE,
        journey: Journey::begin(Stage::Need, Facts::of_need(read("Det är farligt att cykla till skolan.")))
            .expect("need"),
        decision: Decision::Waiting,
    }
}

fn all_facts(need: &str) -> Facts {
    Facts {
        plan: Some(read("Bygg en cykelväg.")),
        audience: Some(read("Barn som cyklar")),
        responsible: Some(read("Trafikingenjören")),
        receiving_unit: Some(read("samhallsbyggnad")),
        began: Some(day()),
        to_show: Some(read("Att fler cyklar.")),
        in_use_since: Some(day()),
        ..Facts::of_need(read(need))
    }
}

/// One thing that somebody does with an entry.
#[derive(Clone, Debug)]
enum Deed {
    Title(String),
    English(Option<String>),
    Reword(String, bool),
    Units(usize),
    Goals(Vec<u8>),
    Priority(Priority),
    Origin(Origin),
    Place(f64, f64),
    Forward,
    Back,
    Pause,
    End,
    Reopen,
    Benefit(f64),
    Spread,
    Publish,
    Restore,
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        1 => "[a-zåäö]{5,20}".prop_map(Deed::Title),
        1 => prop::option::of("[a-z]{5,20}").prop_map(Deed::English),
        1 => ("[a-zåäö\n]{20,60}[a-z]{20}", any::<bool>()).prop_map(|(need, plan)| Deed::Reword(need, plan)),
        1 => (1usize..4).prop_map(Deed::Units),
        1 => prop::collection::vec(1u8..=17, 0..4).prop_map(Deed::Goals),
        1 => prop::sample::select(Priority::ALL).prop_map(Deed::Priority),
        1 => prop::sample::select(Origin::ALL).prop_map(Deed::Origin),
        1 => (-1.0..1.0, -1.0..1.0).prop_map(|(x, y)| Deed::Place(x, y)),
        3 => Just(Deed::Forward),
        1 => Just(Deed::Back),
        1 => Just(Deed::Pause),
        1 => Just(Deed::End),
        2 => Just(Deed::Reopen),
        2 => (-1e6..1e6).prop_map(Deed::Benefit),
        1 => Just(Deed::Spread),
        1 => Just(Deed::Publish),
        1 => Just(Deed::Restore),
    ]
}

/// The state after a deed, which may be the same; `earlier` is what a restoring goes back to.
fn after(deed: Deed, state: &State, earlier: &State) -> State {
    let mut next = state.clone();
    let journey = state.journey.clone();
    let moved = match deed {
        Deed::Title(title) => {
            next.title.sv = read(&title);
            None
        }
        Deed::English(title) => {
            next.title.en = title.as_deref().map(read);
            None
        }
        Deed::Reword(need, has_plan) => {
            let plan = has_plan.then(|| read("Rita om korsningen."));
            Some(Ok(journey.reworded(read(&need), plan, None)))
        }
        Deed::Units(count) => {
            next.units = units(&["skola-familj", "samhallsbyggnad", "kommunledning"][..count]);
            None
        }
        Deed::Goals(goals) => {
            next.goals = goals.into_iter().map(|goal| Goal::new(goal).expect("goal")).collect();
            None
        }
        Deed::Priority(priority) => {
            next.priority = priority;
            None
        }
        Deed::Origin(origin) => {
            next.origin = origin;
            None
        }
        Deed::Place(x, y) => {
            next.placement = Placement::nearest(x, y);
            None
        }
        Deed::Publish => {
            next.decision = Decision::Published { on: day() };
            None
        }
        Deed::Restore => {
            next = state.restoring(earlier);
            None
        }
        Deed::Forward => {
            let to = journey.stage().next().unwrap_or(Stage::InUse);
            Some(journey.advance(to, all_facts("Det är farligt att cykla till skolan.")))
        }
        Deed::Back => Some(journey.go_back(Stage::Need)),
        Deed::Pause => Some(journey.pause(day(), read("Väntar på pengar."))),
        Deed::End => Some(journey.end(day(), read("Det gick inte."), read("Fråga först."))),
        Deed::Reopen => Some(journey.reopen()),
        Deed::Benefit(value) => Some(journey.record_benefit(Benefit {
            who: read("Skolbarn"),
            evidence: Evidence::Measured,
            what: read("Fler cyklar."),
            figure: Some(Figure { value: value.round(), measure: read("barn") }),
            on: day(),
            confirmed_by: read("Rektorn"),
        })),
        Deed::Spread => Some(journey.record_spread(Spread { place: read("Sjöbo"), on: day() })),
    };
    // What the journey refuses changes nothing.
    if let Some(Ok(journey)) = moved {
        next.journey = journey;
    }
    next
}

fn change(number: u32, what: Vec<Difference>) -> Change {
    let when = Arrival { day: day(), time: "14:05".to_owned() };
    let who = Some("Anna".to_owned());
    Change { number, when, who, kind: ChangeKind::Edited, why: None, restored: None, conceals: false, what }
}

/// The states that deeds lead to, the first of them first, and their log.
fn lived(deeds: Vec<Deed>) -> (Vec<State>, Written) {
    let mut states = vec![received()];
    let mut changes = vec![change(1, Vec::new())];
    for (number, deed) in (2..).zip(deeds) {
        let now = states.last().expect("a state");
        let next = after(deed, now, &states[states.len() / 2]);
        changes.push(change(number, now.differences(&next)));
        states.push(next);
    }
    (states, Written { first: received(), changes })
}

proptest! {
    #[test]
    fn the_log_replays_to_every_state_it_has_stood_at(deeds in prop::collection::vec(any_deed(), 0..30)) {
        let (states, written) = lived(deeds);
        let log = Log::try_from(written).expect("it follows");
        for (number, state) in (1..).zip(&states) {
            prop_assert_eq!(log.state(number), Some(state));
        }
        prop_assert_eq!(log.present(), states.last().expect("a state"));
        let json = serde_json::to_string(&log).expect("serialises");
        prop_assert_eq!(serde_json::from_str::<Log>(&json).expect("deserialises"), log);
    }

    #[test]
    fn states_differ_exactly_where_they_are_not_equal(deeds in prop::collection::vec(any_deed(), 1..12)) {
        let (states, _) = lived(deeds);
        for one in &states {
            for other in &states {
                let differences = one.differences(other);
                prop_assert_eq!(differences.is_empty(), one == other);
                prop_assert_eq!(&one.clone().replay(1, &differences).expect("it starts there"), other);
            }
        }
    }

    #[test]
    fn everybody_reads_nothing_from_before_the_publishing(deeds in prop::collection::vec(any_deed(), 0..30)) {
        let (states, written) = lived(deeds);
        let hidden = |state: &State| state.decision == Decision::Waiting;
        let first = states.iter().position(|state| !hidden(state));
        let open = Log::try_from(written).expect("it follows").open_to_all();
        prop_assert_eq!(open.is_some(), first.is_some());
        if let (Some(open), Some(first)) = (open, first) {
            let number = u32::try_from(first + 1).expect("few");
            let open = Log::try_from(Written::from(open)).expect("it still follows");
            prop_assert_eq!(open.changes()[0].number, number);
            prop_assert!(open.changes()[0].what.is_empty());
            prop_assert!((1..number).all(|before| open.state(before).is_none()));
            prop_assert_eq!(open.state(number), Some(&states[first]));
            prop_assert_eq!(open.present(), states.last().expect("a state"));
        }
    }

    #[test]
    fn restoring_takes_back_what_was_said_and_leaves_the_journey_where_it_is(deeds in prop::collection::vec(any_deed(), 1..20)) {
        let (states, _) = lived(deeds);
        let now = states.last().expect("a state");
        for earlier in &states {
            let restored = now.restoring(earlier);
            prop_assert_eq!(&restored.title, &earlier.title);
            prop_assert_eq!(restored.placement, earlier.placement);
            prop_assert_eq!(&restored.decision, &now.decision);
            prop_assert_eq!(restored.journey.stage(), now.journey.stage());
            prop_assert_eq!(restored.journey.activity(), now.journey.activity());
            prop_assert_eq!(restored.journey.benefits(), now.journey.benefits());
            prop_assert_eq!(restored.journey.facts().missing_for(restored.journey.stage()), Vec::<Fact>::new());
            prop_assert_eq!(&restored.restoring(earlier), &restored);
        }
        prop_assert_eq!(&now.restoring(now), now);
    }
}

#[test]
fn what_does_not_follow_is_no_log() {
    let renamed = State { title: Bilingual::swedish(read("En helt annan titel")), ..received() };
    let from_elsewhere = change(2, renamed.differences(&received()));
    let skipping = change(3, received().differences(&renamed));
    let of = |changes| Log::try_from(Written { first: received(), changes }).err();
    assert_eq!(of(Vec::new()), Some(Broken::Empty));
    assert_eq!(of(vec![change(1, Vec::new()), from_elsewhere]), Some(Broken::Mismatch { number: 2 }));
    assert_eq!(of(vec![change(1, Vec::new()), skipping]), Some(Broken::OutOfOrder { number: 3 }));
    let stage = Difference::Stage(Swap { from: Stage::Need, to: Stage::Trial });
    assert!(matches!(of(vec![change(1, Vec::new()), change(2, vec![stage])]), Some(Broken::Rule { number: 2, .. })));
}

#[test]
fn what_a_change_conceals_is_not_open_to_all() {
    let named = State { decision: Decision::Published { on: day() }, ..received() };
    let renamed = State { title: Bilingual::swedish(read("En titel utan namn")), ..named.clone() };
    let conceals = Change { conceals: true, ..change(2, named.differences(&renamed)) };
    let written = Written { first: named, changes: vec![change(1, Vec::new()), conceals] };
    let open = Log::try_from(written).expect("a log").open_to_all().expect("published");
    assert_eq!((open.changes().len(), open.state(1), open.present()), (1, None, &renamed));
    assert!(!serde_json::to_string(&open).expect("serialises").contains("Säkrare väg"));
}

#[test]
fn names_can_be_left_out() {
    let log = Log::try_from(Written { first: received(), changes: vec![change(1, Vec::new())] }).expect("a log");
    assert!(log.without_names().changes().iter().all(|change| change.who.is_none()));
}
