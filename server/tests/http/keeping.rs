//! A form that is refused comes back with everything as it was written.

use crate::{harness::*, html::fields};

/// Fails where a page does not hold every field of a form as it was written.
fn assert_keeps(page: &str, form: &Fields) {
    let kept = fields(page);
    for field in form.iter().filter(|(name, _)| !["key", "version", "reason"].contains(&name.as_str())) {
        assert!(kept.contains(field), "{field:?} is lost: {kept:?}");
    }
}

#[tokio::test]
async fn a_refused_form_keeps_every_word() {
    let town = Town::open().await;
    let form = with(
        &good(),
        &[
            ("title", "Nej"),
            ("need", "Ett behov & ett <skäl>\n\nsom är långt nog."),
            ("naming", "public"),
            ("name", "Siv"),
            ("email", "siv"),
            ("priority", "high"),
        ],
    );
    let pairs: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = town.visitor().post("/submit", &pairs).await.is(422);
    assert_keeps(&answer.body, &form);
}

#[tokio::test]
async fn a_form_that_was_sent_before_gets_a_new_key() {
    let town = Town::open().await;
    let browser = town.visitor();
    let key = |page: &str| fields(page).into_iter().find(|(name, _)| name == "key").expect("a key").1;
    let first = key(&browser.get("/submit").await.is(200).body);
    let send = async |form: &Fields, key: &str| {
        let form = with(form, &[("key", key)]);
        let pairs: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post("/submit", &pairs).await
    };
    send(&good(), &first).await.is(303);
    let other = with(&good(), &[("title", "En annan titel")]);
    let refused = send(&other, &first).await.is(409);
    assert_keeps(&refused.body, &other);
    let second = key(&refused.body);
    assert_ne!(second, first);
    send(&other, &second).await.is(303);
}

#[tokio::test]
async fn a_refused_edit_keeps_every_word() {
    let town = Town::open().await;
    let reference = town.submitted("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let fresh = revision(&manager.received(&reference).await);
    assert_keeps(&manager.get(&format!("/manage/{reference}")).await.is(200).body, &fresh);

    let changes =
        [("title", "Nej"), ("title_en", "A <safer> way"), ("summary", "Barn & unga ska kunna cykla till skolan.")];
    let edit = with(&fresh, &changes);
    let answer = manager.decide(&reference, "publish", &edit, &[]).await.is(422);
    assert_keeps(&answer.body, &edit);

    manager.decide(&reference, "save", &fresh, &[("title", "Den enas titel")]).await.is(303);
    let edit = with(&fresh, &[("title", "Den andras titel")]);
    let answer = manager.decide(&reference, "save", &edit, &[]).await.is(409);
    assert_keeps(&answer.body, &edit);
    assert!(fields(&answer.body).contains(&("version".to_owned(), "2".to_owned())), "sending it again would save it");
}

#[tokio::test]
async fn a_refused_placing_keeps_what_was_written_and_offers_what_is_there_now() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let address = format!("/compass/{reference}");
    let answer = manager.post(&address, &[("x", "0.9"), ("y", "nio"), ("seen", "0")]).await.is(422);
    assert!(fields(&answer.body).contains(&("y".to_owned(), "nio".to_owned())));
    town.signed_in(OTHER_MANAGER).await.post(&address, &[("x", "0.1"), ("y", "0.1"), ("seen", "0")]).await.is(303);
    let answer = manager.post(&address, &[("x", "0.4"), ("y", "0"), ("seen", "0")]).await.is(409);
    assert!(answer.body.contains("Rune Rektor"), "it says who was first");
    assert!(fields(&answer.body).contains(&("seen".to_owned(), "1".to_owned())), "sending it again would move it");
}

#[tokio::test]
async fn a_refused_sign_in_keeps_the_address_and_the_way() {
    let town = Town::open().await;
    let form = [("email", "anna@example.se"), ("password", "ett fel lösenord"), ("next", "/manage")];
    let kept = fields(&town.visitor().post("/sign-in", &form).await.is(422).body);
    assert!(kept.contains(&("email".to_owned(), "anna@example.se".to_owned())));
    assert!(kept.contains(&("next".to_owned(), "/manage".to_owned())));
    assert!(kept.contains(&("password".to_owned(), String::new())), "a password is never shown again");
}
