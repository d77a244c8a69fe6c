//! The whole at a glance: its pages, its files, and who sets the target mix.

use crate::harness::*;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

pub const PAGES: [&str; 6] =
    ["/insights", "/insights/gaps", "/insights/flow", "/insights/time", "/insights/what-if", "/insights/report"];

pub const PICTURES: [&str; 11] = [
    "balance",
    "units-facets",
    "goals-stages",
    "boards-origins",
    "flow",
    "stage-times",
    "time",
    "then",
    "then-mix",
    "what-if",
    "what-if-compass",
];

const REASON: &str = "Beslut i kommunstyrelsen.";

/// The form of a target mix; `seen` is the number of the latest that the manager knows.
fn target(shares: [&'static str; 4], seen: &'static str) -> [(&'static str, &'static str); 7] {
    let [enhancement, mission, adaptive, anticipatory] = shares;
    [
        ("enhancement", enhancement),
        ("mission", mission),
        ("adaptive", adaptive),
        ("anticipatory", anticipatory),
        ("from", "2026-01-01"),
        ("reason", REASON),
        ("version", seen),
    ]
}

async fn sql(town: &Town, statement: &str) {
    sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut town.sql().await).await.expect(statement);
}

async fn told(town: &Town, section: &str, query: &str) -> Value {
    let arguments = json!({ "section": section, "query": query, "language": "sv" });
    town.visitor().call("insights", arguments).await.is(200).json()
}

/// Everything that a section says in words.
async fn words(town: &Town, section: &str, query: &str) -> String {
    told(town, section, query).await["blocks"].to_string()
}

#[tokio::test]
async fn every_page_is_there_to_read_for_everybody_also_when_nothing_is_published() {
    let town = Town::open().await;
    for page in PAGES {
        let empty = town.visitor().get(page).await.is(200);
        assert!(empty.body.contains("Ingen"), "{page}");
    }
    town.published("Säkrare väg till skolan").await;
    for who in EVERYBODY {
        for page in PAGES {
            let answer = town.browser(who).await.get(page).await.is(200);
            assert!(answer.body.contains("<h1"), "{page}");
        }
    }
    let english = town.visitor().request(Method::GET, "/insights").header("accept-language", "en");
    assert!(Answer::of(english).await.is(200).body.contains("The balance of the portfolio"));
}

#[tokio::test]
async fn every_picture_is_a_file_and_a_table() {
    let town = Town::open().await;
    for is_empty in [true, false] {
        if !is_empty {
            town.published("Säkrare väg till skolan").await;
        }
        for name in PICTURES {
            let picture = town.visitor().get(&format!("/insights/{name}.svg")).await;
            // Of nothing there may be no picture, but never an empty file.
            if !(is_empty && picture.status == 404) {
                let picture = picture.is(200);
                assert_eq!(picture.header("content-type"), "image/svg+xml; charset=utf-8");
                assert!(picture.header("content-disposition").contains(&format!("fyrfalt-{name}-")), "{name}");
                let svg = &picture.body;
                assert!(svg.contains("<svg xmlns=") && svg.contains("Provkommun"), "{name}: {svg}");
                assert!(!svg.contains("class=") && !svg.contains("style=") && !svg.contains("<script"), "{name}");
            }
            let table = town.visitor().get(&format!("/insights/{name}.csv")).await.is(200);
            assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
            assert!(table.body.starts_with('\u{feff}') && table.body.contains(';'), "{name}: {}", table.body);
        }
    }
    town.visitor().get("/insights/salaries.csv").await.is(404);
}

