//! Following: what is told to whom, and that nobody gets what they have not asked for.

use crate::{
    harness::*,
    mailing::{mails, outbox, token},
};
use fyrfalt::clock;
use sqlx::{AnyConnection, AssertSqlSafe};

const ANNA: &str = "anna@example.se";

async fn run(sql: &mut AnyConnection, statement: &str) {
    sqlx::query(AssertSqlSafe(statement)).execute(sql).await.expect("done");
}

impl Browser {
    async fn follow(&self, fields: &[(&str, &str)]) -> Answer {
        self.post("/follow", fields).await
    }
}

/// What anybody may find in an answer of `/follow`, apart from what the request itself said.
fn shown(answer: &Answer) -> (u16, String) {
    (answer.status, answer.header("location").to_owned())
}

#[tokio::test]
async fn an_entry_is_followed_at_once_and_weekly() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let employee = town.signed_in(EMPLOYEE).await;
    let answer = employee.follow(&[("entry", &reference), ("pace", "at-once")]).await;
    assert_eq!(answer.leads_to(), "/following?done=follow");
    let manager = town.manager().await;
    manager.follow(&[("entry", &reference), ("pace", "weekly"), ("email", "someone@else.se")]).await.is(303);
    assert!(employee.get("/following").await.is(200).body.contains("Säkrare väg till skolan"));

    town.act(&reference, "pause", &[("reason", "Väntar på pengar.")]).await;
    assert_eq!(outbox(&mut sql).await, mails(&[(EMPLOYEE, "moved", "waiting")]));

    let now = clock::now();
    assert_eq!(town.store.gather_weekly(now).await.expect("gathered"), 0, "a new town has no week behind it");
    let monday = clock::latest_digest(now) + 8 * 24 * 60 * 60;
    assert_eq!(town.store.gather_weekly(monday).await.expect("gathered"), 1);
    assert_eq!(town.store.gather_weekly(monday).await.expect("gathered"), 0, "once a week");
    assert_eq!(town.store.gather_weekly(monday + 7 * 24 * 60 * 60).await.expect("gathered"), 0, "only what is new");
    assert_eq!(outbox(&mut sql).await[1], mails(&[(MANAGER, "digest", "waiting")])[0]);
}

#[tokio::test]
async fn a_filter_is_followed_by_what_is_new_to_it() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let employee = town.signed_in(EMPLOYEE).await;
    for filter in ["unit=skola-familj", "goal=11&q=skolan", "stage=paused", "unit=kultur-och-fritid"] {
        employee.follow(&[("filter", filter), ("pace", "at-once")]).await.is(303);
    }
    let reference = town.published("Säkrare väg till skolan").await;
    assert_eq!(outbox(&mut sql).await, mails(&[(EMPLOYEE, "match", "waiting")]), "once, however many find it");
    town.act(&reference, "pause", &[("reason", "Väntar på pengar.")]).await;
    assert_eq!(outbox(&mut sql).await.len(), 2, "it is new among what rests");
    town.act(&reference, "reopen", &[("reason", "Nu finns pengarna.")]).await;
    assert_eq!(outbox(&mut sql).await.len(), 2, "and new to nobody now");
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_who_follows() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let wish = [("entry", &*reference), ("pace", "at-once"), ("email", ANNA)];
    let first = town.visitor().follow(&wish).await;
    assert_eq!(first.leads_to(), format!("/follow/asked?entry={reference}"));
    let token = token(&mut sql, ANNA).await;
    town.visitor().press(&token, "confirm").await.is(303);
    let known = town.visitor().follow(&[wish[0], ("pace", "weekly"), wish[2]]).await;
    assert_eq!(shown(&known), shown(&first));
    let pace: String = sqlx::query_scalar("SELECT pace FROM following").fetch_one(&mut sql).await.expect("a pace");
    assert_eq!(pace, "at-once", "a stranger changes nothing");
    for _ in 0..9 {
        let answer = town.visitor().follow(&[("filter", ""), wish[1], ("email", "bo@example.se")]).await;
        assert_eq!(answer.status, 303);
    }
    let to_bo = outbox(&mut sql).await.into_iter().filter(|(to, ..)| to == "bo@example.se").count();
    assert_eq!(to_bo, 5, "no mailbox is filled by strangers");

    run(&mut sql, "UPDATE following SET stopped_at = 1, confirmed_at = NULL WHERE email = 'anna@example.se'").await;
    for number in 1..=50 {
        let query = format!("year={}", 1950 + number);
        employee_row(&mut sql, ANNA, &query).await;
    }
    let full = town.visitor().follow(&[("filter", "facet=mission"), wish[1], wish[2]]).await;
    assert_eq!(full.leads_to(), "/follow/asked?filter=facet%3Dmission", "the cap is not told either");
    let more: i64 = sqlx::query_scalar("SELECT count(*) FROM following WHERE query = 'facet=mission'")
        .fetch_one(&mut sql)
        .await
        .expect("a count");
    assert_eq!(more, 0);
}

async fn employee_row(sql: &mut AnyConnection, email: &str, query: &str) {
    let token = format!("{query:0>64}");
    sqlx::query(
        "INSERT INTO following (email, language, about, query, pace, token, asked_at, confirmed_at)
        VALUES ($1, 'sv', 'filter', $2, 'weekly', $3, 0, 0)",
    )
    .bind(email)
    .bind(query)
    .bind(token)
    .execute(sql)
    .await
    .expect("a following");
}

