//! Mail to those who have handed something in, and that nothing is lost on its way.

use crate::{
    harness::*,
    relay::{Reply, Script, relay},
};
use domain::text::Email;
use fyrfalt::{
    clock,
    db::Store,
    mail::{
        MailSettings, Post, Postman,
        settings::{RelayUrl, SiteUrl},
    },
};
use serde_json::json;
use sqlx::AnyConnection;
use tokio::sync::watch;

const ANNA: &str = "anna@example.se";

/// Mails of the outbox: to whom, about what, and how they stand; the oldest first.
pub async fn outbox(sql: &mut AnyConnection) -> Vec<(String, String, String)> {
    sqlx::query_as("SELECT email, kind, state FROM outbox ORDER BY id").fetch_all(sql).await.expect("mails")
}

pub fn mails(expected: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    expected.iter().map(|(to, kind, state)| ((*to).to_owned(), (*kind).to_owned(), (*state).to_owned())).collect()
}

/// The token of the latest following of an address.
pub async fn token(sql: &mut AnyConnection, email: &str) -> String {
    sqlx::query_scalar("SELECT token FROM following WHERE email = $1 ORDER BY id DESC LIMIT 1")
        .bind(email)
        .fetch_one(sql)
        .await
        .expect("a following")
}

impl Town {
    /// Hands in something with an address, and gives its reference and its receipt.
    async fn handed_in_by(&self, browser: &Browser, email: &str) -> (String, String) {
        let form = with(&good(), &[("email", email)]);
        let receipt = browser.call("submit", submission(&form, &new_key())).await.is(200).json();
        let text = |name: &str| receipt[name].as_str().expect("text").to_owned();
        (text("reference"), text("secret"))
    }

    /// A postman for this town, whose mail goes to `address`.
    fn postman(&self, address: &str) -> Postman {
        postman(&self.store, address)
    }

    /// Lets a postman do one round at an instant; when the next mail is due.
    pub async fn round(&self, postman: &mut Postman, now: i64) -> Option<i64> {
        let (_stop, going) = watch::channel(false);
        postman.round(now, &going).await.expect("a round")
    }

    pub async fn act(&self, reference: &str, kind: &str, fields: &[(&str, &str)]) {
        let manager = self.manager().await;
        let version =
            manager.call("acting", json!({ "reference": reference })).await.is(200).json()["version"].to_string();
        let fields: Vec<_> = fields.iter().copied().chain([("version", &*version)]).collect();
        manager.post(&format!("/portfolio/{reference}/{kind}"), &fields).await.is(303);
    }
}

/// A postman for a store, whose mail goes to `address`.
pub fn postman(store: &Store, address: &str) -> Postman {
    let settings = MailSettings {
        relay: RelayUrl::parse(&format!("smtp://{address}")).expect("a relay"),
        from: "portfolj@provkommun.se".parse::<Email>().expect("an address"),
        site: SiteUrl::parse("https://portfolj.provkommun.se").expect("a site"),
    };
    Postman::new(store.clone(), Post::On(Box::new(settings)))
}

impl Browser {
    pub async fn press(&self, token: &str, action: &str) -> Answer {
        self.post(&format!("/following/{token}"), &[("action", action)]).await
    }
}

