//! Who may do what, asked of the running server: every server function and every form, for every role, keeps to the
//! one table ([`Capability::extent`]). `server/docs/access.md` is written from the same.

use crate::harness::*;
use domain::access::{Capability, Extent, RoleName, capability::everybody};
use serde_json::{Value, json};
use std::fmt::Write;

/// What each server function takes to be called; `entry` stands for the reference of some entry.
fn functions(entry: &str) -> Vec<(&'static str, Capability, Value)> {
    let text = json!({ "query": "", "language": "sv" });
    let placing = json!({ "reference": entry, "placing": { "to": { "x": 0.0, "y": 0.0 }, "seen": 7 } });
    vec![
        ("acting", Capability::Entries, json!({ "reference": entry })),
        ("assigning", Capability::Entries, json!({ "reference": entry })),
        ("by_stage", Capability::Portfolio, text.clone()),
        ("challenge", Capability::Portfolio, json!({ "slug": "ensamhet" })),
        ("challenges", Capability::Portfolio, json!({})),
        ("chart", Capability::Portfolio, text.clone()),
        ("comments", Capability::Portfolio, json!({ "reference": entry })),
        ("dossier", Capability::Portfolio, json!({ "reference": entry })),
        ("explore", Capability::Portfolio, text),
        ("files", Capability::Entries, json!({ "reference": entry })),
        ("following", Capability::Portfolio, json!({ "token": "0" })),
        ("followings", Capability::OwnAccount, json!({})),
        ("insights", Capability::Portfolio, json!({ "section": "balance", "query": "", "language": "sv" })),
        ("link", Capability::Portfolio, json!({ "token": "0", "purpose": "password" })),
        ("log", Capability::Portfolio, json!({ "reference": entry })),
        ("outbox", Capability::Whole, json!({ "page": 1 })),
        ("own_account", Capability::OwnAccount, json!({})),
        ("people", Capability::People, json!({})),
        ("person", Capability::People, json!({ "id": 1 })),
        ("place", Capability::Entries, placing),
        ("queue", Capability::Entries, queue(&json!({}))),
        ("received", Capability::Entries, json!({ "reference": entry })),
        ("register", Capability::Entries, json!({ "filter": { "from": null, "to": null, "board": null, "page": 1 } })),
        ("relations", Capability::Portfolio, json!({ "reference": entry })),
        ("sender_mail", Capability::Portfolio, json!({ "receipt": "0" })),
        ("similar", Capability::Portfolio, json!({ "text": "skola" })),
        ("start", Capability::Portfolio, json!({ "language": "sv" })),
        ("status", Capability::Portfolio, json!({ "secret": "0" })),
        ("submit", Capability::Portfolio, submission(&good(), &new_key())),
        ("target", Capability::Whole, json!({})),
        ("waiting_comments", Capability::Entries, json!({})),
        ("weeding", Capability::Whole, json!({})),
    ]
}

/// What each form takes to be sent, by the path of its route.
const FORMS: [(&str, Capability); 24] = [
    ("/account", Capability::OwnAccount),
    ("/compass/{reference}", Capability::Entries),
    ("/follow", Capability::Portfolio),
    ("/following/{token}", Capability::Portfolio),
    ("/insights/target", Capability::Whole),
    ("/language", Capability::Portfolio),
    ("/manage/outbox", Capability::Whole),
    ("/manage/{reference}", Capability::Entries),
    ("/password", Capability::Portfolio),
    ("/password/{token}", Capability::Portfolio),
    ("/people/new", Capability::People),
    ("/people/{id}", Capability::People),
    ("/portfolio/{reference}/assign", Capability::Entries),
    ("/portfolio/{reference}/comments", Capability::Portfolio),
    ("/portfolio/{reference}/edit", Capability::Entries),
    ("/portfolio/{reference}/history", Capability::Entries),
    ("/portfolio/{reference}/relations", Capability::Entries),
    ("/portfolio/{reference}/same-need", Capability::Portfolio),
    ("/portfolio/{reference}/{action}", Capability::Entries),
    ("/receipt/{secret}", Capability::Portfolio),
    ("/sign-in", Capability::Portfolio),
    ("/sign-out", Capability::Portfolio),
    ("/start/{token}", Capability::Portfolio),
    ("/submit", Capability::Portfolio),
];

/// The same for forms that carry a file.
const UPLOADS: [(&str, Capability); 4] = [
    ("/challenges/new", Capability::Challenges),
    ("/challenges/{slug}/edit", Capability::Challenges),
    ("/portfolio/{reference}/files", Capability::Entries),
    ("/receipt/{secret}/files", Capability::Portfolio),
];

/// What has no entry of its own in its arguments is the same for all units.
const OF_NO_ENTRY: [&str; 3] = ["queue", "register", "waiting_comments"];

