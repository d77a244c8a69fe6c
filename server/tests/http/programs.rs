//! The interface for programs.

use crate::harness::*;
use reqwest::Method;
use serde_json::{Value, json};

async fn town_with_entries() -> Town {
    let town = Town::open().await;
    let manager = town.manager().await;
    for (title, changes) in [
        ("Trygga gator på kvällen", vec![("purpose", "mission"), ("driver", "mission"), ("goals", "11")]),
        (
            "Digital signering av avtal",
            vec![("purpose", "enhancement"), ("driver", "enhancement"), ("goals", "9"), ("origin", "employees")],
        ),
        ("Frivilliga i kris", vec![("kind", "need"), ("purpose", "adaptive"), ("driver", "adaptive"), ("goals", "3")]),
    ] {
        let form = with(&with(&good(), &[("title", title)]), &changes);
        let receipt = town.visitor().call("submit", submission(&form, &new_key())).await.is(200).json();
        manager.publish(receipt["reference"].as_str().expect("a reference")).await.is(303);
    }
    town
}

async fn ask(town: &Town, query: &str) -> Answer {
    town.visitor().get(&format!("/api/v1/entries{query}")).await
}

fn titles(answer: &Value) -> Vec<&str> {
    answer["entries"].as_array().expect("a list").iter().filter_map(|entry| entry["title"].as_str()).collect()
}

#[tokio::test]
async fn an_entry_has_exactly_what_is_promised() {
    let town = town_with_entries().await;
    let answer = ask(&town, "?q=signering").await.is(200);
    assert!(answer.header("content-type").starts_with("application/json"));
    let answer = answer.json();
    let entry = &answer["entries"][0];
    let reference = entry["reference"].as_str().expect("a reference");
    let today = fyrfalt::clock::day(fyrfalt::clock::now());
    let expected = json!({
        "reference": reference,
        "title": "Digital signering av avtal",
        "summary": "Det är farligt att cykla längs vägen till skolan när det är mörkt.",
        "stage": "idea",
        "innovation": false,
        "facet": "enhancement",
        "weights": { "enhancement": 1.0, "mission": 0.0, "adaptive": 0.0, "anticipatory": 0.0 },
        "x": -1.0,
        "y": 0.0,
        "priority": "medium",
        "units": ["skola-familj", "samhallsbyggnad"],
        "boards": ["familjenamnden"],
        "goals": ["9"],
        "origin": "employees",
        "year": today.year(),
        "created": today.to_string(),
        "updated": today.to_string(),
        "url": format!("{}/portfolio/{reference}", town.url),
    });
    assert_eq!(*entry, expected);
    let mut keys: Vec<_> = answer.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["entries", "facets", "page", "page_size", "total"]);
}

#[tokio::test]
async fn the_description_says_what_one_gets_and_may_ask_for() {
    let town = town_with_entries().await;
    let described = town.visitor().get("/api/v1/openapi.json").await.is(200);
    assert_eq!(described.header("access-control-allow-origin"), "*");
    let described = described.json();
    assert!(described["openapi"].as_str().is_some_and(|version| version.starts_with("3.")), "{described}");
    assert_eq!(described["servers"][0]["url"], town.url);
    let keys = |object: &Value| -> Vec<String> { object.as_object().expect("an object").keys().cloned().collect() };
    let schema = |name: &str| described["components"]["schemas"][name].clone();
    let answer = ask(&town, "").await.is(200).json();
    for (name, given) in [
        ("Answer", &answer),
        ("Item", &answer["entries"][0]),
        ("Counted", &answer["facets"]["facet"][0]),
        ("Refusal", &ask(&town, "?page=0").await.is(400).json()),
    ] {
        assert_eq!(keys(&schema(name)["properties"]), keys(given), "{name}");
        assert_eq!(schema(name)["required"].as_array().map(Vec::len), Some(keys(given).len()), "{name}");
    }
    let parameters = described["paths"]["/api/v1/entries"]["get"]["parameters"].as_array().expect("a list").clone();
    for parameter in parameters.iter().filter(|parameter| parameter["in"] == "query") {
        let (name, schema) = (parameter["name"].as_str().expect("a name"), &parameter["schema"]);
        let one = if schema["items"].is_null() { schema } else { &schema["items"] };
        let one = if one["anyOf"].is_null() { one } else { &one["anyOf"][0] };
        let value = [&one["enum"][0], &one["minimum"]].into_iter().find(|value| !value.is_null());
        let value = value.map_or_else(|| "skola".to_owned(), Value::to_string);
        ask(&town, &format!("?{name}={}", value.trim_matches('"'))).await.is(200);
    }
    let groups = answer["facets"].as_object().expect("an object").keys();
    for group in groups {
        assert!(parameters.iter().any(|parameter| parameter["name"] == *group), "{group}");
    }
}

