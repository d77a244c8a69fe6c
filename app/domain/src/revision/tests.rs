use super::*;
use crate::{
    day::Day,
    journey::{Facts, Journey},
    placement::Placement,
    reference::Reference,
    stage::Stage,
    taxonomy::Body,
};

fn taxonomies() -> Taxonomies {
    let body = |slug: &str| Body {
        slug: slug.parse().expect("slug"),
        name: Bilingual::swedish(slug.to_owned()),
        contact: None,
    };
    Taxonomies::new(vec![body("kommunledning")], vec![body("kommunstyrelsen")]).expect("lists")
}

fn entry(stage: Stage) -> Entry {
    let mut facts = Facts::of_need("Det är farligt att cykla till skolan.".parse().expect("need"));
    if stage == Stage::Idea {
        facts.plan = Some("Bygg en cykelväg.".parse().expect("plan"));
        facts.audience = Some("Barn".parse().expect("audience"));
    }
    Entry {
        reference: Reference::new(2026, 1).expect("reference"),
        title: Bilingual::swedish("Säkrare väg till skolan".parse().expect("title")),
        summary: Bilingual::swedish("En väg där barn kan cykla.".parse().expect("summary")),
        hoped_benefit: None,
        origin: Origin::Residents,
        units: vec!["kommunledning".parse().expect("slug")].try_into().expect("units"),
        board: "kommunstyrelsen".parse().expect("slug"),
        goals: vec![Goal::new(11).expect("goal")],
        priority: Priority::High,
        placement: Placement::CENTRE,
        placed: 0,
        journey: Journey::begin(stage, facts).expect("facts suffice"),
        named: None,
        example_from: None,
        created: Day::new(2026, 1, 2).expect("day"),
        updated: Day::new(2026, 1, 2).expect("day"),
    }
}

#[test]
fn a_form_filled_with_an_entry_says_the_same_as_the_entry() {
    let entry = entry(Stage::Idea);
    let revision = RawRevision::of(&entry).check(&entry, &taxonomies()).expect("unchanged");
    assert_eq!(revision.title, entry.title);
    assert_eq!(revision.summary, entry.summary);
    assert_eq!(revision.goals, entry.goals);
    assert_eq!(revision.units, entry.units);
    assert_eq!(revision.priority, entry.priority);
    assert_eq!(Some(&revision.need), Some(&entry.journey.facts().need));
    assert_eq!(revision.plan, entry.journey.facts().plan);
}

#[test]
fn what_a_stage_needs_cannot_be_emptied() {
    let without_plan = |stage| {
        let entry = entry(stage);
        RawRevision { plan: String::new(), ..RawRevision::of(&entry) }.check(&entry, &taxonomies())
    };
    assert_eq!(without_plan(Stage::Idea), Err(vec![Problem { field: Field::Plan, fault: Fault::Missing }]));
    assert!(without_plan(Stage::Need).is_ok());
}

#[test]
fn everything_wrong_is_told_at_once() {
    let raw =
        RawRevision::from_pairs([("title", "x"), ("goals", "99"), ("board", "nonsense"), ("other", "left alone")]);
    let problems = raw.check(&entry(Stage::Need), &taxonomies()).expect_err("faulty");
    let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
    use Field::{Board, Goals, Need, Origin, Priority, Summary, Title, Units};
    assert_eq!(fields, [Title, Summary, Need, Origin, Units, Board, Goals, Priority]);
}

#[test]
fn what_somebody_else_wrote_is_told_field_by_field() {
    let mine = RawRevision::of(&entry(Stage::Idea));
    let theirs = RawRevision { title: "En annan rubrik".into(), goals: vec!["3".into(), "11".into()], ..mine.clone() };
    let expected = [(Field::Title, "En annan rubrik".to_owned()), (Field::Goals, "3, 11".to_owned())];
    assert_eq!(mine.differing(&theirs), expected);
    let from_a_browser = RawRevision { need: mine.need.replace('\n', "\r\n"), ..mine.clone() };
    assert_eq!(mine.differing(&from_a_browser), []);
}
