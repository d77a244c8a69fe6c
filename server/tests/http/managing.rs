//! Reading, editing, publishing and declining what has come in.

use crate::harness::*;
use serde_json::json;

#[tokio::test]
async fn only_managers_read_what_has_come_in() {
    let town = Town::open().await;
    let reference = town.submitted("Säkrare väg till skolan").await;
    for (who, status) in [(Who::Resident, 401), (Who::Employee, 403), (Who::Manager, 200)] {
        let browser = town.browser(who).await;
        browser.call("queue", queue(&json!({}))).await.is(status);
        browser.call("received", json!({ "reference": reference })).await.is(status);
    }
}

#[tokio::test]
async fn only_managers_decide() {
    let town = Town::open().await;
    let reference = town.submitted("Säkrare väg till skolan").await;
    let edit = revision(&town.manager().await.received(&reference).await);
    for action in ["save", "publish", "decline"] {
        let changes = [("title", "Ändrad av obehörig"), ("reason", "För att jag kan.")];
        let answer = town.visitor().decide(&reference, action, &edit, &changes).await;
        assert_eq!(answer.leads_to(), format!("/sign-in?next=/manage/{reference}"));
        town.signed_in(EMPLOYEE).await.decide(&reference, action, &edit, &changes).await.is(403);
    }
    let received = town.manager().await.received(&reference).await;
    assert_eq!((&received["decision"], &received["version"]), (&json!("waiting"), &json!(1)));
    assert_eq!(received["entry"]["title"]["sv"], "Säkrare väg till skolan");
}