#[tokio::test]
async fn pages_and_files_go_by_the_same_filter() {
    let town = Town::open().await;
    town.published("Säkrare väg till skolan").await;
    let table = town.visitor().get("/insights/flow.csv?origin=residents").await.body;
    assert!(table.contains("Idé;1;"), "{table}");
    let none = town.visitor().get("/insights/flow.csv?origin=world").await.body;
    assert!(none.contains("Idé;0;"), "{none}");
    let picture = town.visitor().get("/insights/balance.svg?origin=residents").await.body;
    assert!(picture.contains("Urval: Invånare. 1 post."), "{picture}");
    let page = town.visitor().get("/insights?origin=residents&facet=bogus").await.is(400);
    assert!(page.body.contains("facet=bogus") && page.body.contains("/insights/balance.svg?origin=residents"));
    for file in ["flow.csv", "balance.svg"] {
        town.visitor().get(&format!("/insights/{file}?facet=bogus")).await.is(400);
    }
}

#[tokio::test]
async fn a_title_like_a_formula_is_a_text_in_the_table() {
    let town = Town::open().await;
    town.published("=HYPERLINK(\"https://evil.example\")").await;
    let table = town.visitor().get("/insights/then.csv").await.body;
    assert!(table.contains("\"'=HYPERLINK"), "{table}");
}

#[tokio::test]
async fn only_managers_set_a_target() {
    let town = Town::open().await;
    town.published("Säkrare väg till skolan").await;
    let form = target(["50", "30", "10", "10"], "0");
    assert_eq!(town.visitor().post("/insights/target", &form).await.leads_to(), "/sign-in?next=/insights/target");
    town.signed_in(EMPLOYEE).await.post("/insights/target", &form).await.is(403);
    for (who, status) in [(Who::Resident, 401), (Who::Employee, 403), (Who::Manager, 200)] {
        town.browser(who).await.get("/insights/target").await.is(status);
        town.browser(who).await.call("target", json!({})).await.is(status);
    }
    assert!(words(&town, "balance", "").await.contains("inte satt något mål"));

    assert_eq!(town.manager().await.post("/insights/target", &form).await.leads_to(), "/insights?saved=1");
    let said = words(&town, "balance", "").await;
    // The one entry lies halfway between mission and enhancement.
    assert!(said.contains("20 procentenheter mer målstyrd än målet"), "{said}");
    assert!(said.contains("10 procentenheter mindre anpassande än målet"), "{said}");
    assert!(said.contains(REASON) && !said.contains("Cilla Chef"), "{said}");
    // The page that was kept for residents is shown no more.
    assert!(town.visitor().get("/insights").await.body.contains("mer målstyrd"));
    let page = town.signed_in(EMPLOYEE).await.get("/insights").await.body;
    assert!(page.contains("av Cilla Chef"), "colleagues see who decided");
}

#[tokio::test]
async fn a_target_that_cannot_be_used_is_shown_again_as_it_was_written() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let answer = manager.post("/insights/target", &target(["50", "30", "10", "11"], "0")).await.is(422);
    assert!(answer.body.contains("Andelarna blir tillsammans 101 procent"), "{}", answer.body);
    assert!(answer.body.contains("value=\"30\"") && answer.body.contains(REASON));
    let answer = manager.post("/insights/target", &target(["50,5", "", "-3", "nej"], "0")).await.is(422);
    assert_eq!(answer.body.matches("Skriv ett helt tal från 0 till 100.").count(), 6, "in the list and at the field");
    assert!(answer.body.contains("value=\"50,5\"") && answer.body.contains("value=\"nej\""));
    manager.post("/insights/target", &[]).await.is(422);
    assert!(words(&town, "balance", "").await.contains("Inget mål har satts"));
}

#[tokio::test]
async fn of_two_managers_the_second_is_told_and_nothing_is_lost() {
    let town = Town::open().await;
    let (one, other) = (town.manager().await, town.signed_in(OTHER_MANAGER).await);
    one.post("/insights/target", &target(["50", "30", "10", "10"], "0")).await.is(303);
    let answer = other.post("/insights/target", &target(["40", "40", "10", "10"], "0")).await.is(409);
    assert!(answer.body.contains("Cilla Chef satte ett annat mål under tiden: 50 % förbättrande"), "{}", answer.body);
    assert!(answer.body.contains("value=\"40\"") && answer.body.contains("name=\"version\" value=\"1\""));
    other.post("/insights/target", &target(["40", "40", "10", "10"], "1")).await.is(303);
    let said = words(&town, "balance", "").await;
    assert!(said.contains("40 % förbättrande") && said.contains("50 % förbättrande"), "both are in the history");
}