#[tokio::test]
async fn counts_say_what_one_would_get() {
    let town = town_with_entries().await;
    let answer = ask(&town, "?facet=mission&facet=enhancement&goal=9").await.is(200).json();
    assert_eq!(titles(&answer), ["Digital signering av avtal"]);
    for (group, choices) in answer["facets"].as_object().expect("an object") {
        for choice in choices.as_array().expect("a list") {
            let value = choice["value"].as_str().expect("a value");
            assert!(!choice["label"].as_str().expect("a label").is_empty());
            let others = [("facet", "mission"), ("facet", "enhancement"), ("goal", "9")]
                .into_iter()
                .filter(|(name, _)| *name != group)
                .chain([(group.as_str(), value)]);
            let query: Vec<_> = others.map(|(name, value)| format!("{name}={value}")).collect();
            let alone = ask(&town, &format!("?{}", query.join("&"))).await.is(200).json();
            assert_eq!(choice["count"], alone["total"], "{group}={value}");
        }
    }
    let groups: Vec<_> = answer["facets"].as_object().expect("an object").keys().cloned().collect();
    assert_eq!(groups, ["board", "facet", "goal", "innovation", "origin", "stage", "unit", "year"]);
}

#[tokio::test]
async fn pages_are_cut_as_asked() {
    let town = town_with_entries().await;
    let answer = ask(&town, "?page_size=2&page=2&sort=title").await.is(200).json();
    assert_eq!((&answer["total"], &answer["page"], &answer["page_size"]), (&json!(3), &json!(2), &json!(2)));
    assert_eq!(titles(&answer), ["Trygga gator på kvällen"]);
    let beyond = ask(&town, "?page=99&view=list").await.is(200).json();
    assert_eq!((&beyond["total"], titles(&beyond)), (&json!(3), vec![]));
    assert_eq!(ask(&town, "").await.json()["page_size"], 50);
    assert_eq!(ask(&town, "?page_size=200").await.is(200).json()["page_size"], 200);
}

