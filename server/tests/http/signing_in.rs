//! Signing in and out, and what a session is worth.

use crate::harness::*;
use fyrfalt::db::{accounts, sessions};
use serde_json::json;

#[tokio::test]
async fn managers_come_to_the_compass_and_employees_home() {
    let town = Town::open().await;
    for (email, home) in [(MANAGER, "/compass"), (EMPLOYEE, "/")] {
        let browser = town.visitor();
        assert!(!browser.is_signed_in().await);
        assert_eq!(browser.sign_in(email, PASSWORD).await.leads_to(), home);
        assert!(browser.is_signed_in().await);
    }
}

#[tokio::test]
async fn an_address_is_an_address_however_it_is_written() {
    let town = Town::open().await;
    town.visitor().sign_in(" Chef@Example.SE ", PASSWORD).await.is(303);
}

#[tokio::test]
async fn one_is_led_to_where_one_was_going_but_never_away() {
    let town = Town::open().await;
    for (next, expected) in [
        ("/manage/2026-0001", "/manage/2026-0001"),
        ("/portfolio?q=väg", "/portfolio?q=v%C3%A4g"),
        ("https://evil.example/", "/compass"),
        ("//evil.example/", "/compass"),
        ("/\\evil.example", "/compass"),
        ("javascript:alert(1)", "/compass"),
        ("/a\r\nSet-Cookie: a=b", "/compass"),
    ] {
        let form = [("email", MANAGER), ("password", PASSWORD), ("next", next)];
        assert_eq!(town.visitor().post("/sign-in", &form).await.leads_to(), expected, "{next:?}");
    }
}

/// What anybody may find in an answer of `/sign-in`, apart from the address that they typed and the request's own id.
fn shown(answer: &Answer, email: &str) -> (u16, Vec<(String, String)>, String) {
    let mut headers = Vec::new();
    for (name, value) in &answer.headers {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let value = match name.as_str() {
            "x-request-id" | "date" | "content-length" => continue,
            // The hash of the script that holds the address.
            "content-security-policy" => {
                let hashed = |part: &str| if part.starts_with("'sha256-") { "HASH" } else { part }.to_owned();
                value.split(' ').map(hashed).collect::<Vec<_>>().join(" ")
            }
            _ => value,
        };
        headers.push((name.to_string(), value));
    }
    headers.sort();
    (answer.status, headers, answer.body.replace(email, "ADDRESS"))
}

