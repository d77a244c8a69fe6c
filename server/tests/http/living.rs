//! A town in which everything happens that leaves something in the database, in words of a test's own choosing.

use crate::{
    assigning, challenging, commenting, filing, harness::*, receiving::set_custody, relating::relate, same_need,
};
use domain::text::{Passage, Phrase, Reason, Summary, Title};
use serde_json::{Value, json};

/// Gives the words for a field, of at most so many characters.
pub type Words<'test> = dyn FnMut(&'static str, usize) -> String + Send + 'test;

/// Those who do all of it.
pub struct People {
    pub manager: Browser,
    pub employee: Browser,
    pub administrator: Browser,
    pub resident: Browser,
}

impl People {
    pub async fn of(town: &Town) -> Self {
        Self {
            manager: town.manager().await,
            employee: town.signed_in(EMPLOYEE).await,
            administrator: town.administrator().await,
            resident: town.visitor(),
        }
    }
}

/// What is there afterwards.
pub struct Life {
    /// Carried from idea to benefit, and ended with its lesson.
    pub carried: String,
    /// Published, and related to the other.
    pub related: String,
    /// Waits to be read, with a question that was answered.
    pub waiting: String,
    pub challenge: String,
    /// Of the receipts of everything that was handed in.
    pub secrets: Vec<String>,
}

/// Lets everything happen once.
pub async fn live(people: &People, words: &mut Words<'_>) -> Life {
    let challenge = challenge(&people.manager, words).await;
    let (carried, secret) = hand_in(&people.resident, &challenge, words).await;
    receive(people, &carried, &secret, words).await;
    let (related, also) = hand_in(&people.resident, &challenge, words).await;
    people.manager.publish(&related).await.is(303);
    carry(&people.manager, &carried, words).await;
    gather_round(people, &carried, &related, words).await;
    people
        .manager
        .act(&carried, "end", &[("reason", &words("reason", Reason::MAX)), ("lesson", &words("lesson", Passage::MAX))])
        .await
        .is(303);
    let mut secrets = vec![secret, also];
    secrets.extend(turn_down(people, &related, words).await);
    let (waiting, last) = hand_in(&people.resident, &challenge, words).await;
    ask(people, &waiting, &last, words).await;
    secrets.push(last);
    add_person(people, words).await;
    Life { carried, related, waiting, challenge, secrets }
}

async fn challenge(manager: &Browser, words: &mut Words<'_>) -> String {
    let (title, question) = (words("challenge title", Title::MAX), words("question", 1000));
    let fields = |more: &[(&str, &str)]| {
        let own = [("title", title.as_str()), ("question", question.as_str())];
        challenging::fields(&[&own, more].concat())
    };
    let picture = Some(filing::jpeg(60, 40));
    let opened = challenging::send(manager, "/challenges/new", &fields(&[]), picture).await;
    let slug = opened.leads_to().split(['/', '?']).nth(2).expect("a slug").to_owned();
    let told = [("version", "1"), ("description", &*words("picture", 300)), ("result", &words("result", 1000))];
    challenging::send(manager, &format!("/challenges/{slug}/edit"), &fields(&told), None).await.is(303);
    slug
}

/// Hands in an idea, by name and with an address, as an answer to a challenge; its reference and its secret.
async fn hand_in(browser: &Browser, challenge: &str, words: &mut Words<'_>) -> (String, String) {
    let form = with(
        &good(),
        &[
            ("title", &*words("title", Title::MAX)),
            ("need", &words("need", Passage::MAX)),
            ("plan", &words("plan", Passage::MAX)),
            ("audience", &words("audience", Phrase::MAX)),
            ("hoped_benefit", &words("hoped_benefit", Passage::MAX)),
            ("naming", "public"),
            ("name", &words("name", 100)),
            ("email", "anna@example.se"),
            ("challenge", challenge),
        ],
    );
    let receipt = browser.call("submit", submission(&form, &new_key())).await.is(200).json();
    let text = |name: &str| receipt[name].as_str().expect(name).to_owned();
    (text("reference"), text("secret"))
}

/// A question and its answer, and a file of the sender.
async fn ask(people: &People, reference: &str, secret: &str, words: &mut Words<'_>) {
    people.manager.answer(reference, "ask", &[("question", &words("question", Reason::MAX))]).await.is(303);
    let said = [("action", "answer"), ("answer", &*words("answer", Reason::MAX))];
    people.resident.post(&format!("/receipt/{secret}"), &said).await.is(303);
    let file = Some((&*words("file name", 60), filing::PDF.to_vec()));
    filing::send(&people.resident, &format!("/receipt/{secret}/files"), &[("action", "add")], file).await.is(303);
}

/// From what came in to what is published.
async fn receive(people: &People, reference: &str, secret: &str, words: &mut Words<'_>) {
    ask(people, reference, secret, words).await;
    let received = people.manager.received(reference).await;
    let holder = received["holders"][0]["id"].to_string();
    let custody = [("holder", &*holder), ("diary_number", &words("diary_number", 60))];
    set_custody(&people.manager, reference, 0, &custody).await.is(303);
    let edit = revision(&people.manager.received(reference).await);
    let written = [
        ("title_en", &*words("title_en", Title::MAX)),
        ("summary", &words("summary", Summary::MAX)),
        ("summary_en", &words("summary_en", Summary::MAX)),
    ];
    people.manager.decide(reference, "publish", &edit, &written).await.is(303);
}

