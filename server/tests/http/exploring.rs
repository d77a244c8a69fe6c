//! What browsers explore by themselves, and what is kept between writes.

use crate::{harness::*, html::tags};
use domain::{filter::Filter, portfolio::Portfolio};
use fyrfalt::router::Options;
use reqwest::Method;
use serde_json::json;

/// Where the newest snapshot lies, and its bytes.
async fn snapshot(town: &Town) -> (String, Vec<u8>) {
    let answer = town.visitor().get("/snapshot").await.is(307);
    assert_eq!(answer.header("cache-control"), "no-cache");
    let address = answer.header("location").to_owned();
    let response = town.visitor().request(Method::GET, &address).send().await.expect("an answer");
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["cache-control"], "public, max-age=31536000, immutable");
    (address, response.bytes().await.expect("bytes").to_vec())
}

fn titles(bytes: &[u8]) -> Vec<String> {
    let portfolio = Portfolio::decode(bytes).expect("a snapshot");
    let hits = portfolio.find(&Filter::default()).page(1, 100, Default::default());
    hits.into_iter().map(|hit| hit.card.title.sv.to_string()).collect()
}

#[tokio::test]
async fn a_browser_gets_what_is_published_and_nothing_else() {
    let town = Town::open().await;
    let empty = snapshot(&town).await;
    assert_eq!(titles(&empty.1), Vec::<String>::new());

    town.published("Säkrare väg till skolan").await;
    let waiting = town.submitted("Ett behov som väntar på beslut").await;
    let (address, bytes) = snapshot(&town).await;
    assert_eq!(titles(&bytes), ["Säkrare väg till skolan"]);
    assert_ne!(address, empty.0);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(!text.contains("beslut") && !text.contains(&waiting));

    // Whoever comes too late for a snapshot is led to the newest.
    assert_eq!(town.visitor().get(&empty.0).await.is(307).header("location"), address);
    // The address names the content, so that it is sent once.
    let again = town.visitor().request(Method::GET, &address).header("if-none-match", etag(&town, &address).await);
    assert_eq!(Answer::of(again).await.status, 304);
    let packed = town.visitor().request(Method::GET, &address).header("accept-encoding", "gzip, br");
    assert_eq!(packed.send().await.expect("an answer").headers()["content-encoding"], "br");
}

async fn etag(town: &Town, address: &str) -> String {
    town.visitor().get(address).await.header("etag").to_owned()
}

#[tokio::test]
async fn a_portfolio_too_large_for_browsers_is_explored_on_the_server() {
    let town = Town::open_with(Options { entries_in_browser: 0, ..generous() }).await;
    town.visitor().get("/snapshot").await.is(307);
    town.published("Säkrare väg till skolan").await;
    let answer = town.visitor().get("/snapshot").await.is(204);
    assert_eq!(answer.header("cache-control"), "no-cache");
    let found = town.visitor().call("explore", json!({ "query": "q=skolan", "language": "sv" })).await;
    assert_eq!(found.is(200).json()["exploration"]["total"], 1);
}

#[tokio::test]
async fn a_kept_page_shows_what_was_just_published() {
    let town = Town::open().await;
    let visitor = town.visitor();
    let before = visitor.get("/portfolio").await;
    assert_eq!(before.body, visitor.get("/portfolio").await.body);
    town.published("Säkrare väg till skolan").await;
    let after = visitor.get("/portfolio").await;
    assert!(after.body.contains("Säkrare väg till skolan"));
    // What is kept is kept for those who are shown the same alone.
    let english = Answer::of(visitor.request(Method::GET, "/portfolio").header("accept-language", "en")).await;
    assert!(english.body.contains("<html lang=\"en\""));
    let manager = town.manager().await;
    assert!(manager.get("/portfolio").await.body.contains("Cilla Chef"));
    assert!(!visitor.get("/portfolio").await.body.contains("Cilla Chef"));
    // Compressed or not, it is the same page.
    let packed = visitor.request(Method::GET, "/portfolio").header("accept-encoding", "br").send().await;
    let packed = packed.expect("an answer");
    assert_eq!(packed.headers()["content-encoding"], "br");
    let mut page = Vec::new();
    brotli::BrotliDecompress(&mut &*packed.bytes().await.expect("bytes"), &mut page).expect("brotli");
    assert_eq!(String::from_utf8(page).expect("text"), visitor.get("/portfolio").await.body);
}

#[tokio::test]
async fn a_kept_page_is_as_safe_as_a_fresh_one() {
    let town =
        Town::open_with(Options { proxies: fyrfalt::layers::proxies::Proxies::on_loopback(), ..generous() }).await;
    let visitor = town.visitor();
    for protocol in ["https", "http", "https", "http"] {
        let request = visitor.request(Method::GET, "/compass").header("x-forwarded-proto", protocol);
        let answer = Answer::of(request).await.is(200);
        assert!(answer.header("content-security-policy").contains("'sha256-"));
        assert_eq!(answer.header("cache-control"), "private, no-cache");
        assert_eq!(answer.headers.contains_key("strict-transport-security"), protocol == "https", "{protocol}");
    }
}

#[tokio::test]
async fn any_search_is_answered() {
    let town = Town::open().await;
    town.published("Säkrare väg till skolan").await;
    let visitor = town.visitor();
    for (query, total) in [
        ("q=vag", 1),
        ("q=%22v%C3%A4g+till+skolan%22", 1),
        ("q=%22skolan+till", 0),
        ("q=%22", 1),
        ("q=%F0%9F%9A%B2", 1),
        ("q=%21%21%21", 1),
        ("q=%00", 1),
        (&format!("q={}", "a".repeat(10_000)), 0),
        (&format!("q={}", "skola+".repeat(2_000)), 1),
    ] {
        let arguments = json!({ "query": query, "language": "sv" });
        let found = visitor.call("explore", arguments).await.is(200).json();
        assert_eq!(found["exploration"]["total"], total, "{query}");
    }
}

#[tokio::test]
async fn the_compass_can_be_had_as_a_picture() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg <script>alert(1)</script> & \"mer\"").await;
    let picture = town.visitor().get("/compass.svg?q=%3Cb%3Ev%C3%A4g&origin=residents").await.is(200);
    assert_eq!(picture.header("content-type"), "image/svg+xml; charset=utf-8");
    assert!(picture.header("content-disposition").starts_with("attachment; filename=\"kompass-"));
    for words in ["Kompassen – Provkommun", "1 post", "Urval: ”&lt;b&gt;väg”, Invånare", "Målstyrd"] {
        assert!(picture.body.contains(words), "{words}: {}", picture.body);
    }
    let foreign: Vec<_> =
        tags(&picture.body).into_iter().map(|tag| tag.name).filter(|name| name == "script" || name == "b").collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    let all = town.visitor().get("/compass.svg").await.is(200);
    assert!(all.body.contains("Alla poster") && !all.body.contains("class=\"selected\""));
    let selected = town.visitor().get(&format!("/compass.svg?pick={reference}")).await.is(200);
    assert!(selected.body.contains("Alla poster · 1 post är markerad") && selected.body.contains("class=\"selected\""));
    // A file cannot say what was left out, as the page does.
    for misunderstood in ["zone=x", "facet=bogus"] {
        town.visitor().get(&format!("/compass.svg?{misunderstood}")).await.is(400);
        town.visitor().get(&format!("/compass.png?{misunderstood}")).await.is(400);
    }
    town.visitor().get("/compass.svg?page=99").await.is(200);
}
