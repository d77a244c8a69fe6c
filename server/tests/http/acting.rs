//! Carrying entries from need to benefit: what each step asks for, who may take it, and what is kept of it.

use crate::harness::*;
use serde_json::json;

const TRIAL: [(&str, &str); 4] = [
    ("responsible", "Trafikingenjören"),
    ("receiving_unit", "samhallsbyggnad"),
    ("began", "2025-03-01"),
    ("to_show", "Att fler barn cyklar till skolan."),
];
const IN_USE: [(&str, &str); 1] = [("in_use_since", "2025-09-01")];
const BENEFIT: [(&str, &str); 7] = [
    ("benefits", "Skolbarn"),
    ("evidence", "measured"),
    ("shown", "Fler barn cyklar till skolan."),
    ("figure", "12,5"),
    ("measure", "procent"),
    ("on", "2026-01-15"),
    ("confirmed_by", "Rektorn"),
];

impl Browser {
    /// Posts the form of an action on an entry as it stands.
    pub async fn act(&self, reference: &str, kind: &str, fields: &[(&str, &str)]) -> Answer {
        let version = self.acting(reference).await["version"].to_string();
        self.act_on(reference, kind, &version, fields).await
    }

    async fn act_on(&self, reference: &str, kind: &str, version: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> = fields.iter().copied().chain([("version", version)]).collect();
        self.post(&format!("/portfolio/{reference}/{kind}"), &fields).await
    }

    pub async fn acting(&self, reference: &str) -> serde_json::Value {
        self.call("acting", json!({ "reference": reference })).await.is(200).json()
    }
}

/// The one entry of the town, as programs read it.
async fn entry(town: &Town) -> serde_json::Value {
    town.visitor().get("/api/v1/entries").await.json()["entries"][0].clone()
}

async fn in_use(town: &Town) -> (String, Browser) {
    let reference = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    manager.act(&reference, "forward", &TRIAL).await.is(303);
    manager.act(&reference, "forward", &IN_USE).await.is(303);
    (reference, manager)
}

#[tokio::test]
async fn an_idea_is_carried_to_an_innovation() {
    let town = Town::open().await;
    let (reference, manager) = in_use(&town).await;
    assert_eq!(entry(&town).await["stage"], "in-use");
    assert_eq!(entry(&town).await["innovation"], json!(false));
    let page = town.visitor().get(&format!("/portfolio/{reference}")).await.is(200);
    assert!(page.body.contains("nyttan är ännu inte visad"));

    let answer = manager.act(&reference, "benefit", &BENEFIT).await;
    assert_eq!(answer.leads_to(), format!("/portfolio/{reference}?done=benefit"));
    assert_eq!(entry(&town).await["innovation"], json!(true));
    manager.act(&reference, "spread", &[("place", "Sjöbo kommun"), ("on", "2026-02-01")]).await.is(303);
    let page = town.visitor().get(&format!("/portfolio/{reference}")).await.is(200);
    for told in ["12,5", "procent", "Rektorn", "Sjöbo kommun", "Trafikingenjören", "1 september 2025"] {
        assert!(page.body.contains(told), "{told}");
    }
    assert!(!page.body.contains("Cilla"), "who did it is not published");
}

#[tokio::test]
async fn only_managers_act() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let address = format!("/portfolio/{reference}/pause");
    let form = [("reason", "Väntar på pengar."), ("version", "2")];
    assert_eq!(town.visitor().post(&address, &form).await.leads_to(), format!("/sign-in?next={address}"));
    for (who, status) in [(Who::Resident, 401), (Who::Employee, 403)] {
        let browser = town.browser(who).await;
        browser.call("acting", json!({ "reference": reference })).await.is(status);
        browser.get(&address).await.is(status);
        let page = browser.get(&format!("/portfolio/{reference}")).await.is(200);
        assert!(!page.body.contains("/pause"), "{who:?} is offered nothing to do");
    }
    town.signed_in(EMPLOYEE).await.post(&address, &form).await.is(403);
    assert_eq!(entry(&town).await["stage"], "idea");
    let page = town.manager().await.get(&format!("/portfolio/{reference}")).await.is(200);
    assert!(page.body.contains(&address));
}

#[tokio::test]
async fn a_stage_is_refused_without_what_it_needs_and_nothing_written_is_lost() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    for (missing, _) in TRIAL {
        let fields: Vec<_> = TRIAL.into_iter().filter(|(name, _)| *name != missing).collect();
        let answer = manager.act(&reference, "forward", &fields).await.is(422);
        assert!(answer.body.contains(&format!("href=\"#field-{missing}\"")), "{missing}: {}", answer.body);
        for (name, value) in fields {
            assert!(answer.body.contains(value), "{name} is still there");
        }
    }
    for (name, value) in [("began", "2999-01-01"), ("began", "i våras"), ("receiving_unit", "okand")] {
        let fields: Vec<_> =
            TRIAL.into_iter().map(|field| if field.0 == name { (name, value) } else { field }).collect();
        manager.act(&reference, "forward", &fields).await.is(422);
    }
    let attack = "</textarea><script>alert(1)</script>";
    let answer = manager.act(&reference, "forward", &[("to_show", attack)]).await.is(422);
    assert!(!answer.body.contains(attack));
    assert_eq!(entry(&town).await["stage"], "idea");
}

