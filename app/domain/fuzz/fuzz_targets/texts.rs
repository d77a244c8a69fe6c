//! Any text may be written into a field: what is taken is printable, within its length, and taken again as it is.

#![no_main]

use domain::{
    challenge,
    day::Day,
    placement::Placement,
    reference::Reference,
    text::{Email, NeedText, Passage, Phrase, Reason, Summary, Title},
};
use libfuzzer_sys::fuzz_target;
use std::{fmt::Display, str::FromStr};

/// Fails where something that was taken is not taken again.
fn holds<T: FromStr + Display + PartialEq + std::fmt::Debug>(text: &str) -> Option<T> {
    let taken: T = text.parse().ok()?;
    let again = taken.to_string().parse().ok();
    assert_eq!(again.as_ref(), Some(&taken), "{text:?}");
    Some(taken)
}

fuzz_target!(|text: &str| {
    if let Some(title) = holds::<Title>(text) {
        assert!(title.chars().count() <= Title::MAX && !title.contains('\n'));
        assert!(!challenge::slug_of(&title).to_string().contains('/'));
    }
    holds::<Summary>(text);
    holds::<Phrase>(text);
    for prose in [holds::<NeedText>(text).map(String::from), holds::<Passage>(text).map(String::from)] {
        let printable = |text: &String| text.chars().all(|letter| letter == '\n' || !letter.is_control());
        assert!(prose.as_ref().is_none_or(printable));
    }
    holds::<Reason>(text);
    holds::<Email>(text);
    holds::<Day>(text);
    holds::<Reference>(text);
    if let Some((x, y)) = text.split_once(' ')
        && let (Ok(x), Ok(y)) = (x.parse(), y.parse())
    {
        let nearest = Placement::nearest(x, y);
        assert_eq!(Placement::new(nearest.x(), nearest.y()).ok(), Some(nearest));
        let weights: f64 = domain::facet::Facet::ALL.iter().map(|facet| nearest.weights().of(*facet)).sum();
        assert!((weights - 1.0).abs() < 1e-9);
    }
});
