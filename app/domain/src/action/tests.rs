use super::*;
use crate::{journey::Evidence, language::Bilingual, stage::Standing, taxonomy::Body};
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn today() -> Day {
    day("2026-11-24")
}

fn taxonomies() -> Taxonomies {
    let body = |slug: &str| Body {
        slug: slug.parse().expect("a slug"),
        name: Bilingual { sv: slug.to_owned(), en: None },
        contact: None,
    };
    Taxonomies::new(vec![body("skola-familj"), body("samhallsbyggnad")], vec![body("kommunstyrelsen")]).expect("lists")
}

fn need() -> Journey {
    let need = "Det är farligt att cykla längs vägen.".parse().expect("a need");
    Journey::begin(Stage::Need, Facts::of_need(need)).expect("a need suffices")
}

/// Good answers for every field there is.
fn answer(field: Field) -> &'static str {
    match field {
        Field::Plan => "Bygga en cykelväg.",
        Field::Audience | Field::Benefits => "Skolbarn",
        Field::Responsible | Field::ConfirmedBy => "Trafikingenjören",
        Field::ReceivingUnit => "samhallsbyggnad",
        Field::Began => "2026-03-01",
        Field::ToShow => "Att fler cyklar.",
        Field::InUseSince | Field::On => "2026-09-01",
        Field::Reason | Field::Lesson => "Det behövdes mer tid.",
        Field::Standing => "need",
        Field::Evidence => "measured",
        Field::Shown => "Fler barn cyklar till skolan.",
        Field::Figure => "12,5",
        Field::Measure => "procent",
        Field::Place => "Sjöbo kommun",
        _ => "",
    }
}

fn filled(kind: ActionKind, journey: &Journey) -> RawAction {
    let mut raw = RawAction::default();
    for ask in kind.asks(journey) {
        raw.set(ask.field, answer(ask.field).to_owned());
    }
    raw
}

fn act(journey: Journey, kind: ActionKind) -> Journey {
    let action = filled(kind, &journey).check(kind, &journey, &taxonomies(), today()).expect("a good form");
    action.take(journey, today()).expect("allowed")
}

fn faults(kind: ActionKind, journey: &Journey, changes: &[(Field, &str)]) -> Vec<(Field, Fault)> {
    let mut raw = filled(kind, journey);
    changes.iter().for_each(|(field, value)| raw.set(*field, (*value).to_owned()));
    let problems = raw.check(kind, journey, &taxonomies(), today()).err().unwrap_or_default();
    problems.into_iter().map(|problem| (problem.field, problem.fault)).collect()
}

fn in_use() -> Journey {
    (0..3).fold(need(), |journey, _| act(journey, ActionKind::Forward))
}

#[test]
fn a_need_is_carried_to_an_innovation() {
    let journey = in_use();
    assert_eq!(journey.standing(), Standing::InUse);
    assert!(!journey.is_innovation());
    let journey = act(act(journey, ActionKind::Benefit), ActionKind::Spread);
    assert!(journey.is_innovation());
    let figure = journey.benefits()[0].figure.as_ref().expect("a figure");
    assert_eq!((figure.value, &*figure.measure), (12.5, "procent"));
    assert_eq!(journey.benefits()[0].evidence, Evidence::Measured);
}

#[test]
fn what_is_open_follows_from_where_it_stands() {
    use ActionKind::*;
    assert_eq!(ActionKind::open_to(&need()), [Forward, Pause, End]);
    assert_eq!(ActionKind::open_to(&act(need(), Forward)), [Forward, Back, Pause, End]);
    assert_eq!(ActionKind::open_to(&in_use()), [Benefit, Spread, Back, Pause, End]);
    assert_eq!(ActionKind::open_to(&act(need(), Pause)), [Reopen, End]);
    assert_eq!(ActionKind::open_to(&act(need(), End)), [Reopen]);
}