#[tokio::test]
async fn a_wrong_parameter_is_named() {
    let town = town_with_entries().await;
    for (query, parameter, value) in [
        ("?facet=bogus", "facet", "bogus"),
        ("?goal=18", "goal", "18"),
        ("?unit=hemlig", "unit", "hemlig"),
        ("?board=skola-familj", "board", "skola-familj"),
        ("?stage=done", "stage", "done"),
        ("?year=20", "year", "20"),
        ("?innovation=yes", "innovation", "yes"),
        ("?page=0", "page", "0"),
        ("?page=-1", "page", "-1"),
        ("?page_size=0", "page_size", "0"),
        ("?page_size=201", "page_size", "201"),
        ("?sort=random", "sort", "random"),
        ("?view=wall", "view", "wall"),
        ("?colour=red", "colour", "red"),
        ("?facet=mission&lang=sv", "lang", "sv"),
    ] {
        let answer = ask(&town, query).await.is(400);
        let error = &answer.json()["error"];
        assert_eq!((&error["parameter"], &error["value"]), (&json!(parameter), &json!(value)), "{query}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
    }
    ask(&town, &format!("?q={}", "x".repeat(201))).await.is(400);
    let years: Vec<_> = (1000..5000).map(|year| format!("year={year}")).collect();
    ask(&town, &format!("?{}", years.join("&"))).await.is(400);
}

#[tokio::test]
async fn of_a_parameter_sent_twice_the_last_counts_and_each_is_checked() {
    let town = town_with_entries().await;
    for (query, expected) in [
        ("?q=signering&q=kris", &["Frivilliga i kris"][..]),
        ("?q=kris&q=signering", &["Digital signering av avtal"]),
        ("?sort=newest&sort=title&page_size=3&page_size=1", &["Digital signering av avtal"]),
        ("?sort=title&page_size=1&page=1&page=3", &["Trygga gator på kvällen"]),
        // These are lists: each one widens what is looked for.
        ("?sort=title&facet=mission&facet=adaptive", &["Frivilliga i kris", "Trygga gator på kvällen"]),
    ] {
        assert_eq!(titles(&ask(&town, query).await.is(200).json()), expected, "{query}");
    }
    for (query, parameter) in [
        ("?page_size=201&page_size=1", "page_size"),
        ("?page=0&page=1", "page"),
        ("?sort=random&sort=title", "sort"),
        ("?facet=mission&facet=bogus", "facet"),
    ] {
        assert_eq!(ask(&town, query).await.is(400).json()["error"]["parameter"], parameter, "{query}");
    }
    // Server functions refuse a body that says two things at once.
    let call = async |body: &'static str| {
        let request = town.visitor().request(Method::POST, "/api/explore").header("content-type", "application/json");
        Answer::of(request.body(body)).await.status
    };
    assert_eq!(call(r#"{"query":"q=kris","language":"sv"}"#).await, 200);
    assert_eq!(call(r#"{"query":"q=kris","query":"q=signering","language":"sv"}"#).await, 400);
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let town = town_with_entries().await;
    let first = ask(&town, "").await.is(200);
    let tag = first.header("etag").to_owned();
    assert!(tag.contains('"'));
    let again = async |tag: &str| {
        let request = town.visitor().request(Method::GET, "/api/v1/entries").header("accept", "text/html");
        Answer::of(request.header("if-none-match", tag)).await
    };
    let same = again(&tag).await.is(304);
    assert_eq!((same.body.as_str(), same.header("etag")), ("", tag.as_str()));
    again(&format!("\"annan\", {tag}")).await.is(304);
    again("\"annan\"").await.is(200);
    town.published("Något nytt under solen").await;
    let changed = again(&tag).await.is(200);
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn labels_and_titles_are_in_the_language_asked_for() {
    let town = Town::open().await;
    let reference = town.submitted("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let edit = revision(&manager.received(&reference).await);
    manager.decide(&reference, "publish", &edit, &[("title_en", "A safer way to school")]).await.is(303);
    for (language, title, board) in [
        ("sv", "Säkrare väg till skolan", "Familjenämnden"),
        ("en-GB", "A safer way to school", "Children and families board"),
    ] {
        let request = town.visitor().request(Method::GET, "/api/v1/entries").header("accept-language", language);
        let answer = Answer::of(request).await.is(200);
        assert_eq!(answer.header("content-language"), &language[..2]);
        let answer = answer.json();
        assert_eq!(titles(&answer), [title]);
        assert_eq!(answer["facets"]["board"][1]["label"], board);
    }
}

#[tokio::test]
async fn any_sites_scripts_may_read_it_and_nobody_may_write() {
    let town = town_with_entries().await;
    let answer = ask(&town, "").await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    let head = Answer::of(town.visitor().request(Method::HEAD, "/api/v1/entries")).await.is(200);
    assert!(head.body.is_empty());
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let answer = Answer::of(town.visitor().request(method, "/api/v1/entries")).await.is(405);
        assert!(answer.json()["error"]["message"].is_string());
    }
    Answer::of(town.visitor().request(Method::GET, "/api/v1/others")).await.is(404).json();
}