#[tokio::test]
async fn an_account_that_follows_too_much_is_told_so() {
    let town = Town::open().await;
    let employee = town.signed_in(EMPLOYEE).await;
    for year in 1950..2000 {
        employee.follow(&[("filter", &*format!("year={year}")), ("pace", "weekly")]).await.is(303);
    }
    let answer = employee.follow(&[("filter", "year=2001"), ("pace", "weekly")]).await.is(409);
    assert!(answer.body.contains("Sluta följa något först"), "{}", answer.body);
    employee.follow(&[("filter", "year=1950"), ("pace", "at-once")]).await.is(303);
}

#[tokio::test]
async fn what_cannot_be_followed_is_refused_and_what_was_written_kept() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let waiting = town.submitted("Ett behov som väntar").await;
    let answer = town.visitor().follow(&[("entry", &reference), ("pace", "weekly"), ("email", "anna")]).await.is(422);
    assert!(answer.body.contains("href=\"#field-email\"") && answer.body.contains("value=\"anna\""), "{}", answer.body);
    for fields in [
        [("entry", "2026-9999"), ("pace", "weekly"), ("email", ANNA)],
        [("entry", &*waiting), ("pace", "weekly"), ("email", ANNA)],
        [("entry", "hej"), ("pace", "weekly"), ("email", ANNA)],
        [("filter", "unit=finns-inte"), ("pace", "weekly"), ("email", ANNA)],
        [("filter", "utm_source=x"), ("pace", "weekly"), ("email", ANNA)],
    ] {
        town.visitor().follow(&fields).await.is(404);
    }
    let mut options = generous();
    options.rates.followings = std::num::NonZeroU32::new(1).expect("not zero");
    let town = Town::open_with(options).await;
    let wish = [("filter", ""), ("pace", "weekly"), ("email", ANNA)];
    town.visitor().follow(&wish).await.is(303);
    let answer = town.visitor().follow(&wish).await.is(429);
    assert!(answer.body.contains(ANNA) && answer.header("retry-after").parse::<u32>().is_ok(), "{}", answer.body);
}

#[tokio::test]
async fn one_click_of_a_mail_program_stops_from_anywhere() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let employee = town.signed_in(EMPLOYEE).await;
    employee.follow(&[("filter", ""), ("pace", "at-once")]).await.is(303);
    employee.follow(&[("filter", "goal=4"), ("pace", "weekly")]).await.is(303);
    let token = token(&mut sql, EMPLOYEE).await;
    let address: String =
        sqlx::query_scalar("SELECT token FROM mail_address").fetch_one(&mut sql).await.expect("a token");
    let going = async |sql: &mut AnyConnection| -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM following WHERE stopped_at IS NULL")
            .fetch_one(sql)
            .await
            .expect("a count")
    };

    let page = town.visitor().get(&format!("/unsubscribe/{token}")).await;
    assert_eq!(page.leads_to(), format!("/following/{token}"));
    assert_eq!(going(&mut sql).await, 2, "looking stops nothing");
    let click = |token: &str| {
        let path = format!("/unsubscribe/{token}");
        let request = town.visitor().request(reqwest::Method::POST, &path).header("sec-fetch-site", "cross-site");
        request.header("content-type", "multipart/form-data; boundary=x").body("--x\r\n--x--")
    };
    Answer::of(click(&token)).await.is(200);
    assert_eq!(going(&mut sql).await, 1);
    Answer::of(click(&token)).await.is(200);
    Answer::of(click(&address)).await.is(200);
    assert_eq!(going(&mut sql).await, 0, "the address stops all of it");
    Answer::of(click(&"0".repeat(64))).await.is(404);
}

#[tokio::test]
async fn a_disabled_account_is_told_no_more() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    town.signed_in(EMPLOYEE).await.follow(&[("filter", ""), ("pace", "at-once")]).await.is(303);
    run(&mut sql, "UPDATE account SET disabled_at = 1 WHERE email = 'larare@example.se'").await;
    town.published("Säkrare väg till skolan").await;
    assert_eq!(outbox(&mut sql).await, mails(&[]));
}

#[tokio::test]
async fn a_wish_that_nobody_confirms_is_forgotten_after_a_month() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let mut sql = town.sql().await;
    for (email, days) in [("gammal@example.se", 31), ("ny@example.se", 29)] {
        let wish = [("entry", &*reference), ("email", email), ("pace", "at-once")];
        town.visitor().post("/follow", &wish).await.is(303);
        sqlx::query("UPDATE following SET asked_at = $2 WHERE email = $1")
            .bind(email)
            .bind(clock::now() - days * 24 * 60 * 60)
            .execute(&mut sql)
            .await
            .expect("asked earlier");
    }
    town.store.gather_weekly(clock::now()).await.expect("gathered");
    let left: Vec<String> = sqlx::query_scalar(
        "SELECT email FROM mail_address UNION SELECT email FROM following UNION SELECT email FROM outbox",
    )
    .fetch_all(&mut sql)
    .await
    .expect("addresses");
    assert_eq!(left, ["ny@example.se"]);
}
