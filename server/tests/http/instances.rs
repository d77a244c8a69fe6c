//! Several instances that share a database. They need a PostgreSQL server: end2end/postgres.mjs starts one.

use crate::{
    harness::*,
    mailing::postman,
    relay::{Script, relay},
    store::assert_kept_is_stored,
};
use domain::access::Role;
use fyrfalt::{
    db::{Address, Database, Store, accounts},
    instances,
    layers::limits::Rates,
    router::Options,
};
use serde_json::json;
use sqlx::AssertSqlSafe;
use std::{num::NonZeroU32, time::Duration};
use tempfile::TempDir;
use tokio::{sync::watch, task::JoinHandle, time::sleep};

/// Lets an instance follow the others until it is told to stop.
fn follow(store: &Store) -> (watch::Sender<bool>, JoinHandle<()>) {
    let (stop, stopped) = watch::channel(false);
    (stop, tokio::spawn(instances::work(store.clone(), stopped)))
}

async fn shows(browser: &Browser, path: &str, text: &str) -> bool {
    browser.get(path).await.is(200).body.contains(text)
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn what_is_written_on_one_is_read_on_another() {
    let town = Town::open().await;
    let other = town.instance(generous()).await;
    let _following = follow(&other.store);
    let reader = Browser::new(&other.url);
    // Pages that are kept must not go on showing what was.
    reader.get("/portfolio").await.is(200);
    let entry = town.published("Tryggare väg till skolan").await;
    until("an entry", async || shows(&reader, "/portfolio", "Tryggare väg").await).await;

    let comments = format!("/portfolio/{entry}/comments");
    reader.get(&comments).await.is(200);
    let said = [("action", "say"), ("comment", "Vi har provat det.")];
    town.signed_in(EMPLOYEE).await.post(&comments, &said).await.is(303);
    until("a comment", async || shows(&reader, &comments, "Vi har provat det.").await).await;

    town.visitor().post(&format!("/portfolio/{entry}/same-need"), &[("action", "share")]).await.is(303);
    let page = format!("/portfolio/{entry}");
    until("a need", async || !shows(&reader, &page, "Ingen har sagt").await).await;
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn instances_take_in_what_the_other_has_placed_and_edited() {
    let town = Town::open().await;
    let other = town.instance(generous()).await;
    let (one, another) = (town.manager().await, town.manager().await.moved_to(&other.url));
    let entries = [town.published("Tryggare väg till skolan").await, town.published("En bänk vid ån").await];
    other.store.catch_up().await.expect("caught up");
    assert_kept_is_stored(&other.store, "publishing").await;
    for seen in 0..3 {
        // Each writes without having heard of the other's write.
        for (manager, entry) in [(&one, &entries[0]), (&another, &entries[1])] {
            let to = json!({ "x": f64::from(seen) / 10.0, "y": 0.1 });
            let answer =
                manager.call("place", json!({ "reference": entry, "placing": { "to": to, "seen": seen } })).await;
            assert!(answer.is(200).json()["saved"].is_object());
        }
        assert_kept_is_stored(&other.store, "placing after the first").await;
        town.submitted("Ljus i tunneln").await;
        for store in [&town.store, &other.store] {
            store.catch_up().await.expect("caught up");
            assert_kept_is_stored(store, "placing").await;
        }
    }
    one.edit(&entries[1], &[("title", "Två bänkar vid ån"), ("reason", "Det blev två.")]).await.is(303);
    other.store.catch_up().await.expect("caught up");
    assert_kept_is_stored(&other.store, "an edit").await;
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn all_that_is_said_to_a_server_is_encrypted_and_said_to_no_other() {
    let folder = TempDir::new().expect("a folder");
    let Address::Postgres(url) = new_address(folder.path()).await else { panic!("TEST_POSTGRES is not set") };
    let with = |settings: &[(&str, &str)]| {
        let mut url = url.clone();
        url.query_pairs_mut().extend_pairs(settings);
        Address::Postgres(url)
    };
    let authority = std::env::var("TEST_POSTGRES_CA").expect("the authority's certificate");
    let verified = with(&[("sslmode", "verify-full"), ("sslrootcert", &authority)]);
    let store = || async {
        let database = Database::open_existing(verified.clone()).await.expect("a database");
        Store::new(database, settings()).await.expect("a store")
    };
    let (one, other) = (store().await, store().await);
    add_account(one.database(), MANAGER, "Cilla Chef", Role::Manager).await;
    let _following = follow(&other);
    let mut sql = connect(&Address::Postgres(url.clone())).await;
    let plain: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND NOT ssl",
    )
    .fetch_one(&mut sql)
    .await
    .expect("a number");
    assert_eq!(plain, 0, "connections that anybody could read");
    // What the server tells of writes comes the same way.
    sqlx::query("UPDATE account SET name = 'Cilla Cook'").execute(&mut sql).await.expect("a new name");
    until("the name", async || other.revision() > 0).await;

    // Nobody whom this machine trusts vouches for the server.
    assert!(Database::open_existing(with(&[("sslmode", "verify-full")])).await.is_err());
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn a_snapshot_that_one_instance_names_is_had_from_another() {
    let town = Town::open().await;
    let other = town.instance(generous()).await;
    town.published("Tryggare väg till skolan").await;
    let name = town.visitor().get("/snapshot").await.is(307).header("location").to_owned();
    // This one has not heard of it yet.
    Browser::new(&other.url).get(&name).await.is(200);
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn a_session_holds_and_ends_on_all_of_them() {
    let town = Town::open().await;
    let other = town.instance(generous()).await;
    let manager = town.manager().await.moved_to(&other.url);
    assert!(manager.is_signed_in().await);
    let mut tx = town.store.database().begin().await.expect("a transaction");
    assert!(accounts::disable(&mut tx, &MANAGER.parse().expect("an address"), 0).await.expect("disabled"));
    tx.commit().await.expect("committed");
    assert!(!manager.is_signed_in().await);
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn rates_are_counted_together() {
    let few = NonZeroU32::new(3).expect("not zero");
    let options = || Options { rates: Rates { submissions: few, ..generous().rates }, ..generous() };
    let town = Town::open_with(options()).await;
    let other = town.instance(options()).await;
    let submit = async |browser: &Browser| browser.call("submit", submission(&good(), &new_key())).await;
    let (here, there) = (town.visitor(), Browser::new(&other.url));
    for browser in [&here, &there, &here] {
        submit(browser).await.is(200);
    }
    for browser in [&here, &there] {
        let wait: u32 = submit(browser).await.is(429).header("retry-after").parse().expect("seconds");
        assert!((1100..=1201).contains(&wait), "a third of an hour: {wait}");
    }
    town.signed_in(EMPLOYEE).await;
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn one_of_them_sends_the_mail_and_another_one_when_it_is_gone() {
    let town = Town::open().await;
    let other = town.instance(generous()).await;
    let relay = relay(Script::default()).await;
    let (stop, _) = follow(&town.store);
    until("a duty", async || town.store.has_duty()).await;
    let _following = follow(&other.store);
    let (_go, going) = watch::channel(false);
    for store in [&town.store, &other.store] {
        tokio::spawn(postman(store, &relay.address).work(going.clone()));
    }
    let hand_in = async |url: &str, email: &str| {
        let form = with(&good(), &[("email", email)]);
        Browser::new(url).call("submit", submission(&form, &new_key())).await.is(200);
    };
    // Written on the one that does not send.
    hand_in(&other.url, "anna@example.se").await;
    until("a mail", async || relay.taken().len() == 1).await;
    assert!(!other.store.has_duty());

    stop.send_replace(true);
    until("the other's duty", async || other.store.has_duty()).await;
    hand_in(&other.url, "bo@example.se").await;
    until("another mail", async || relay.taken().len() == 2).await;
    sleep(Duration::from_millis(300)).await;
    assert_eq!(relay.taken().len(), 2, "each is sent once");
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server"]
async fn connections_that_break_are_made_anew() {
    let town = Town::open().await;
    let other = town.instance(generous()).await;
    let _following = (follow(&town.store), follow(&other.store));
    until("a duty", async || town.store.has_duty() || other.store.has_duty()).await;
    let town_database = town.address().to_string();
    let name = town_database.rsplit('/').next().expect("a name");
    let cut = format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    );
    let cut: i64 = sqlx::query_scalar(AssertSqlSafe(cut)).fetch_one(&mut town.sql().await).await.expect("cut");
    assert!(cut >= 6, "each has connections to listen, for the duty and to read: {cut}");
    town.published("Efter avbrottet").await;
    let reader = Browser::new(&other.url);
    until("an entry", async || shows(&reader, "/portfolio", "Efter avbrottet").await).await;
    until("a duty", async || town.store.has_duty() != other.store.has_duty()).await;
    assert_eq!(town.visitor().get("/ready").await.is(200).json(), json!({ "status": "ready" }));
}
