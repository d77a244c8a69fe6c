//! Challenges: opened by managers for a time, answered while they are open, with a page, a picture and a result.

use crate::{filing::jpeg, harness::*};
use domain::{day::Day, text::Line};
use fyrfalt::clock;
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

fn today() -> Day {
    clock::day(clock::now())
}

pub fn fields(changes: &[(&str, &str)]) -> Fields {
    let (opens, closes) = (today().to_string(), today().later(30).to_string());
    let base = [
        ("title", "Hur får fler äldre sällskap?"),
        ("question", "Många äldre är ensamma. Hur kan vi mötas oftare?"),
        ("opens", &*opens),
        ("closes", &*closes),
        ("version", "0"),
    ];
    let base: Fields = base.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    with(&base, changes)
}

pub async fn send(browser: &Browser, path: &str, fields: &Fields, picture: Option<Vec<u8>>) -> Answer {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text(name.clone(), value.clone());
    }
    if let Some(bytes) = picture {
        form = form.part("file", Part::bytes(bytes).file_name("bild.jpg"));
    }
    let request =
        browser.request(Method::POST, path).header("sec-fetch-site", "same-origin").header("accept", "text/html");
    Answer::of(request.multipart(form)).await
}

async fn open(town: &Town, changes: &[(&str, &str)]) -> String {
    let opened = send(&town.manager().await, "/challenges/new", &fields(changes), None).await;
    let to = opened.leads_to().to_owned();
    to.trim_start_matches("/challenges/").split('?').next().expect("a slug").to_owned()
}

async fn page(browser: &Browser, slug: &str) -> Value {
    browser.call("challenge", json!({ "slug": slug })).await.is(200).json()
}

async fn answer(town: &Town, slug: &str, title: &str) -> Answer {
    let form = with(&good(), &[("title", title), ("challenge", slug)]);
    town.visitor().call("submit", submission(&form, &new_key())).await
}

#[tokio::test]
async fn a_challenge_is_opened_answered_and_told_the_result_of() {
    let town = Town::open().await;
    let (manager, resident) = (town.manager().await, town.visitor());
    assert!(resident.get("/challenges").await.is(200).body.contains("ingen utmaning"));
    let slug = open(&town, &[]).await;
    assert_eq!(slug, "hur-far-fler-aldre-sallskap");
    for address in ["/challenges", "/", "/submit", &format!("/challenges/{slug}")] {
        assert!(resident.get(address).await.is(200).body.contains("Hur får fler äldre sällskap?"), "{address}");
    }
    let wizard = resident.get(&format!("/submit?challenge={slug}")).await.is(200).body;
    assert!(wizard.contains(&format!("<option value=\"{slug}\" selected>")), "{wizard}");

    // A page that is kept must not go on showing what was.
    let before = resident.get(&format!("/challenges/{slug}")).await.is(200).body;
    let receipt = answer(&town, &slug, "Gemensamma fikastunder").await.is(200).json();
    assert_ne!(resident.get(&format!("/challenges/{slug}")).await.is(200).body, before, "it tells of one more answer");
    let reference = receipt["reference"].as_str().expect("a reference");
    assert_eq!(page(&resident, &slug).await["received"], 1);
    assert!(page(&resident, &slug).await["answers"].as_array().expect("a list").is_empty(), "it is not published");
    assert!(manager.get(&format!("/manage/{reference}")).await.is(200).body.contains("Hur får fler äldre sällskap?"));
    manager.publish(reference).await.is(303);
    assert_eq!(page(&resident, &slug).await["answers"][0]["reference"], *reference);
    assert!(resident.get(&format!("/challenges/{slug}")).await.body.contains("Gemensamma fikastunder"));
    assert!(resident.get(&format!("/portfolio/{reference}")).await.body.contains("Svarar på utmaningen"));

    let result = fields(&[("result", "Två fikastunder i veckan har börjat."), ("version", "1")]);
    send(&manager, &format!("/challenges/{slug}/edit"), &result, None).await.is(303);
    let told = resident.get(&format!("/challenges/{slug}")).await.is(200).body;
    assert!(told.contains("Två fikastunder i veckan har börjat."), "{told}");
}

