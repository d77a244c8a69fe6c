//! Upgrades: a database of any version that there has been, with data in it, becomes one of this program, and nothing
//! of it is lost. The data is what this program writes, as far as the older tables have room for it; PostgreSQL began
//! with the seventeenth.

use crate::{
    harness::*,
    living::{Life, People, live},
    signing_in::expire,
};
use fyrfalt::db::{Address, Database, Store, backup, checking, weeding};
use serde_json::json;
use sqlx::{AnyConnection, AssertSqlSafe, migrate::Migrator};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Tables that an upgrade adds rows to: logs begin.
const ADDED_TO: [&str; 1] = ["change"];

/// Rows that an upgrade takes away, and what said so before: what nobody has placed lies where it began.
const GONE_FROM: [(&str, &str); 1] = [("start_place", "entry IN (SELECT reference FROM main.entry WHERE placed = 0)")];

/// What an upgrade takes away, and a stand-in for it in older tables: what it said follows from something else.
const GONE: [(&str, &str, &str); 1] = [("submission", "key_hash", "receipt_hash")];

/// Tables that are empty in a town: only the demo has marks of itself.
const EMPTY: [&str; 1] = ["meta"];

async fn texts(sql: &mut AnyConnection, query: String) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(sql).await.expect("texts")
}

async fn run(sql: &mut AnyConnection, statement: String) {
    let shown = statement.clone();
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(sql).await.unwrap_or_else(|error| panic!("{error}: {shown}"));
}

async fn tables(sql: &mut AnyConnection) -> Vec<String> {
    let query = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'
        AND name NOT LIKE 'sqlite%' ORDER BY name";
    texts(sql, query.to_owned()).await
}

async fn columns(sql: &mut AnyConnection, table: &str) -> Vec<String> {
    texts(sql, format!("SELECT name FROM pragma_table_info('{table}', 'main')")).await
}

/// Every row of a table but some, each with the columns named.
async fn rows_but(sql: &mut AnyConnection, table: &str, columns: &[String], some: &str) -> BTreeSet<String> {
    let quoted: Vec<_> = columns.iter().map(|column| format!("quote({column})")).collect();
    let all = quoted.join(" || ' ' || ");
    texts(sql, format!("SELECT {all} FROM main.{table} WHERE NOT ({some})")).await.into_iter().collect()
}

/// A town in whose database every table has a row.
async fn full_town() -> (Town, Life) {
    let town = Town::open_with_mail().await;
    let people = People::of(&town).await;
    let life =
        live(&people, &mut |field, _| format!("Några ord om {field}, som är långa nog.").chars().take(40).collect())
            .await;
    let target = [
        ("enhancement", "40"),
        ("mission", "30"),
        ("adaptive", "20"),
        ("anticipatory", "10"),
        ("from", "2026-01-01"),
        ("reason", "Beslut i kommunstyrelsen."),
        ("version", "0"),
    ];
    people.manager.post("/insights/target", &target).await.is(303);
    let rules = "mails=1".parse().expect("rules");
    weeding::set_rules(town.store.database(), rules, 1).await.expect("set");
    let mut sql = town.sql().await;
    run(&mut sql, "UPDATE outbox SET state = 'sent', settled_at = 1, letter = NULL WHERE id = 1".to_owned()).await;
    let pass = weeding::weed(town.store.database(), &"mails=1".parse().expect("rules"), fyrfalt::clock::now()).await;
    assert!(pass.failed.is_empty() && !pass.weeded.is_empty(), "{:?}", pass.failed);
    town.visitor().sign_in(EMPLOYEE, "fel lösenord").await.is(422);
    expire(&town).await;
    people
        .manager
        .post(&format!("/portfolio/{}/pause", life.related), &[("reason", "Sparas till sedan.")])
        .await
        .is(303);
    (town, life)
}

/// A database as an older program left it, with as much of another's data as it has room for.
async fn older(path: &Path, version: i64, source: &Path) -> AnyConnection {
    std::fs::File::create_new(path).expect("a file");
    let mut sql = connect(&Address::from(path)).await;
    MIGRATIONS.run_to(version, &mut sql).await.expect("an older version");
    run(&mut sql, format!("PRAGMA foreign_keys = OFF; ATTACH '{}' AS source", source.display())).await;
    // The rows were written while each was allowed; not all at once.
    let triggers = texts(&mut sql, "SELECT name FROM main.sqlite_schema WHERE type = 'trigger'".to_owned()).await;
    let rules = texts(&mut sql, "SELECT sql FROM main.sqlite_schema WHERE type = 'trigger'".to_owned()).await;
    for trigger in triggers {
        run(&mut sql, format!("DROP TRIGGER main.{trigger}")).await;
    }
    let all = tables(&mut sql).await;
    // What was merged or sent on could not be before there was room for it, and the logs would tell of it.
    let later =
        if all.iter().any(|table| table == "outcome") { "NULL" } else { "SELECT submission FROM source.outcome" };
    for table in all {
        let own = columns(&mut sql, &table).await;
        let entry = own.iter().find(|column| ["entry", "reference", "submission"].contains(&&***column));
        let there = entry.map_or("TRUE".to_owned(), |entry| format!("{entry} IS NULL OR {entry} NOT IN ({later})"));
        let there = if later == "NULL" { "TRUE" } else { &there };
        let stand_in = |column: &String| {
            let gone = GONE.iter().find(|(of, gone, _)| *of == table && gone == column);
            gone.map_or(column.clone(), |(.., instead)| (*instead).to_owned())
        };
        let (columns, values) = (own.join(", "), own.iter().map(stand_in).collect::<Vec<_>>().join(", "));
        let copy = "INSERT OR REPLACE INTO main";
        run(&mut sql, format!("{copy}.{table} ({columns}) SELECT {values} FROM source.{table} WHERE {there}")).await;
        let there = texts(&mut sql, format!("SELECT CAST(count(*) AS TEXT) FROM main.{table}")).await;
        assert!(there != ["0"] || EMPTY.contains(&&*table), "the test has nothing in {table}");
    }
    if rules.iter().any(|rule| rule.contains("entry_starts_somewhere")) {
        // What was written on arrival besides.
        let starts =
            "INSERT INTO main.start_place (entry, x, y) SELECT reference, x, y FROM main.entry WHERE placed = 0";
        run(&mut sql, starts.to_owned()).await;
        let arrivals = "INSERT INTO main.event (entry, happened_at, what)
            SELECT reference, arrived_at, 'received' FROM main.submission";
        run(&mut sql, arrivals.to_owned()).await;
    }
    for rule in rules {
        run(&mut sql, rule).await;
    }
    let orphans = texts(&mut sql, "SELECT \"table\" FROM main.pragma_foreign_key_check".to_owned()).await;
    assert!(orphans.is_empty(), "{orphans:?}");
    sql
}

