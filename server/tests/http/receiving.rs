//! Reception: who has what, what is asked and answered, what is merged or sent on, and the registrar's list.

use crate::harness::*;
use serde_json::{Value, json};

/// What was promised for something handed in: its reference and its secret.
async fn handed_in(town: &Town, title: &str) -> (String, String) {
    let form = with(&good(), &[("title", title)]);
    let receipt = town.visitor().call("submit", submission(&form, &new_key())).await.is(200).json();
    let text = |name: &str| receipt[name].as_str().expect("text").to_owned();
    (text("reference"), text("secret"))
}

async fn status(town: &Town, secret: &str) -> Value {
    town.visitor().call("status", json!({ "secret": secret })).await.is(200).json()
}

/// The custody of a submission, and a form that changes it.
pub async fn set_custody(browser: &Browser, reference: &str, seen: i64, fields: &[(&str, &str)]) -> Answer {
    let seen = seen.to_string();
    let fields: Vec<_> = fields.iter().copied().chain([("version", &*seen), ("action", "custody")]).collect();
    browser.post(&format!("/manage/{reference}"), &fields).await
}

#[tokio::test]
async fn a_sender_is_asked_and_answers_at_the_receipt() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let (reference, secret) = handed_in(&town, "Ljus i tunneln").await;
    let (path, visitor) = (format!("/receipt/{secret}"), town.visitor());
    let answer = async |text: &str| visitor.post(&path, &[("action", "answer"), ("answer", text)]).await;

    let unasked = answer("Vid stationen.").await.is(409);
    assert!(unasked.body.contains("Vid stationen."), "nothing that was written is lost");
    manager.answer(&reference, "ask", &[("question", " ")]).await.is(422);
    let asked = manager.answer(&reference, "ask", &[("question", "Vilken tunnel?")]).await;
    assert_eq!(asked.leads_to(), format!("/manage/{reference}?done=asked"));
    let page = visitor.get(&path).await.is(200).body;
    assert!(page.contains("Vilken tunnel?") && page.contains("Vi behöver veta mer"), "{page}");
    let waits = |state: &str| queue(&json!({ "state": state }));
    assert_eq!(references(&manager.call("queue", waits("asked")).await.json()), std::slice::from_ref(&reference));

    let faulty = answer("x").await.is(422);
    assert!(faulty.body.contains("href=\"#field-answer\""));
    for _ in 0..2 {
        // Sent twice it is taken once.
        assert_eq!(answer("Den vid stationen.").await.leads_to(), format!("{path}?done=answered"));
    }
    answer("Nej, den andra.").await.is(409);
    let messages = status(&town, &secret).await["messages"].clone();
    let said: Vec<_> = messages.as_array().expect("messages").iter().map(|one| (&one["from"], &one["text"])).collect();
    assert_eq!(
        said,
        [(&json!("municipality"), &json!("Vilken tunnel?")), (&json!("sender"), &json!("Den vid stationen."))]
    );
    assert_eq!(references(&manager.call("queue", waits("answered")).await.json()), std::slice::from_ref(&reference));
    assert!(manager.get(&format!("/manage/{reference}")).await.body.contains("Den vid stationen."));

    manager.answer(&reference, "ask", &[("question", "Hela tunneln?")]).await.is(303);
    manager.publish(&reference).await.is(303);
    answer("Ja, hela.").await.is(409);
    visitor.post("/receipt/0", &[("action", "answer"), ("answer", "Ingen frågade.")]).await.is(404);
}

#[tokio::test]
async fn what_belongs_elsewhere_is_sent_on_with_a_reason() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let (reference, secret) = handed_in(&town, "Lampan är trasig").await;
    for (channel, elsewhere, reason) in [
        ("", "", "Det är ett fel."),
        ("x", "", "Det är ett fel."),
        ("elsewhere", "", "Regionen."),
        ("complaint", "", ""),
    ] {
        let fields = [("channel", channel), ("elsewhere", elsewhere), ("reason", reason)];
        manager.answer(&reference, "send-on", &fields).await.is(422);
    }
    let fields = [("channel", "elsewhere"), ("elsewhere", "Region Skåne"), ("reason", "Vägen är regionens.")];
    let answer = manager.answer(&reference, "send-on", &fields).await;
    assert_eq!(answer.leads_to(), format!("/manage?done={reference}"));
    let decision = status(&town, &secret).await["decision"].clone();
    assert_eq!(decision["sent_on"]["to"], json!({ "elsewhere": "Region Skåne" }));
    let page = town.visitor().get(&format!("/receipt/{secret}")).await.is(200).body;
    assert!(page.contains("Region Skåne") && page.contains("Vägen är regionens."), "{page}");
    manager.get(&format!("/manage?done={reference}")).await.is(200);
    // It is decided: nothing else can be done with it, and its log says what was.
    manager.answer(&reference, "decline", &[("reason", "Ändrade mig.")]).await.is(409);
    let log = manager.call("log", json!({ "reference": reference })).await.is(200).json();
    assert_eq!(log["changes"].as_array().expect("changes").last().expect("one")["kind"], "sent-on");
}

