//! People who use the program over HTTP, and what they are told.

use reqwest::{Client, StatusCode, redirect::Policy};
use serde_json::{Value, json};
use std::time::Duration;

/// The demo's manager of all units.
const MANAGER: (&str, &str) = ("chef@demo.fyrfalt.se", "fyra-falt-demo");

/// What became of a wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// It was done, and how.
    Done(Value),
    /// It was refused, with words that a person can act on.
    Refused(StatusCode),
    /// Nobody knows: the answer never came.
    Unknown,
    /// It failed without words, or with words of no use.
    Mute(String),
}

#[derive(Clone)]
pub struct Person {
    client: Client,
    url: String,
}

impl Person {
    pub fn new(url: &str) -> anyhow::Result<Self> {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .timeout(Duration::from_secs(20))
            // Each of many has a connection of its own.
            .pool_max_idle_per_host(4)
            .build()?;
        Ok(Self { client, url: url.to_owned() })
    }

    /// Signs the manager in.
    pub async fn manager(url: &str) -> anyhow::Result<Self> {
        let person = Self::new(url)?;
        let (email, password) = MANAGER;
        let told = person.post("/sign-in", &[("email", email), ("password", password)]).await;
        anyhow::ensure!(matches!(told, Told::Done(_)), "the manager cannot sign in: {told:?}");
        Ok(person)
    }

    /// Hands in a need by a form with this key.
    pub async fn submit(&self, key: &str) -> Told {
        let draft = json!({
            "kind": "need", "origin": "residents", "title": format!("Ljus vid {key}"),
            "need": "Det är farligt att cykla längs vägen till skolan när det är mörkt.",
            "units": ["skola-familj"], "board": "familjenamnden", "goals": ["3"],
            "purpose": "mission", "driver": "enhancement", "naming": "anonymous",
        });
        self.call("submit", &json!({ "draft": draft, "key": key })).await
    }

    /// Moves a dot.
    pub async fn place(&self, reference: &str, (x, y): (f64, f64), seen: i64) -> Told {
        let placing = json!({ "to": { "x": x, "y": y }, "seen": seen });
        self.call("place", &json!({ "reference": reference, "placing": placing })).await
    }

    /// The version of an entry, for an action.
    pub async fn version(&self, reference: &str) -> Option<i64> {
        match self.call("acting", &json!({ "reference": reference })).await {
            Told::Done(acting) => acting["version"].as_i64(),
            _ => None,
        }
    }

    /// Moves an entry a step on its journey.
    pub async fn act(&self, reference: &str, action: &str, version: i64) -> Told {
        let fields = [("reason", "Vi väntar på besked."), ("version", &version.to_string())];
        self.post(&format!("/portfolio/{reference}/{action}"), &fields).await
    }

    /// The same person at another instance.
    pub fn at(&self, url: &str) -> Self {
        Self { client: self.client.clone(), url: url.to_owned() }
    }

    /// Where a dot lies for programs that ask.
    pub async fn x_of(&self, reference: &str) -> Option<f64> {
        let answer = self.client.get(format!("{}/api/v1/entries?page_size=200", self.url)).send().await.ok()?;
        let answer: Value = answer.json().await.ok()?;
        let entry = answer["entries"].as_array()?.iter().find(|entry| entry["reference"] == reference)?;
        entry["x"].as_f64()
    }

    /// Whether a page is shown.
    pub async fn reads(&self, path: &str) -> bool {
        let request = self.client.get(format!("{}{path}", self.url)).header("accept", "text/html");
        request.send().await.is_ok_and(|answer| answer.status() == StatusCode::OK)
    }

    async fn call(&self, function: &str, arguments: &Value) -> Told {
        let request = self.client.post(format!("{}/api/{function}", self.url)).header("sec-fetch-site", "same-origin");
        let Ok(answer) = request.json(arguments).send().await else { return Told::Unknown };
        let status = answer.status();
        let Ok(body) = answer.text().await else { return Told::Unknown };
        // The app's pages have words for every code of the server functions; anything else they could not tell.
        match serde_json::from_str::<Value>(&body) {
            Ok(value) if status.is_success() => Told::Done(value),
            Ok(Value::String(_) | Value::Object(_)) => Told::Refused(status),
            _ => Told::Mute(format!("{function}: {status} {body}")),
        }
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Told {
        let request = self.client.post(format!("{}{path}", self.url)).header("sec-fetch-site", "same-origin");
        let Ok(answer) = request.header("accept", "text/html").form(fields).send().await else { return Told::Unknown };
        let status = answer.status();
        if status == StatusCode::SEE_OTHER {
            return Told::Done(Value::Null);
        }
        match answer.text().await {
            Err(_) => Told::Unknown,
            Ok(page) if page.contains("<h1") => Told::Refused(status),
            Ok(page) => Told::Mute(format!("{path}: {status} {page}")),
        }
    }
}
