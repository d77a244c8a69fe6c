//! Single sign-on believes the issuer's own tokens, and no other.

use crate::{harness::*, issuer::*};
use fyrfalt::clock;
use openidconnect::{
    PrivateSigningKey,
    core::{CoreHmacKey, CoreRsaPrivateSigningKey},
};
use serde_json::json;

/// What a forger makes of an honest token, and the way it is signed.
type Forgery = fn(Token, &Keys) -> String;

struct Keys<'a> {
    issuers: &'a CoreRsaPrivateSigningKey,
    forgers: CoreRsaPrivateSigningKey,
}

/// Tries each forgery in a visit of its own, and then an honest token: what is refused is the forgery.
async fn refuses(forgeries: &[(&str, Forgery)]) {
    let issuer = Issuer::open().await;
    let town = issuer.town().await;
    let keys = Keys { issuers: &issuer.key, forgers: new_key_pair() };
    for (name, forge) in forgeries {
        let visit = Visit::begin(town.visitor()).await;
        let token = forge(issuer.token(&visit), &keys);
        let answer = issuer.lead_back(&visit, token).await;
        assert_eq!(answer.leads_to(), "/sign-in?sso=untrusted", "{name}");
        assert!(!visit.browser.is_signed_in().await, "{name}");
        assert_eq!(accounts(&town).await, 0, "{name}");
    }
    let visit = Visit::begin(town.visitor()).await;
    let answer = issuer.lead_back(&visit, issuer.token(&visit).signed_by(&issuer.key)).await;
    assert_eq!(answer.leads_to(), "/");
    assert!(visit.browser.is_signed_in().await);
    assert_eq!(accounts(&town).await, 1);
}

/// How many accounts single sign-on has made.
async fn accounts(town: &Town) -> i64 {
    let count = "SELECT count(*) FROM account WHERE subject IS NOT NULL";
    sqlx::query_scalar(count).fetch_one(&mut town.sql().await).await.expect("a count")
}

#[tokio::test]
async fn a_token_that_the_issuer_did_not_sign_signs_nobody_in() {
    refuses(&[
        ("another key of the same name", |token, keys| token.signed_by(&keys.forgers)),
        ("another key, which the token brings along", |token, keys| {
            let key = serde_json::to_value(keys.forgers.as_verification_key()).expect("a key");
            token.headed("kid", "annan").headed("jwk", key).signed_by(&keys.forgers)
        }),
        ("changed after it was signed", |token, keys| {
            let signed = token.signed_by(keys.issuers);
            let (_, signature) = signed.rsplit_once('.').expect("a signature");
            format!("{}{signature}", token.with("sub", "admin").unsigned())
        }),
        ("not signed", |token, _| token.unsigned()),
        ("not signed, and saying so", |token, _| token.headed("alg", "none").unsigned()),
        ("saying that it is not signed", |token, keys| {
            let signed = token.signed_by(keys.issuers);
            let (_, signature) = signed.rsplit_once('.').expect("a signature");
            format!("{}{signature}", token.headed("alg", "none").unsigned())
        }),
        ("the issuer's public key as a secret", |token, keys| {
            let public = serde_json::to_vec(&keys.issuers.as_verification_key()).expect("a key");
            token.headed("alg", "HS256").signed_by(&CoreHmacKey::new(public))
        }),
    ])
    .await;
}

#[tokio::test]
async fn a_token_for_another_site_or_visit_or_of_another_issuer_or_kind_signs_nobody_in() {
    refuses(&[
        ("for another site", |token, keys| token.with("aud", "annan").signed_by(keys.issuers)),
        ("for another site too", |token, keys| token.with("aud", json!([SITE, "annan"])).signed_by(keys.issuers)),
        ("for no site", |token, keys| token.without("aud").signed_by(keys.issuers)),
        ("of another issuer", |token, keys| token.with("iss", "https://elak.example.com").signed_by(keys.issuers)),
        ("of no issuer", |token, keys| token.without("iss").signed_by(keys.issuers)),
        ("of another visit", |token, keys| token.with("nonce", "en annan gång").signed_by(keys.issuers)),
        ("of no visit", |token, keys| token.without("nonce").signed_by(keys.issuers)),
        ("of another kind", |token, keys| token.headed("typ", "at+jwt").signed_by(keys.issuers)),
        ("beside another access token", |token, keys| {
            token.with("at_hash", "AAAAAAAAAAAAAAAAAAAAAA").signed_by(keys.issuers)
        }),
    ])
    .await;
}

#[tokio::test]
async fn a_token_outside_of_its_time_signs_nobody_in() {
    refuses(&[
        ("its time is over", |token, keys| token.with("exp", clock::now() - 1).signed_by(keys.issuers)),
        ("its time has no end", |token, keys| token.without("exp").signed_by(keys.issuers)),
        ("its time has not come", |token, keys| token.with("nbf", clock::now() + 600).signed_by(keys.issuers)),
        ("its time begins at no time", |token, keys| token.with("nbf", "snart").signed_by(keys.issuers)),
    ])
    .await;
}

#[tokio::test]
async fn an_issuer_that_says_it_is_another_is_not_gone_to() {
    let setup = Setup { name: Some("https://login.example.se".to_owned()), ..Setup::default() };
    let issuer = Issuer::open_as(setup).await;
    let answer = issuer.town().await.visitor().get("/sign-in/sso").await;
    assert_eq!(answer.leads_to(), "/sign-in?sso=unreachable");
}
