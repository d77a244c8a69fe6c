//! The log of each entry: that it leads to what the tables hold, who reads how much of it, and what is restored from
//! it.

use crate::harness::*;
use domain::{change::ChangeKind, reference::Reference};
use fyrfalt::{
    db::{Database, changes},
    demo,
};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

/// Every entry's log leads to what the tables hold of it; gives how many there are.
async fn assert_logs_lead_to_the_tables(database: &Database) -> usize {
    let mut tx = database.begin().await.expect("a transaction");
    let references: Vec<String> =
        sqlx::query_scalar("SELECT reference FROM entry").fetch_all(&mut *tx).await.expect("entries");
    for reference in &references {
        let reference: Reference = reference.parse().expect("a reference");
        let log = changes::log(&mut tx, reference).await.expect("sound").expect("a log");
        let state = changes::state(&mut tx, reference).await.expect("sound").expect("a state");
        assert_eq!(log.present(), &state, "{reference}");
    }
    references.len()
}

impl Browser {
    /// The log of an entry, as this browser's owner may read it.
    async fn log(&self, reference: &str) -> Value {
        self.call("log", json!({ "reference": reference })).await.is(200).json()
    }

    /// What was done to an entry, oldest first.
    async fn kinds(&self, reference: &str) -> Vec<String> {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        self.log(reference).await["changes"].as_array().expect("changes").iter().map(|one| text(&one["kind"])).collect()
    }

    /// Posts the form that edits a published entry, with some fields written over.
    pub async fn edit(&self, reference: &str, changes: &[(&str, &str)]) -> Answer {
        self.edit_as(reference, &revision(&self.acting(reference).await), changes).await
    }

    async fn edit_as(&self, reference: &str, form: &Fields, changes: &[(&str, &str)]) -> Answer {
        let fields = with(form, changes);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(&format!("/portfolio/{reference}/edit"), &fields).await
    }

    /// Posts the form that restores a state, as of the latest change.
    pub async fn restore(&self, reference: &str, number: usize, reason: &str) -> Answer {
        let seen = self.log(reference).await["changes"].as_array().expect("changes").last().expect("one")["number"]
            .to_string();
        self.restore_as(reference, number, &seen, reason).await
    }

