//! Weeding: what a rule names goes for good when its time has come, with a trial before and a log after; nothing else
//! does.

use crate::harness::*;
use domain::weeding::{Due, Rules};
use fyrfalt::{clock, db::weeding};
use serde_json::{Value, json};
use sqlx::AnyConnection;

const YEAR: i64 = 366 * 24 * 60 * 60;

fn rules(text: &str) -> Rules {
    text.parse().expect("rules")
}

async fn due(town: &Town, text: &str, now: i64) -> Vec<String> {
    let mut sql = town.sql().await;
    told(&weeding::due(&mut sql, &rules(text), now).await.expect("what is due"))
}

async fn weed(town: &Town, text: &str, now: i64) -> Vec<String> {
    let pass = weeding::weed(town.store.database(), &rules(text), now).await;
    assert!(pass.failed.is_empty(), "{:?}", pass.failed);
    told(&pass.weeded)
}

fn told(due: &[Due]) -> Vec<String> {
    due.iter()
        .map(|due| format!("{} {}", due.rule.weed, due.entry.map(|e| e.to_string()).unwrap_or_default()))
        .collect()
}

/// Everything in the database, as text.
async fn everything(sql: &mut AnyConnection) -> String {
    content(sql, &[]).await.join("\n")
}

async fn handed_in(town: &Town, changes: &[(&str, &str)]) -> (String, String) {
    let receipt = town.visitor().call("submit", submission(&with(&good(), changes), &new_key())).await.is(200).json();
    let text = |name: &str| receipt[name].as_str().expect(name).to_owned();
    (text("reference"), text("secret"))
}

#[tokio::test]
async fn what_was_declined_goes_whole_and_only_its_trace_stays() {
    let town = Town::open_with_mail().await;
    let manager = town.manager().await;
    let named = [
        ("title", "Hemligt ord i titeln"),
        ("naming", "internal"),
        ("name", "Hemliga Namnet"),
        ("email", "hemlig@example.se"),
    ];
    let (declined, secret) = handed_in(&town, &named).await;
    manager.answer(&declined, "ask", &[("question", "Hemlig fråga till avsändaren?")]).await.is(303);
    town.visitor()
        .post(&format!("/receipt/{secret}"), &[("action", "answer"), ("answer", "Hemligt svar.")])
        .await
        .is(303);
    manager.answer(&declined, "decline", &[("reason", "Hemlig grund för beslutet.")]).await.is(303);
    let (waiting, _) = handed_in(&town, &[("title", "Något som väntar")]).await;
    let published = town.published("Säkrare väg till skolan").await;
    let now = clock::now();
    assert!(due(&town, "declined=12", now).await.is_empty(), "its time has not come");
    let later = now + YEAR;
    let expected = [format!("declined {declined}")];
    assert_eq!(due(&town, "declined=12", later).await, expected);
    town.visitor().get(&format!("/receipt/{secret}")).await.is(200);

    assert_eq!(weed(&town, "declined=12", later).await, expected);
    let mut sql = town.sql().await;
    let left = everything(&mut sql).await.to_lowercase();
    assert!(!left.contains("hemlig"), "{}", left.lines().find(|line| line.contains("hemlig")).unwrap_or_default());
    town.visitor().get(&format!("/receipt/{secret}")).await.is(404);
    manager.get(&format!("/manage/{declined}")).await.is(404);
    for kept in [&waiting, &published] {
        manager.get(&format!("/manage/{kept}")).await.is(200);
    }
    assert!(weed(&town, "declined=12", later).await.is_empty(), "once");
    // What it was, and when it went, stays known.
    let log = manager.call("weeding", json!({})).await.is(200).json()["log"].clone();
    assert_eq!(log[0]["due"]["entry"], *declined);
    assert_eq!(log[0]["due"]["remains"]["board"], "familjenamnden");
    assert!(manager.get("/manage/weeding").await.is(200).body.contains(&declined));
    // Its number is not given to another.
    assert_ne!(handed_in(&town, &[]).await.0, declined);
}

#[tokio::test]
async fn what_was_merged_into_what_goes_on_leads_there_for_ever() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let (published, (merged, _)) = (town.published("Säkrare väg till skolan").await, handed_in(&town, &[]).await);
    let fields = [("into", published.as_str()), ("reason", "Samma sak som en annan.")];
    manager.answer(&merged, "merge", &fields).await.is(303);
    // And one that was merged into what was then declined goes before it.
    let ((first, _), (second, _)) = (handed_in(&town, &[]).await, handed_in(&town, &[]).await);
    manager.answer(&first, "merge", &[("into", &second), ("reason", "Samma sak som en annan.")]).await.is(303);
    manager.answer(&second, "decline", &[("reason", "Det görs redan.")]).await.is(303);
    let later = clock::now() + 100 * YEAR;
    assert_eq!(weed(&town, "declined=1", later).await, [format!("declined {first}"), format!("declined {second}")]);
    assert!(town.visitor().get(&format!("/portfolio/{merged}")).await.body.contains(&published));
}