#[tokio::test]
async fn ten_at_the_same_time_set_one_target() {
    let town = Town::open().await;
    let mut setting = Vec::new();
    for _ in 0..10 {
        let manager = town.manager().await;
        let form = target(["50", "30", "10", "10"], "0");
        setting.push(tokio::spawn(async move { manager.post("/insights/target", &form).await.status }));
    }
    let mut saved = 0;
    for answer in setting {
        saved += usize::from(answer.await.expect("an answer") == 303);
    }
    assert_eq!(saved, 1);
}

#[tokio::test]
async fn no_program_can_store_a_target_that_is_none_or_change_one() {
    let town = Town::open().await;
    let insert = |shares: &str, from: &str, reason: &str| {
        format!(
            "INSERT INTO target_mix (enhancement, mission, adaptive, anticipatory, holds_from, reason, account, set_at) \
             VALUES ({shares}, '{from}', '{reason}', 1, 0)"
        )
    };
    let mut conn = town.sql().await;
    for wrong in [
        insert("50, 30, 10, 11", "2026-01-01", REASON),
        insert("110, -10, 0, 0", "2026-01-01", REASON),
        insert("100, 0, 0, 0", "i dag", REASON),
        insert("100, 0, 0, 0", "2026-01-01", "för"),
        insert("25.5, 24.5, 25, 25", "2026-01-01", REASON),
    ] {
        sqlx::query(AssertSqlSafe(wrong.clone())).execute(&mut conn).await.expect_err(&wrong);
    }
    sql(&town, &insert("100, 0, 0, 0", "2026-01-01", REASON)).await;
    let reference = town.published("Säkrare väg till skolan").await;
    let placing = json!({ "reference": reference, "placing": { "to": { "x": 0.2, "y": 0.3 }, "seen": 0 } });
    town.manager().await.call("place", placing).await.is(200);
    for table in ["target_mix", "start_place"] {
        let change = if table == "target_mix" { "mission = 0" } else { "x = 0" };
        for statement in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET {change}")] {
            let refused = sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut conn).await.expect_err(&statement);
            assert!(refused.to_string().contains("append-only"), "{statement}: {refused}");
        }
    }
}

#[tokio::test]
async fn the_portfolio_stands_as_it_stood() {
    let mut town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let placing = json!({ "reference": reference, "placing": { "to": { "x": 0.2, "y": 0.3 }, "seen": 0 } });
    manager.call("place", placing).await.is(200);
    // It was published a year ago, moved in the spring and placed yesterday; only the log is not ours to change.
    town.drop_trigger("event_is_never_changed", "event").await;
    let ago = |days: i32| fyrfalt::clock::day(fyrfalt::clock::now()).later(-days);
    for statement in [
        "UPDATE event SET happened_at = happened_at - 365 * 86400 WHERE what = 'published'",
        "UPDATE event SET happened_at = happened_at - 86400 WHERE what = 'placed'",
        &format!("UPDATE entry SET created = '{}'", ago(366)),
    ] {
        sql(&town, statement).await;
    }
    let moved = format!(
        "INSERT INTO move (entry, moved_on, who, from_standing, to_standing) \
         VALUES ('{reference}', '{}', 'Rektor', 'need', 'idea')",
        ago(100)
    );
    sql(&town, &moved).await;
    town.restart().await;
    let on = |days: i32| {
        let town = &town;
        async move {
            let day = ago(days);
            told(town, "then", &format!("at={day}")).await["then"]["field"]["dots"].clone()
        }
    };
    let spring = on(120).await;
    assert_eq!((&spring[0]["standing"], &spring[0]["placement"]["x"]), (&json!("need"), &json!(-0.5)));
    let summer = on(90).await;
    assert_eq!((&summer[0]["standing"], &summer[0]["placement"]["x"]), (&json!("idea"), &json!(-0.5)));
    let now = on(0).await;
    assert_eq!((&now[0]["standing"], &now[0]["placement"]["x"]), (&json!("idea"), &json!(0.2)));
    // Before the beginning is the beginning.
    assert_eq!(on(4000).await.as_array().map(Vec::len), Some(1));
    town.visitor().get("/insights/then.csv?at=ig%C3%A5r").await.is(400);
    let page = town.visitor().get("/insights/time?at=ig%C3%A5r").await.is(400);
    assert!(page.body.contains("Skriv ett datum"), "said in words");
}

