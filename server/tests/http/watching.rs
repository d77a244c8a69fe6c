//! What those who watch over the server see of it: whether it lives and can work, its numbers, and what stands in its
//! log.

use crate::harness::*;
use fyrfalt::{layers::proxies::Proxies, router::Options};
use reqwest::Method;
use serde_json::json;
use tokio::{
    sync::mpsc::{self, Sender},
    task::JoinHandle,
};
use tokio_stream::wrappers::ReceiverStream;

#[tokio::test]
async fn it_lives_without_its_database_and_is_ready_only_with_one_of_its_own_version() {
    let town = Town::open().await;
    let program = town.visitor();
    assert_eq!(program.get("/ready").await.is(200).json(), json!({ "status": "ready" }));
    let mut sql = town.sql().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        SELECT 9999, 'later', TRUE, checksum, 0 FROM _sqlx_migrations LIMIT 1";
    sqlx::query(newer).execute(&mut sql).await.expect("a newer version");
    assert_eq!(program.get("/ready").await.is(503).json(), json!({ "status": "other version" }));
    sqlx::query("DROP TABLE _sqlx_migrations").execute(&mut sql).await.expect("broken");
    assert_eq!(program.get("/ready").await.is(503).json(), json!({ "status": "unavailable" }));
    assert_eq!(program.get("/health").await.is(200).json()["status"], "ok");
}

/// A body that is sent as slowly as its sender likes.
fn slow_body() -> (Sender<std::io::Result<Vec<u8>>>, reqwest::Body) {
    let (more, body) = mpsc::channel(1);
    (more, reqwest::Body::wrap_stream(ReceiverStream::new(body)))
}

/// A search in the portfolio that is sent slowly; what is left of it is the rest of its JSON.
fn slow_search(
    visitor: &Browser,
) -> (Sender<std::io::Result<Vec<u8>>>, JoinHandle<reqwest::Result<reqwest::Response>>) {
    let (more, body) = slow_body();
    let search = visitor.request(Method::POST, "/api/explore").header("content-type", "application/json").body(body);
    (more, tokio::spawn(search.header("sec-fetch-site", "same-origin").send()))
}

#[tokio::test]
async fn whoever_sends_slowly_keeps_nobody_waiting() {
    let town = Town::open_with(Options { at_once: 1, ..generous() }).await;
    let visitor = town.visitor();
    let mut slow = Vec::new();
    // Twice as many as requests that are worked on at the same time have a place for what they send; one comes again.
    for _ in 0..3 {
        let (more, search) = slow_search(&visitor);
        more.send(Ok(b"{\"query\":\"\",".to_vec())).await.expect("begun");
        slow.push((more, search));
        for _ in 0..20 {
            visitor.get("/sign-in").await.is(200);
        }
    }
    let mut statuses = Vec::new();
    for (more, search) in slow {
        // Whoever was turned away need not be heard out.
        let _ = more.send(Ok(b"\"language\":\"sv\"}".to_vec())).await;
        drop(more);
        statuses.push(search.await.expect("no panic").expect("an answer").status().as_u16());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 503]);
}

#[tokio::test]
async fn what_there_is_no_room_for_is_asked_to_come_again_and_kept_pages_are_not() {
    let town = Town::open_with(Options { at_once: 1, ..generous() }).await;
    let entry = town.published("Säkrare väg till skolan").await;
    let (manager, visitor) = (town.manager().await, town.visitor());
    visitor.get("/about").await.is(200);
    // A file takes up room for as long as its sender likes.
    let path = format!("/portfolio/{entry}/files");
    let begin = async || {
        let (more, body) = slow_body();
        let file = manager.request(Method::POST, &path).header("sec-fetch-site", "same-origin").body(body);
        let file = file.header("content-type", "multipart/form-data; boundary=edge");
        let file = tokio::spawn(file.send());
        more.send(Ok(b"--edge\r\n".to_vec())).await.expect("begun");
        (more, file)
    };
    let (mut more, mut slow) = begin().await;
    let mut turned_away = visitor.get("/sign-in").await;
    while turned_away.status == 200 {
        // Where the page came first there was no room for the file.
        if slow.is_finished() {
            (more, slow) = begin().await;
        }
        turned_away = visitor.get("/sign-in").await;
    }
    assert_eq!(turned_away.is(503).header("retry-after"), "2");
    let page = visitor.get("/sign-in").await.is(503);
    assert!(page.body.contains("Det är många här just nu") && page.body.contains("<h1"), "{}", page.body);
    assert!(page.body.contains(page.header("x-request-id")), "the page tells the id that the log knows it by");
    visitor.get("/about").await.is(200);
    visitor.get("/health").await.is(200);
    visitor.get("/ready").await.is(200);
    let act = "Content-Disposition: form-data; name=\"action\"\r\n\r\nnothing\r\n--edge--\r\n";
    more.send(Ok(act.into())).await.expect("ended");
    drop(more);
    assert_eq!(slow.await.expect("no panic").expect("an answer").status(), 422);
    visitor.get("/sign-in").await.is(200);
}

#[tokio::test]
async fn only_a_trusted_proxy_names_a_request() {
    let id = async |town: &Town, id: &str| {
        let request = town.visitor().request(Method::GET, "/sign-in").header("x-request-id", id);
        Answer::of(request).await.is(200).header("x-request-id").to_owned()
    };
    let open = Town::open().await;
    let (given, other) = (id(&open, "0123456789abcdef").await, id(&open, "0123456789abcdef").await);
    assert!(given.len() == 36 && given != other, "{given} {other}");
    let behind = Town::open_with(Options { proxies: Proxies::on_loopback(), ..generous() }).await;
    assert_eq!(id(&behind, "0123456789abcdef").await, "0123456789abcdef");
    assert_eq!(id(&behind, "kort").await.len(), 36);
    assert_eq!(id(&behind, "0123456789 abcdef=<x>").await.len(), 36);
}

#[tokio::test]
async fn addresses_for_programs_are_those_of_the_site_whatever_host_is_asked_for() {
    let site = fyrfalt::mail::settings::SiteUrl::parse("https://portfolj.example.se").expect("a site");
    let town = Town::open_with(Options { site: Some(site), ..generous() }).await;
    let entry = town.published("Säkrare väg till skolan").await;
    let request = town.visitor().request(Method::GET, "/api/v1/entries").header("host", "elak.example.com");
    let body = Answer::of(request).await.is(200).body;
    assert!(body.contains(&format!("https://portfolj.example.se/portfolio/{entry}")), "{body}");
    assert!(!body.contains("elak.example.com"), "{body}");
}