#[tokio::test]
async fn a_senders_address_goes_and_what_was_to_be_published_stays() {
    let town = Town::open_with_mail().await;
    let manager = town.manager().await;
    let of =
        |naming: &'static str, name: &'static str| [("naming", naming), ("name", name), ("email", "anna@example.se")];
    let (internal, _) = handed_in(&town, &of("internal", "Inre Namn")).await;
    let (public, _) = handed_in(&town, &of("public", "Yttre Namn")).await;
    let (waiting, _) = handed_in(&town, &of("internal", "Väntande Namn")).await;
    for reference in [&internal, &public] {
        manager.publish(reference).await.is(303);
    }
    let later = clock::now() + YEAR;
    assert_eq!(weed(&town, "senders=6", later).await, [format!("senders {internal}"), format!("senders {public}")]);
    assert_eq!(manager.received(&internal).await["sender"], json!({ "name": "anonymous", "email": null }));
    assert_eq!(manager.received(&public).await["sender"], json!({ "name": { "public": "Yttre Namn" }, "email": null }));
    assert_eq!(manager.received(&waiting).await["sender"]["email"], "anna@example.se", "it is not decided");
    assert!(town.visitor().get(&format!("/portfolio/{public}")).await.body.contains("Yttre Namn"));
    assert!(weed(&town, "senders=6", later).await.is_empty());
}

#[tokio::test]
async fn mail_that_is_waited_for_goes_on_and_an_account_is_no_longer_told_of() {
    let town = Town::open_with_mail().await;
    let (manager, employee) = (town.manager().await, town.signed_in(EMPLOYEE).await);
    // An account's own address needs no confirming.
    let form = with(&good(), &[("email", EMPLOYEE)]);
    let hand_in = async || {
        let receipt = employee.call("submit", submission(&form, &new_key())).await.is(200).json();
        receipt["reference"].as_str().expect("a reference").to_owned()
    };
    let (published, declined) = (hand_in().await, hand_in().await);
    manager.publish(&published).await.is(303);
    manager.answer(&declined, "decline", &[("reason", "Det görs redan.")]).await.is(303);
    let mut sql = town.sql().await;
    // As an arrival was told of once more, by older programs.
    const OLDER: &str = "INSERT INTO event (entry, happened_at, account, what)
        SELECT reference, arrived_at, submitted_by, 'received' FROM submission";
    sqlx::query(OLDER).execute(&mut sql).await.expect("told");
    let later = clock::now() + YEAR;
    let expected = [format!("senders {published}"), format!("senders {declined}")];
    assert_eq!(weed(&town, "senders=6", later).await, expected);
    let left: Vec<String> = sqlx::query_scalar("SELECT entry FROM following WHERE about = 'own'")
        .fetch_all(&mut sql)
        .await
        .expect("followings");
    assert_eq!(left, std::slice::from_ref(&published), "what goes on is still told of");
    for what in [
        "SELECT count(*) FROM submission WHERE submitted_by IS NOT NULL",
        "SELECT count(*) FROM event WHERE what = 'received' AND account IS NOT NULL",
        "SELECT count(*) FROM change WHERE kind = 'received' AND account IS NOT NULL",
    ] {
        let count: i64 = sqlx::query_scalar(what).fetch_one(&mut sql).await.expect("a count");
        assert_eq!(count, 0, "{what}");
    }
    assert!(weed(&town, "senders=6", later).await.is_empty(), "once");
    // Nothing else is taken out of the logs.
    for what in [
        "UPDATE event SET account = NULL WHERE what = 'published'",
        "UPDATE change SET account = 1 WHERE kind = 'received'",
        "UPDATE change SET what = '{}'",
    ] {
        assert!(sqlx::query(what).execute(&mut sql).await.is_err(), "{what}");
    }
    manager.get(&format!("/portfolio/{published}/history")).await.is(200);
}