    async fn restore_as(&self, reference: &str, number: usize, seen: &str, reason: &str) -> Answer {
        let fields = [("number", number.to_string()), ("seen", seen.to_owned()), ("reason", reason.to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.post(&format!("/portfolio/{reference}/history"), &fields).await
    }

    pub async fn place(&self, reference: &str, x: f64, y: f64, seen: i64) -> Answer {
        let placing = json!({ "to": { "x": x, "y": y }, "seen": seen });
        self.call("place", json!({ "reference": reference, "placing": placing })).await
    }
}

/// An entry that has been through everything, with what was done to it.
async fn worked(town: &Town) -> (String, Vec<&'static str>) {
    let reference = town.submitted("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let form = revision(&manager.received(&reference).await);
    manager
        .decide(&reference, "save", &form, &[("title", "Säkrare skolväg"), ("units", "kommunledning")])
        .await
        .is(303);
    let form = revision(&manager.received(&reference).await);
    manager.decide(&reference, "publish", &form, &[("summary", "Barn ska kunna cykla till skolan.")]).await.is(303);
    manager.place(&reference, 0.1, 0.3, 0).await.is(200);
    let trial = [
        ("responsible", "Trafikingenjören"),
        ("receiving_unit", "samhallsbyggnad"),
        ("began", "2025-03-01"),
        ("to_show", "Att fler barn cyklar till skolan."),
    ];
    manager.act(&reference, "forward", &trial).await.is(303);
    manager
        .edit(&reference, &[("title_en", "A safer way to school"), ("goals", "4"), ("reason", "Det saknades.")])
        .await
        .is(303);
    manager.act(&reference, "forward", &[("in_use_since", "2025-09-01")]).await.is(303);
    let benefit = [
        ("benefits", "Skolbarn"),
        ("evidence", "measured"),
        ("shown", "Fler barn cyklar till skolan."),
        ("figure", "0,12345678901234567"),
        ("measure", "procent"),
        ("on", "2026-01-15"),
        ("confirmed_by", "Rektorn"),
    ];
    manager.act(&reference, "benefit", &benefit).await.is(303);
    manager.act(&reference, "benefit", &[benefit.as_slice(), &[("on", "2025-12-01")]].concat()).await.is(303);
    manager.act(&reference, "spread", &[("place", "Sjöbo kommun"), ("on", "2026-02-01")]).await.is(303);
    manager.act(&reference, "pause", &[("reason", "Väntar på våren.")]).await.is(303);
    manager.act(&reference, "reopen", &[("reason", "Våren är här.")]).await.is(303);
    manager.restore(&reference, 4, "Det var bättre förut.").await.is(303);
    manager.act(&reference, "back", &[("standing", "need"), ("reason", "Vi löste fel sak.")]).await.is(303);
    manager.restore(&reference, 1, "Tillbaka till det som kom in.").await.is(303);
    manager.act(&reference, "end", &[("reason", "Behovet är borta."), ("lesson", "Fråga barnen först.")]).await.is(303);
    let kinds = vec![
        "received",
        "edited",
        "edited",
        "published",
        "placed",
        "forward",
        "edited",
        "forward",
        "benefit",
        "benefit",
        "spread",
        "paused",
        "reopened",
        "restored",
        "back",
        "restored",
        "ended",
    ];
    (reference, kinds)
}

#[tokio::test]
async fn the_log_of_every_entry_leads_to_where_it_stands() {
    let town = Town::open().await;
    let (reference, kinds) = worked(&town).await;
    let manager = town.manager().await;
    assert_eq!(manager.kinds(&reference).await, kinds);
    let declined = town.submitted("Ett behov som inte hör hit").await;
    let form = revision(&manager.received(&declined).await);
    manager.decide(&declined, "decline", &form, &[("reason", "Det byggs redan en cykelväg.")]).await.is(303);
    assert_eq!(manager.kinds(&declined).await, ["received", "declined"]);
    town.submitted("Ett behov som väntar").await;
    assert_eq!(assert_logs_lead_to_the_tables(town.store.database()).await, 3);
}

#[tokio::test]
async fn the_logs_of_the_demo_lead_to_where_its_entries_stand() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let database = Database::open_or_make(new_address(folder.path()).await).await.expect("a database");
    demo::prepare(&database, true).await.expect("the demo");
    assert!(assert_logs_lead_to_the_tables(&database).await > 40);
}

#[tokio::test]
async fn a_database_from_before_the_logs_gets_them_when_it_starts() {
    let mut town = Town::open().await;
    let (reference, _) = worked(&town).await;
    let waiting = town.submitted("Ett behov som väntar").await;
    let mut sql = town.sql().await;
    town.drop_trigger("change_is_only_weeded", "change").await;
    sqlx::query("DELETE FROM change").execute(&mut sql).await.expect("deleted");
    town.restart().await;
    assert_eq!(assert_logs_lead_to_the_tables(town.store.database()).await, 2);
    let manager = town.manager().await;
    for begun in [&reference, &waiting] {
        assert_eq!(manager.kinds(begun).await, [ChangeKind::Began.name()]);
    }
    manager.act(&reference, "reopen", &[("reason", "Vi försöker igen.")]).await.is(303);
    town.restart().await;
    assert_eq!(manager.moved_to(&town.url).kinds(&reference).await, ["began", "reopened"], "it begins once");
    assert_logs_lead_to_the_tables(town.store.database()).await;
}

#[tokio::test]
async fn the_log_is_only_added_to() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let mut sql = town.sql().await;
    for statement in
        ["DELETE FROM change", "UPDATE change SET why = 'För att jag vill.'", "UPDATE change SET conceals = TRUE"]
    {
        let refused = sqlx::query(statement).execute(&mut sql).await.expect_err(statement);
        assert!(refused.to_string().contains("append-only"), "{statement}: {refused}");
    }
    for values in ["1, 0, 'edited', NULL, 1, '[]'", "9, 0, 'edited', 10, 1, '[]'", "9, 0, '', NULL, 1, '[]'"] {
        let statement = format!(
            "INSERT INTO change (entry, number, happened_at, kind, restored, format, what) VALUES ('{reference}', {values})"
        );
        assert!(sqlx::query(AssertSqlSafe(statement)).execute(&mut sql).await.is_err(), "{values}");
    }
}

#[tokio::test]
async fn a_change_that_fails_leaves_no_trace() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    // A log that cannot be added to stops the write that belongs to it.
    town.refuse("INSERT", "change", "TRUE").await;
    manager.place(&reference, 0.1, 0.3, 0).await.is(500);
    manager.act(&reference, "pause", &[("reason", "Väntar på våren.")]).await.is(500);
    manager.edit(&reference, &[("title", "En helt annan titel")]).await.is(500);
    town.drop_trigger("stop", "change").await;
    assert_logs_lead_to_the_tables(town.store.database()).await;
    assert_eq!(manager.kinds(&reference).await, ["received", "published"]);
    assert!(
        town.visitor().get(&format!("/portfolio/{reference}")).await.is(200).body.contains("Säkrare väg till skolan")
    );
}

