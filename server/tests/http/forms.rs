//! The forms that people fill in, and what they write.

use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// The fields of a form.
pub type Fields = Vec<(String, String)>;

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The fields with some of them written over, or added.
pub fn with(fields: &Fields, changes: &[(&str, &str)]) -> Fields {
    let mut changed: Fields =
        fields.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name)).cloned().collect();
    changed.extend(self::fields(changes));
    changed
}

/// What a resident might hand in.
pub fn good() -> Fields {
    fields(&[
        ("kind", "idea"),
        ("origin", "residents"),
        ("title", "Säkrare väg till skolan"),
        ("need", "Det är farligt att cykla längs vägen till skolan när det är mörkt."),
        ("plan", "Bygg en cykelväg med belysning."),
        ("audience", "Barn som cyklar"),
        ("units", "skola-familj"),
        ("units", "samhallsbyggnad"),
        ("board", "familjenamnden"),
        ("goals", "3"),
        ("goals", "11"),
        ("purpose", "mission"),
        ("driver", "enhancement"),
        ("naming", "anonymous"),
    ])
}

/// The arguments of the server function that receives what the form holds.
pub fn submission(form: &Fields, key: &str) -> Value {
    let mut draft = json!({});
    for (name, value) in form {
        if matches!(name.as_str(), "units" | "goals") {
            if draft[name].is_null() {
                draft[name] = json!([]);
            }
            draft[name].as_array_mut().expect("a list").push(json!(value));
        } else {
            draft[name] = json!(value);
        }
    }
    json!({ "draft": draft, "key": key })
}

/// A key that no form had before.
pub fn new_key() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("key-of-a-form-{:06}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The arguments of the server function that lists what has come in, with some of the filter written over.
pub fn queue(changes: &Value) -> Value {
    let mut filter = json!({ "state": null, "kind": null, "unit": null, "board": null, "held_by": null, "page": 1 });
    for (name, value) in changes.as_object().expect("a filter") {
        filter[name] = value.clone();
    }
    json!({ "filter": filter, "done": null })
}

/// The references of the lines of a list.
pub fn references(page: &Value) -> Vec<String> {
    let lines = page["lines"].as_array().expect("lines");
    lines.iter().map(|line| line["reference"].as_str().expect("a reference").to_owned()).collect()
}

/// The form of a manager, filled with what was received.
pub fn revision(received: &Value) -> Fields {
    let entry = &received["entry"];
    let facts = &entry["journey"]["facts"];
    let mut form = Fields::new();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for (name, value) in [
        ("title", &entry["title"]["sv"]),
        ("title_en", &entry["title"]["en"]),
        ("summary", &entry["summary"]["sv"]),
        ("summary_en", &entry["summary"]["en"]),
        ("need", &facts["need"]),
        ("plan", &facts["plan"]),
        ("audience", &facts["audience"]),
        ("hoped_benefit", &entry["hoped_benefit"]),
        ("origin", &entry["origin"]),
        ("board", &entry["board"]),
        ("priority", &entry["priority"]),
    ] {
        form.push((name.to_owned(), text(value)));
    }
    for (name, list) in [("units", &entry["units"]), ("goals", &entry["goals"])] {
        form.extend(list.as_array().expect("a list").iter().map(|value| (name.to_owned(), text(value))));
    }
    form.push(("version".to_owned(), received["version"].to_string()));
    form
}
