//! What every page is sent with.

use crate::{
    harness::*,
    html::{scripts, tags},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::Method;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Every page, with a published and a waiting entry in it.
async fn addresses(town: &Town) -> Vec<String> {
    let published = town.published("Säkrare väg till skolan").await;
    let waiting = town.submitted("Ett behov som väntar").await;
    let receipt = town.visitor().call("submit", submission(&good(), &new_key())).await.json();
    let secret = receipt["secret"].as_str().expect("a secret");
    [
        "/",
        "/portfolio",
        "/portfolio?facet=mission&q=skola",
        "/compass",
        "/insights",
        "/insights/gaps",
        "/insights/flow",
        "/insights/time",
        "/insights/what-if",
        "/insights/report",
        "/insights/target",
        "/people",
        "/people/new",
        "/people/1",
        "/account",
        "/password",
        "/password/0",
        "/start/0",
        "/submit",
        "/sign-in",
        "/manage",
        "/manage/outbox",
        "/manage/register",
        "/manage/comments",
        "/manage/weeding",
        "/manage?state=decided&holder=me",
        "/follow",
        "/follow/asked",
        "/challenges",
        "/challenges/new",
        "/challenges/ensamhet",
        "/challenges/ensamhet/edit",
        "/following",
        "/manage/stages",
        "/about",
        "/accessibility",
        "/privacy",
        "/nowhere",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain([
        format!("/portfolio/{published}"),
        format!("/portfolio/{published}/edit"),
        format!("/portfolio/{published}/assign"),
        format!("/portfolio/{published}/comments"),
        format!("/portfolio/{published}/files"),
        format!("/portfolio/{published}/relations"),
        format!("/portfolio/{published}/same-need"),
        format!("/portfolio/{published}/history"),
        format!("/portfolio/{published}/history?from=1&to=2"),
        format!("/compass/{published}"),
        format!("/manage/{waiting}"),
        format!("/receipt/{secret}"),
    ])
    .collect()
}

/// Every script of a page is named by its hash in the page's policy, and nothing else is.
fn assert_scripts_are_named(answer: &Answer, address: &str) {
    let policy = answer.header("content-security-policy");
    let scripts: BTreeSet<String> = scripts(&answer.body).into_iter().collect();
    assert!(scripts.len() > 1, "{address}");
    for script in &scripts {
        let hash = BASE64_STANDARD.encode(Sha256::digest(script));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{address}: {script}");
    }
    assert_eq!(policy.matches("'sha256-").count(), scripts.len(), "{address}: {policy}");
    assert!(!policy.contains("nonce") && !answer.body.contains("nonce="), "{address}");
}

#[tokio::test]
async fn every_page_is_sent_with_what_keeps_it_safe() {
    let town = Town::open().await;
    let administrator = town.administrator().await;
    for address in addresses(&town).await {
        for browser in [&town.visitor(), &administrator] {
            let answer = browser.get(&address).await;
            assert_scripts_are_named(&answer, &address);
            // The second time it may be a page that was kept.
            assert_scripts_are_named(&browser.get(&address).await, &address);
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("content-type", "text/html; charset=utf-8"),
                ("content-language", "sv"),
            ] {
                assert_eq!(answer.header(name), value, "{address} {name}");
            }
            assert!(answer.header("permissions-policy").contains("geolocation=()"));
            assert!(answer.headers.get("strict-transport-security").is_none(), "not without https");
            for tag in tags(&answer.body) {
                for (name, value) in tag.attributes() {
                    let is_inline = name == "style" || name.starts_with("on") || value.starts_with("javascript:");
                    assert!(!is_inline && name != "srcdoc", "{address}: {tag:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn nothing_comes_from_elsewhere() {
    let town = Town::open().await;
    for address in addresses(&town).await {
        for tag in tags(&town.visitor().get(&address).await.body) {
            // An ordinary link may lead away; nothing else may.
            let addresses = tag.attributes().filter(|(name, _)| match *name {
                "href" => tag.name != "a",
                name => ["src", "srcset", "action", "formaction", "poster", "data"].contains(&name),
            });
            for (_, value) in addresses {
                let elsewhere = value.contains("//") && !value.starts_with(&town.url);
                assert!(!elsewhere, "{address}: {tag:?}");
            }
        }
    }
}

#[tokio::test]
async fn each_page_answers_each_visitor_with_the_right_status() {
    let town = Town::open().await;
    let published = town.published("Säkrare väg till skolan").await;
    let waiting = town.submitted("Ett behov som väntar").await;
    for who in EVERYBODY {
        let browser = town.browser(who).await;
        for open in [
            "/",
            "/portfolio",
            "/compass",
            "/submit",
            "/sign-in",
            "/about",
            "/accessibility",
            "/privacy",
            "/follow",
            "/follow?filter=unit%3Dskola-familj",
            "/follow/asked",
            &format!("/portfolio/{published}"),
            &format!("/portfolio/{published}/history"),
        ] {
            browser.get(open).await.is(200);
        }
        let managers = match who {
            Who::Resident => 401,
            Who::Employee => 403,
            Who::UnitManager | Who::Manager | Who::Administrator => 200,
        };
        for guarded in [
            "/manage".to_owned(),
            format!("/manage/{waiting}"),
            format!("/compass/{published}"),
            format!("/portfolio/{published}/edit"),
        ] {
            let answer = browser.get(&guarded).await;
            assert_eq!(answer.status, managers, "{who:?} {guarded}");
            assert!(who.manages() || !answer.body.contains("Ett behov som väntar"), "{who:?} {guarded}");
        }
        let whole = if managers == 200 && who == Who::UnitManager { 403 } else { managers };
        assert_eq!(browser.get("/manage/outbox").await.status, whole, "{who:?}");
        for missing in [
            "/nowhere",
            "/portfolio/2026-9999",
            "/portfolio/hej",
            "/receipt/0",
            "/portfolio/2026-1/mer",
            "/following/0",
            "/follow?entry=hej",
            "/portfolio/2026-9999/history",
        ] {
            browser.get(missing).await.is(404);
        }
    }
}

#[tokio::test]
async fn what_only_some_may_see_is_kept_nowhere() {
    let town = Town::open().await;
    let visitor = town.visitor();
    for (browser, path, kept) in [
        (&visitor, "/portfolio", "private, no-cache"),
        (&visitor, "/receipt/0", "no-store"),
        (&visitor, "/manage", "no-store"),
        (&town.manager().await, "/portfolio", "no-store"),
    ] {
        assert_eq!(browser.get(path).await.header("cache-control"), kept, "{path}");
    }
    let vary = visitor.get("/").await;
    assert!(vary.headers.get_all("vary").iter().any(|value| value == "Cookie, Accept-Language"));
    for path in ["/receipt/0", "/manage", "/sign-in"] {
        assert_eq!(visitor.get(path).await.header("x-robots-tag"), "noindex", "{path}");
    }
    assert_eq!(visitor.get("/portfolio").await.header("x-robots-tag"), "");
}

#[tokio::test]
async fn the_language_is_the_readers() {
    let town = Town::open().await;
    let browser = town.visitor();
    let english = browser.request(Method::GET, "/about").header("accept-language", "en");
    let answer = Answer::of(english).await.is(200);
    assert_eq!(answer.header("content-language"), "en");
    assert!(answer.body.contains("<html lang=\"en\""));

    let answer = browser.post("/language", &[("language", "en"), ("next", "/portfolio?facet=mission")]).await;
    assert_eq!(answer.leads_to(), "/portfolio?facet=mission");
    assert!(answer.header("set-cookie").contains("Max-Age=31536000"));
    assert!(browser.get("/").await.body.contains("<html lang=\"en\""));
    assert_eq!(
        browser.post("/language", &[("language", "sv"), ("next", "https://evil.example")]).await.leads_to(),
        "/"
    );
    assert!(browser.get("/").await.body.contains("<html lang=\"sv\""));
    browser.post("/language", &[("language", "tlh")]).await.is(422);
}

#[tokio::test]
async fn a_page_may_be_asked_for_without_its_body_and_packed() {
    let town = Town::open().await;
    let head = Answer::of(town.visitor().request(Method::HEAD, "/about")).await.is(200);
    assert!(head.body.is_empty() && head.header("content-security-policy").contains("sha256"));
    let packed = town.visitor().request(Method::GET, "/about").header("accept-encoding", "br");
    let packed = packed.send().await.expect("an answer");
    assert_eq!(packed.headers()["content-encoding"], "br");
}