/// Two published entries: one of [`OWN_UNIT`], one of another.
async fn two_entries(town: &Town) -> (String, String) {
    let own = town.published("Säkrare väg till skolan").await;
    let form: Fields = good().into_iter().filter(|(name, _)| name != "units").collect();
    let mut form = with(&form, &[("title", "Bättre belysning i parken")]);
    form.push(("units".to_owned(), "kommunikation".to_owned()));
    let receipt = town.visitor().call("submit", submission(&form, &new_key())).await.is(200);
    let other = receipt.json()["reference"].as_str().expect("a reference").to_owned();
    town.manager().await.publish(&other).await.is(303);
    (own, other)
}

/// Whether the table lets somebody do something with an entry of the own unit, or of another.
fn may(capability: Capability, who: Who, is_own: bool) -> bool {
    match capability.extent(who.role()) {
        Extent::Nothing => false,
        Extent::OwnUnits => is_own,
        Extent::Everything => true,
    }
}

#[tokio::test]
async fn every_function_keeps_to_the_table() {
    let town = Town::open().await;
    let (own, other) = two_entries(&town).await;
    for who in EVERYBODY {
        let browser = town.browser(who).await;
        for (entry, is_own) in [(&own, true), (&other, false)] {
            for (name, capability, arguments) in functions(entry) {
                let answer = browser.call(name, arguments).await;
                let denied = if who == Who::Resident { 401 } else { 403 };
                let allowed = may(capability, who, is_own || OF_NO_ENTRY.contains(&name));
                assert_eq!(answer.status == denied, !allowed, "{who:?} {name} {entry}: {}", answer.body);
                assert!(allowed || answer.json()["denied"].is_string(), "{who:?} {name}: {}", answer.body);
                assert!(answer.status < 500, "{who:?} {name}: {}", answer.body);
            }
        }
    }
    let mut known: Vec<_> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    known.sort_unstable();
    let listed: Vec<_> = functions("").into_iter().map(|(name, ..)| format!("/api/{name}")).collect();
    assert_eq!(known, listed, "a new function belongs in this table");
}

#[tokio::test]
async fn every_form_keeps_to_the_table() {
    let town = Town::open().await;
    let (own, other) = two_entries(&town).await;
    for who in EVERYBODY {
        for (path, capability) in FORMS.into_iter().chain(UPLOADS) {
            for (entry, is_own) in [(&own, true), (&other, false)] {
                // Signing out would make the next form somebody else's.
                let browser = town.browser(who).await;
                let path = path.replace("{reference}", entry).replace("{action}", "pause").replace("{id}", "1");
                let answer = browser.post(&path, &[]).await;
                let denied = if who == Who::Resident {
                    answer.status == 303 && answer.leads_to().starts_with("/sign-in?next=")
                } else {
                    answer.status == 403
                };
                assert_eq!(denied, !may(capability, who, is_own), "{who:?} {path}: {} {}", answer.status, answer.body);
                assert!(answer.status < 500, "{who:?} {path}: {}", answer.body);
            }
        }
    }
    let mut known: Vec<_> = fyrfalt::router::plain_forms().into_iter().map(|(path, _)| path).collect();
    known.sort_unstable();
    assert_eq!(known, FORMS.map(|(path, _)| path), "a new form belongs in this table");
    assert_eq!(fyrfalt::router::upload_forms().map(|(path, _)| path), UPLOADS.map(|(path, _)| path));
}

/// What nobody decides by handing something in or by choosing a password, under the names that the database, the forms
/// and the server functions have for it.
const NOT_THEIRS: [(&str, &str); 14] = [
    ("reference", "2026-0099"),
    ("decision", "published"),
    ("state", "published"),
    ("stage", "implementation"),
    ("action", "publish"),
    ("version", "99"),
    ("summary", "En helt annan text."),
    ("title_en", "Another title"),
    ("holder", "1"),
    ("diary_number", "KS 2026/1"),
    ("created", "2020-01-01"),
    ("role", "administrator"),
    ("id", "1"),
    ("account", "1"),
];