#[tokio::test]
async fn months_are_those_of_the_calendar() {
    let town = Town::open().await;
    let (entry, _) = handed_in(&town, &[]).await;
    town.manager().await.answer(&entry, "decline", &[("reason", "Det görs redan.")]).await.is(303);
    let mut sql = town.sql().await;
    let at = |text: &str| clock::instant(text).expect("an instant");
    sqlx::query("UPDATE entry SET decided_at = $1").bind(at("2026-08-31T15:00")).execute(&mut sql).await.expect("set");
    assert!(due(&town, "declined=6", at("2027-02-28T23:59")).await.is_empty());
    assert!(!due(&town, "declined=6", at("2027-03-01T00:00")).await.is_empty());
}

#[tokio::test]
async fn rules_stand_for_a_day_before_they_are_kept_to_and_one_that_fails_stops_no_other() {
    let town = Town::open().await;
    let database = town.store.database();
    let day = 24 * 60 * 60;
    let set = async |text: &str, at: i64| weeding::set_rules(database, rules(text), at).await.expect("set").from;
    assert_eq!(set("declined=12", 1_000_000).await, 1_000_000 + day);
    assert_eq!(set("declined=12", 1_500_000).await, 1_000_000 + day, "a new start changes nothing");
    assert_eq!(set("declined=1", 2_000_000).await, 2_000_000 + day);
    assert_eq!(set("", 3_000_000).await, 3_000_000 + day);
    assert_eq!(set("declined=1", 4_000_000).await, 4_000_000 + day);

    let (entry, manager) = (town.published("Säkrare väg till skolan").await, town.manager().await);
    let (declined, _) = handed_in(&town, &[]).await;
    manager.answer(&declined, "decline", &[("reason", "Det görs redan.")]).await.is(303);
    crate::filing::add(&manager, &entry, "plan.pdf", b"%PDF-1.4\n%%EOF\n".to_vec(), "").await.is(303);
    let id = crate::filing::files(&manager, &entry).await[0]["id"].as_str().expect("an id").to_owned();
    crate::filing::act(&manager, &entry, &id, "withdraw", "").await.is(303);
    town.refuse("DELETE", "submission", "TRUE").await;
    let pass = weeding::weed(database, &rules("declined=6,files=6"), clock::now() + YEAR).await;
    assert_eq!(told(&pass.weeded), [format!("files {entry}")]);
    assert_eq!(pass.failed.len(), 1, "{:?}", pass.failed);
}

#[tokio::test]
async fn comments_and_mails_go_when_their_time_has_come_and_nothing_goes_without_a_rule() {
    let town = Town::open_with_mail().await;
    let (manager, employee) = (town.manager().await, town.signed_in(EMPLOYEE).await);
    let entry = town.published("Säkrare väg till skolan").await;
    let path = format!("/portfolio/{entry}/comments");
    for text in ["Den här tas tillbaka.", "Den här står kvar."] {
        employee.post(&path, &[("action", "say"), ("comment", text)]).await.is(303);
    }
    let id = employee.call("comments", json!({ "reference": entry })).await.json()[0]["id"].to_string();
    employee.post(&path, &[("action", "withdraw"), ("id", &id)]).await.is(303);
    let later = clock::now() + YEAR;
    assert!(weed(&town, "", later).await.is_empty());
    assert_eq!(weed(&town, "comments=3", later).await, [format!("comments {entry}")]);
    let left: Value = manager.call("comments", json!({ "reference": entry })).await.json();
    assert_eq!(left.as_array().map(Vec::len), Some(1));
    let mut sql = town.sql().await;
    for what in ["DELETE FROM comment", "DELETE FROM change", "DELETE FROM event", "DELETE FROM weeding"] {
        assert!(sqlx::query(what).execute(&mut sql).await.is_err(), "{what}: past the rules nothing goes");
    }
}

#[tokio::test]
async fn a_file_that_was_taken_away_goes_for_good() {
    let town = Town::open().await;
    let (entry, manager) = (town.published("Säkrare väg till skolan").await, town.manager().await);
    let pdf = b"%PDF-1.4\nHEMLIG PLAN\n%%EOF\n".to_vec();
    for _ in 0..2 {
        crate::filing::add(&manager, &entry, "plan.pdf", pdf.clone(), "").await.is(303);
    }
    let files = crate::filing::files(&manager, &entry).await;
    let id = files[0]["id"].as_str().expect("an id");
    crate::filing::act(&manager, &entry, id, "withdraw", "").await.is(303);
    assert_eq!(weed(&town, "files=6", clock::now() + YEAR).await, [format!("files {entry}")]);
    manager.get(&format!("/files/{id}")).await.is(404);
    assert_eq!(crate::filing::files(&manager, &entry).await.len(), 1);
}
