//! From a file to a PostgreSQL server. They need one: end2end/postgres.mjs starts it.

use crate::{harness::*, program::program};
use fyrfalt::{
    db::{
        Address, Database, changes, checking, entries,
        transfer::{TransferError, transfer},
    },
    demo,
};
use std::path::PathBuf;
use tempfile::TempDir;
use url::Url;

/// What is hard to carry over: values that COPY writes in a way of its own.
const HARD: &str = "Snedstreck \\N \\. och\ttabb,\nnytt stycke, 'citat' och 🌻";

/// A file with the demo, an attachment and texts that are hard to carry over.
async fn file(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("town.db");
    let database = Database::open_or_make(&*path).await.expect("a database");
    assert!(demo::prepare(&database, true).await.expect("filled").is_demo());
    database.close().await;
    let mut sql = connect(&Address::from(&*path)).await;
    let id = "a1".repeat(16);
    sqlx::query(
        "INSERT INTO file (id, entry, name, kind, size, description, state, added_at)
        SELECT $1, min(reference), 'plan.pdf', 'application/pdf', 6, $2, 'waiting', 1 FROM entry",
    )
    .bind(&id)
    .bind(HARD)
    .execute(&mut sql)
    .await
    .expect("a file");
    let content = "INSERT INTO file_content (file, bytes) VALUES ($1, X'005C4E0A09FF')";
    sqlx::query(content).bind(&id).execute(&mut sql).await.expect("its bytes");
    path
}

async fn server() -> (TempDir, Url) {
    let folder = TempDir::new().expect("a folder");
    let Address::Postgres(url) = new_address(folder.path()).await else { panic!("TEST_POSTGRES is not set") };
    (folder, url)
}

/// All that the program reads of a database: entries with their logs, and what it publishes.
async fn read(database: &Database) -> (Vec<String>, Vec<u8>) {
    let mut tx = database.read().await.expect("a transaction");
    let mut all = Vec::new();
    for entry in entries::all(&mut tx).await.expect("entries") {
        let entry = entry.expect("a sound entry");
        let log = changes::log(&mut tx, entry.reference).await.expect("a log");
        all.push(format!("{entry:?} {log:?}"));
    }
    (all, entries::published(&mut tx).await.expect("a portfolio").encode())
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn all_that_is_in_a_file_is_at_the_server_afterwards() {
    let folder = TempDir::new().expect("a folder");
    let (path, (_, url)) = (file(&folder).await, server().await);
    let from = Address::from(&*path);
    let output = program()
        .args(["migrate-to", url.as_str(), "--database", &format!("sqlite:{}", path.display())])
        .output()
        .await
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let rows = |text: &str| said.lines().find(|line| line.trim_start().starts_with(text)).map(str::to_owned);
    let of_files = rows("file_content ").expect("a line for each table");
    assert!(of_files.ends_with(" 1 rows"), "{said}");

    let to = Address::Postgres(url);
    let found = checking::check(&to).await.expect("it is looked through");
    assert_eq!(found, checking::check(&from).await.expect("it is looked through"));
    assert!(found.faults.is_empty() && found.files == 1 && found.entries > 40, "{found:?}");
    let (before, after) = (Database::open_existing(from).await.expect("a file"), Database::open_existing(to).await);
    let after = after.expect("a database");
    let (was, is) = (read(&before).await, read(&after).await);
    assert_eq!(was.0, is.0);
    assert!(was.1 == is.1, "browsers get the same bytes, whichever instance they ask");
    let mut sql = connect(after.address()).await;
    let (description, bytes): (String, Vec<u8>) =
        sqlx::query_as("SELECT description, bytes FROM file JOIN file_content ON file = id")
            .fetch_one(&mut sql)
            .await
            .expect("a file");
    assert_eq!((&*description, &*bytes), (HARD, &b"\0\\N\n\t\xff"[..]));
    // What counts by itself goes on, and the rules of the tables hold again.
    let new: i64 = sqlx::query_scalar(
        "INSERT INTO benefit (entry, who, evidence, what, noted_on, confirmed_by)
        SELECT min(reference), 'Alla', 'observed', 'Det går bra.', '2026-11-28', 'Cilla Chef' FROM entry
        WHERE stage = 'in-use' RETURNING id",
    )
    .fetch_one(&mut sql)
    .await
    .expect("a benefit");
    let latest: i64 = sqlx::query_scalar("SELECT max(id) FROM benefit").fetch_one(&mut sql).await.expect("an id");
    assert_eq!(new, latest);
    sqlx::query("DELETE FROM change").execute(&mut sql).await.expect_err("logs are not deleted");
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn nothing_is_moved_from_a_file_in_use_or_to_a_place_that_is_not_empty() {
    let folder = TempDir::new().expect("a folder");
    let (path, (_, url)) = (file(&folder).await, server().await);
    let used = Database::open_existing(&*path).await.expect("a database");
    let refused = transfer(&path, &url, |_| {}).await.expect_err("a server runs");
    assert!(matches!(refused, TransferError::Hold(_)), "{refused}");
    assert!(refused.to_string().contains("stop the server first"), "{refused}");
    used.close().await;

    transfer(&path, &url, |_| {}).await.expect("moved");
    let again = transfer(&path, &url, |_| {}).await.expect_err("it is there");
    assert!(matches!(again, TransferError::NotEmpty(_)), "{again}");
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn a_database_without_all_letters_is_refused() {
    let (_folder, url) = server().await;
    let mut sql = connect(&Address::Postgres(url.clone())).await;
    let make = "CREATE DATABASE few_letters ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0";
    sqlx::raw_sql(make).execute(&mut sql).await.expect("made");
    let few = Address::Postgres(url.join("few_letters").expect("an address"));
    let refused = Database::open_or_make(few).await.expect_err("å is kept, 🌻 is not");
    assert!(refused.to_string().ends_with("keeps its letters as LATIN1: make it with ENCODING 'UTF8'"), "{refused}");
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn what_cannot_be_moved_whole_is_not_moved_at_all() {
    let folder = TempDir::new().expect("a folder");
    let (path, (_, url)) = (file(&folder).await, server().await);
    let to = Address::Postgres(url.clone());
    Database::open_or_make(to.clone()).await.expect("a database").close().await;
    let mut sql = connect(&to).await;
    let before = content(&mut sql, &[]).await;
    // The last of the tables is another than ours.
    let more = sqlx::raw_sql("ALTER TABLE weeding_rules ADD COLUMN more TEXT").execute(&mut sql).await;
    more.expect("another table");
    let refused = transfer(&path, &url, |_| {}).await.expect_err("one table is not known");
    assert!(matches!(&refused, TransferError::Unknown(table) if table == "weeding_rules"), "{refused}");
    assert_eq!(content(&mut sql, &[]).await, before);
}