#[tokio::test]
async fn nothing_is_taken_from_fields_that_a_form_does_not_have() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let more = with(&good(), &NOT_THEIRS);
    let mut received = Vec::new();
    for form in [&good(), &more] {
        let key = new_key();
        let form = with(form, &[("key", &key)]);
        let pairs: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        town.visitor().post("/submit", &pairs).await.is(303);
        let answer = town.visitor().call("submit", submission(&form, &new_key())).await;
        // A call with what it does not know may be refused, or read without it.
        assert!(matches!(answer.status, 200 | 400), "{}", answer.body);
    }
    for reference in references(&manager.call("queue", queue(&json!({}))).await.is(200).json()) {
        let mut one = manager.received(&reference).await;
        assert_ne!(one["entry"]["created"], "2020-01-01");
        // Each has its own number, and may have come in another minute, or before midnight.
        for own in ["/entry/reference", "/entry/created", "/entry/updated", "/arrived"] {
            one.pointer_mut(own).unwrap_or_else(|| panic!("no {own}")).take();
        }
        received.push(one);
    }
    assert!(received.len() >= 3, "{received:?}");
    assert!(received.iter().all(|one| *one == received[0]), "{received:#?}");

    // The same of a person's own account: it stays as it was, and so do all others.
    let mut sql = town.sql().await;
    let people =
        "SELECT email || ' ' || name || ' ' || role || ' ' || coalesce(disabled_at, 0) FROM account ORDER BY id";
    let before: Vec<String> = sqlx::query_scalar(people).fetch_all(&mut sql).await.expect("people");
    let new = "ett helt nytt lösenord";
    let own = [("action", "password"), ("current_password", PASSWORD), ("password", new), ("again", new)];
    let others = [("email", "ny@example.se"), ("name", "Någon Annan"), ("units", OWN_UNIT)];
    let more = NOT_THEIRS.into_iter().filter(|(name, _)| *name != "action");
    let form: Vec<_> = own.into_iter().chain(others).chain(more).collect();
    town.signed_in(EMPLOYEE).await.post("/account", &form).await.is(303);
    assert_eq!(sqlx::query_scalar::<_, String>(people).fetch_all(&mut sql).await.expect("people"), before);
    let form = [("email", EMPLOYEE), ("password", new), ("role", "administrator"), ("account", "1"), ("id", "1")];
    let employee = town.visitor();
    employee.post("/sign-in", &form).await.is(303);
    employee.get("/people").await.is(403);
    town.signed_in(MANAGER).await.get("/manage").await.is(200);
}

#[tokio::test]
async fn a_manager_of_some_units_sees_only_what_comes_in_for_them() {
    let town = Town::open().await;
    let (own, other) = two_entries(&town).await;
    let lines = |answer: Answer| {
        let mut references = references(&answer.is(200).json());
        references.sort_unstable();
        references
    };
    let manager = town.manager().await;
    let unit_manager = town.browser(Who::UnitManager).await;
    let all = json!({ "filter": { "from": null, "to": null, "board": null, "page": 1 } });
    for (list, arguments) in [("queue", queue(&json!({ "state": "decided" }))), ("register", all)] {
        assert_eq!(lines(manager.call(list, arguments.clone()).await), [own.clone(), other.clone()]);
        assert_eq!(lines(unit_manager.call(list, arguments).await), std::slice::from_ref(&own));
    }
    let file = unit_manager.get("/manage/register.csv").await.is(200).body;
    assert!(file.contains(&own) && !file.contains(&other), "{file}");
    let denied = unit_manager.call("received", json!({ "reference": other })).await.is(403);
    assert_eq!(denied.json(), json!({ "denied": "other_units" }));
    // What is offered follows the same rule.
    assert!(unit_manager.get(&format!("/portfolio/{own}")).await.is(200).body.contains("Nästa steg"));
    assert!(!unit_manager.get(&format!("/portfolio/{other}")).await.is(200).body.contains("Nästa steg"));
}

/// The table as people read it.
fn documented() -> String {
    let mut page = String::from(
        "# Who may do what\n\nWritten from `app/domain/src/access/capability.rs` and the tables of \
        `server/tests/http/access.rs`, which asks the running server the same for every function, every form and every \
        role. What is not named here is denied. `UPDATE_DOCS=1 cargo test -p fyrfalt --test http access` writes it \
        anew.\n\n| | resident |",
    );
    for role in RoleName::ALL {
        let _ = write!(page, " {role} |");
    }
    page.push_str("\n| --- |");
    page.push_str(&" --- |".repeat(1 + RoleName::ALL.len()));
    for capability in Capability::ALL {
        let _ = write!(page, "\n| **{capability}**: {} |", capability.what());
        for role in everybody() {
            page.push_str(match capability.extent(role) {
                Extent::Nothing => " – |",
                Extent::OwnUnits => " own units |",
                Extent::Everything => " yes |",
            });
        }
    }
    page.push_str("\n\n## What takes which\n\n| capability | server functions | forms |\n| --- | --- | --- |\n");
    for capability in Capability::ALL {
        let of = |list: Vec<String>| if list.is_empty() { "–".to_owned() } else { list.join(", ") };
        let functions = functions("").into_iter().filter(|(_, takes, _)| takes == capability);
        let forms = FORMS.iter().chain(&UPLOADS).filter(|(_, takes)| takes == capability);
        let _ = writeln!(
            page,
            "| {capability} | {} | {} |",
            of(functions.map(|(name, ..)| format!("`{name}`")).collect()),
            of(forms.map(|(path, _)| format!("`{path}`")).collect()),
        );
    }
    page
}

#[test]
fn the_documentation_says_the_same() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/access.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, documented()).expect("written");
    }
    let kept = std::fs::read_to_string(path).expect("server/docs/access.md");
    assert_eq!(kept, documented(), "UPDATE_DOCS=1 writes it anew");
}
