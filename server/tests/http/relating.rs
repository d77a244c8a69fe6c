//! How entries hang together: said by managers, seen by everybody.

use crate::harness::*;
use serde_json::{Value, json};

pub async fn relate(browser: &Browser, own: &str, tie: &str, other: &str) -> Answer {
    browser.post(&format!("/portfolio/{own}/relations"), &[("action", "add"), ("tie", tie), ("other", other)]).await
}

/// What an entry hangs together with: how, and with which.
async fn relations(town: &Town, reference: &str) -> Vec<(String, String)> {
    let all = town.visitor().call("relations", json!({ "reference": reference })).await.is(200).json();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    all.as_array().expect("a list").iter().map(|one| (text(&one["tie"]), text(&one["other"]["reference"]))).collect()
}

#[tokio::test]
async fn a_relation_is_seen_from_both_sides_until_it_is_withdrawn() {
    let town = Town::open().await;
    let (path, lamp) = (town.published("Säkrare väg till skolan").await, town.published("Belysning längs vägen").await);
    let manager = town.manager().await;
    // A page that is kept must not go on showing what was.
    town.visitor().get(&format!("/portfolio/{path}")).await.is(200);
    let added = relate(&manager, &lamp, "part-of", &path).await;
    assert_eq!(added.leads_to(), format!("/portfolio/{lamp}/relations?done=added"));
    relate(&manager, &path, "has-part", &lamp).await.is(303);
    assert_eq!(relations(&town, &lamp).await, [("part-of".to_owned(), path.clone())]);
    assert_eq!(relations(&town, &path).await, [("has-part".to_owned(), lamp.clone())]);
    let page = town.visitor().get(&format!("/portfolio/{path}")).await.is(200).body;
    assert!(page.contains("Har som del") && page.contains("Belysning längs vägen"), "{page}");

    let dossier = manager.call("dossier", json!({ "reference": path })).await.json();
    let id = dossier["relations"][0]["id"].to_string();
    for _ in 0..2 {
        let answer =
            manager.post(&format!("/portfolio/{path}/relations"), &[("action", "withdraw"), ("id", &id)]).await;
        assert_eq!(answer.leads_to(), format!("/portfolio/{path}/relations?done=withdrawn"));
    }
    assert!(relations(&town, &lamp).await.is_empty());
    assert!(!town.visitor().get(&format!("/portfolio/{path}")).await.body.contains("Har som del"));
    // It can be said again.
    relate(&manager, &lamp, "part-of", &path).await.is(303);
    assert_eq!(relations(&town, &path).await.len(), 1);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_beside_its_field() {
    let town = Town::open().await;
    let (one, two) = (town.published("Det första behovet").await, town.published("Det andra behovet").await);
    let waiting = town.submitted("Ett behov som väntar").await;
    let manager = town.manager().await;
    relate(&manager, &one, "depends-on", &two).await.is(303);
    for (tie, other, field) in [
        ("", &*two, "tie"),
        ("loves", &two, "tie"),
        ("part-of", "", "other"),
        ("part-of", &one, "other"),
        ("part-of", "2026-9999", "other"),
        ("part-of", &waiting, "other"),
        ("needed-by", &two, "other"),
    ] {
        let answer = relate(&manager, &one, tie, other).await.is(422);
        assert!(answer.body.contains(&format!("href=\"#field-{field}\"")), "{tie} {other}: {}", answer.body);
    }
    relate(&manager, &waiting, "part-of", &one).await.is(404);
    let path = format!("/portfolio/{one}/relations");
    manager.post(&path, &[("action", "burn")]).await.is(422);
    manager.post(&path, &[("action", "withdraw"), ("id", "x")]).await.is(422);
    assert_eq!(relations(&town, &one).await.len(), 1);
}

#[tokio::test]
async fn what_is_not_published_is_related_to_nothing_that_others_see() {
    let town = Town::open().await;
    let waiting = town.submitted("Ett behov som väntar").await;
    assert!(relations(&town, &waiting).await.is_empty());
    assert!(relations(&town, "2026-9999").await.is_empty());
}