/// What a page or an answer says of changes, for a reader who may know of them.
const SECRETS: [&str; 4] = ["Det som kom in", "Ett första utkast", "Cilla Chef", "received"];

/// An entry that said one thing when it came in, another after an edit, and a third when it was published.
async fn rewritten(town: &Town) -> String {
    let reference = town.submitted("Det som kom in").await;
    let manager = town.manager().await;
    let form = revision(&manager.received(&reference).await);
    manager.decide(&reference, "save", &form, &[("title", "Ett första utkast")]).await.is(303);
    let form = revision(&manager.received(&reference).await);
    manager.decide(&reference, "publish", &form, &[("title", "Den första titeln")]).await.is(303);
    manager.edit(&reference, &[("title", "Den andra titeln"), ("reason", "Tydligare så här.")]).await.is(303);
    reference
}

#[tokio::test]
async fn everybody_reads_what_happened_since_publication_and_managers_all_of_it() {
    let town = Town::open().await;
    let reference = rewritten(&town).await;
    let address = format!("/portfolio/{reference}/history");
    for (who, told) in [
        (Who::Resident, [false, false, false, false]),
        (Who::Employee, [false, false, true, false]),
        (Who::Manager, [true, true, true, true]),
    ] {
        let browser = town.browser(who).await;
        let page = browser.get(&address).await.is(200).body;
        let log = browser.log(&reference).await.to_string();
        for said in ["Den första titeln", "Den andra titeln", "Tydligare så här."] {
            assert!(page.contains(said) && log.contains(said), "{who:?}: {said}");
        }
        for (secret, is_told) in SECRETS.into_iter().zip(told) {
            assert_eq!(log.contains(secret), is_told, "{who:?}: {secret}");
            // The page of whoever has signed in says so at its top.
            assert!(is_told || !page.replace("Konto: Cilla Chef", "").contains(secret), "{who:?}: {secret}");
        }
    }
    let kinds = town.visitor().kinds(&reference).await;
    assert_eq!(kinds, ["published", "edited"]);
    let entry = town.visitor().get(&format!("/portfolio/{reference}")).await.is(200);
    assert!(entry.body.contains(&address), "it is linked");
}

#[tokio::test]
async fn what_is_not_published_has_a_history_for_managers_alone() {
    let town = Town::open().await;
    let reference = town.submitted("Ett behov som väntar").await;
    let address = format!("/portfolio/{reference}/history");
    for (who, status) in [(Who::Resident, 404), (Who::Employee, 404), (Who::Manager, 200)] {
        let browser = town.browser(who).await;
        browser.get(&address).await.is(status);
        browser.call("log", json!({ "reference": reference })).await.is(status);
    }
    town.manager().await.get("/portfolio/2026-9999/history").await.is(404);
}

