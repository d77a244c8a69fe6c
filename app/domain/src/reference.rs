//! The reference that a submission gets on arrival and keeps: `2026-0042`, the year and a running number.

use crate::{fault::Fault, label::serde_as_text};
use std::{fmt, str::FromStr};

/// A year and a running number within it, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    year: u16,
    number: u32,
}

impl Reference {
    /// Fails for years outside 1900 to 2999 and for a number of 0 or above 999,999.
    pub fn new(year: u16, number: u32) -> Result<Self, Fault> {
        if (1900..3000).contains(&year) && (1..1_000_000).contains(&number) {
            Ok(Self { year, number })
        } else {
            Err(Fault::Unknown)
        }
    }

    pub const fn year(self) -> u16 {
        self.year
    }

    pub const fn number(self) -> u32 {
        self.number
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}", self.year, self.number)
    }
}

impl FromStr for Reference {
    type Err = Fault;

    /// Reads only what [`Display`](fmt::Display) writes, so that an entry has one address.
    fn from_str(text: &str) -> Result<Self, Fault> {
        let (year, number) = text.split_once('-').ok_or(Fault::Unknown)?;
        let reference =
            Self::new(year.parse().map_err(|_| Fault::Unknown)?, number.parse().map_err(|_| Fault::Unknown)?)?;
        (reference.to_string() == text).then_some(reference).ok_or(Fault::Unknown)
    }
}

serde_as_text!(Reference);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_one_address() {
        assert_eq!("2026-0042".parse(), Reference::new(2026, 42));
        assert_eq!("2026-12345".parse(), Reference::new(2026, 12_345));
        for wrong in ["2026-42", "2026-00042", "+2026-0042", "2026-0000", "2026", "26-0042", "2026-+042", ""] {
            assert_eq!(wrong.parse::<Reference>(), Err(Fault::Unknown), "{wrong}");
        }
    }
}