#[tokio::test]
async fn of_two_alike_nothing_is_lost_and_old_addresses_lead_on() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let (first, secret) = handed_in(&town, "Bänkar vid ån").await;
    let (second, _) = handed_in(&town, "Fler bänkar vid ån").await;
    let third = town.published("Bänkar i hela parken").await;
    let reason = ("reason", "De handlar om samma bänkar.");
    for into in ["", "hej", "2026-9999", &first] {
        let answer = manager.answer(&first, "merge", &[("into", into), reason]).await.is(422);
        assert!(answer.body.contains("href=\"#field-merge-into\""), "{into}");
    }
    manager.answer(&first, "merge", &[("into", &second), reason]).await.is(303);
    assert_eq!(status(&town, &secret).await["leads_to"], "waiting");
    town.visitor().get(&format!("/portfolio/{first}")).await.is(404);

    // What was merged is no target, so that nothing leads around in a circle.
    manager.answer(&second, "merge", &[("into", &first), reason]).await.is(422);
    manager.answer(&second, "merge", &[("into", &third), reason]).await.is(303);
    assert_eq!(status(&town, &secret).await["leads_to"]["published"]["reference"], json!(third));
    let old = town.visitor().get(&format!("/portfolio/{first}")).await.is(410);
    assert!(old.body.contains(&format!("/portfolio/{third}")), "{}", old.body);
    let receipt = town.visitor().get(&format!("/receipt/{secret}")).await.is(200).body;
    assert!(receipt.contains("Bänkar i hela parken") && receipt.contains("De handlar om samma bänkar."));

    // All that was written is still there, and found from where it went.
    let review = manager.get(&format!("/manage/{third}")).await.is(200).body;
    assert!(review.contains(&format!("/manage/{second}")) && review.contains("Fler bänkar vid ån"));
    let kept = manager.received(&first).await;
    assert_eq!(kept["entry"]["title"]["sv"], "Bänkar vid ån");
    let log = town.visitor().call("log", json!({ "reference": third })).await.is(200).json();
    let kinds: Vec<_> = log["changes"].as_array().expect("changes").iter().map(|change| &change["kind"]).collect();
    assert_eq!(kinds, ["published", "joined"]);
    assert!(!log.to_string().contains("samma bänkar"), "the reason is for the sender");
}

#[tokio::test]
async fn a_manager_of_some_units_merges_only_into_what_everybody_sees_or_is_their_own() {
    let town = Town::open().await;
    let (own, _) = handed_in(&town, "Bänkar vid skolan").await;
    let form: Fields = good().into_iter().filter(|(name, _)| name != "units").collect();
    let form = with(&form, &[("title", "Bänkar vid torget"), ("units", "kommunikation")]);
    let receipt = town.visitor().call("submit", submission(&form, &new_key())).await.is(200).json();
    let other = receipt["reference"].as_str().expect("a reference").to_owned();
    let unit_manager = town.browser(Who::UnitManager).await;
    let fields = [("into", &*other), ("reason", "De handlar om samma sak.")];
    unit_manager.answer(&own, "merge", &fields).await.is(422);
    town.manager().await.publish(&other).await.is(303);
    unit_manager.answer(&own, "merge", &fields).await.is(303);
}

