//! Handing in: once, whole, and unseen until a manager has read it.

use crate::harness::*;
use serde_json::{Value, json};

fn pairs(form: &Fields) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn send(browser: &Browser, form: &Fields, key: &str) -> Answer {
    let form = with(form, &[("key", key)]);
    browser.post("/submit", &pairs(&form)).await
}

async fn count(town: &Town) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM entry").fetch_one(&mut town.sql().await).await.expect("a count")
}

#[tokio::test]
async fn everybody_may_hand_in_with_and_without_scripts() {
    let town = Town::open().await;
    for who in EVERYBODY {
        let browser = town.browser(who).await;
        let receipt = browser.call("submit", submission(&good(), &new_key())).await.is(200).json();
        let year = fyrfalt::clock::day(fyrfalt::clock::now()).year();
        assert!(receipt["reference"].as_str().expect("a reference").starts_with(&format!("{year}-")));

        let answer = send(&browser, &good(), &new_key()).await;
        let secret = answer.leads_to().strip_prefix("/receipt/").expect("a receipt").to_owned();
        assert!(secret.len() >= 32 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let status = browser.call("status", json!({ "secret": secret })).await.is(200).json();
        assert_eq!(status["decision"], "waiting");
        assert_eq!(status["title"]["sv"], "Säkrare väg till skolan");
    }
    let by: Vec<Option<i64>> = sqlx::query_scalar("SELECT submitted_by FROM submission ORDER BY reference")
        .fetch_all(&mut town.sql().await)
        .await
        .expect("rows");
    assert_eq!(by.iter().filter(|by| by.is_none()).count(), 2, "residents are nobody in particular: {by:?}");
}

#[tokio::test]
async fn sending_the_same_form_again_gives_the_same_receipt() {
    let town = Town::open().await;
    let key = new_key();
    let first = send(&town.visitor(), &good(), &key).await.leads_to().to_owned();
    assert_eq!(send(&town.visitor(), &good(), &key).await.leads_to(), first);
    let receipt = town.visitor().call("submit", submission(&good(), &key)).await.is(200).json();
    assert_eq!(first, format!("/receipt/{}", receipt["secret"].as_str().expect("a secret")));
    assert_eq!(count(&town).await, 1);
}

#[tokio::test]
async fn ten_at_the_same_time_make_one_entry() {
    let town = Town::open().await;
    let key = new_key();
    let sent = (0..10).map(|_| {
        let (browser, key) = (town.visitor(), key.clone());
        tokio::spawn(async move { browser.call("submit", submission(&good(), &key)).await.is(200).body })
    });
    let mut receipts = Vec::new();
    for answer in sent.collect::<Vec<_>>() {
        receipts.push(answer.await.expect("an answer"));
    }
    receipts.dedup();
    assert_eq!((receipts.len(), count(&town).await), (1, 1));
}

#[tokio::test]
async fn the_same_key_with_other_words_is_refused_and_changes_nothing() {
    let town = Town::open().await;
    let key = new_key();
    send(&town.visitor(), &good(), &key).await.is(303);
    let other = with(&good(), &[("title", "En helt annan titel")]);
    send(&town.visitor(), &other, &key).await.is(409);
    let answer = town.visitor().call("submit", submission(&other, &key)).await.is(409);
    assert!(answer.json()["sent_before"].is_string(), "{}", answer.body);
    assert_eq!(count(&town).await, 1);
}

#[tokio::test]
async fn references_have_no_gaps_and_no_doubles() {
    let town = Town::open().await;
    let twice = new_key();
    let sent = (0..20).map(|number| {
        let browser = town.visitor();
        let form = if number % 3 == 0 { with(&good(), &[("title", "Nej")]) } else { good() };
        let key = if number % 5 == 1 { twice.clone() } else { new_key() };
        tokio::spawn(async move { browser.call("submit", submission(&form, &key)).await.json() })
    });
    let mut references = Vec::new();
    for answer in sent.collect::<Vec<_>>() {
        let answer: Value = answer.await.expect("an answer");
        references.extend(answer["reference"].as_str().map(str::to_owned));
    }
    assert_eq!(references.len(), 13);
    references.sort();
    references.dedup();
    let numbers: Vec<_> = references.iter().map(|reference| reference[5..].to_owned()).collect();
    assert_eq!(numbers, (1..=11).map(|number| format!("{number:04}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_wrong_is_refused_whole_by_both_ways_in() {
    let town = Town::open().await;
    for (field, value) in [
        ("kind", "wish"),
        ("origin", ""),
        ("title", ""),
        ("title", &*"å".repeat(121)),
        ("title", "En titel\u{202E} baklänges"),
        ("title", "En titel\u{7} med klocka"),
        ("need", "kort"),
        ("need", &*"x".repeat(4001)),
        ("plan", ""),
        ("units", "hemliga-enheten"),
        ("board", "'; DROP TABLE entry; --"),
        ("goals", "18"),
        ("purpose", "profit"),
        ("x", "0.8"),
        ("x", "NaN"),
        ("priority", "highest"),
        ("naming", "public"),
        ("email", "inte en adress"),
    ] {
        let form = with(&good(), &[(field, value), ("y", if field == "x" { "0.8" } else { "" })]);
        send(&town.visitor(), &form, &new_key()).await.is(422);
        let answer = town.visitor().call("submit", submission(&form, &new_key())).await.is(422);
        assert!(
            answer.json()["invalid"].as_array().is_some_and(|problems| !problems.is_empty()),
            "{field}: {}",
            answer.body
        );
    }
    for key in ["", "kort", "a b c d e f g h i j k l", &*"k".repeat(65)] {
        send(&town.visitor(), &good(), key).await.is(422);
        town.visitor().call("submit", submission(&good(), key)).await.is(422);
    }
    assert_eq!(count(&town).await, 0);
}

#[tokio::test]
async fn malformed_calls_are_told_so_in_json() {
    let town = Town::open().await;
    for body in ["", "{", "[]", "{}", r#"{"draft":{"units":"one"},"key":"x"}"#, r#"{"draft":7,"key":"x"}"#] {
        let request =
            town.visitor().request(reqwest::Method::POST, "/api/submit").header("content-type", "application/json");
        let answer = Answer::of(request.body(body)).await.is(400);
        assert_eq!(answer.json(), json!("unreadable"), "{body}");
    }
}

#[tokio::test]
async fn a_sender_is_known_as_far_as_they_chose() {
    let town = Town::open().await;
    let manager = town.manager().await;
    for (naming, name, published) in
        [("anonymous", "", None), ("internal", "Sven", None), ("public", "Siv", Some("Siv"))]
    {
        let form = with(&good(), &[("naming", naming), ("name", name), ("email", "siv@example.se")]);
        let receipt = town.visitor().call("submit", submission(&form, &new_key())).await.is(200).json();
        let reference = receipt["reference"].as_str().expect("a reference");
        assert_eq!(manager.received(reference).await["sender"]["email"], "siv@example.se");
        manager.publish(reference).await.is(303);
        let dossier = town.visitor().call("dossier", json!({ "reference": reference })).await.is(200);
        assert_eq!(dossier.json()["entry"]["named"].as_str(), published);
        assert!(!dossier.body.contains("siv@example.se") && !dossier.body.contains("Sven"));
    }
}

#[tokio::test]
async fn a_client_may_send_so_many_in_an_hour() {
    let mut options = generous();
    options.rates.submissions = std::num::NonZeroU32::new(2).expect("not zero");
    let town = Town::open_with(options).await;
    send(&town.visitor(), &good(), &new_key()).await.is(303);
    town.visitor().call("submit", submission(&good(), &new_key())).await.is(200);
    let form = send(&town.visitor(), &good(), &new_key()).await.is(429);
    let call = town.visitor().call("submit", submission(&good(), &new_key())).await.is(429);
    assert_eq!(call.json(), json!("too_many"));
    for answer in [form, call] {
        assert!(answer.header("retry-after").parse::<u32>().expect("seconds") > 0);
    }
    assert_eq!(count(&town).await, 2);
}

#[tokio::test]
async fn nobody_else_sees_it_before_it_is_published() {
    let town = Town::open().await;
    town.published("Trygga gator på kvällen").await;
    let hidden = town.submitted("Uttern vid kvarndammen").await;
    for who in [Who::Resident, Who::Employee] {
        let browser = town.browser(who).await;
        for path in
            ["/", "/portfolio", "/portfolio?q=uttern", "/compass", "/api/v1/entries", &format!("/portfolio/{hidden}")]
        {
            let answer = browser.get(path).await;
            assert!(!answer.body.contains("kvarndammen"), "{who:?} {path}");
        }
        browser.get(&format!("/portfolio/{hidden}")).await.is(404);
        browser.call("dossier", json!({ "reference": hidden })).await.is(404);
        let similar = browser.call("similar", json!({ "text": "Uttern vid kvarndammen" })).await.is(200);
        assert_eq!(similar.json(), json!([]));
        let explored =
            browser.call("explore", json!({ "query": "", "extent": "whole", "language": "sv" })).await.is(200);
        assert_eq!(explored.json()["exploration"]["total"], 1);
    }
}

#[tokio::test]
async fn only_the_secret_leads_to_the_status() {
    let town = Town::open().await;
    town.submitted("Säkrare väg till skolan").await;
    for secret in ["", "0", &"0".repeat(32), "' OR 1=1 --"] {
        town.visitor().call("status", json!({ "secret": secret })).await.is(404);
    }
}

#[tokio::test]
async fn many_at_the_same_time_share_a_transaction_and_one_that_fails_harms_no_other() {
    let town = Town::open().await;
    town.refuse("INSERT", "submission", "new.sender_name = 'Trasig'").await;
    let sent = (0..60).map(|number| {
        let (browser, name) = (town.visitor(), if number % 20 == 7 { "Trasig" } else { "Hel och hållen" });
        let form = with(&good(), &[("naming", "internal"), ("name", name)]);
        tokio::spawn(async move { (name, browser.call("submit", submission(&form, &new_key())).await) })
    });
    let mut references = std::collections::BTreeSet::new();
    for answer in sent.collect::<Vec<_>>() {
        match answer.await.expect("an answer") {
            ("Trasig", answer) => drop(answer.is(500)),
            (_, answer) => drop(references.insert(answer.is(200).json()["reference"].to_string())),
        }
    }
    assert_eq!((references.len(), count(&town).await), (57, 57));
    let last = references.last().expect("references");
    assert!(last.contains("-0057"), "no number is skipped: {last}");
}