#[tokio::test]
async fn a_submitter_is_mailed_at_each_step_once_the_address_is_confirmed() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let (reference, secret) = town.handed_in_by(&town.visitor(), ANNA).await;
    assert_eq!(outbox(&mut sql).await, mails(&[(ANNA, "confirm", "waiting")]));
    let receipt = town.visitor().get(&format!("/receipt/{secret}")).await.is(200);
    assert!(receipt.body.contains("a…@example.se") && !receipt.body.contains(ANNA), "{}", receipt.body);

    let token = token(&mut sql, ANNA).await;
    let page = town.visitor().get(&format!("/following/{token}")).await.is(200);
    assert!(!page.body.contains("Säkrare väg"), "what was handed in is not told to a stranger");
    town.visitor().get(&format!("/following/{token}")).await.is(200);
    assert_eq!(outbox(&mut sql).await.len(), 1, "looking changes nothing");

    let answer = town.visitor().press(&token, "confirm").await;
    assert_eq!(answer.leads_to(), format!("/following/{token}?done=confirm"));
    let again = town.visitor().press(&token, "confirm").await;
    assert_eq!(again.leads_to(), format!("/following/{token}?done=again"));
    let page = town.visitor().get(again.leads_to()).await.is(200);
    assert!(page.body.contains("Länken har använts förut"));

    town.manager().await.publish(&reference).await.is(303);
    town.act(&reference, "pause", &[("reason", "Väntar på pengar.")]).await;
    let kinds: Vec<_> = outbox(&mut sql).await.into_iter().map(|(_, kind, _)| kind).collect();
    assert_eq!(kinds, ["confirm", "received", "published", "moved"]);

    town.visitor().press(&token, "stop").await.is(303);
    town.act(&reference, "reopen", &[("reason", "Nu finns pengarna.")]).await;
    assert_eq!(outbox(&mut sql).await.len(), 4, "stopped is stopped");
}

#[tokio::test]
async fn whoever_confirms_late_is_told_where_it_stands() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let (reference, _) = town.handed_in_by(&town.visitor(), ANNA).await;
    let edit = revision(&town.manager().await.received(&reference).await);
    let reason = [("reason", "Det görs redan.")];
    town.manager().await.decide(&reference, "decline", &edit, &reason).await.is(303);
    assert_eq!(outbox(&mut sql).await.len(), 1, "nothing of it before the address is confirmed");
    let token = token(&mut sql, ANNA).await;
    town.visitor().press(&token, "confirm").await.is(303);
    assert_eq!(outbox(&mut sql).await[1], mails(&[(ANNA, "declined", "waiting")])[0]);
}

#[tokio::test]
async fn a_submitter_is_mailed_what_is_asked_and_where_it_goes() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let manager = town.manager().await;
    let (asked, secret) = town.handed_in_by(&town.visitor(), ANNA).await;
    town.visitor().press(&token(&mut sql, ANNA).await, "confirm").await.is(303);
    manager.answer(&asked, "ask", &[("question", "Var är det mörkt?")]).await.is(303);
    manager.answer(&asked, "send-on", &[("channel", "fault-report"), ("reason", "Lampan är trasig.")]).await.is(303);
    let kinds = |mails: Vec<(String, String, String)>| mails.into_iter().map(|(_, kind, _)| kind).collect::<Vec<_>>();
    assert_eq!(kinds(outbox(&mut sql).await), ["confirm", "received", "asked", "sent-on"]);
    assert!(!secret.is_empty());

    // What it was merged into goes on for both, but what is asked of one is not asked of the other.
    let target = town.submitted("Belysning längs ån").await;
    let (merged, _) = town.handed_in_by(&town.visitor(), "bo@example.se").await;
    let bo = token(&mut sql, "bo@example.se").await;
    town.visitor().press(&bo, "confirm").await.is(303);
    manager.answer(&merged, "merge", &[("into", &target), ("reason", "Samma sak.")]).await.is(303);
    manager.answer(&target, "ask", &[("question", "Vilken sida av ån?")]).await.is(303);
    manager.publish(&target).await.is(303);
    town.act(&target, "pause", &[("reason", "Väntar på pengar.")]).await;
    let of_bo: Vec<_> = outbox(&mut sql).await.into_iter().filter(|(to, ..)| to == "bo@example.se").collect();
    assert_eq!(kinds(of_bo), ["confirm", "received", "merged", "published", "moved"]);
}

#[tokio::test]
async fn an_account_need_not_confirm_its_own_address_but_any_other() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let employee = town.signed_in(EMPLOYEE).await;
    town.handed_in_by(&employee, EMPLOYEE).await;
    town.handed_in_by(&employee, ANNA).await;
    assert_eq!(outbox(&mut sql).await, mails(&[(EMPLOYEE, "received", "waiting"), (ANNA, "confirm", "waiting")]));
}