#[tokio::test]
async fn a_first_place_that_was_not_recorded_is_said_to_be_a_guess() {
    let mut town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let placing = json!({ "reference": reference, "placing": { "to": { "x": 0.2, "y": 0.3 }, "seen": 0 } });
    town.manager().await.call("place", placing).await.is(200);
    town.drop_trigger("event_is_never_changed", "event").await;
    town.drop_trigger("start_place_is_only_weeded", "start_place").await;
    for statement in
        ["UPDATE event SET happened_at = happened_at - 365 * 86400 WHERE what = 'published'", "DELETE FROM start_place"]
    {
        sql(&town, statement).await;
    }
    town.restart().await;
    let day = fyrfalt::clock::day(fyrfalt::clock::now()).later(-10);
    let said = words(&town, "then", &format!("at={day}")).await;
    assert!(said.contains("1 post visas där den först placerades"), "{said}");
}

#[tokio::test]
async fn a_scenario_changes_nothing_and_works_without_scripts() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let page =
        town.visitor().get(&format!("/insights/what-if?entry={reference}&x=0,4&y=-0%2C2&standing=trial")).await.is(200);
    let plan = format!("plan={reference}.400.-200.trial");
    assert!(page.body.contains(&plan), "{}", page.body);
    let would_be = told(&town, "what_if", &plan).await;
    assert_eq!(would_be["what_if"]["field"]["dots"][0]["placement"], json!({ "x": 0.4, "y": -0.2 }));
    assert_eq!(would_be["what_if"]["field"]["dots"][0]["from"], json!({ "x": -0.5, "y": 0.5 }));
    let entries = town.visitor().get("/api/v1/entries").await.json();
    assert_eq!(entries["entries"][0]["x"], json!(-0.5), "the portfolio is as it was");

    for (wrong, says) in [
        (format!("entry={reference}&x=2&y=0"), "utanför kompassen"),
        (format!("entry={reference}&x=hej&y=0"), "Skriv ett tal"),
        ("entry=&x=0&y=0".to_owned(), "Välj ett svar"),
        (format!("entry={reference}"), "Det här behöver fyllas i"),
        ("entry=2020-9999&x=0&y=0".to_owned(), "finns inte bland valen"),
    ] {
        let page = town.visitor().get(&format!("/insights/what-if?{wrong}")).await.is(200);
        assert!(page.body.contains(says), "{wrong}: {}", page.body);
    }
    town.visitor().get("/insights/what-if.csv?plan=hej").await.is(400);
    let broken = town.visitor().get("/insights/what-if?plan=hej_2026-0001.9999.0").await.is(400);
    assert!(broken.body.contains("plan=hej"));
    let outside = told(&town, "what_if", &format!("origin=world&{plan}")).await;
    assert!(outside["blocks"].to_string().contains("utanför urvalet"), "{outside}");
}

#[tokio::test]
async fn what_is_not_published_is_in_no_picture() {
    let town = Town::open().await;
    town.submitted("Ett behov som väntar").await;
    for section in ["balance", "gaps", "flow", "time", "then", "what_if", "report"] {
        let told = told(&town, section, "").await;
        assert_eq!(told["total"], json!(0), "{section}");
        assert!(!told.to_string().contains("som väntar"), "{section}");
    }
}
