//! The entries that a person has selected on the compass, to and from the address.

use crate::{filter::BadParameter, reference::Reference};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The name of the parameter that holds them: references with commas between, or once for each, as a plain form sends.
pub const PICK: &str = "pick";

/// References in the order in which they were selected, none twice, at most [`Selected::MOST`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selected(Vec<Reference>);

impl Selected {
    /// The most entries that can be selected: an address holds them all.
    pub const MOST: usize = 100;

    /// Reads the parameters of an address that are not the filter's. What cannot be used is left out and reported.
    pub fn parse(parameters: &[(String, String)]) -> (Self, Vec<BadParameter>) {
        let (mut selected, mut bad) = (Self::default(), Vec::new());
        for (_, value) in parameters.iter().filter(|(name, _)| name == PICK) {
            for part in value.split(',').filter(|part| !part.is_empty()) {
                let fits = part.parse().is_ok_and(|reference| selected.add(reference));
                // An address may hold thousands: some are enough to say that something is wrong.
                if !fits && bad.len() < Self::MOST {
                    bad.push(not_selected(part));
                }
            }
        }
        (selected, bad)
    }

    /// Adds an entry; false where there is no room for it.
    pub fn add(&mut self, reference: Reference) -> bool {
        let fits = self.contains(reference) || self.0.len() < Self::MOST;
        if fits && !self.contains(reference) {
            self.0.push(reference);
        }
        fits
    }

    /// Adds an entry, or takes it away if it was selected; false where there is no room for it.
    pub fn toggle(&mut self, reference: Reference) -> bool {
        match self.0.iter().position(|known| *known == reference) {
            Some(place) => {
                self.0.remove(place);
                true
            }
            None => self.add(reference),
        }
    }

    pub fn contains(&self, reference: Reference) -> bool {
        self.0.contains(&reference)
    }

    pub fn iter(&self) -> impl Iterator<Item = Reference> {
        self.0.iter().copied()
    }

    pub const fn len(&self) -> usize {
        self.0.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What is said of a reference that cannot be used.
pub fn not_selected(value: impl fmt::Display) -> BadParameter {
    BadParameter { name: PICK.to_owned(), value: value.to_string() }
}

impl fmt::Display for Selected {
    /// As it stands in an address; empty for none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, reference) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(",")?;
            }
            write!(f, "{reference}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(values: &[&str]) -> (Selected, Vec<String>) {
        let parameters: Vec<_> = values.iter().map(|value| (PICK.to_owned(), (*value).to_owned())).collect();
        let (selected, bad) = Selected::parse(&parameters);
        (selected, bad.iter().map(|bad| bad.value.clone()).collect())
    }

    fn reference(number: u32) -> Reference {
        Reference::new(2026, number).expect("a reference")
    }

    #[test]
    fn both_ways_of_writing_several_are_read_and_none_is_selected_twice() {
        let (selected, bad) = parse(&["2026-0002,2026-0001", "2026-0002", "", ",2026-0003,"]);
        assert_eq!(selected.to_string(), "2026-0002,2026-0001,2026-0003");
        assert!(bad.is_empty());
    }

    #[test]
    fn what_is_no_reference_or_too_much_is_reported() {
        let (selected, bad) = parse(&["2026-0001,bogus,2026-2"]);
        assert_eq!((selected.len(), bad), (1, vec!["bogus".to_owned(), "2026-2".to_owned()]));
        let many: Vec<_> = (1..=5000).map(|number| reference(number).to_string()).collect();
        let (selected, bad) = parse(&[&many.join(",")]);
        assert_eq!((selected.len(), bad.len()), (Selected::MOST, Selected::MOST));
    }

    #[test]
    fn a_full_selection_takes_no_more_but_lets_go() {
        let mut selected = Selected::default();
        assert!((1..=100).all(|number| selected.add(reference(number))));
        assert!(!selected.add(reference(101)) && !selected.toggle(reference(101)));
        assert!(selected.add(reference(1)));
        assert!(selected.toggle(reference(1)) && selected.toggle(reference(101)));
        assert_eq!(selected.len(), 100);
    }

    proptest! {
        #[test]
        fn an_address_gives_back_what_was_selected(numbers in prop::collection::vec(1..2000u32, 0..120)) {
            let mut selected = Selected::default();
            for number in numbers {
                selected.toggle(reference(number));
            }
            let (read, bad) = parse(&[&selected.to_string()]);
            prop_assert_eq!(read, selected);
            prop_assert!(bad.is_empty());
        }

        #[test]
        fn no_address_is_too_odd(value in ".{0,60}") {
            let (selected, _) = parse(&[&value]);
            prop_assert!(selected.len() <= Selected::MOST);
        }
    }
}