#[tokio::test]
async fn whoever_handed_something_in_is_not_named_by_the_history() {
    let town = Town::open().await;
    let employee = town.signed_in(EMPLOYEE).await;
    let receipt = employee.call("submit", submission(&good(), &new_key())).await.is(200).json();
    let reference = receipt["reference"].as_str().expect("a reference");
    let log = town.manager().await.log(reference).await;
    assert_eq!(log["changes"][0]["who"], Value::Null);
    assert!(!log.to_string().contains("Lena"));
}

#[tokio::test]
async fn only_managers_edit_and_restore() {
    let town = Town::open().await;
    let reference = rewritten(&town).await;
    let manager = town.manager().await;
    let form = revision(&manager.acting(&reference).await);
    let (edit, history) = (format!("/portfolio/{reference}/edit"), format!("/portfolio/{reference}/history"));
    let stolen = [("title", "Ändrad av obehörig")];
    let visitor = town.visitor();
    visitor.get(&edit).await.is(401);
    assert_eq!(visitor.edit_as(&reference, &form, &stolen).await.leads_to(), format!("/sign-in?next={edit}"));
    let restored = visitor.restore_as(&reference, 1, "5", "För att jag kan.").await;
    assert_eq!(restored.leads_to(), format!("/sign-in?next={history}"));
    let employee = town.signed_in(EMPLOYEE).await;
    employee.get(&edit).await.is(403);
    employee.edit_as(&reference, &form, &stolen).await.is(403);
    employee.restore_as(&reference, 1, "5", "För att jag kan.").await.is(403);
    let page = employee.get(&format!("/portfolio/{reference}")).await.is(200);
    assert!(!page.body.contains(&edit) && page.body.contains("Den andra titeln"));
    let compared = employee.get(&format!("{history}?from=4&to=5")).await.is(200);
    assert!(!compared.body.contains("name=\"reason\""), "nothing to do is offered");
    let page = manager.get(&format!("/portfolio/{reference}")).await.is(200);
    assert!(page.body.contains(&edit));
    manager.get(&edit).await.is(200);
}

#[tokio::test]
async fn a_published_entry_is_edited_and_everybody_sees_it_at_once() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    town.visitor().get(&format!("/portfolio/{reference}")).await.is(200);
    let changes = [("title", "En tryggare skolväg"), ("goals", "4"), ("priority", "high"), ("reason", "Tydligare.")];
    let answer = manager.edit(&reference, &changes).await;
    assert_eq!(answer.leads_to(), format!("/portfolio/{reference}?done=edit"));
    let page = town.visitor().get(&format!("/portfolio/{reference}")).await.is(200);
    assert!(page.body.contains("En tryggare skolväg"));
    let log = town.visitor().log(&reference).await;
    let fields: Vec<_> = log["changes"][1]["what"].as_array().expect("what").iter().map(|one| &one["field"]).collect();
    assert_eq!(fields, ["title", "goals", "priority"]);
    assert_eq!(log["changes"][1]["why"], "Tydligare.");
    // What changes nothing leaves no trace.
    manager.edit(&reference, &[("reason", "Av en slump.")]).await.is(303);
    assert_eq!(manager.kinds(&reference).await, ["received", "published", "edited"]);
    assert_logs_lead_to_the_tables(town.store.database()).await;
}

