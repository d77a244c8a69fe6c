//! What the log of the program tells whoever watches over it: who came in, who did not, and what broke.

use crate::{
    harness::{Answer, Browser, queue, until},
    program::{Running, log_lines},
};
use app::settings::{DEMO_ACCOUNTS, DEMO_PASSWORD};
use domain::access::RoleName;
use fyrfalt::db::Address;
use serde_json::{Value, json};
use tempfile::TempDir;

/// What is told of a request that took long.
const SLOW: &str = "slow, or turned away";

/// The lines of the log that belong to an answer: their level, what they say, and the status where they tell it.
fn told_of(running: &Running, answer: &Answer) -> Vec<(String, String, Option<u64>)> {
    let id = answer.header("x-request-id");
    assert!(!id.is_empty(), "{answer:?}");
    // On a busy machine it may be told of a request as well that it was slow.
    let slow = |line: &Value| line["message"] == SLOW;
    let lines = log_lines(running).into_iter().filter(|line| line["span"]["id"] == *id && !slow(line));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    lines.map(|line| (text(&line["level"]), text(&line["message"]), line["status"].as_u64())).collect()
}

fn line(level: &str, message: &str, status: Option<u64>) -> (String, String, Option<u64>) {
    (level.to_owned(), message.to_owned(), status)
}

/// The only line that says something, once it is there.
async fn once_told(running: &Running, message: &str) -> Value {
    let told = || log_lines(running).into_iter().find(|line| line["message"] == message);
    until(message, async || told().is_some()).await;
    told().unwrap_or_else(|| panic!("{message} is not in {:?}", log_lines(running)))
}

/// Sends a form of what nobody may, as another site would make a browser do.
async fn from_elsewhere(browser: &Browser) -> Answer {
    let request = browser.request(reqwest::Method::POST, "/sign-out").header("origin", "https://evil.example");
    Answer::of(request.form(&[("everywhere", "true")])).await
}

#[tokio::test]
async fn sign_ins_refusals_and_what_breaks_are_logged_with_their_cause_and_without_names() {
    const STRANGER: &str = "frammande@example.se";
    let employee = DEMO_ACCOUNTS.iter().find(|account| account.role == RoleName::Employee).expect("an employee");
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("town.db");
    // Nobody listens there: a port that was free a moment ago.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let relay = format!("smtp://{gone}");
    let mut options = vec!["--demo", "--log-format", "json", "--public-url", "http://localhost:3000"];
    options.extend(["--smtp-url", &*relay, "--mail-from", "portfolj@provkommun.se"]);
    // As it is set up by itself: nothing is asked of `--log`.
    let running = Running::start(&path, &options).await;
    let (stranger, browser) = (Browser::new(&running.url), Browser::new(&running.url));

    let entered = browser.sign_in(employee.email, DEMO_PASSWORD).await.is(303);
    assert_eq!(told_of(&running, &entered), [line("INFO", "signed in", None)]);
    let signed_in = once_told(&running, "signed in").await;
    assert!(signed_in["account"].is_i64() && signed_in["span"]["route"] == "/sign-in", "{signed_in}");
    assert!(signed_in["timestamp"].as_str().is_some_and(|time| time.ends_with('Z')), "{signed_in}");
    for email in [employee.email, STRANGER] {
        let refused = stranger.sign_in(email, "ett gissat ord").await.is(422);
        assert_eq!(told_of(&running, &refused), [line("WARN", "a sign-in was refused", None)], "{email}");
    }
    for (answer, status) in [
        (stranger.call("queue", queue(&json!({}))).await, 401),
        (browser.call("queue", queue(&json!({}))).await, 403),
        (browser.get("/manage").await, 403),
        (from_elsewhere(&browser).await, 403),
    ] {
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(told_of(&running, &answer), [line("INFO", "refused", Some(status.into()))]);
    }
    let mut slowed = stranger.sign_in(STRANGER, "ett gissat ord").await;
    for _ in 0..20 {
        slowed = stranger.sign_in(STRANGER, "ett gissat ord").await;
    }
    assert_eq!(told_of(&running, &slowed.is(429)), [line("INFO", "refused", Some(429))]);

    // A mail server that is away.
    let follow = [("filter", "q=skola"), ("email", "foljare@example.se"), ("pace", "at-once")];
    stranger.post("/follow", &follow).await.is(303);
    let away = once_told(&running, "the mail server cannot be used; the mails wait").await;
    assert!(away["level"] == "WARN" && away["reply"].as_str().is_some_and(|why| why.len() > 5), "{away}");

    // A store that no longer answers.
    let mut sql = crate::harness::connect(&Address::from(&*path)).await;
    sqlx::query("ALTER TABLE sign_in_failure RENAME TO gone").execute(&mut sql).await.expect("broken");
    let broken = stranger.sign_in(STRANGER, "ett gissat ord").await.is(500);
    let told = [line("ERROR", "the store could not answer", None), line("ERROR", "failed", Some(500))];
    assert_eq!(told_of(&running, &broken), told);
    let cause = once_told(&running, "the store could not answer").await;
    assert!(cause["error"].as_str().is_some_and(|why| why.contains("no such table: sign_in_failure")), "{cause}");
    assert!(!broken.body.contains("sign_in_failure"), "pages say none of it");

    let log = std::fs::read_to_string(&running.log).expect("a log").to_lowercase();
    for hidden in ["@", STRANGER, "gissat", DEMO_PASSWORD, employee.name, "foljare", "q=skola"] {
        assert!(!log.contains(&hidden.to_lowercase()), "{hidden}: {log}");
    }
    running.stop().await;
}
