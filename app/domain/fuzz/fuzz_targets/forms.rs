//! Anything may be sent as a form or as the arguments of a server function: it is refused with its reasons, or is what the
//! rules allow, however often it is read.

#![no_main]

use domain::{
    challenge::RawChallenge,
    draft::{Draft, IdempotencyKey, Step},
    filter::Filter,
    language::{Bilingual, Language},
    person::RawPerson,
    revision::RawRevision,
    selected::Selected,
    taxonomy::{Body, Slug, Taxonomies},
};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static TAXONOMIES: LazyLock<Taxonomies> = LazyLock::new(|| {
    let body = |slug: &str| Body {
        slug: slug.parse().expect("a slug"),
        name: Bilingual { sv: slug.to_owned(), en: None },
        contact: None,
    };
    let bodies = |slugs: [&str; 2]| slugs.map(body).to_vec();
    Taxonomies::new(bodies(["skola", "vard"]), bodies(["namnd", "styrelse"])).expect("lists")
});

fn draft(draft: &Draft) {
    for step in Step::ALL {
        let _ = draft.problems_in(*step, &TAXONOMIES);
    }
    let first = draft.first_incomplete(&TAXONOMIES);
    if let Ok(submission) = draft.check(&TAXONOMIES) {
        assert!(draft.problems_in(first, &TAXONOMIES).is_empty());
        assert_eq!(draft.check(&TAXONOMIES).ok(), Some(submission));
    }
}

fuzz_target!(|text: &str| {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    let fields = || pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    draft(&Draft::from_pairs(fields()));
    if let Ok(sent) = serde_json::from_str::<Draft>(text) {
        draft(&sent);
    }
    if let Ok(person) = RawPerson::from_pairs(fields()).check(&TAXONOMIES) {
        assert!(person.email.contains('@'));
    }
    let _ = RawRevision::from_pairs(fields());
    if let Ok(challenge) = serde_json::from_str::<RawChallenge>(text) {
        let _ = challenge.check();
    }
    if let Ok(filter) = serde_json::from_str::<Filter>(text) {
        let _ = Filter::parse(&filter.query());
    }
    let (selected, _) = Selected::parse(&pairs);
    let again = vec![("pick".to_owned(), selected.to_string())];
    assert_eq!(Selected::parse(&again).0, selected);
    let _ = (text.parse::<IdempotencyKey>(), text.parse::<Slug>(), text.parse::<Language>());
});
