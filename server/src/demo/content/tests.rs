use super::*;
use crate::db::{Address, Database, entries as stored};
use domain::{
    facet::{Change, Facet},
    goal::Goal,
    stage::{Origin, Priority, Stage, Standing},
};
use std::collections::BTreeSet;

fn all() -> Vec<DemoEntry> {
    entries().expect("the demo keeps every rule of the domain")
}

/// The values that some entries have.
fn seen<T: Ord>(of: impl Fn(&Entry) -> T) -> BTreeSet<T> {
    all().iter().map(|entry| of(&entry.entry)).collect()
}

fn count(is: impl Fn(&Entry) -> bool) -> usize {
    all().iter().filter(|entry| is(&entry.entry)).count()
}

#[test]
fn there_is_something_of_everything() {
    assert!(all().len() >= 40, "{}", all().len());
    assert_eq!(seen(Entry::standing), BTreeSet::from_iter(Standing::ALL.iter().copied()));
    assert_eq!(seen(|entry| entry.journey.stage()), BTreeSet::from_iter(Stage::ALL.iter().copied()));
    assert_eq!(seen(Entry::facet), BTreeSet::from_iter(Facet::ALL.iter().copied()));
    assert_eq!(seen(|entry| entry.origin), BTreeSet::from_iter(Origin::ALL.iter().copied()));
    assert_eq!(seen(|entry| entry.priority), BTreeSet::from_iter(Priority::ALL.iter().copied()));
    let changes: BTreeSet<_> = all().iter().filter_map(|entry| entry.entry.placement.change()).collect();
    assert_eq!(changes, BTreeSet::from_iter(Change::ALL.iter().copied()));
    assert!(seen(|entry| entry.units.first().clone()).len() >= 6);
    assert!(seen(|entry| entry.board.clone()).len() >= 5);
    let goals: BTreeSet<Goal> = all().into_iter().flat_map(|entry| entry.entry.goals).collect();
    assert!(goals.len() >= 12, "{goals:?}");
}

#[test]
fn some_do_good_some_do_not_show_it_yet_and_some_have_ended() {
    assert!(count(Entry::is_innovation) >= 3);
    assert!(count(|entry| entry.standing() == Standing::InUse && !entry.is_innovation()) >= 2);
    assert!(count(|entry| entry.standing() == Standing::Paused) >= 2);
    assert!(count(|entry| entry.standing() == Standing::Ended) >= 2);
    assert!(count(|entry| !entry.journey.spread().is_empty()) >= 1);
    assert!(count(|entry| entry.example_from.is_some()) >= 5);
}

#[test]
fn every_entry_can_be_read_in_english() {
    for DemoEntry { entry, .. } in all() {
        assert!(entry.title.en.is_some() && entry.summary.en.is_some(), "{}", entry.reference);
    }
}

#[test]
fn references_are_unique_and_of_the_year_of_arrival() {
    assert_eq!(seen(|entry| entry.reference).len(), all().len());
    for DemoEntry { entry, .. } in all() {
        assert_eq!(i32::from(entry.reference.year()), entry.created.year(), "{}", entry.reference);
        assert!(entry.created <= entry.updated, "{}", entry.reference);
    }
}

#[test]
fn every_history_leads_to_where_the_entry_stands() {
    for DemoEntry { entry, moves } in all() {
        for pair in moves.windows(2) {
            assert!(pair[0].to == pair[1].from && pair[0].on <= pair[1].on, "{}", entry.reference);
        }
        if let Some(last) = moves.last() {
            assert_eq!(last.to, entry.standing(), "{}", entry.reference);
            assert!(last.on <= entry.updated, "{}", entry.reference);
        }
    }
}

#[tokio::test]
async fn the_demo_fits_the_database_and_its_lists() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let database = Database::open_or_make(Address::from(&*folder.path().join("demo.db"))).await.expect("a database");
    assert!(super::super::prepare(&database, true).await.expect("filled").is_demo());
    let mut tx = database.read().await.expect("a transaction");
    let portfolio = stored::published(&mut tx).await.expect("a portfolio");
    drop(tx);
    assert_eq!(portfolio.len(), all().len(), "all are read back whole");
    for DemoEntry { entry, moves } in all() {
        let found = stored::published_one(&database, entry.reference).await.expect("an answer");
        assert_eq!(found, Some((entry, moves)), "it is read back as it was written");
    }
    assert_eq!(submissions().expect("submissions").len(), 4);
}
