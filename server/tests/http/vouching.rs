//! Mail, and what single sign-on says, go encrypted and to those alone whom somebody vouches for whom the machine trusts.

use crate::{
    authority::Authority,
    harness::*,
    issuer::{Issuer, SECRET, SITE, Setup, Visit},
    mailing::{mails, outbox, postman},
    program::{Running, program},
    relay::{NO_TLS, Relay, Script, Tls, relay},
};
use fyrfalt::{clock, db::Address};
use sqlx::AnyConnection;
use std::{process::Stdio, time::Duration};
use tempfile::TempDir;

const ANNA: &str = "anna@example.se";
/// User and password, and how they are said to a mail server.
const WHO: &str = "fyrfalt:hemligt";
const SAID: &str = "AUTH PLAIN AGZ5cmZhbHQAaGVtbGlndA==";

impl Relay {
    /// By the name that certificates are for, with user and password.
    fn named(&self) -> String {
        let (_, port) = self.address.rsplit_once(':').expect("a port");
        format!("{WHO}@localhost:{port}")
    }
}

async fn hand_in(browser: &Browser) {
    browser.call("submit", submission(&with(&good(), &[("email", ANNA)]), &new_key())).await.is(200);
}

/// What a mail server hears of a town that insists on STARTTLS, and why the mail waits.
async fn insists(relay: &Relay) -> (Vec<String>, String) {
    let town = Town::open().await;
    hand_in(&town.visitor()).await;
    let mut postman = postman(&town.store, &format!("{}?tls=starttls", relay.named()));
    town.round(&mut postman, clock::now()).await;
    let mut sql = town.sql().await;
    assert_eq!(outbox(&mut sql).await, mails(&[(ANNA, "confirm", "waiting")]));
    assert!(relay.taken().is_empty());
    let why = sqlx::query_scalar("SELECT reply FROM outbox").fetch_one(&mut sql).await.expect("a reply");
    (relay.heard(), why)
}

#[tokio::test]
async fn a_mail_server_that_offers_no_encryption_gets_neither_mail_nor_password() {
    let (heard, why) = insists(&relay(Script::default()).await).await;
    assert_eq!(heard, ["EHLO portfolj.provkommun.se"]);
    assert!(why.contains("STARTTLS"), "{why}");
}

#[tokio::test]
async fn a_mail_server_that_nobody_vouches_for_gets_neither_mail_nor_password() {
    let tls = Tls::Offered(Authority::new().vouch_for("localhost"));
    let (heard, why) = insists(&relay(Script { tls, ..Script::default() }).await).await;
    assert_eq!(heard, ["EHLO portfolj.provkommun.se", "STARTTLS", NO_TLS]);
    assert!(why.contains("certificate"), "{why}");
}

/// The program itself, which trusts an authority.
struct Trusting {
    running: Running,
    folder: TempDir,
}

impl Trusting {
    async fn start(trusted: &Authority, arguments: &[&str]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let mut program = program();
        program.env("SSL_CERT_FILE", trusted.certificate()).env_remove("SSL_CERT_DIR");
        let arguments = [&["--public-url", "https://portfolj.provkommun.se"], arguments].concat();
        let running = Running::start_as(program, &folder.path().join("town.db"), &arguments).await;
        Self { running, folder }
    }

    /// One that has a mail to send.
    async fn with_mail(trusted: &Authority, relay: &str) -> Self {
        let started = Self::start(trusted, &["--smtp-url", relay, "--mail-from", "portfolj@provkommun.se"]).await;
        hand_in(&Browser::new(&started.running.url)).await;
        started
    }

    async fn sql(&self) -> AnyConnection {
        connect(&Address::from(&*self.folder.path().join("town.db"))).await
    }

    /// One whose people sign in at an issuer.
    async fn with_issuer(trusted: &Authority, issuer: &Issuer) -> Self {
        let known = ["--sso-client-id", SITE, "--sso-client-secret", SECRET, "--sso-roles", "Alla=employee"];
        Self::start(trusted, &[&["--sso-issuer", &issuer.address], &known[..]].concat()).await
    }
}