#[tokio::test]
async fn the_receipt_changes_where_mail_goes() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let (_, secret) = town.handed_in_by(&town.visitor(), ANNA).await;
    let path = format!("/receipt/{secret}");
    let visitor = town.visitor();
    let answer = visitor.post(&path, &[("action", "give"), ("email", "inte en adress")]).await.is(422);
    assert!(answer.body.contains("value=\"inte en adress\"") && answer.body.contains("href=\"#field-email\""));
    let answer = visitor.post(&path, &[("action", "give"), ("email", "anna@annan.se")]).await;
    assert_eq!(answer.leads_to(), format!("{path}?mail=given"));
    let token = token(&mut sql, "anna@annan.se").await;
    visitor.press(&token, "confirm").await.is(303);
    assert_eq!(
        outbox(&mut sql).await,
        mails(&[
            (ANNA, "confirm", "waiting"),
            ("anna@annan.se", "confirm", "waiting"),
            ("anna@annan.se", "received", "waiting")
        ])
    );
    visitor.post(&path, &[("action", "stop")]).await.is(303);
    assert!(visitor.get(&path).await.body.contains("Du får inga mejl till a…@annan.se"));
    visitor.post(&path, &[("action", "resume")]).await.is(303);
    assert!(visitor.get(&path).await.body.contains("är bekräftad"));
    visitor.post("/receipt/0", &[("action", "stop")]).await.is(404);
    visitor.post(&path, &[("action", "burn")]).await.is(422);
}

#[tokio::test]
async fn a_mail_arrives_with_links_to_the_configured_site() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    town.handed_in_by(&town.visitor(), ANNA).await;
    let relay = relay(Script::default()).await;
    let mut postman = town.postman(&relay.address);
    assert_eq!(town.round(&mut postman, clock::now() + 1).await, None);
    assert_eq!(outbox(&mut sql).await, mails(&[(ANNA, "confirm", "sent")]));
    let letter: Option<String> =
        sqlx::query_scalar("SELECT letter FROM outbox").fetch_one(&mut sql).await.expect("a row");
    assert_eq!(letter, None, "what was said is not kept");
    let mails = relay.taken();
    assert_eq!(mails.len(), 1);
    // Long lines are broken in transport.
    let mail = mails[0].replace("=\r\n", "");
    let token = token(&mut sql, ANNA).await;
    assert!(mail.contains(&format!("https://portfolj.provkommun.se/following/{token}")), "{mail}");
    assert!(!mail.contains(&town.url));
}

#[tokio::test]
async fn what_is_refused_for_now_is_tried_again_and_for_good_is_told() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let (_, secret) = town.handed_in_by(&town.visitor(), ANNA).await;
    let script = Script {
        rcpt: vec![Reply::Line("451 4.7.1 greylisted"), Reply::Line("550 5.1.1 no such user")],
        ..Script::default()
    };
    let relay = relay(script).await;
    let mut postman = town.postman(&relay.address);
    let now = clock::now() + 1;
    let next = town.round(&mut postman, now).await.expect("it is tried again");
    assert!((now + 3..=now + 7).contains(&next), "{}", next - now);
    assert_eq!(outbox(&mut sql).await, mails(&[(ANNA, "confirm", "waiting")]));
    town.round(&mut postman, next).await;
    assert_eq!(outbox(&mut sql).await, mails(&[(ANNA, "confirm", "failed")]));

    let receipt = town.visitor().get(&format!("/receipt/{secret}")).await.is(200);
    assert!(receipt.body.contains("har kommit tillbaka"), "{}", receipt.body);
    let manager = town.manager().await;
    let page = manager.get("/manage/outbox").await.is(200);
    assert!(page.body.contains("550 5.1.1 no such user") && page.body.contains(ANNA), "{}", page.body);
    let secrets: Vec<String> = sqlx::query_scalar("SELECT token FROM following UNION SELECT token FROM mail_address")
        .fetch_all(&mut sql)
        .await
        .expect("tokens");
    assert!(secrets.iter().all(|secret| !page.body.contains(secret)));
    assert!(!page.body.contains(&secret));

    let answer = manager.post("/manage/outbox", &[("id", "1"), ("page", "1")]).await;
    assert_eq!(answer.leads_to(), "/manage/outbox?page=1&done=again");
    let again = manager.post("/manage/outbox", &[("id", "1")]).await;
    assert_eq!(again.leads_to(), "/manage/outbox?page=1&done=gone");
    town.round(&mut postman, clock::now() + 1).await;
    assert_eq!(outbox(&mut sql).await, mails(&[(ANNA, "confirm", "sent")]));
    assert!(!town.visitor().get(&format!("/receipt/{secret}")).await.body.contains("har kommit tillbaka"));
}