#[tokio::test]
async fn it_can_be_answered_only_while_it_is_open() {
    let town = Town::open().await;
    let day = |days: i32| today().later(days).to_string();
    let coming = open(&town, &[("title", "Något som kommer"), ("opens", &day(1))]).await;
    let over = open(&town, &[("title", "Något som var"), ("opens", &day(-9)), ("closes", &day(-1))]).await;
    for slug in [&*coming, &*over, "finns-inte"] {
        let refused = answer(&town, slug, "Gemensamma fikastunder").await.is(422).json();
        assert_eq!(refused["invalid"][0]["field"], "challenge", "{slug}: {refused}");
        let form = with(&good(), &[("challenge", slug), ("key", &new_key())]);
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let again = town.visitor().post("/submit", &form).await.is(422);
        assert!(
            again.body.contains("Utmaningen har stängt") && again.body.contains("Bygg en cykelväg"),
            "{}",
            again.body
        );
    }
    // What has not opened, only those see who open challenges.
    let list = town.visitor().get("/challenges").await.is(200).body;
    assert!(list.contains("Något som var") && !list.contains("Något som kommer"), "{list}");
    town.visitor().get(&format!("/challenges/{coming}")).await.is(404);
    town.signed_in(EMPLOYEE).await.call("challenge", json!({ "slug": coming })).await.is(404);
    assert!(town.manager().await.get(&format!("/challenges/{coming}")).await.is(200).body.contains("Öppnar"));
    // Sending the same again gives the same receipt, also after it has closed.
    let slug = open(&town, &[]).await;
    let sent = submission(&with(&good(), &[("challenge", &slug)]), &new_key());
    let first = town.visitor().call("submit", sent.clone()).await.is(200).json();
    let closed = fields(&[("opens", &day(-9)), ("closes", &day(-1)), ("version", "1")]);
    send(&town.manager().await, &format!("/challenges/{slug}/edit"), &closed, None).await.is(303);
    assert_eq!(town.visitor().call("submit", sent).await.is(200).json(), first);
}

#[tokio::test]
async fn everything_wrong_is_told_and_nothing_written_is_lost() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let wrong = fields(&[("title", "Hur"), ("closes", "2020-01-01"), ("result", "x")]);
    let refused = send(&manager, "/challenges/new", &wrong, Some(b"<html>".to_vec())).await.is(422);
    for field in ["title", "closes", "result", "file"] {
        assert!(refused.body.contains(&format!("href=\"#field-{field}\"")), "{field}: {}", refused.body);
    }
    assert!(refused.body.contains("Många äldre är ensamma."));
    let pdf = b"%PDF-1.4\n%%EOF\n".to_vec();
    assert!(send(&manager, "/challenges/new", &fields(&[]), Some(pdf)).await.is(422).body.contains("inte en bild"));
    let attack = fields(&[("question", "</textarea><script>alert(1)</script> och mer"), ("title", "Hur")]);
    let refused = send(&manager, "/challenges/new", &attack, None).await.is(422);
    assert!(!refused.body.contains("<script>alert(1)"), "{}", refused.body);
    send(&manager, "/challenges/finns-inte/edit", &fields(&[]), None).await.is(404);
}

#[tokio::test]
async fn the_second_of_two_who_change_it_is_told_and_keeps_what_was_written() {
    let town = Town::open().await;
    let slug = open(&town, &[]).await;
    let path = format!("/challenges/{slug}/edit");
    let theirs = fields(&[("title", "Hur får alla sällskap?"), ("version", "1")]);
    send(&town.signed_in(OTHER_MANAGER).await, &path, &theirs, None).await.is(303);
    let mine = fields(&[("title", "Hur får fler vänner?"), ("version", "1")]);
    let manager = town.manager().await;
    let told = send(&manager, &path, &mine, None).await.is(409);
    assert!(
        told.body.contains("Hur får alla sällskap?") && told.body.contains("Hur får fler vänner?"),
        "{}",
        told.body
    );
    assert_eq!(page(&manager, &slug).await["challenge"]["title"]["sv"], "Hur får alla sällskap?");
    assert!(told.body.contains("name=\"version\" value=\"2\""), "saving once more is a choice");
}