#[tokio::test]
async fn a_mail_server_that_is_vouched_for_gets_mail_and_password_encrypted() {
    let authority = Authority::new();
    let server = authority.vouch_for("localhost");
    for (tls, before, scheme, query) in [
        (Tls::Implicit(server.clone()), &[][..], "smtps", ""),
        (Tls::Offered(server), &["EHLO portfolj.provkommun.se", "STARTTLS"], "smtp", "?tls=starttls"),
    ] {
        let relay = relay(Script { tls, ..Script::default() }).await;
        let town = Trusting::with_mail(&authority, &format!("{scheme}://{}{query}", relay.named())).await;
        until("a mail", async || !relay.taken().is_empty()).await;
        assert!(relay.taken()[0].contains(ANNA));
        let (encrypted, plain): (Vec<_>, Vec<_>) =
            relay.heard().into_iter().partition(|line| line.starts_with("tls: "));
        assert_eq!(plain, before, "{scheme}");
        assert!(encrypted.contains(&format!("tls: {SAID}")), "{scheme}: {encrypted:?}");
        let mut sql = town.sql().await;
        until("its record", async || outbox(&mut sql).await == mails(&[(ANNA, "confirm", "sent")])).await;
    }
}

#[tokio::test]
async fn a_mail_server_of_another_name_or_vouched_for_by_somebody_else_is_told_nothing() {
    let authority = Authority::new();
    for server in [authority.vouch_for("mejl.example.se"), Authority::new().vouch_for("localhost")] {
        let relay = relay(Script { tls: Tls::Implicit(server), ..Script::default() }).await;
        let town = Trusting::with_mail(&authority, &format!("smtps://{}", relay.named())).await;
        until("a try", async || !relay.heard().is_empty()).await;
        assert_eq!(relay.heard(), [NO_TLS]);
        assert!(relay.taken().is_empty());
        assert_eq!(outbox(&mut town.sql().await).await, mails(&[(ANNA, "confirm", "waiting")]));
    }
}

#[tokio::test]
async fn an_issuer_is_gone_to_only_where_it_is_vouched_for() {
    let authority = Authority::new();
    let open = async |server| Issuer::open_as(Setup { tls: Some(server), ..Setup::default() }).await;
    let issuer = open(authority.vouch_for("localhost")).await;
    let town = Trusting::with_issuer(&authority, &issuer).await;
    let visit = Visit::begin(Browser::new(&town.running.url)).await;
    let answer = issuer.lead_back(&visit, issuer.token(&visit).signed_by(&issuer.key)).await;
    assert_eq!(answer.leads_to(), "/");
    assert!(visit.browser.is_signed_in().await);

    for server in [authority.vouch_for("login.example.se"), Authority::new().vouch_for("localhost")] {
        let town = Trusting::with_issuer(&authority, &open(server).await).await;
        let answer = Browser::new(&town.running.url).get("/sign-in/sso").await;
        assert_eq!(answer.leads_to(), "/sign-in?sso=unreachable");
    }
}

#[tokio::test]
async fn an_issuer_that_is_spoken_to_encrypted_cannot_lead_to_where_it_is_not() {
    let authority = Authority::new();
    let plain = Issuer::open().await;
    let setup = Setup {
        tokens: Some(format!("{}/token", plain.address)),
        tls: Some(authority.vouch_for("localhost")),
        ..Setup::default()
    };
    let issuer = Issuer::open_as(setup).await;
    let town = Trusting::with_issuer(&authority, &issuer).await;
    let visit = Visit::begin(Browser::new(&town.running.url)).await;
    let answer = plain.lead_back(&visit, issuer.token(&visit).signed_by(&issuer.key)).await;
    assert_eq!(answer.leads_to(), "/sign-in?sso=untrusted");
    assert!(!visit.browser.is_signed_in().await);
}

#[tokio::test]
async fn an_issuer_that_does_not_encrypt_is_refused_unless_it_is_on_the_same_machine() {
    let folder = TempDir::new().expect("a folder");
    let database = format!("sqlite:{}", folder.path().join("town.db").display());
    let settings =
        ["--public-url", "https://portfolj.provkommun.se", "--sso-client-id", SITE, "--sso-roles", "*=employee"];
    let output = program()
        .args(["serve", "--addr", "127.0.0.1:0", "--database", &database, "--sso-issuer", "http://login.example.se"])
        .args(settings)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts")
        .wait_with_output();
    let output = tokio::time::timeout(Duration::from_secs(30), output).await.expect("it ends").expect("an end");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.ends_with("--sso-issuer must begin with https://, unless it is on the same machine\n"), "{said}");
    assert!(!output.status.success());

    let here = Issuer::open().await;
    let town = Trusting::with_issuer(&Authority::new(), &here).await;
    let answer = Browser::new(&town.running.url).get("/sign-in/sso").await;
    assert!(answer.leads_to().starts_with(&here.address), "{}", answer.leads_to());
}