#[tokio::test]
async fn an_edit_with_a_fault_saves_nothing_and_loses_nothing() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    for (field, value) in
        [("title", ""), ("plan", ""), ("units", "hemlig"), ("version", "x"), ("summary", "kort"), ("reason", "nej")]
    {
        let changes = [("need", "Ett helt nytt behov som inte får sparas."), (field, value)];
        let answer = manager.edit(&reference, &changes).await.is(422);
        assert!(answer.body.contains("Ett helt nytt behov som inte får sparas."), "{field}");
        assert!(answer.body.contains(&format!("href=\"#field-{field}\"")), "{field}");
    }
    assert_eq!(manager.kinds(&reference).await, ["received", "published"]);
    let form = revision(&manager.acting(&reference).await);
    let waiting = town.submitted("Ett behov som väntar").await;
    for missing in ["2026-9999", "hej", &waiting] {
        manager.edit_as(missing, &form, &[]).await.is(404);
        manager.restore_as(missing, 1, "1", "Tillbaka igen.").await.is(404);
    }
}

#[tokio::test]
async fn of_two_who_edit_the_second_sees_both_and_chooses() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let (one, other) = (town.manager().await, town.signed_in(OTHER_MANAGER).await);
    let form = revision(&other.acting(&reference).await);
    one.edit(&reference, &[("title", "Den enas titel")]).await.is(303);
    let changes = [("title", "Den andras titel"), ("reason", "Så sa de i nämnden."), ("conceals", "1")];
    let answer = other.edit_as(&reference, &form, &changes).await.is(409);
    // Both titles are there with the words marked in which they differ, and what was written still is.
    let page = answer.body.replace("<!>", "");
    for told in ["<del>andras </del>", "<ins>enas </ins>", "value=\"Den andras titel\"", "Så sa de i nämnden."] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(manager_title(&one, &reference).await, "Den enas titel");
    let version = other.acting(&reference).await["version"].to_string();
    let again = with(&form, &[("version", &version)]);
    other.edit_as(&reference, &again, &changes).await.is(303);
    assert_eq!(manager_title(&one, &reference).await, "Den andras titel");
}

async fn manager_title(manager: &Browser, reference: &str) -> Value {
    manager.acting(reference).await["entry"]["title"]["sv"].clone()
}

#[tokio::test]
async fn twenty_who_edit_at_the_same_time_save_one_edit() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let form = revision(&town.manager().await.acting(&reference).await);
    let mut editing = Vec::new();
    for number in 0..20 {
        let (manager, reference, form) = (town.manager().await, reference.clone(), form.clone());
        editing.push(tokio::spawn(async move {
            manager.edit_as(&reference, &form, &[("title", &format!("Titel nummer {number}"))]).await.status
        }));
    }
    let mut statuses = Vec::new();
    for answer in editing {
        statuses.push(answer.await.expect("an answer"));
    }
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 19, "{statuses:?}");
    assert_eq!(town.manager().await.kinds(&reference).await, ["received", "published", "edited"]);
}

#[tokio::test]
async fn what_an_edit_conceals_is_read_by_managers_alone() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg för Anna Andersson").await;
    let manager = town.manager().await;
    let address = format!("/portfolio/{reference}/history");
    town.visitor().get(&address).await.is(200);
    manager.edit(&reference, &[("title", "Säkrare väg till skolan"), ("conceals", "1")]).await.is(303);
    for who in [Who::Resident, Who::Employee] {
        let browser = town.browser(who).await;
        for address in [address.clone(), format!("{address}?from=2&to=3")] {
            let page = browser.get(&address).await.is(200);
            assert!(!page.body.contains("Anna Andersson"), "{who:?}");
        }
        assert!(!browser.log(&reference).await.to_string().contains("Anna Andersson"), "{who:?}");
    }
    assert!(manager.get(&address).await.is(200).body.contains("Anna Andersson"));
}