#[tokio::test]
async fn every_version_there_has_been_is_brought_up_to_date_with_its_data() {
    let (town, life) = full_town().await;
    let source = town.folder().join("source.db");
    backup::copy_out(&town.file(), &source).await.expect("copied");
    let published = published(&town.visitor()).await;
    assert!(published.contains(&life.carried) && published.len() > 2, "{published:?}");
    for version in MIGRATIONS.iter().map(|migration| migration.version) {
        let path: PathBuf = town.folder().join(format!("{version}.db"));
        let mut sql = older(&path, version, &source).await;
        let mut before = Vec::new();
        for table in tables(&mut sql).await {
            let mut columns = columns(&mut sql, &table).await;
            columns.retain(|column| !GONE.iter().any(|(of, gone, _)| *of == table && gone == column));
            let gone = GONE_FROM.iter().find(|(of, _)| *of == table).map_or("FALSE", |(_, gone)| gone);
            let rows = rows_but(&mut sql, &table, &columns, gone).await;
            before.push((table, columns, rows));
        }
        sqlx::Connection::close(sql).await.expect("closed");

        let database = Database::open_existing(&*path).await.unwrap_or_else(|error| panic!("{version}: {error}"));
        let store = Store::new(database, town.store.settings().clone()).await.expect("a store");
        let found = checking::check(&Address::from(&*path)).await.expect("looked through");
        assert_eq!(found.faults, Vec::<String>::new(), "{version}");
        let mut sql = connect(&Address::from(&*path)).await;
        for (table, columns, before) in before {
            let after = rows_but(&mut sql, &table, &columns, "FALSE").await;
            let lost: Vec<_> = before.difference(&after).collect();
            assert!(lost.is_empty(), "{version}: {table} lost {lost:?}");
            assert!(after == before || ADDED_TO.contains(&&*table), "{version}: {table} has more than before");
        }

        // And it goes on: what was published is read, and new things are written.
        let (url, _stop) = start(&store, generous()).await;
        let resident = Browser::new(&url);
        assert_eq!(self::published(&resident).await, published, "{version}");
        resident.get(&format!("/portfolio/{}", life.carried)).await.is(200);
        let receipt = resident.call("submit", submission(&good(), &new_key())).await.is(200).json();
        let manager = Browser::new(&url);
        manager.sign_in(MANAGER, PASSWORD).await.is(303);
        manager.publish(receipt["reference"].as_str().expect("a reference")).await.is(303);
        assert_eq!(self::published(&resident).await.len(), published.len() + 1, "{version}");
        store.database().close().await;
    }
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn the_first_version_at_a_server_is_brought_up_to_date_with_its_submissions() {
    let mut town = Town::open().await;
    let key = new_key();
    let receipt = town.visitor().call("submit", submission(&good(), &key)).await.is(200).json();
    let back = "ALTER TABLE submission ADD COLUMN key_hash BYTEA UNIQUE;
        UPDATE submission SET key_hash = receipt_hash;
        ALTER TABLE submission ALTER COLUMN key_hash SET NOT NULL;
        DROP TRIGGER first_place_is_kept ON entry;
        DROP FUNCTION keep_first_place;
        CREATE FUNCTION keep_start() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO start_place (entry, x, y) VALUES (new.reference, new.x, new.y);
            RETURN NULL;
        END $$;
        CREATE TRIGGER entry_starts_somewhere AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION keep_start();
        INSERT INTO start_place (entry, x, y) SELECT reference, x, y FROM entry;
        DELETE FROM _sqlx_migrations WHERE version > 17";
    run(&mut town.sql().await, back.to_owned()).await;
    town.restart().await;
    // What was sent before is known.
    let again = town.visitor().call("submit", submission(&good(), &key)).await.is(200).json();
    assert_eq!(again, receipt);
    // Where it began is set down once somebody places it.
    let reference = receipt["reference"].as_str().expect("a reference");
    let starts = async || texts(&mut town.sql().await, "SELECT entry FROM start_place".to_owned()).await;
    assert!(starts().await.is_empty());
    let manager = town.manager().await;
    manager.publish(reference).await.is(303);
    let placing = json!({ "reference": reference, "placing": { "to": { "x": 0.2, "y": 0.3 }, "seen": 0 } });
    manager.call("place", placing).await.is(200);
    assert_eq!(starts().await, [reference]);
}

/// The references of what everybody may read.
async fn published(browser: &Browser) -> BTreeSet<String> {
    let answer = browser.get("/api/v1/entries?page_size=200").await.is(200).json();
    let entries = answer["entries"].as_array().expect("entries").iter();
    entries.map(|entry| entry["reference"].as_str().expect("a reference").to_owned()).collect()
}
