//! What people say about entries: employees at once, residents once a manager has read it.

use crate::{harness::*, mailing::outbox};
use serde_json::{Value, json};

pub async fn say(browser: &Browser, entry: &str, text: &str) -> Answer {
    browser.post(&format!("/portfolio/{entry}/comments"), &[("action", "say"), ("comment", text)]).await
}

async fn act(browser: &Browser, entry: &str, id: &Value, act: &str) -> Answer {
    let id = id.to_string();
    browser.post(&format!("/portfolio/{entry}/comments"), &[("action", act), ("id", &id)]).await
}

async fn comments(browser: &Browser, entry: &str) -> Vec<Value> {
    let all = browser.call("comments", json!({ "reference": entry })).await.is(200).json();
    all.as_array().expect("a list").clone()
}

fn texts(comments: &[Value]) -> Vec<&str> {
    comments.iter().map(|comment| comment["text"].as_str().expect("text")).collect()
}

#[tokio::test]
async fn an_employees_comment_is_read_at_once_and_signed_only_for_colleagues() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let (employee, manager, resident) = (town.signed_in(EMPLOYEE).await, town.manager().await, town.visitor());
    // A page that is kept must not go on showing what was.
    resident.get(&format!("/portfolio/{entry}/comments")).await.is(200);
    for _ in 0..2 {
        let said = say(&employee, &entry, "Vi har provat det på Lindesborgs skola.").await;
        assert_eq!(said.leads_to(), format!("/portfolio/{entry}/comments?done=said"));
    }
    let page = resident.get(&format!("/portfolio/{entry}/comments")).await.is(200).body;
    assert!(page.contains("Lindesborgs skola") && page.contains("En medarbetare"), "{page}");
    assert!(!page.contains("Lena Lärare"));
    let read = comments(&manager, &entry).await;
    assert_eq!(texts(&read), ["Vi har provat det på Lindesborgs skola."], "sent twice it is said once");
    assert_eq!(read[0]["author"], json!({ "employee": { "name": "Lena Lärare" } }));

    // Whoever said it may take it back, and nobody else.
    act(&manager, &entry, &read[0]["id"], "withdraw").await.is(303);
    assert_eq!(comments(&resident, &entry).await.len(), 1);
    act(&employee, &entry, &read[0]["id"], "withdraw").await.is(303);
    assert!(comments(&manager, &entry).await.is_empty());
    assert!(!resident.get(&format!("/portfolio/{entry}/comments")).await.body.contains("Lindesborgs"));
}

#[tokio::test]
async fn a_residents_comment_waits_to_be_read() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let (manager, resident) = (town.manager().await, town.visitor());
    let fields = [("action", "say"), ("comment", "Bra! Jag går där varje dag."), ("signature", "Kim")];
    let said = resident.post(&format!("/portfolio/{entry}/comments"), &fields).await;
    assert_eq!(said.leads_to(), format!("/portfolio/{entry}/comments?done=waits"));
    assert!(comments(&resident, &entry).await.is_empty());
    assert!(comments(&town.signed_in(EMPLOYEE).await, &entry).await.is_empty());
    let waiting = manager.get("/manage/comments").await.is(200).body;
    assert!(waiting.contains("Jag går där varje dag") && waiting.contains("Kim, invånare"), "{waiting}");
    let id = comments(&manager, &entry).await[0]["id"].clone();
    for other in [&resident, &town.signed_in(EMPLOYEE).await] {
        let refused = act(other, &entry, &id, "show").await;
        assert!(refused.status == 403 || refused.leads_to().starts_with("/sign-in"), "{}", refused.body);
    }
    act(&manager, &entry, &id, "show").await.is(303);
    assert_eq!(texts(&comments(&resident, &entry).await), ["Bra! Jag går där varje dag."]);
    act(&manager, &entry, &id, "hide").await.is(303);
    assert!(comments(&resident, &entry).await.is_empty());
    assert_eq!(comments(&manager, &entry).await[0]["state"], "hidden");
    assert!(!manager.get("/manage/comments").await.body.contains("Jag går där"));
}

#[tokio::test]
async fn whoever_is_mentioned_gets_a_mail() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let mut sql = town.sql().await;
    say(&town.signed_in(EMPLOYEE).await, &entry, "@Cilla Chef, har vi råd? @Lena Lärare").await.is(303);
    let to: Vec<_> = outbox(&mut sql).await.into_iter().filter(|(_, kind, _)| kind == "mention").collect();
    assert_eq!(to.len(), 1, "{to:?}");
    assert_eq!(to[0].0, MANAGER);
    // A resident cannot make the municipality mail itself.
    say(&town.visitor(), &entry, "@Cilla Chef, gör något!").await.is(303);
    assert_eq!(outbox(&mut sql).await.iter().filter(|(_, kind, _)| kind == "mention").count(), 1);
}

#[tokio::test]
async fn what_cannot_be_said_is_kept_and_explained() {
    let town = Town::open().await;
    let (entry, waiting) = (town.published("Säkrare väg").await, town.submitted("Ett behov som väntar").await);
    let employee = town.signed_in(EMPLOYEE).await;
    for text in ["", "x", &"x".repeat(2001)] {
        let answer = say(&employee, &entry, text).await.is(422);
        assert!(answer.body.contains("href=\"#field-comment\""), "{text}");
    }
    for gone in [&*waiting, "2026-9999", "hej"] {
        say(&employee, gone, "Finns den här?").await.is(404);
    }
    employee.post(&format!("/portfolio/{entry}/comments"), &[("action", "burn")]).await.is(422);
    act(&employee, &entry, &json!("x"), "withdraw").await.is(422);
    employee.call("comments", json!({ "reference": waiting })).await.is(404);
}

#[tokio::test]
async fn residents_comment_only_where_the_setting_lets_them() {
    let town = Town::open_without_resident_comments().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let answer = say(&town.visitor(), &entry, "Får jag säga något?").await;
    assert_eq!(answer.leads_to(), format!("/sign-in?next=/portfolio/{entry}/comments"));
    let page = town.visitor().get(&format!("/portfolio/{entry}/comments")).await.is(200).body;
    assert!(page.contains("Logga in för att kommentera") && !page.contains("name=\"comment\""));
}
