use super::*;
use crate::{language::Bilingual, taxonomy::Body};
use proptest::prelude::*;

fn taxonomies() -> Taxonomies {
    let body = |slug: &str| Body {
        slug: slug.parse().expect("slug"),
        name: Bilingual::swedish(slug.to_owned()),
        contact: None,
    };
    Taxonomies::new(
        vec![body("kommunledning"), body("skola-familj")],
        vec![body("kommunstyrelsen"), body("familjenamnden")],
    )
    .expect("lists")
}

fn good() -> Draft {
    Draft::from_pairs([
        ("kind", "idea"),
        ("origin", "residents"),
        ("title", "  Säkrare   väg till skolan "),
        ("need", "Det är farligt att cykla längs vägen till skolan."),
        ("plan", "Bygg en cykelväg."),
        ("audience", "Barn som cyklar"),
        ("units", "skola-familj"),
        ("units", "skola-familj"),
        ("goals", "11"),
        ("goals", "3"),
        ("purpose", "mission"),
        ("driver", "enhancement"),
        ("naming", "anonymous"),
        ("unknown", "ignored"),
    ])
}

fn faults(draft: &Draft) -> Vec<(Field, Fault)> {
    let problems = draft.check(&taxonomies()).expect_err("must be refused");
    problems.into_iter().map(|problem| (problem.field, problem.fault)).collect()
}

#[test]
fn a_good_draft_becomes_a_tidy_submission() {
    let submission = good().check(&taxonomies()).expect("good");
    assert_eq!(&*submission.title, "Säkrare väg till skolan");
    assert_eq!(submission.units.iter().count(), 1);
    assert_eq!(submission.board.to_string(), "kommunstyrelsen", "nobody chose: the first board takes it");
    assert_eq!(submission.goals.iter().map(|goal| goal.number()).collect::<Vec<_>>(), [3, 11]);
    assert_eq!(submission.placement, Placement::nearest(-0.5, 0.5));
    assert_eq!(submission.priority, Priority::Medium);
}

#[test]
fn an_empty_draft_says_everything_that_is_missing_at_once() {
    let missing: Vec<_> = faults(&Draft::default()).into_iter().map(|(field, _)| field).collect();
    assert_eq!(
        missing,
        [Field::Kind, Field::Origin, Field::Title, Field::Need, Field::Purpose, Field::Driver, Field::Naming]
    );
}

#[test]
fn an_idea_asks_for_plan_and_audience_and_a_need_does_not() {
    let idea = Draft { plan: String::new(), audience: String::new(), ..good() };
    assert_eq!(faults(&idea), [(Field::Plan, Fault::Missing), (Field::Audience, Fault::Missing)]);
    let need = Draft { kind: "need".into(), plan: "x".into(), ..good() };
    assert_eq!(need.check(&taxonomies()).expect("a need has no plan").plan, None);
}

#[test]
fn tampered_choices_are_told_apart_from_missing_ones() {
    let tampered = Draft {
        origin: "martians".into(),
        units: vec!["kommunledning".into(), "drop table".into()],
        board: "rymdnamnden".into(),
        goals: vec!["18".into()],
        priority: "urgent".into(),
        naming: "root".into(),
        ..good()
    };
    let fields = [Field::Origin, Field::Units, Field::Board, Field::Goals, Field::Priority, Field::Naming];
    assert_eq!(faults(&tampered), fields.map(|field| (field, Fault::Unknown)));
}

#[test]
fn a_moved_dot_must_lie_in_the_diamond() {
    let at = |x: &str, y: &str| Draft { x: x.into(), y: y.into(), ..good() };
    assert_eq!(at("0.25", "-0,5").placement(), Ok(Placement::nearest(0.25, -0.5)));
    assert_eq!(faults(&at("0.9", "0.9")), [(Field::X, Fault::OutsideDiamond)]);
    assert_eq!(faults(&at("NaN", "0")), [(Field::X, Fault::NotANumber)]);
    assert_eq!(faults(&at("0.1", "")), [(Field::Y, Fault::NotANumber)]);
}

#[test]
fn a_name_is_asked_for_only_of_those_who_want_to_be_named() {
    let named = |naming: &str, name: &str| Draft { naming: naming.into(), name: name.into(), ..good() };
    assert_eq!(faults(&named("public", "")), [(Field::Name, Fault::Missing)]);
    let sender = |draft: Draft| draft.check(&taxonomies()).expect("good").sender.name;
    assert_eq!(sender(named("anonymous", "Kim")), Name::Anonymous, "a name left behind is not sent along");
    assert_eq!(sender(named("internal", "Kim")), Name::Internal("Kim".parse().expect("phrase")));
}

#[test]
fn the_first_incomplete_step_is_where_to_go_on() {
    let taxonomies = taxonomies();
    let at = |draft: &Draft| draft.first_incomplete(&taxonomies);
    assert_eq!(at(&Draft::default()), Step::Kind);
    let need = Draft { kind: "need".into(), origin: "world".into(), ..Draft::default() };
    assert_eq!(at(&need), Step::Describe);
    assert_eq!(at(&Draft { purpose: String::new(), title: "Kort".into(), ..good() }), Step::Describe);
    assert_eq!(at(&Draft { purpose: String::new(), ..good() }), Step::Place, "nothing has to be said of where");
    assert_eq!(at(&Draft { naming: String::new(), ..good() }), Step::Review);
    assert_eq!(at(&good()), Step::Review);
}

#[test]
fn every_fault_belongs_to_the_step_that_asks() {
    let draft = Draft { title: "x".into(), goals: vec!["0".into()], ..good() };
    assert_eq!(draft.problems_in(Step::Describe, &taxonomies()).len(), 1);
    assert_eq!(draft.problems_in(Step::Where, &taxonomies()).len(), 1);
    assert_eq!(draft.problems_in(Step::Kind, &taxonomies()), []);
    assert_eq!(Step::Kind.previous(), None);
    assert_eq!(Step::Kind.next(), Some(Step::Describe));
    assert_eq!(Step::Review.next(), None);
}

#[test]
fn keys_are_plain_and_long_enough() {
    assert!("0193a8e2-7c1b-7000-8000-000000000001".parse::<IdempotencyKey>().is_ok());
    for wrong in ["", "short", "has spaces in it here", &"a".repeat(65)] {
        assert!(wrong.parse::<IdempotencyKey>().is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_check_panic(title in ".*", need in ".*", x in ".*", units in prop::collection::vec(".*", 0..4)) {
        let draft = Draft { title, need, x, units, ..good() };
        let _ = draft.check(&taxonomies());
    }
}
