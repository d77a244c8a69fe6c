//! Moving dots on the compass, by drag and by form.

use crate::harness::*;
use serde_json::json;

#[tokio::test]
async fn only_managers_move_dots() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let arguments = json!({ "reference": reference, "placing": { "to": { "x": 0.2, "y": 0.3 }, "seen": 0 } });
    let form = [("x", "0.2"), ("y", "0.3"), ("seen", "0")];
    let address = format!("/compass/{reference}");
    for (who, status) in [(Who::Resident, 401), (Who::Employee, 403)] {
        town.browser(who).await.call("place", arguments.clone()).await.is(status);
    }
    assert_eq!(town.visitor().post(&address, &form).await.leads_to(), format!("/sign-in?next={address}"));
    town.signed_in(EMPLOYEE).await.post(&address, &form).await.is(403);
    assert_eq!(placed(&town).await, (-0.5, 0.5));

    let manager = town.manager().await;
    assert_eq!(manager.call("place", arguments).await.is(200).json(), json!({ "saved": { "count": 1 } }));
    assert_eq!(placed(&town).await, (0.2, 0.3));
    let answer = manager.post(&address, &[("x", "-0,4"), ("y", "0.1"), ("seen", "1")]).await;
    assert_eq!(answer.leads_to(), format!("{address}?placed=1"));
    assert_eq!(placed(&town).await, (-0.4, 0.1));
}

/// Where the one entry lies, as a resident sees it.
async fn placed(town: &Town) -> (f64, f64) {
    let entries = town.visitor().get("/api/v1/entries").await.json();
    let number = |name| entries["entries"][0][name].as_f64().expect("a number");
    (number("x"), number("y"))
}

#[tokio::test]
async fn of_two_managers_the_second_is_told_who_was_first_and_may_choose() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let (one, other) = (town.manager().await, town.signed_in(OTHER_MANAGER).await);
    let to =
        |x: f64, seen: i64| json!({ "reference": reference, "placing": { "to": { "x": x, "y": 0.0 }, "seen": seen } });
    one.call("place", to(0.1, 0)).await.is(200);
    let conflict = other.call("place", to(0.9, 0)).await.is(200).json();
    let expected = json!({ "by": "Cilla Chef", "placement": { "x": 0.1, "y": 0.0 }, "count": 1 });
    assert_eq!(conflict["conflict"], expected);
    assert_eq!(placed(&town).await, (0.1, 0.0));
    other.post(&format!("/compass/{reference}"), &[("x", "0.9"), ("y", "0"), ("seen", "0")]).await.is(409);
    assert_eq!(other.call("place", to(0.9, 1)).await.is(200).json(), json!({ "saved": { "count": 2 } }));
    assert_eq!(placed(&town).await, (0.9, 0.0));
}

#[tokio::test]
async fn ten_at_the_same_time_move_it_once() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let mut moving = Vec::new();
    for number in 0..10 {
        let manager = town.manager().await;
        let arguments = json!({ "reference": reference, "placing": { "to": { "x": f64::from(number) / 10.0, "y": 0.0 }, "seen": 0 } });
        moving.push(tokio::spawn(async move { manager.call("place", arguments).await.is(200).json() }));
    }
    let mut saved = 0;
    for answer in moving {
        saved += usize::from(answer.await.expect("an answer")["saved"].is_object());
    }
    assert_eq!(saved, 1);
}

#[tokio::test]
async fn no_dot_leaves_the_diamond() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    for (x, y) in [(json!(0.8), json!(0.8)), (json!(2), json!(0)), (json!("0"), json!(0)), (json!(null), json!(0))] {
        let arguments = json!({ "reference": reference, "placing": { "to": { "x": x, "y": y }, "seen": 0 } });
        manager.call("place", arguments).await.is(400);
    }
    for (x, y, seen) in [("0.8", "0.8", "0"), ("NaN", "0", "0"), ("inf", "0", "0"), ("", "", "0"), ("0", "0", "")] {
        manager.post(&format!("/compass/{reference}"), &[("x", x), ("y", y), ("seen", seen)]).await.is(422);
    }
    assert_eq!(placed(&town).await, (-0.5, 0.5));
}

#[tokio::test]
async fn what_is_not_published_has_no_place_to_move_from() {
    let town = Town::open().await;
    let waiting = town.submitted("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    // Nobody answers for what is not there.
    for (reference, status, told) in [(waiting.as_str(), 200, "gone"), ("2026-9999", 404, "not_found")] {
        let arguments = json!({ "reference": reference, "placing": { "to": { "x": 0.0, "y": 0.0 }, "seen": 0 } });
        assert_eq!(manager.call("place", arguments).await.is(status).json(), json!(told));
        manager.post(&format!("/compass/{reference}"), &[("x", "0"), ("y", "0"), ("seen", "0")]).await.is(404);
    }
}
