//! The database itself: what it refuses, whoever writes to it.

use crate::harness::*;
use fyrfalt::db::{Store, entries};
use serde_json::json;
use sqlx::{AnyConnection, AssertSqlSafe};

async fn refuses(sql: &mut AnyConnection, statement: &str) -> String {
    let result = sqlx::query(AssertSqlSafe(statement.to_owned())).execute(sql).await;
    result.expect_err(statement).to_string()
}

#[tokio::test]
async fn no_program_can_store_what_the_rules_forbid() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let mut sql = town.sql().await;
    for change in [
        "title_sv = 'Nej'",
        "title_en = ''",
        "summary_sv = 'kort'",
        "need = 'kort'",
        "origin = 'moon'",
        "priority = 'highest'",
        "board = 'hemlig'",
        "x = 0.8, y = 0.8",
        "x = 'mitten'",
        "placed = -1",
        "stage = 'done'",
        "plan = NULL",
        "audience = NULL",
        "stage = 'trial'",
        "stage = 'trial', responsible = 'Rektor', receiving_unit = 'skola-familj', began = '2026-01-01'",
        "stage = 'in-use'",
        "began = '1 januari'",
        "paused_since = '2026-01-01'",
        "ended_on = '2026-01-01', ended_reason = 'Det gick inte.'",
        "decision = 'perhaps'",
        "decision = 'waiting'",
        "decision = 'declined'",
        "decline_reason = 'För att.'",
        "version = 0",
        "created = 'idag'",
    ] {
        let said = refuses(&mut sql, &format!("UPDATE entry SET {change} WHERE reference = '{reference}'")).await;
        assert!(
            ["constraint", "cannot store", "invalid input"].iter().any(|told| said.contains(told)),
            "{change}: {said}"
        );
    }
    for statement in [
        "INSERT INTO entry_goal (entry, goal) VALUES ('REF', 18)",
        "INSERT INTO entry_unit (entry, unit, position) VALUES ('REF', 'hemlig', 2)",
        "INSERT INTO entry_unit (entry, unit, position) VALUES ('2020-0001', 'kommunledning', 0)",
        "INSERT INTO benefit (entry, who, evidence, what, noted_on, confirmed_by) VALUES ('REF', 'Alla', 'observed', 'Det gick bra.', '2026-01-01', 'Rektor')",
        "INSERT INTO spread (entry, place, taken_up_on) VALUES ('REF', 'Sjöbo', '2026-01-01')",
        "INSERT INTO account (email, name, role, password_hash, created_at) VALUES ('a@b.se', 'Anna', 'boss', 'x', 0)",
        "INSERT INTO account (email, name, role, password_hash, created_at) VALUES ('A@b.se', 'Anna', 'manager', 'x', 0)",
        "DELETE FROM entry",
        "DELETE FROM unit WHERE slug = 'skola-familj'",
        "UPDATE submission SET naming = 'public'",
    ] {
        refuses(&mut sql, &statement.replace("REF", &reference)).await;
    }
}

#[tokio::test]
async fn history_is_only_added_to() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let mut sql = town.sql().await;
    let step = format!(
        "INSERT INTO move (entry, moved_on, who, from_standing, to_standing) VALUES ('{reference}', '2026-01-01', 'Rektor', 'need', 'idea')"
    );
    sqlx::query(AssertSqlSafe(step)).execute(&mut sql).await.expect("added");
    for table in ["move", "event"] {
        for statement in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET entry = entry")] {
            assert!(refuses(&mut sql, &statement).await.contains("append-only"), "{statement}");
        }
    }
    let dossier = town.visitor().call("dossier", json!({ "reference": reference })).await.json();
    assert_eq!(dossier["moves"][0]["who"], "Rektor");
}

#[tokio::test]
async fn a_row_that_breaks_a_rule_hides_itself_alone() {
    let mut town = Town::open().await;
    let broken = town.published("Säkrare väg till skolan").await;
    town.published("Trygga gator på kvällen").await;
    let statement = format!("DELETE FROM entry_unit WHERE entry = '{broken}'");
    sqlx::query(AssertSqlSafe(statement)).execute(&mut town.sql().await).await.expect("broken");
    town.restart().await;
    let answer = town.visitor().get("/api/v1/entries").await.is(200).json();
    assert_eq!((&answer["total"], &answer["entries"][0]["title"]), (&json!(1), &json!("Trygga gator på kvällen")));
    town.visitor().get(&format!("/portfolio/{broken}")).await.is(500);
}

/// The portfolio kept in memory for reading is the one that the tables hold.
pub async fn assert_kept_is_stored(store: &Store, after: &str) {
    let mut tx = store.database().read().await.expect("a transaction");
    let stored = entries::published(&mut tx).await.expect("a portfolio");
    assert_eq!(store.portfolio().encode(), stored.encode(), "after: {after}");
}

#[tokio::test]
async fn whatever_is_written_what_people_read_is_what_is_stored() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let first = town.published("Säkrare väg till skolan").await;
    assert_kept_is_stored(&town.store, "the first").await;
    let second = town.published("Trygga gator på kvällen").await;
    assert_kept_is_stored(&town.store, "another").await;
    for reference in [&first, &second] {
        let to = json!({ "reference": reference, "placing": { "to": { "x": 0.2, "y": 0.3 }, "seen": 0 } });
        manager.call("place", to).await.is(200);
        assert_kept_is_stored(&town.store, "a placing").await;
        manager.act(reference, "pause", &[("reason", "Väntar på pengar.")]).await.is(303);
        assert_kept_is_stored(&town.store, "a pause").await;
        manager.edit(reference, &[("goals", "4"), ("reason", "Det saknades.")]).await.is(303);
        assert_kept_is_stored(&town.store, "an edit of facts").await;
        manager.edit(reference, &[("title", "En helt annan titel"), ("reason", "Tydligare så.")]).await.is(303);
        assert_kept_is_stored(&town.store, "an edit of the title").await;
        town.submitted("En bänk vid ån").await;
        assert_kept_is_stored(&town.store, "a submission").await;
        manager.restore(reference, 2, "Det var bättre förr.").await.is(303);
        assert_kept_is_stored(&town.store, "a restoring").await;
    }
}

#[tokio::test]
async fn a_write_that_could_not_be_read_back_is_shown_with_the_next() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let entries = [town.published("Säkrare väg till skolan").await, town.published("En bänk vid ån").await];
    let place = async |reference: &str| {
        let to = json!({ "reference": reference, "placing": { "to": { "x": 0.2, "y": 0.3 }, "seen": 0 } });
        manager.call("place", to).await
    };
    let mut sql = town.sql().await;
    sqlx::query("ALTER TABLE challenge RENAME TO mislaid").execute(&mut sql).await.expect("mislaid");
    place(&entries[0]).await.is(500);
    sqlx::query("ALTER TABLE mislaid RENAME TO challenge").execute(&mut sql).await.expect("found");
    place(&entries[1]).await.is(200);
    assert_kept_is_stored(&town.store, "both placings").await;
}
