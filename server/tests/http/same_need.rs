//! "Jag har samma behov": once for an account or a browser, to be taken back, and not to be stuffed.

use crate::harness::*;
use serde_json::{Value, json};

pub async fn say(browser: &Browser, entry: &str, action: &str) -> Answer {
    browser.post(&format!("/portfolio/{entry}/same-need"), &[("action", action)]).await
}

async fn same_need(browser: &Browser, entry: &str) -> Value {
    browser.call("dossier", json!({ "reference": entry })).await.is(200).json()["same_need"].clone()
}

/// Hands in a need, publishes it, and gives its reference.
async fn need(town: &Town, title: &str) -> String {
    let fields: Fields = good().into_iter().filter(|(name, _)| name != "plan" && name != "audience").collect();
    let form = with(&fields, &[("kind", "need"), ("title", title)]);
    let receipt = town.visitor().call("submit", submission(&form, &new_key())).await.is(200).json();
    let reference = receipt["reference"].as_str().expect("a reference").to_owned();
    town.manager().await.publish(&reference).await.is(303);
    reference
}

#[tokio::test]
async fn a_resident_says_it_once_for_a_browser_and_takes_it_back() {
    let town = Town::open().await;
    let entry = need(&town, "Säkrare väg till skolan").await;
    let (one, other, reader) = (town.visitor(), town.visitor(), town.visitor());
    // A page that is kept must not go on showing what was.
    assert!(reader.get(&format!("/portfolio/{entry}")).await.is(200).body.contains("Har du samma behov?"));
    for _ in 0..2 {
        assert_eq!(say(&one, &entry, "share").await.leads_to(), format!("/portfolio/{entry}#same-need"));
    }
    say(&other, &entry, "share").await.is(303);
    assert_eq!(same_need(&one, &entry).await, json!({ "count": 2, "is_own": true, "is_open": true }));
    assert_eq!(same_need(&reader, &entry).await, json!({ "count": 2, "is_own": false, "is_open": true }));
    let own = one.get(&format!("/portfolio/{entry}")).await.body;
    assert!(own.contains("Du och en till har samma behov.") && own.contains("Ta tillbaka"), "{own}");
    let kept = reader.get(&format!("/portfolio/{entry}")).await.body;
    assert!(kept.contains("2 har sagt att de har samma behov.") && !kept.contains("Ta tillbaka"), "{kept}");

    // Nobody takes back what others have said.
    say(&reader, &entry, "withdraw").await.is(303);
    assert_eq!(same_need(&reader, &entry).await["count"], 2);
    say(&one, &entry, "withdraw").await.is(303);
    assert_eq!(same_need(&one, &entry).await, json!({ "count": 1, "is_own": false, "is_open": true }));
}

#[tokio::test]
async fn an_account_counts_once_also_for_what_was_said_before_signing_in() {
    let town = Town::open().await;
    let entry = need(&town, "Säkrare väg till skolan").await;
    let browser = town.visitor();
    say(&browser, &entry, "share").await.is(303);
    browser.sign_in(EMPLOYEE, PASSWORD).await.is(303);
    assert_eq!(same_need(&browser, &entry).await["is_own"], true);
    say(&browser, &entry, "share").await.is(303);
    say(&town.signed_in(EMPLOYEE).await, &entry, "share").await.is(303);
    assert_eq!(same_need(&browser, &entry).await["count"], 1);
    // Said by the account, and then in a browser that signs in later: one again, also on the page that is kept.
    let late = town.visitor();
    say(&late, &entry, "share").await.is(303);
    let reader = town.visitor();
    assert!(reader.get(&format!("/portfolio/{entry}")).await.body.contains("2 har sagt"));
    late.sign_in(EMPLOYEE, PASSWORD).await.is(303);
    say(&late, &entry, "share").await.is(303);
    assert_eq!(same_need(&reader, &entry).await["count"], 1);
    assert!(!reader.get(&format!("/portfolio/{entry}")).await.body.contains("2 har sagt"));
    say(&town.signed_in(EMPLOYEE).await, &entry, "withdraw").await.is(303);
    assert_eq!(same_need(&browser, &entry).await, json!({ "count": 0, "is_own": false, "is_open": true }));
}

#[tokio::test]
async fn one_connection_cannot_stuff_a_need() {
    let town = Town::open().await;
    let (entry, other) = (need(&town, "Säkrare väg till skolan").await, need(&town, "Bättre ljus i parken").await);
    for _ in 0..10 {
        say(&town.visitor(), &entry, "share").await.is(303);
    }
    let refused = say(&town.visitor(), &entry, "share").await.is(429);
    assert!(refused.body.contains("samma uppkoppling") && refused.body.contains("<h1"), "{}", refused.body);
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 3600));
    assert_eq!(same_need(&town.visitor(), &entry).await["count"], 10);
    // The limit is for this need, and not for people with an account.
    say(&town.visitor(), &other, "share").await.is(303);
    say(&town.signed_in(EMPLOYEE).await, &entry, "share").await.is(303);
    assert_eq!(same_need(&town.visitor(), &entry).await["count"], 11);
}

#[tokio::test]
async fn only_what_is_a_published_need_can_be_shared() {
    let town = Town::open().await;
    let (manager, resident) = (town.manager().await, town.visitor());
    let waiting = town.submitted("Något som väntar på svar").await;
    say(&resident, &waiting, "share").await.is(404);
    say(&resident, "2026-9999", "share").await.is(404);
    say(&resident, "nej", "share").await.is(404);
    let entry = need(&town, "Säkrare väg till skolan").await;
    say(&resident, &entry, "hurra").await.is(422);
    say(&resident, &entry, "share").await.is(303);
    manager.act(&entry, "pause", &[("reason", "Vi väntar på besked.")]).await.is(303);
    say(&town.visitor(), &entry, "share").await.is(303);
    assert_eq!(same_need(&resident, &entry).await, json!({ "count": 1, "is_own": true, "is_open": false }));
    // What was said can still be taken back.
    say(&resident, &entry, "withdraw").await.is(303);
    assert_eq!(same_need(&resident, &entry).await["count"], 0);
}