#[test]
fn a_stage_asks_for_what_it_needs_and_shows_what_is_known() {
    let fields =
        |journey: &Journey| ActionKind::Forward.asks(journey).into_iter().map(|ask| ask.field).collect::<Vec<_>>();
    assert_eq!(fields(&need()), [Field::Plan, Field::Audience]);
    let idea = act(need(), ActionKind::Forward);
    assert_eq!(fields(&idea), [Field::Responsible, Field::ReceivingUnit, Field::Began, Field::ToShow]);
    let back = act(idea, ActionKind::Back);
    assert_eq!(RawAction::of(ActionKind::Forward, &back, today()).get(Field::Plan), "Bygga en cykelväg.");
}

#[test]
fn every_field_that_is_asked_for_is_needed() {
    for kind in ActionKind::ALL {
        for journey in [need(), act(need(), ActionKind::Forward), in_use(), act(need(), ActionKind::Pause)] {
            if !kind.is_open_to(&journey) {
                continue;
            }
            for ask in kind.asks(&journey).into_iter().filter(|ask| ask.required) {
                assert_eq!(faults(*kind, &journey, &[(ask.field, " ")]).len(), 1, "{kind} without {}", ask.field);
            }
        }
    }
}

#[test]
fn what_is_wrong_is_told_by_field() {
    let idea = act(need(), ActionKind::Forward);
    let wrong = [(Field::ReceivingUnit, "okand"), (Field::Began, "2026-11-25"), (Field::ToShow, "")];
    assert_eq!(
        faults(ActionKind::Forward, &idea, &wrong),
        [(Field::ReceivingUnit, Fault::Unknown), (Field::Began, Fault::InTheFuture), (Field::ToShow, Fault::Missing)]
    );
    let trial = act(idea, ActionKind::Forward);
    assert_eq!(
        faults(ActionKind::Forward, &trial, &[(Field::InUseSince, "2026-02-28")]),
        [(Field::InUseSince, Fault::BeforeTheTrial)]
    );
    assert_eq!(faults(ActionKind::Back, &trial, &[(Field::Standing, "in-use")]), [(Field::Standing, Fault::Unknown)]);
}

#[test]
fn a_figure_needs_what_it_counts() {
    let journey = in_use();
    let of = |figure: &str, measure: &str| {
        faults(ActionKind::Benefit, &journey, &[(Field::Figure, figure), (Field::Measure, measure)])
    };
    assert_eq!(of("", ""), []);
    assert_eq!(of("97", ""), [(Field::Measure, Fault::Missing)]);
    assert_eq!(of("", "procent"), [(Field::Figure, Fault::Missing)]);
    for good in ["97", "1 250,5", "-3", "\u{2212}3", "0.1"] {
        assert_eq!(of(good, "kronor"), [], "{good}");
    }
    for bad in ["många", "1e3", "inf", "NaN", "1,2,3", "9999999999", "0x10"] {
        assert_eq!(of(bad, "kronor"), [(Field::Figure, Fault::NotANumber)], "{bad}");
    }
}

proptest! {
    #[test]
    fn any_text_in_any_field_is_taken_or_told(
        kind in prop::sample::select(ActionKind::ALL),
        stage in 0..4usize,
        written in prop::collection::vec((prop::sample::select(Field::ALL), "\\PC{0,30}"), 0..12),
    ) {
        let journey = (0..stage).fold(need(), |journey, _| act(journey, ActionKind::Forward));
        let mut raw = filled(kind, &journey);
        written.into_iter().for_each(|(field, value)| raw.set(field, value));
        match raw.check(kind, &journey, &taxonomies(), today()) {
            // What was checked is refused exactly where the journey is not open to it.
            Ok(action) => prop_assert_eq!(action.take(journey.clone(), today()).is_ok(), kind.is_open_to(&journey)),
            Err(problems) => prop_assert!(!problems.is_empty() || !kind.is_open_to(&journey)),
        }
    }
}