#[tokio::test]
async fn two_states_are_compared_by_their_address() {
    let town = Town::open().await;
    let reference = rewritten(&town).await;
    let address = format!("/portfolio/{reference}/history");
    let page = town.visitor().get(&format!("{address}?from=4&to=5")).await.is(200).body.replace("<!>", "");
    for told in ["Version 4 jämförd med version 5", "<del>första </del>", "<ins>andra </ins>"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    // What is not there for the reader, or is no number, compares nothing.
    for query in ["from=1&to=5", "from=4&to=99", "from=x&to=5", "from=4", "from=-1&to=5"] {
        let page = town.visitor().get(&format!("{address}?{query}")).await.is(200);
        assert!(!page.body.contains("jämförd med") && !page.body.contains("Det som kom in"), "{query}");
    }
    let page = town.manager().await.get(&format!("{address}?from=1&to=5")).await.is(200);
    assert!(page.body.contains("Version 1 jämförd med version 5") && page.body.contains("Återställ version 1"));
}

#[tokio::test]
async fn an_earlier_content_is_taken_back_and_the_journey_stays() {
    let town = Town::open().await;
    let reference = rewritten(&town).await;
    let manager = town.manager().await;
    manager.place(&reference, -0.2, 0.1, 0).await.is(200);
    manager.act(&reference, "pause", &[("reason", "Väntar på våren.")]).await.is(303);
    let address = format!("/portfolio/{reference}/history");
    let answer = manager.restore(&reference, 4, "Det var bättre förut.").await;
    assert_eq!(answer.leads_to(), format!("{address}?done=restored"));

    let entry = manager.acting(&reference).await["entry"].clone();
    assert_eq!(entry["title"]["sv"], "Den första titeln");
    assert!(entry["journey"]["activity"]["paused"].is_object(), "it still rests");
    let seen = town.visitor().get("/api/v1/entries").await.json()["entries"][0].clone();
    assert_eq!(seen["title"], "Den första titeln");
    let log = town.visitor().log(&reference).await;
    let latest = log["changes"].as_array().expect("changes").last().expect("one");
    assert_eq!((&latest["kind"], &latest["restored"]), (&json!("restored"), &json!(4)));
    assert_eq!(latest["why"], "Det var bättre förut.");
    assert_logs_lead_to_the_tables(town.store.database()).await;
    // Whoever saw the dot where it was before is told that it has moved.
    assert_eq!(manager.place(&reference, 0.0, 0.0, 1).await.is(200).json()["conflict"]["count"], 2);
    // What was put aside can be taken back in turn.
    manager.restore(&reference, 7, "Nej, så här.").await.is(303);
    assert_eq!(manager_title(&manager, &reference).await, "Den andra titeln");
}

#[tokio::test]
async fn restoring_is_refused_with_a_reason_and_nothing_is_lost() {
    let town = Town::open().await;
    let reference = rewritten(&town).await;
    let manager = town.manager().await;
    let address = format!("/portfolio/{reference}/history");
    let answer = manager.restore(&reference, 4, "").await.is(422);
    assert!(answer.body.contains("href=\"#field-reason\""));
    let answer = manager.restore_as(&reference, 4, "4", "Det var bättre förut.").await.is(409);
    assert!(answer.body.contains("Någon annan har ändrat") && answer.body.contains("Det var bättre förut."));
    let answer = manager.restore(&reference, 5, "Som det redan är.").await.is(409);
    assert!(answer.body.contains("säger redan samma sak"));
    manager.restore(&reference, 99, "Finns inte alls.").await.is(404);
    for (number, seen) in [("x", "5"), ("4", ""), ("-1", "5")] {
        let fields = [("number", number), ("seen", seen), ("reason", "Tillbaka igen.")];
        manager.post(&address, &fields).await.is(422);
    }
    manager.edit(&reference, &[("units", "kommunledning")]).await.is(303);
    for gone in ["DELETE FROM account_unit", "DELETE FROM unit WHERE slug IN ('skola-familj', 'samhallsbyggnad')"] {
        sqlx::query(gone).execute(&mut town.sql().await).await.expect("the units are gone");
    }
    let answer = manager.restore(&reference, 4, "Det var bättre förut.").await.is(409);
    assert!(answer.body.contains("inte längre finns"));
    assert_eq!(manager.kinds(&reference).await, ["received", "edited", "edited", "published", "edited", "edited"]);
}