async fn carry(manager: &Browser, reference: &str, words: &mut Words<'_>) {
    let act = async |kind: &str, fields: &[(&str, &str)]| manager.act(reference, kind, fields).await.is(303);
    let trial = [
        ("responsible", &*words("responsible", Phrase::MAX)),
        ("receiving_unit", "samhallsbyggnad"),
        ("began", "2025-03-01"),
        ("to_show", &words("to_show", Passage::MAX)),
    ];
    act("forward", &trial).await;
    act("forward", &[("in_use_since", "2025-09-01")]).await;
    act("back", &[("standing", "trial"), ("reason", &*words("reason", Reason::MAX))]).await;
    act("forward", &[("in_use_since", "2025-09-01")]).await;
    let benefit = [
        ("benefits", &*words("benefits", Phrase::MAX)),
        ("evidence", "measured"),
        ("shown", &words("shown", Passage::MAX)),
        ("figure", "12,5"),
        ("measure", &words("measure", 40)),
        ("on", "2026-01-15"),
        ("confirmed_by", &words("confirmed_by", Phrase::MAX)),
    ];
    act("benefit", &benefit).await;
    act("spread", &[("place", &*words("place", Phrase::MAX)), ("on", "2026-02-01")]).await;
    act("pause", &[("reason", &*words("reason", Reason::MAX))]).await;
    act("reopen", &[("reason", &*words("reason", Reason::MAX))]).await;
    manager.place(reference, 0.1, 0.3, 0).await.is(200);
    let edit = [("title", &*words("title", Title::MAX)), ("reason", &words("reason", Reason::MAX))];
    manager.edit(reference, &edit).await.is(303);
    manager.restore(reference, 2, &words("reason", Reason::MAX)).await.is(303);
}

/// What others do about an entry: they take it on, relate it, comment it, add files, share the need and follow it.
async fn gather_round(people: &People, reference: &str, other: &str, words: &mut Words<'_>) {
    let assigned = assigning::assigning(&people.manager, reference).await;
    let person = assigned["assignees"][0]["id"].to_string();
    let step = [("person", &*person), ("next_step", &words("next_step", 200)), ("due", "2026-01-01")];
    assigning::assign(&people.manager, reference, 0, &step).await.is(303);
    relate(&people.manager, reference, "part-of", other).await.is(303);
    commenting::say(&people.employee, reference, &words("comment", 2000)).await.is(303);
    let said = [("action", "say"), ("comment", &*words("comment", 2000)), ("signature", &words("signature", 60))];
    people.resident.post(&format!("/portfolio/{reference}/comments"), &said).await.is(303);
    let comments = people.manager.call("comments", json!({ "reference": reference })).await.is(200).json();
    for waiting in comments.as_array().expect("a list") {
        let show = [("action", "show"), ("id", &*waiting["id"].to_string())];
        people.manager.post(&format!("/portfolio/{reference}/comments"), &show).await.is(303);
    }
    let (name, description) = (words("file name", 60), words("description", 300));
    filing::add(&people.manager, reference, &name, filing::jpeg(60, 40), &description).await.is(303);
    for id in waiting_files(&people.manager, reference).await {
        filing::act(&people.manager, reference, &id, "show", &description).await.is(303);
    }
    let needs = people.resident.call("submit", a_need(words)).await.is(200).json();
    let need = needs["reference"].as_str().expect("a reference");
    people.manager.publish(need).await.is(303);
    same_need::say(&people.resident, need, "share").await.is(303);
    for (browser, follows, pace) in [
        (&people.employee, ("entry", reference), "at-once"),
        (&people.employee, ("filter", "goal=3"), "at-once"),
        (&people.administrator, ("entry", reference), "weekly"),
    ] {
        browser.post("/follow", &[follows, ("pace", pace)]).await.is(303);
    }
}

async fn waiting_files(manager: &Browser, reference: &str) -> Vec<String> {
    let files = filing::files(manager, reference).await;
    let waiting = files.iter().filter(|file| file["state"] == "waiting");
    waiting.map(|file| file["id"].as_str().expect("an id").to_owned()).collect()
}

fn a_need(words: &mut Words<'_>) -> Value {
    let form: Fields = good().into_iter().filter(|(name, _)| name != "plan" && name != "audience").collect();
    let own = [("kind", "need"), ("title", &*words("title", Title::MAX)), ("need", &words("need", Passage::MAX))];
    submission(&with(&form, &own), &new_key())
}

/// One is declined, one sent on, one merged; the secrets of their receipts.
async fn turn_down(people: &People, goes_on: &str, words: &mut Words<'_>) -> Vec<String> {
    let mut secrets = Vec::new();
    let elsewhere = words("elsewhere", Phrase::MAX);
    for (action, more) in [
        ("decline", vec![]),
        ("send-on", vec![("channel", "elsewhere"), ("elsewhere", &*elsewhere)]),
        ("merge", vec![("into", goes_on)]),
    ] {
        let (reference, secret) = hand_in(&people.resident, "", words).await;
        let reason = words("reason", Reason::MAX);
        people.manager.answer(&reference, action, &[&more[..], &[("reason", &*reason)]].concat()).await.is(303);
        secrets.push(secret);
    }
    secrets
}

/// Somebody gets an account whose browser and name are like the rest, and the administrator looks after it.
async fn add_person(people: &People, words: &mut Words<'_>) {
    let email = format!("{}@example.se", new_key());
    let person = [("name", &*words("person", 100)), ("email", &email), ("role", "employee")];
    people.administrator.post("/people/new", &person).await.is(200);
}