#[tokio::test]
async fn what_the_journey_does_not_allow_is_told() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    for (kind, fields) in [("benefit", &BENEFIT[..]), ("reopen", &[("reason", "Dags igen nu.")])] {
        let answer = manager.act(&reference, kind, fields).await.is(409);
        assert!(answer.body.contains("går inte att göra"), "{kind}");
        manager.get(&format!("/portfolio/{reference}/{kind}")).await.is(200);
    }
    manager.post(&format!("/portfolio/{reference}/fly"), &[]).await.is(404);
    manager.get(&format!("/portfolio/{reference}/fly")).await.is(404);
    manager.post("/portfolio/2026-9999/pause", &[("reason", "Väntar."), ("version", "1")]).await.is(404);
    manager.post(&format!("/portfolio/{reference}/pause"), &[("reason", "Väntar på pengar.")]).await.is(422);
    let waiting = town.submitted("Belysning i parken").await;
    manager.post(&format!("/portfolio/{waiting}/pause"), &[("reason", "Väntar."), ("version", "1")]).await.is(404);
}

#[tokio::test]
async fn of_two_managers_the_second_is_told_and_may_choose() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let (one, other) = (town.manager().await, town.signed_in(OTHER_MANAGER).await);
    let version = other.acting(&reference).await["version"].to_string();
    one.act(&reference, "forward", &TRIAL).await.is(303);
    let end = [("reason", "Pengarna tog slut."), ("lesson", "Fråga barnen först.")];
    let answer = other.act_on(&reference, "end", &version, &end).await.is(409);
    for told in ["Läget är nu: Test", "Pengarna tog slut.", "Fråga barnen först."] {
        assert!(answer.body.contains(told), "{told}");
    }
    assert_eq!(entry(&town).await["stage"], "trial");
    other.act(&reference, "end", &end).await.is(303);
    assert_eq!(entry(&town).await["stage"], "ended");
}

#[tokio::test]
async fn twenty_at_the_same_time_take_one_step() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let version = town.manager().await.acting(&reference).await["version"].to_string();
    let mut acting = Vec::new();
    for _ in 0..20 {
        let (manager, reference, version) = (town.manager().await, reference.clone(), version.clone());
        acting.push(tokio::spawn(async move { manager.act_on(&reference, "forward", &version, &TRIAL).await.status }));
    }
    let mut statuses = Vec::new();
    for answer in acting {
        statuses.push(answer.await.expect("an answer"));
    }
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 19, "{statuses:?}");
}

#[tokio::test]
async fn every_move_is_kept_and_the_moves_lead_to_where_it_stands() {
    let town = Town::open().await;
    let (reference, manager) = in_use(&town).await;
    manager.act(&reference, "benefit", &BENEFIT).await.is(303);
    manager.act(&reference, "pause", &[("reason", "Väntar på våren.")]).await.is(303);
    manager.act(&reference, "reopen", &[("reason", "Våren är här.")]).await.is(303);
    manager.act(&reference, "back", &[("standing", "need"), ("reason", "Vi löste fel sak.")]).await.is(303);
    assert_eq!(entry(&town).await["innovation"], json!(false));
    let ended = [("reason", "Behovet är borta."), ("lesson", "Fråga barnen först.")];
    manager.act(&reference, "end", &ended).await.is(303);

    let dossier = town.visitor().call("dossier", json!({ "reference": reference })).await.is(200).json();
    let moves: Vec<_> = dossier["moves"]
        .as_array()
        .expect("moves")
        .iter()
        .map(|step| (step["from"].as_str().expect("from"), step["to"].as_str().expect("to")))
        .collect();
    let way = ["idea", "trial", "in-use", "paused", "in-use", "need", "ended"];
    assert_eq!(moves, way.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>());
    assert_eq!(entry(&town).await["stage"], "ended");

    let mut sql = town.sql().await;
    let kept: Vec<(Option<i64>, Option<i64>)> =
        sqlx::query_as("SELECT account, withdrawn_at FROM benefit").fetch_all(&mut sql).await.expect("benefits");
    assert!(matches!(kept[..], [(Some(_), Some(_))]), "withdrawn, not deleted: {kept:?}");
    let by: Vec<Option<i64>> = sqlx::query_scalar("SELECT account FROM move").fetch_all(&mut sql).await.expect("moves");
    assert!(by.iter().all(Option::is_some), "every move knows whose it was");
    for forbidden in ["DELETE FROM benefit", "UPDATE benefit SET what = 'Något annat'", "DELETE FROM move"] {
        assert!(sqlx::query(sqlx::AssertSqlSafe(forbidden)).execute(&mut sql).await.is_err(), "{forbidden}");
    }
}

#[tokio::test]
async fn a_move_outlives_the_server() {
    let mut town = Town::open().await;
    let (reference, manager) = in_use(&town).await;
    manager.act(&reference, "benefit", &BENEFIT).await.is(303);
    town.restart().await;
    assert_eq!(entry(&town).await["innovation"], json!(true));
}