#[tokio::test]
async fn of_two_who_take_it_the_second_is_told() {
    let town = Town::open().await;
    let (one, other) = (town.manager().await, town.signed_in(OTHER_MANAGER).await);
    let (reference, _) = handed_in(&town, "Sopkorgar vid stranden").await;
    let received = one.received(&reference).await;
    let id = |name: &str| {
        let holders = received["holders"].as_array().expect("holders");
        let holder = holders.iter().find(|holder| holder["name"] == name).unwrap_or_else(|| panic!("{name}"));
        holder["id"].to_string()
    };
    let (cilla, rune) = (id("Cilla Chef"), id("Rune Rektor"));
    let answer = set_custody(&one, &reference, 0, &[("holder", &cilla), ("diary_number", "KS 2026/0142")]).await;
    assert_eq!(answer.leads_to(), format!("/manage/{reference}?done=custody"));
    let told = set_custody(&other, &reference, 0, &[("holder", &rune)]).await.is(409);
    assert!(told.body.contains("Cilla Chef har den") && told.body.contains("KS 2026/0142"), "{}", told.body);
    set_custody(&other, &reference, 1, &[("holder", &rune), ("diary_number", "KS 2026/0142")]).await.is(303);
    for holder in ["9999", "x"] {
        set_custody(&one, &reference, 2, &[("holder", holder)]).await.is(422);
    }
    set_custody(&one, &reference, 2, &[("diary_number", &"9".repeat(61))]).await.is(422);

    let held = |by: &str| queue(&json!({ "held_by": by }));
    assert_eq!(references(&other.call("queue", held("me")).await.json()), std::slice::from_ref(&reference));
    assert!(references(&one.call("queue", held("me")).await.json()).is_empty());
    assert!(references(&one.call("queue", held("nobody")).await.json()).is_empty());
    let changes: Vec<(String, Option<i64>)> = sqlx::query_as(
        "SELECT account.email, holder FROM custody_change JOIN account ON account.id = account ORDER BY custody_change.id",
    )
    .fetch_all(&mut town.sql().await)
    .await
    .expect("changes");
    let by = |who: &str, holder: &str| (who.to_owned(), holder.parse().ok());
    assert_eq!(changes, [by(MANAGER, &cilla), by(OTHER_MANAGER, &rune)]);
}

#[tokio::test]
async fn what_may_be_secret_is_shown_in_no_list_and_not_published() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let (reference, _) = handed_in(&town, "Något om en granne").await;
    let target = town.published("Ett annat behov").await;
    set_custody(&manager, &reference, 0, &[("secrecy", "on")]).await.is(303);
    for path in ["/manage", "/manage/register", "/manage/register.csv"] {
        let list = manager.get(path).await.is(200).body;
        assert!(list.contains(&reference) && !list.contains("Något om en granne"), "{path}: {list}");
    }
    let edit = revision(&manager.received(&reference).await);
    let refused = manager.decide(&reference, "publish", &edit, &[("title", "Något om en person")]).await.is(409);
    assert!(refused.body.contains("Något om en person"), "nothing that was written is lost");
    let fields = [("into", &*target), ("reason", "De handlar om samma sak.")];
    manager.answer(&reference, "merge", &fields).await.is(409);
    set_custody(&manager, &reference, 1, &[]).await.is(303);
    manager.decide(&reference, "publish", &edit, &[]).await.is(303);
}

#[tokio::test]
async fn the_queue_is_narrowed_by_what_a_manager_looks_for() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let (idea, _) = handed_in(&town, "En idé för skolan").await;
    let form: Fields = good().into_iter().filter(|(name, _)| name != "units").collect();
    let form = with(&form, &[("kind", "need"), ("units", "kommunikation"), ("board", "kommunstyrelsen")]);
    let receipt = town.visitor().call("submit", submission(&form, &new_key())).await.is(200).json();
    let need = receipt["reference"].as_str().expect("a reference").to_owned();
    for (filter, found) in [
        (json!({}), vec![&idea, &need]),
        (json!({ "kind": "need" }), vec![&need]),
        (json!({ "unit": "skola-familj" }), vec![&idea]),
        (json!({ "board": "kommunstyrelsen" }), vec![&need]),
        (json!({ "board": "kommunstyrelsen", "kind": "idea" }), vec![]),
        (json!({ "state": "asked" }), vec![]),
        (json!({ "page": 7 }), vec![&idea, &need]),
    ] {
        let page = manager.call("queue", queue(&filter)).await.is(200).json();
        assert_eq!(references(&page).iter().collect::<Vec<_>>(), found, "{filter}");
    }
    let page = manager.get("/manage?unit=skola-familj&kind=idea").await.is(200).body;
    assert!(page.contains("En idé för skolan") && page.contains("Kom in i dag"), "{page}");
    manager.get("/manage?unit=rymden").await.is(400);
    manager.get("/manage?page=-1").await.is(400);
}

