//! Who answers for an entry, what is next, and what lies on whom.

use crate::harness::*;
use serde_json::{Value, json};

pub async fn assign(browser: &Browser, reference: &str, seen: u32, fields: &[(&str, &str)]) -> Answer {
    let seen = seen.to_string();
    let fields: Vec<_> = fields.iter().copied().chain([("version", &*seen)]).collect();
    browser.post(&format!("/portfolio/{reference}/assign"), &fields).await
}

pub async fn assigning(browser: &Browser, reference: &str) -> Value {
    browser.call("assigning", json!({ "reference": reference })).await.is(200).json()
}

fn id(assigning: &Value, name: &str) -> String {
    let people = assigning["assignees"].as_array().expect("people");
    people.iter().find(|person| person["name"] == name).unwrap_or_else(|| panic!("{name}"))["id"].to_string()
}

#[tokio::test]
async fn what_is_late_is_seen_on_the_start_page_of_whoever_answers_for_it() {
    let town = Town::open().await;
    let (first, second) = (town.published("Säkrare väg till skolan").await, town.published("Bänkar vid ån").await);
    let manager = town.manager().await;
    let lena = id(&assigning(&manager, &first).await, "Lena Lärare");
    let late = [("person", &*lena), ("next_step", "Ring rektorn"), ("due", "2026-01-01")];
    let answer = assign(&manager, &first, 0, &late).await;
    assert_eq!(answer.leads_to(), format!("/portfolio/{first}?done=assigned"));
    let later = [("person", &*lena), ("next_step", "Rita en karta"), ("due", "2999-01-01")];
    assign(&manager, &second, 0, &later).await.is(303);

    let employee = town.signed_in(EMPLOYEE).await;
    let start = employee.get("/").await.is(200).body;
    assert!(start.contains("Det här ligger på dig") && start.contains("Ett steg är försenat."), "{start}");
    assert!(start.contains("Ring rektorn") && start.contains("Rita en karta"));
    for other in [&town.visitor(), &manager] {
        assert!(!other.get("/").await.is(200).body.contains("Ring rektorn"));
    }
    assert!(start.find("Ring rektorn") < start.find("Rita en karta"), "what is due first comes first");

    // Nobody but managers reads it on the entry, and what rests lies on nobody.
    for other in [&town.visitor(), &employee] {
        assert!(!other.get(&format!("/portfolio/{first}")).await.body.contains("Ring rektorn"));
    }
    let read = manager.get(&format!("/portfolio/{first}")).await.body;
    assert!(read.contains("Ring rektorn") && read.contains("Lena Lärare") && read.contains("Försenat"), "{read}");
    town.act(&first, "pause", &[("reason", "Väntar på pengar.")]).await;
    assign(&manager, &second, 1, &[("person", &*lena)]).await.is(303);
    let start = employee.get("/").await.is(200).body;
    assert!(!start.contains("Ring rektorn") && !start.contains("försenat"), "{start}");
    assert!(start.contains("Bänkar vid ån") && start.contains("Inget bestämt"));
}

#[tokio::test]
async fn of_two_who_assign_it_the_second_sees_what_stands() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let (one, other) = (town.manager().await, town.signed_in(OTHER_MANAGER).await);
    let stands = assigning(&one, &reference).await;
    let (lena, cilla) = (id(&stands, "Lena Lärare"), id(&stands, "Cilla Chef"));
    assign(&one, &reference, 0, &[("person", &lena)]).await.is(303);
    let step = [("person", &*cilla), ("next_step", "Ring rektorn"), ("due", "2999-01-01")];
    let told = assign(&other, &reference, 0, &step).await.is(409);
    assert!(told.body.contains("Lena Lärare") && told.body.contains("value=\"Ring rektorn\""), "{}", told.body);
    assign(&other, &reference, 1, &step).await.is(303);
    assert_eq!(assigning(&one, &reference).await["now"]["next"]["what"], "Ring rektorn");
    // The same once more is no change.
    assign(&one, &reference, 0, &step).await.is(303);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let waiting = town.submitted("Ett behov som väntar").await;
    let manager = town.manager().await;
    for (fields, field) in [
        (vec![("next_step", "Ring rektorn"), ("due", "2999-01-01")], "person"),
        (vec![("person", "9999")], "person"),
        (vec![("due", "igår"), ("next_step", "Ring rektorn")], "due"),
    ] {
        let answer = assign(&manager, &reference, 0, &fields).await.is(422);
        assert!(answer.body.contains(&format!("href=\"#field-{field}\"")), "{field}: {}", answer.body);
    }
    manager.post(&format!("/portfolio/{reference}/assign"), &[("version", "x")]).await.is(422);
    assign(&manager, &waiting, 0, &[]).await.is(404);
}