#[tokio::test]
async fn an_edit_is_saved_and_seen_when_published() {
    let town = Town::open().await;
    let reference = town.submitted("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let edit = revision(&manager.received(&reference).await);
    let changes = [
        ("title", "En säkrare skolväg"),
        ("title_en", "A safer way to school"),
        ("goals", "4"),
        ("units", "kommunledning"),
    ];
    let answer = manager.decide(&reference, "save", &edit, &changes).await;
    assert_eq!(answer.leads_to(), format!("/manage/{reference}?saved=1"));

    let received = manager.received(&reference).await;
    assert_eq!(received["entry"]["title"], json!({ "sv": "En säkrare skolväg", "en": "A safer way to school" }));
    assert_eq!(received["entry"]["goals"], json!(["4"]));
    assert_eq!(received["version"], 2);

    let answer = manager
        .decide(&reference, "publish", &revision(&received), &[("summary", "Barn ska kunna cykla till skolan.")])
        .await;
    assert_eq!(answer.leads_to(), format!("/manage?done={reference}"));
    let seen = town.visitor().get("/api/v1/entries").await.json();
    assert_eq!(seen["entries"][0]["title"], "En säkrare skolväg");
    assert_eq!(seen["entries"][0]["summary"], "Barn ska kunna cykla till skolan.");
    town.visitor().get(&format!("/portfolio/{reference}")).await.is(200);

    let events: Vec<(String, Option<String>)> = sqlx::query_as(
        "SELECT what, account.email FROM event LEFT JOIN account ON account.id = event.account ORDER BY event.id",
    )
    .fetch_all(&mut town.sql().await)
    .await
    .expect("events");
    let by = |what: &str, who: Option<&str>| (what.to_owned(), who.map(str::to_owned));
    let expected = [by("edited", Some(MANAGER)), by("edited", Some(MANAGER)), by("published", Some(MANAGER))];
    assert_eq!(events, expected);
}

#[tokio::test]
async fn publishing_with_a_fault_publishes_nothing_and_saves_nothing() {
    let town = Town::open().await;
    let reference = town.submitted("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let edit = revision(&manager.received(&reference).await);
    for (field, value) in [("title", ""), ("plan", ""), ("units", "hemlig"), ("version", "x"), ("summary", "kort")] {
        manager
            .decide(
                &reference,
                "publish",
                &edit,
                &[("need", "Ett helt nytt behov som inte får sparas."), (field, value)],
            )
            .await
            .is(422);
    }
    let received = manager.received(&reference).await;
    assert_eq!((&received["decision"], &received["version"]), (&json!("waiting"), &json!(1)));
    assert!(!received.to_string().contains("helt nytt behov"));
}

#[tokio::test]
async fn declining_needs_a_reason_which_the_sender_may_read() {
    let town = Town::open().await;
    let receipt = town.visitor().call("submit", submission(&good(), &new_key())).await.json();
    let reference = receipt["reference"].as_str().expect("a reference");
    let manager = town.manager().await;
    let edit = revision(&manager.received(reference).await);
    for reason in ["", "nej", &"x".repeat(1001)] {
        manager.decide(reference, "decline", &edit, &[("reason", reason)]).await.is(422);
    }
    let answer = manager.decide(reference, "decline", &edit, &[("reason", "Det byggs redan en cykelväg.")]).await;
    assert_eq!(answer.leads_to(), format!("/manage?done={reference}"));
    let status = town.visitor().call("status", json!({ "secret": receipt["secret"] })).await.json();
    assert_eq!(status["decision"]["declined"]["reason"], "Det byggs redan en cykelväg.");
    town.visitor().get(&format!("/portfolio/{reference}")).await.is(404);
    assert_eq!(town.visitor().get("/api/v1/entries").await.json()["total"], 0);
}

#[tokio::test]
async fn of_two_managers_the_second_is_told() {
    let town = Town::open().await;
    let reference = town.submitted("Säkrare väg till skolan").await;
    let (one, other) = (town.manager().await, town.signed_in(OTHER_MANAGER).await);
    let edit = revision(&one.received(&reference).await);
    one.decide(&reference, "save", &edit, &[("title", "Den enas titel")]).await.is(303);
    other.decide(&reference, "save", &edit, &[("title", "Den andras titel")]).await.is(409);
    other.decide(&reference, "publish", &edit, &[("title", "Den andras titel")]).await.is(409);
    other.decide(&reference, "decline", &edit, &[("reason", "Vi ville inte ha den.")]).await.is(409);
    assert_eq!(one.received(&reference).await["entry"]["title"]["sv"], "Den enas titel");

    one.publish(&reference).await.is(303);
    let decided = revision(&one.received(&reference).await);
    for action in ["save", "publish", "decline"] {
        other.decide(&reference, action, &decided, &[("reason", "Vi ville inte ha den.")]).await.is(409);
    }
}

#[tokio::test]
async fn saving_without_a_change_leaves_the_other_managers_form_fresh() {
    let town = Town::open().await;
    let reference = town.submitted("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let edit = revision(&manager.received(&reference).await);
    manager.decide(&reference, "save", &edit, &[]).await.is(303);
    manager.decide(&reference, "publish", &edit, &[]).await.is(303);
}

#[tokio::test]
async fn what_is_not_there_cannot_be_decided() {
    let town = Town::open().await;
    let reference = town.submitted("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let edit = revision(&manager.received(&reference).await);
    for missing in ["2026-9999", "hej", "2026-1"] {
        manager.decide(missing, "save", &edit, &[]).await.is(404);
        manager.decide(missing, "decline", &edit, &[("reason", "Finns inte alls.")]).await.is(404);
    }
    manager.decide(&reference, "delete", &edit, &[]).await.is(422);
}

#[tokio::test]
async fn the_queue_has_what_waits_oldest_first_and_apart_from_it_what_is_decided() {
    let town = Town::open().await;
    let (first, second, third) = (
        town.submitted("Det första behovet").await,
        town.submitted("Det andra behovet").await,
        town.submitted("Det tredje behovet").await,
    );
    let manager = town.manager().await;
    manager.publish(&first).await.is(303);
    let waits = manager.call("queue", queue(&json!({}))).await.json();
    assert_eq!(references(&waits), [second, third]);
    let decided = manager.call("queue", queue(&json!({ "state": "decided" }))).await.json();
    assert_eq!(references(&decided), [first]);
    assert_eq!(decided["counts"], waits["counts"]);
}