#[tokio::test]
async fn a_wrong_pair_says_nothing_of_which_half_was_wrong() {
    const INVITED: &str = "inbjuden@example.se";
    const DISABLED: &str = EMPLOYEE;
    let town = Town::open().await;
    let person = [("name", "Ida Inbjuden"), ("email", INVITED), ("role", "employee")];
    town.administrator().await.post("/people/new", &person).await.is(200);
    let mut sql = town.sql().await;
    sqlx::query("UPDATE account SET disabled_at = 1 WHERE email = $1")
        .bind(DISABLED)
        .execute(&mut sql)
        .await
        .expect("out");

    let wrong = "fel lösenord här";
    let known = town.visitor().sign_in(MANAGER, wrong).await.is(422);
    assert!(
        known.body.contains(&format!("value=\"{MANAGER}\"")) && known.body.contains("hör inte ihop"),
        "{}",
        known.body
    );
    let known = shown(&known, MANAGER);
    for (email, password) in [
        ("ingen@example.se", wrong),
        ("ingen@example.se", PASSWORD),
        (DISABLED, wrong),
        (DISABLED, PASSWORD),
        (INVITED, wrong),
        (INVITED, accounts::NO_PASSWORD),
        ("ingen adress", "fel"),
    ] {
        let other = town.visitor().sign_in(email, password).await;
        assert_eq!(shown(&other, email), known, "{email} {password}");
    }
    let (_, headers, body) = known;
    assert!(!headers.iter().any(|(name, _)| name == "set-cookie"));
    assert!(!body.contains(wrong), "a password is never shown again");
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let town = Town::open().await;
    let answer = town.visitor().sign_in(MANAGER, PASSWORD).await.is(303);
    let cookie = answer.header("set-cookie");
    for part in ["fyrfalt_session=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
}

#[tokio::test]
async fn behind_a_proxy_with_https_the_cookie_is_tied_to_the_host() {
    let town = Town::open_with(fyrfalt::router::Options {
        proxies: fyrfalt::layers::proxies::Proxies::on_loopback(),
        ..generous()
    })
    .await;
    let request = town.visitor().request(reqwest::Method::POST, "/sign-in").header("x-forwarded-proto", "https");
    let answer = Answer::of(request.form(&[("email", MANAGER), ("password", PASSWORD)])).await.is(303);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-fyrfalt_session=") && cookie.contains("Secure"), "{cookie}");
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
}

pub fn token(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie").1.to_owned()
}

pub async fn knows(town: &Town, token: &str) -> bool {
    let request = town.visitor().request(reqwest::Method::POST, "/api/queue");
    Answer::of(request.header("cookie", format!("fyrfalt_session={token}")).json(&queue(&json!({})))).await.status
        == 200
}

#[tokio::test]
async fn each_signing_in_gives_a_new_token_and_ends_the_browsers_old_one() {
    let town = Town::open().await;
    let browser = town.visitor();
    let first = token(&browser.sign_in(MANAGER, PASSWORD).await);
    assert!(first.len() >= 43 && knows(&town, &first).await);
    let second = token(&browser.sign_in(MANAGER, PASSWORD).await);
    assert_ne!(first, second);
    assert!(!knows(&town, &first).await && knows(&town, &second).await);
    assert!(!knows(&town, "gissad").await);
}

#[tokio::test]
async fn a_session_that_was_planted_in_a_browser_is_never_its_owners() {
    let town = Town::open().await;
    let attackers = token(&town.visitor().sign_in(OTHER_MANAGER, PASSWORD).await);
    assert!(knows(&town, &attackers).await);
    for planted in [&attackers, &"p".repeat(attackers.len())] {
        let request = town.visitor().request(reqwest::Method::POST, "/sign-in").header("sec-fetch-site", "same-origin");
        let request = request.header("cookie", format!("fyrfalt_session={planted}"));
        let signed_in = Answer::of(request.form(&[("email", MANAGER), ("password", PASSWORD)])).await.is(303);
        assert_ne!(token(&signed_in), *planted);
        assert!(!knows(&town, planted).await, "what the attacker knows opens nothing");
    }
}

#[tokio::test]
async fn a_session_ends_when_idle_and_at_the_latest_after_a_week() {
    for (column, age) in [("seen_at", sessions::IDLE), ("created_at", sessions::AT_MOST)] {
        let town = Town::open().await;
        let browser = town.manager().await;
        let mut sql = town.sql().await;
        let mut make_older_by = async |seconds: i64| {
            let statement = sqlx::AssertSqlSafe(format!("UPDATE session SET {column} = {column} - {seconds}"));
            sqlx::query(statement).execute(&mut sql).await.expect("aged");
        };
        make_older_by(age - 30).await;
        assert!(browser.is_signed_in().await, "{column}");
        if column == "seen_at" {
            // Being used made it young again.
            make_older_by(age - 30).await;
            assert!(browser.is_signed_in().await);
        }
        make_older_by(age + 1).await;
        assert!(!browser.is_signed_in().await, "{column}");
    }
}

#[tokio::test]
async fn signing_out_ends_this_session_and_everywhere_ends_all() {
    let town = Town::open().await;
    let (here, there, other) = (town.manager().await, town.manager().await, town.signed_in(OTHER_MANAGER).await);
    let answer = here.post("/sign-out", &[]).await;
    assert_eq!(answer.leads_to(), "/");
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert!(!here.is_signed_in().await && there.is_signed_in().await);

    let here = town.manager().await;
    here.post("/sign-out", &[("everywhere", "true")]).await.is(303);
    assert!(!here.is_signed_in().await && !there.is_signed_in().await);
    assert!(other.is_signed_in().await);
    town.visitor().post("/sign-out", &[("everywhere", "true")]).await.is(303);
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_stays_out() {
    let town = Town::open().await;
    let browser = town.manager().await;
    let mut tx = town.store.database().begin().await.expect("a transaction");
    let email = MANAGER.parse().expect("an address");
    assert!(accounts::disable(&mut tx, &email, 0).await.expect("disabled"));
    assert!(!accounts::disable(&mut tx, &email, 0).await.expect("asked"), "once is all");
    tx.commit().await.expect("committed");
    assert!(!browser.is_signed_in().await);
    town.visitor().sign_in(MANAGER, PASSWORD).await.is(422);
}

#[tokio::test]
async fn guessing_is_slowed_down_also_across_a_restart() {
    let mut town = Town::open().await;
    for _ in 0..5 {
        town.visitor().sign_in(MANAGER, "fel lösenord här").await.is(422);
    }
    let answer = town.visitor().sign_in(MANAGER, PASSWORD).await.is(429);
    let wait: u32 = answer.header("retry-after").parse().expect("seconds");
    assert!((1..=15).contains(&wait), "{wait}");
    town.signed_in(EMPLOYEE).await;
    town.restart().await;
    town.visitor().sign_in(MANAGER, PASSWORD).await.is(429);

    let mut sql = town.sql().await;
    sqlx::query("UPDATE sign_in_failure SET last_at = last_at - 20").execute(&mut sql).await.expect("aged");
    town.visitor().sign_in(MANAGER, "fel lösenord här").await.is(422);
    let answer = town.visitor().sign_in(MANAGER, PASSWORD).await.is(429);
    assert!(answer.header("retry-after").parse::<u32>().expect("seconds") > 15, "it takes longer each time");
}

#[tokio::test]
async fn addresses_without_an_account_are_slowed_down_alike() {
    let town = Town::open().await;
    for _ in 0..5 {
        town.visitor().sign_in("ingen@example.se", "fel lösenord här").await.is(422);
    }
    town.visitor().sign_in("ingen@example.se", "fel lösenord här").await.is(429);
}

#[tokio::test]
async fn guessing_all_at_once_is_no_way_around() {
    let town = Town::open().await;
    let tries = (0..20).map(|_| {
        let browser = town.visitor();
        tokio::spawn(async move { browser.sign_in(MANAGER, "fel lösenord här").await.status })
    });
    let mut heard = 0;
    for tried in tries.collect::<Vec<_>>() {
        heard += u32::from(tried.await.expect("an answer") == 422);
    }
    assert_eq!(heard, 5);
}

#[tokio::test]
async fn succeeding_makes_up_for_failing() {
    let town = Town::open().await;
    for _ in 0..3 {
        for _ in 0..4 {
            town.visitor().sign_in(MANAGER, "fel lösenord här").await.is(422);
        }
        town.visitor().sign_in(MANAGER, PASSWORD).await.is(303);
    }
}

#[tokio::test]
async fn a_client_has_so_many_tries_an_hour() {
    let mut options = generous();
    options.rates.sign_ins = std::num::NonZeroU32::new(2).expect("not zero");
    let town = Town::open_with(options).await;
    town.visitor().sign_in("a@example.se", "fel lösenord här").await.is(422);
    town.visitor().sign_in("b@example.se", "fel lösenord här").await.is(422);
    let answer = town.visitor().sign_in(MANAGER, PASSWORD).await.is(429);
    assert!(answer.header("retry-after").parse::<u32>().expect("seconds") > 0);
}

/// Lets all sessions of the town be too old.
pub async fn expire(town: &Town) {
    let mut sql = town.sql().await;
    sqlx::query("UPDATE session SET seen_at = seen_at - 100000").execute(&mut sql).await.expect("aged");
}

#[tokio::test]
async fn what_was_written_while_a_session_ended_is_sent_after_signing_in_again() {
    let town = Town::open().await;
    let (manager, entry) = (town.manager().await, town.published("Säkrare väg till skolan").await);
    let version = manager.acting(&entry).await["version"].to_string();
    expire(&town).await;
    let path = format!("/portfolio/{entry}/pause");
    let words = "Vi väntar på besked \"från\" <regionen> & staten.";
    let refused = manager.post(&path, &[("reason", words), ("version", &version)]).await;
    assert_eq!(refused.leads_to(), "/sign-in?next=/sign-in/resume");
    let sign_in = manager.get(refused.leads_to()).await.is(200).body;
    assert!(sign_in.contains("Det du skrev finns kvar"), "{sign_in}");
    assert_eq!(manager.get("/sign-in/resume").await.leads_to(), "/sign-in?next=/sign-in/resume");
    // Nobody else gets it, and neither does whoever has no account.
    assert!(town.signed_in(OTHER_MANAGER).await.get("/sign-in/resume").await.body.contains("inget att skicka"));
    let back =
        manager.post("/sign-in", &[("email", MANAGER), ("password", PASSWORD), ("next", "/sign-in/resume")]).await;
    assert_eq!(back.leads_to(), "/sign-in/resume");
    let page = manager.get("/sign-in/resume").await.is(200);
    let written = "Vi väntar på besked &quot;från&quot; &lt;regionen&gt; &amp; staten.";
    assert!(page.body.contains(&format!("action=\"{path}\"")) && page.body.contains(written), "{}", page.body);
    assert_eq!(page.header("cache-control"), "no-store");
    manager.post(&path, &[("reason", ""), ("version", &version)]).await.is(422);
    assert!(manager.get("/sign-in/resume").await.body.contains(written), "what was refused is still kept");
    manager.post(&path, &[("reason", words), ("version", &version)]).await.is(303);
    assert!(manager.get("/sign-in/resume").await.body.contains("inget att skicka"), "what was sent is forgotten");

    // What holds a password is never kept.
    expire(&town).await;
    let passwords = [
        ("action", "password"),
        ("current_password", PASSWORD),
        ("password", "ett nytt lösenord"),
        ("again", "ett nytt lösenord"),
    ];
    let refused = manager.post("/account", &passwords).await;
    assert_eq!(refused.leads_to(), "/sign-in?next=/account");
    assert!(refused.headers.get("set-cookie").is_none());

    // Whoever never was signed in has nothing kept, and is led as before.
    let stranger = town.visitor().post(&path, &[("reason", words)]).await;
    assert_eq!(stranger.leads_to(), format!("/sign-in?next={path}"));
    assert!(stranger.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn what_one_person_wrote_is_not_shown_to_another_in_the_same_browser() {
    let town = Town::open().await;
    let (browser, entry) = (town.manager().await, town.published("Säkrare väg till skolan").await);
    let path = format!("/portfolio/{entry}/comments");
    let comment = [("action", "say"), ("comment", "Det här är bara mitt än så länge.")];
    // A token that nobody was given keeps nothing.
    let made_up = town.visitor();
    let request = made_up.request(reqwest::Method::POST, &format!("/portfolio/{entry}/pause"));
    let request = request.header("sec-fetch-site", "same-origin").header("cookie", "fyrfalt_session=abc");
    let refused = Answer::of(request.form(&[("reason", "Vi väntar på besked.")])).await;
    assert!(refused.headers.get("set-cookie").is_none() && refused.leads_to().ends_with("/pause"));

    expire(&town).await;
    let refused = browser.post(&format!("/portfolio/{entry}/pause"), &[("reason", "Bara mitt.")]).await;
    assert_eq!(refused.leads_to(), "/sign-in?next=/sign-in/resume");
    browser.sign_in(OTHER_MANAGER, PASSWORD).await.is(303);
    assert!(!browser.get("/sign-in/resume").await.is(200).body.contains("Bara mitt."));
    browser.post("/sign-in/resume", &[]).await.is(303);
    browser.post(&path, &comment).await.is(303);
    // The other's leaving it has not thrown it away; the owner's does.
    let mut sql = town.sql().await;
    let mut kept = async || -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM kept_form").fetch_one(&mut sql).await.expect("a count")
    };
    assert_eq!(kept().await, 1);
    let browser = town.manager().await;
    expire(&town).await;
    browser.post(&format!("/portfolio/{entry}/pause"), &[("reason", "Också mitt.")]).await.is(303);
    browser.sign_in(MANAGER, PASSWORD).await.is(303);
    assert!(browser.get("/sign-in/resume").await.is(200).body.contains("Också mitt."));
    assert_eq!(browser.post("/sign-in/resume", &[]).await.leads_to(), format!("/portfolio/{entry}/pause"));
    assert!(browser.get("/sign-in/resume").await.body.contains("inget att skicka"));
    assert_eq!(kept().await, 1);
}

#[tokio::test]
async fn a_field_that_is_sent_twice_counts_once_and_addresses_are_no_form() {
    let town = Town::open().await;
    let twice = [("email", EMPLOYEE), ("email", MANAGER), ("password", PASSWORD), ("password", "fel lösenord här")];
    let browser = town.visitor();
    browser.post("/sign-in", &twice).await.is(303);
    let account = browser.get("/account").await.is(200).body;
    assert!(account.contains(EMPLOYEE) && !account.contains(MANAGER), "{account}");
    let swapped: Vec<_> = twice.into_iter().rev().collect();
    town.visitor().post("/sign-in", &swapped).await.is(422);

    let next = |first, second| [("email", MANAGER), ("password", PASSWORD), ("next", first), ("next", second)];
    for (form, home) in
        [(next("/portfolio", "//evil.example/"), "/portfolio"), (next("//evil.example/", "/portfolio"), "/compass")]
    {
        assert_eq!(town.visitor().post("/sign-in", &form).await.leads_to(), home);
    }
    let by_address = format!("/sign-in?{}", "email=chef@example.se&password=ett%20l%C3%A5ngt%20l%C3%B6senord");
    let refused = town.visitor().post(&by_address, &[("next", "/portfolio")]).await.is(422);
    assert!(refused.headers.get("set-cookie").is_none());
    // The same pair as a form signs in: it is the place that makes the difference.
    town.visitor().sign_in("chef@example.se", "ett långt lösenord").await.is(303);
}