#[tokio::test]
async fn the_register_lists_all_that_came_in_by_day_and_board() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let (first, _) = handed_in(&town, "=SUMMA(A1)").await;
    let (second, _) = handed_in(&town, "Det andra behovet").await;
    manager.answer(&second, "decline", &[("reason", "Det görs redan.")]).await.is(303);
    let mut sql = town.sql().await;
    let long_ago = 1_700_000_000; // 14 November 2023 in Sweden.
    sqlx::query("UPDATE submission SET arrived_at = $2 WHERE reference = $1")
        .bind(&second)
        .bind(long_ago)
        .execute(&mut sql)
        .await
        .expect("moved back");
    for (query, found) in [
        ("", vec![&second, &first]),
        ("?to=2023-11-14", vec![&second]),
        ("?from=2023-11-15", vec![&first]),
        ("?from=2023-11-14&to=2023-11-14", vec![&second]),
        ("?board=kommunstyrelsen", vec![]),
        ("?board=familjenamnden", vec![&second, &first]),
    ] {
        let file = manager.get(&format!("/manage/register.csv{query}")).await.is(200);
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(file.header("cache-control"), "no-store");
        let lines: Vec<_> = file.body.lines().skip(1).map(|line| line.split(';').next().unwrap_or("")).collect();
        assert_eq!(lines, found, "{query}");
        manager.get(&format!("/manage/register{query}")).await.is(200);
    }
    let file = manager.get("/manage/register.csv").await.body;
    assert!(file.contains(";'=SUMMA(A1);"), "no formula: {file}");
    assert!(file.contains("2023-11-14") && file.contains("Publiceras inte"), "{file}");
    for query in ["?from=igår", "?board=rymden"] {
        manager.get(&format!("/manage/register.csv{query}")).await.is(400);
        manager.get(&format!("/manage/register{query}")).await.is(400);
    }
    assert_eq!(town.visitor().get("/manage/register.csv").await.leads_to(), "/sign-in?next=/manage/register");
    town.signed_in(EMPLOYEE).await.get("/manage/register.csv").await.is(403);
}

#[tokio::test]
async fn whoever_has_a_submission_is_mailed_its_senders_answer() {
    let town = Town::open_with_mail().await;
    let manager = town.manager().await;
    let receipt = town.visitor().call("submit", submission(&good(), &new_key())).await.is(200).json();
    let text = |name: &str| receipt[name].as_str().expect(name).to_owned();
    let (reference, secret) = (text("reference"), text("secret"));
    let received = manager.received(&reference).await;
    let holders = received["holders"].as_array().expect("holders");
    let cilla = holders.iter().find(|holder| holder["name"] == "Cilla Chef").expect("Cilla")["id"].to_string();
    set_custody(&manager, &reference, 0, &[("holder", &cilla)]).await.is(303);
    manager.answer(&reference, "ask", &[("question", "Vilken väg menar du?")]).await.is(303);
    for _ in 0..2 {
        let answer = [("action", "answer"), ("answer", "Den förbi kvarnen.")];
        town.visitor().post(&format!("/receipt/{secret}"), &answer).await.is(303);
    }
    let mails = crate::mailing::outbox(&mut town.sql().await).await;
    let answered: Vec<_> = mails.into_iter().filter(|(_, kind, _)| kind == "answered").collect();
    assert_eq!(answered, [(MANAGER.to_owned(), "answered".to_owned(), "waiting".to_owned())], "once");
    // Whoever no longer answers for it is told nothing more.
    manager.answer(&reference, "ask", &[("question", "Vilken kvarn menar du?")]).await.is(303);
    let mut sql = town.sql().await;
    let moved = "UPDATE account SET role = 'employee', own_units_only = FALSE WHERE email = $1";
    sqlx::query(moved).bind(MANAGER).execute(&mut sql).await.expect("moved");
    let answer = [("action", "answer"), ("answer", "Den vid ån.")];
    town.visitor().post(&format!("/receipt/{secret}"), &answer).await.is(303);
    let mails = crate::mailing::outbox(&mut sql).await;
    assert_eq!(mails.into_iter().filter(|(_, kind, _)| kind == "answered").count(), 1);
}