#[tokio::test]
async fn a_refused_address_loses_nothing() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let (reference, _) = town.handed_in_by(&town.visitor(), ANNA).await;
    let token = token(&mut sql, ANNA).await;
    town.visitor().press(&token, "confirm").await.is(303);
    let relay =
        relay(Script { rcpt: vec![Reply::Line("250 ok"), Reply::Line("550 5.2.2 full")], ..Script::default() }).await;
    let mut postman = town.postman(&relay.address);
    town.round(&mut postman, clock::now() + 1).await;
    town.manager().await.publish(&reference).await.is(303);
    town.round(&mut postman, clock::now() + 1).await;
    let states: Vec<_> = outbox(&mut sql).await.into_iter().map(|(_, kind, state)| format!("{kind} {state}")).collect();
    assert_eq!(states, ["confirm sent", "received failed", "published waiting"], "held, not tried");
    town.manager().await.post("/manage/outbox", &[("id", "2")]).await.is(303);
    town.round(&mut postman, clock::now() + 1).await;
    assert!(outbox(&mut sql).await.iter().all(|(_, _, state)| state == "sent"));
}

#[tokio::test]
async fn a_server_that_hangs_up_or_is_away_delays_and_loses_nothing() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    for email in [ANNA, "bo@example.se"] {
        town.handed_in_by(&town.visitor(), email).await;
    }
    let relay = relay(Script { data: vec![Reply::HangUp], ..Script::default() }).await;
    let mut postman = town.postman(&relay.address);
    let now = clock::now() + 1;
    let next = town.round(&mut postman, now).await.expect("one waits");
    assert_eq!(
        outbox(&mut sql).await,
        mails(&[(ANNA, "confirm", "waiting"), ("bo@example.se", "confirm", "sent")]),
        "one mail's trouble is not the next one's"
    );
    // A postman of a later start, whose server is away.
    let mut away = town.postman("127.0.0.1:9");
    let later = town.round(&mut away, next).await.expect("it waits");
    assert!(later > next);
    let (setback, tries): (String, i64) =
        sqlx::query_as("SELECT setback, tries FROM outbox WHERE id = 1").fetch_one(&mut sql).await.expect("a row");
    assert_eq!((setback.as_str(), tries), ("unreachable", 2));
    town.round(&mut postman, later).await;
    assert!(outbox(&mut sql).await.iter().all(|(_, _, state)| state == "sent"));
    let ids: Vec<String> = relay
        .taken()
        .iter()
        .filter_map(|mail| mail.lines().find(|line| line.starts_with("Message-ID")).map(str::to_owned))
        .collect();
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_sender_that_our_server_does_not_take_is_nobody_elses_fault() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    town.handed_in_by(&town.visitor(), ANNA).await;
    let relay = relay(Script { mail: vec![Reply::Line("550 5.7.1 sender not allowed")], ..Script::default() }).await;
    let mut postman = town.postman(&relay.address);
    town.round(&mut postman, clock::now() + 1).await;
    let refused: i64 = sqlx::query_scalar("SELECT count(*) FROM mail_address WHERE refused_at IS NOT NULL")
        .fetch_one(&mut sql)
        .await
        .expect("a count");
    assert_eq!((refused, outbox(&mut sql).await), (0, mails(&[(ANNA, "confirm", "waiting")])));
}

