//! Text from people stays text, whatever it holds.

use crate::{
    harness::*,
    html::{scripts, tags},
};
use serde_json::json;

const MARKUP: [&str; 4] = [
    "</textarea><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "</title></script><script>alert(1)</script>",
];

/// Fails where markup that somebody handed in is markup in the page.
fn assert_harmless(page: &str, place: &str) {
    for tag in tags(page) {
        let handed_in = tag.get("src") == Some("x") || tag.attributes().any(|(name, _)| name.starts_with("on"));
        assert!(!handed_in, "{place}: {tag:?}");
    }
    assert!(!scripts(page).iter().any(|script| script.starts_with("alert")), "{place}");
}

#[tokio::test]
async fn markup_in_a_refused_form_is_shown_as_text() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let published = town.published("Säkrare väg till skolan").await;
    let waiting = town.submitted("Ett behov som väntar").await;
    let edit = revision(&manager.received(&waiting).await);
    for markup in MARKUP {
        let form: Vec<(&str, &str)> = [
            "kind",
            "origin",
            "title",
            "need",
            "plan",
            "audience",
            "hoped_benefit",
            "units",
            "board",
            "goals",
            "purpose",
            "driver",
            "x",
            "y",
            "priority",
            "naming",
            "name",
            "email",
            "key",
        ]
        .map(|field| (field, markup))
        .to_vec();
        let answer = town.visitor().post("/submit", &form).await.is(422);
        assert_harmless(&answer.body, "/submit");

        let answer =
            town.visitor().post("/sign-in", &[("email", markup), ("password", markup), ("next", markup)]).await.is(422);
        assert_harmless(&answer.body, "/sign-in");

        let answer = manager
            .post(&format!("/compass/{published}"), &[("x", markup), ("y", markup), ("seen", markup)])
            .await
            .is(422);
        assert_harmless(&answer.body, "/compass");

        let changes: Vec<(&str, &str)> = form
            .iter()
            .copied()
            .chain([("title_en", markup), ("summary", markup), ("summary_en", markup), ("reason", markup)])
            .collect();
        let answer = manager.decide(&waiting, "save", &edit, &changes).await.is(422);
        assert_harmless(&answer.body, "/manage save");
        let long = markup.repeat(100);
        for action in ["ask", "merge", "send-on", "decline"] {
            let written =
                [("reason", &*long), ("question", ""), ("into", markup), ("channel", markup), ("elsewhere", markup)];
            let answer = manager.decide(&waiting, action, &edit, &written).await.is(422);
            assert_harmless(&answer.body, action);
        }
        let custody = [("action", "custody"), ("version", "0"), ("holder", markup), ("diary_number", &*long)];
        let answer = manager.post(&format!("/manage/{waiting}"), &custody).await.is(422);
        assert_harmless(&answer.body, "/manage custody");
        let answer = town.visitor().get(&format!("/portfolio?q={}", percent(markup))).await;
        assert_harmless(&answer.body, "/portfolio");
        let answer = town.visitor().get(&format!("/sign-in?next={}", percent(markup))).await;
        assert_harmless(&answer.body, "/sign-in?next");
        let answer = town.visitor().get(&format!("/nowhere/{}", percent(markup))).await;
        assert_harmless(&answer.body, "/nowhere");
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn markup_that_is_published_is_shown_as_text() {
    let town = Town::open().await;
    let manager = town.manager().await;
    for markup in MARKUP {
        let texts = ["title", "need", "plan", "audience", "hoped_benefit", "name"].map(|field| (field, markup));
        let form = with(&with(&good(), &texts), &[("naming", "public")]);
        let receipt = town.visitor().call("submit", submission(&form, &new_key())).await.is(200).json();
        let reference = receipt["reference"].as_str().expect("a reference").to_owned();
        for path in ["/manage".to_owned(), format!("/manage/{reference}")] {
            assert_harmless(&manager.get(&path).await.body, &path);
        }
        let edit = revision(&manager.received(&reference).await);
        let changes = [("title_en", markup), ("summary", markup), ("summary_en", markup)];
        manager.decide(&reference, "publish", &edit, &changes).await.is(303);
        let secret = receipt["secret"].as_str().expect("a secret");
        for path in [
            "/",
            "/portfolio",
            "/compass",
            &format!("/portfolio/{reference}"),
            &format!("/receipt/{secret}"),
            "/manage",
            "/manage?state=decided",
            "/manage/register",
        ] {
            assert_harmless(&manager.get(path).await.body, path);
            assert_harmless(&town.visitor().get(path).await.body, path);
        }
        let shown = town.visitor().call("dossier", json!({ "reference": reference })).await.json();
        assert_eq!(shown["entry"]["title"]["sv"], markup, "nothing is taken away from what a person wrote");
    }
}