#[tokio::test]
async fn its_picture_is_shown_with_words_and_when_it_opens() {
    let town = Town::open().await;
    let manager = town.manager().await;
    let opens = today().later(1).to_string();
    let opened = send(&manager, "/challenges/new", &fields(&[("opens", &opens)]), Some(jpeg(60, 40))).await;
    let slug = "hur-far-fler-aldre-sallskap";
    assert_eq!(opened.leads_to(), format!("/challenges/{slug}/edit?done=describe"));
    let picture = format!("/challenges/{slug}/picture");
    manager.get(&picture).await.is(404);
    let described = fields(&[("opens", &opens), ("version", "1"), ("description", "Två äldre fikar.")]);
    send(&manager, &format!("/challenges/{slug}/edit"), &described, None).await.is(303);
    assert_eq!(manager.get(&picture).await.is(200).header("content-type"), "image/jpeg");
    assert_eq!(manager.get(&picture).await.header("cache-control"), "no-store");
    town.visitor().get(&picture).await.is(404);
    let open = fields(&[("version", "2"), ("description", "Två äldre fikar.")]);
    send(&manager, &format!("/challenges/{slug}/edit"), &open, None).await.is(303);
    town.visitor().get(&picture).await.is(200);
    let page = town.visitor().get(&format!("/challenges/{slug}")).await.is(200).body;
    assert!(page.contains("alt=\"Två äldre fikar.\"") && page.contains("width=\"60\""), "{page}");
    // What was said of one picture is not said of another.
    let path = format!("/challenges/{slug}/edit");
    let other = fields(&[("version", "3"), ("description", "Två äldre fikar.")]);
    let saved = send(&manager, &path, &other, Some(jpeg(50, 30))).await;
    assert_eq!(saved.leads_to(), format!("{path}?done=describe"));
    town.visitor().get(&picture).await.is(404);
    let described = fields(&[("version", "4"), ("description", "En fikakorg.")]);
    assert_eq!(send(&manager, &path, &described, None).await.leads_to(), format!("/challenges/{slug}?done=saved"));
    // A picture that came with a form that is wrong has to be chosen again, and that is said.
    let wrong = fields(&[("version", "5"), ("title", "Hur"), ("description", "En fikakorg.")]);
    assert!(send(&manager, &path, &wrong, Some(jpeg(50, 30))).await.is(422).body.contains("Välj filen en gång till"));
}

#[tokio::test]
async fn two_of_the_same_title_have_addresses_of_their_own() {
    let town = Town::open().await;
    let long = "ö".repeat(Line::<5, 120>::MAX);
    let first = open(&town, &[("title", &long)]).await;
    let second = open(&town, &[("title", &long)]).await;
    assert_eq!((first.as_str(), second.as_str()), ("utmaning", "utmaning-2"));
    // Where challenges are opened there is none.
    let new = open(&town, &[("title", "New!!")]).await;
    assert!(town.visitor().get(&format!("/challenges/{new}")).await.is(200).body.contains("New!!"), "{new}");
}

#[tokio::test]
async fn what_was_written_while_a_session_ended_is_kept_without_the_picture() {
    let town = Town::open().await;
    let manager = town.manager().await;
    crate::signing_in::expire(&town).await;
    let written = fields(&[("question", "Många äldre är ensamma. Hur kan vi mötas oftare än nu?")]);
    let refused = send(&manager, "/challenges/new", &written, Some(jpeg(60, 40))).await;
    assert_eq!(refused.leads_to(), "/sign-in?next=/sign-in/resume");
    manager.sign_in(MANAGER, PASSWORD).await.is(303);
    let page = manager.get("/sign-in/resume").await.is(200).body;
    for part in
        ["mötas oftare än nu?", "enctype=\"multipart/form-data\"", "action=\"/challenges/new\"", "Välj den igen"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let kept: Fields = crate::html::fields(&page).into_iter().filter(|(name, _)| name != "file").collect();
    send(&manager, "/challenges/new", &kept, Some(jpeg(60, 40))).await.is(303);
    assert!(manager.get("/sign-in/resume").await.body.contains("inget att skicka"));
    // Of whoever never had a session nothing is read.
    let stranger = send(&town.visitor(), "/challenges/new", &written, Some(jpeg(60, 40))).await;
    assert_eq!(stranger.leads_to(), "/sign-in?next=/challenges/new");
}