#[tokio::test]
async fn only_managers_see_what_is_mailed() {
    let town = Town::open().await;
    town.handed_in_by(&town.visitor(), ANNA).await;
    for (who, status) in [(Who::Resident, 401), (Who::Employee, 403)] {
        let answer = town.browser(who).await.get("/manage/outbox").await.is(status);
        assert!(!answer.body.contains(ANNA), "{who:?}");
    }
    assert_eq!(town.visitor().post("/manage/outbox", &[("id", "1")]).await.leads_to(), "/sign-in?next=/manage/outbox");
    town.signed_in(EMPLOYEE).await.post("/manage/outbox", &[("id", "1")]).await.is(403);
}

/// What lies in the outbox once something does: whoever forgot a password is answered before it is written.
async fn once_written(sql: &mut AnyConnection, count: usize) -> Vec<(String, String, String)> {
    for _ in 0..200 {
        let written = outbox(sql).await;
        if written.len() >= count {
            return written;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nothing was written")
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_by_mail() {
    let town = Town::open_with_mail().await;
    let mut sql = town.sql().await;
    assert!(town.visitor().get("/sign-in").await.is(200).body.contains("href=\"/password\""));
    for email in ["ingen@example.se", EMPLOYEE] {
        let answer = town.visitor().post("/password", &[("email", email)]).await;
        assert_eq!(answer.leads_to(), "/password?done=1", "nobody learns who has an account");
    }
    let faulty = town.visitor().post("/password", &[("email", "inte en adress")]).await.is(422);
    assert!(faulty.body.contains("value=\"inte en adress\""), "{}", faulty.body);
    assert_eq!(once_written(&mut sql, 1).await, mails(&[(EMPLOYEE, "reset", "waiting")]));
    let letter: String = sqlx::query_scalar("SELECT letter FROM outbox").fetch_one(&mut sql).await.expect("a letter");
    assert!(letter.len() < 40, "no secret lies there: {letter}");

    let relay = relay(Script::default()).await;
    let mut postman = town.postman(&relay.address);
    town.round(&mut postman, clock::now() + 1).await;
    let mail = relay.taken()[0].replace("=\r\n", "");
    assert!(!mail.contains("List-Unsubscribe"));
    let (_, link) = mail.split_once("https://portfolj.provkommun.se/password/").expect("a link");
    let token: String = link.chars().take_while(char::is_ascii_hexdigit).collect();
    let page = format!("/password/{token}");
    town.visitor().get(&page).await.is(200);
    let chosen = [("password", "ett helt nytt lösenord"), ("again", "ett helt nytt lösenord")];
    town.visitor().post(&page, &chosen).await.is(303);
    town.visitor().post(&page, &chosen).await.is(404);
    town.visitor().sign_in(EMPLOYEE, PASSWORD).await.is(422);
    town.visitor().sign_in(EMPLOYEE, "ett helt nytt lösenord").await.is(303);
}

#[tokio::test]
async fn nobodys_mailbox_is_filled_by_somebody_else() {
    let town = Town::open_with_mail().await;
    let mut sql = town.sql().await;
    for _ in 0..3 {
        let before = outbox(&mut sql).await.len();
        town.visitor().post("/password", &[("email", EMPLOYEE)]).await.is(303);
        once_written(&mut sql, before + 1).await;
    }
    town.visitor().post("/password", &[("email", EMPLOYEE)]).await.is(303);
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(outbox(&mut sql).await.len(), 3);
}

#[tokio::test]
async fn where_no_mail_is_sent_an_administrator_makes_the_link() {
    let town = Town::open().await;
    town.visitor().get("/password").await.is(404);
    town.visitor().post("/password", &[("email", EMPLOYEE)]).await.is(404);
    assert!(town.visitor().get("/sign-in").await.body.contains("Be en administratör"));
}
