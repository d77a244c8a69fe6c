//! The 17 sustainability goals of Agenda 2030.

use crate::{fault::Fault, label::serde_as_text};
use std::{fmt, str::FromStr};

/// One of the 17 goals, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Goal(u8);

/// The colour of text that reaches a contrast of 4.5:1 on a goal's own colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Black,
    White,
}

impl Goal {
    /// How many goals there are.
    pub const COUNT: u8 = 17;

    /// The goal with a number from 1 to 17.
    pub const fn new(number: u8) -> Result<Self, Fault> {
        if number >= 1 && number <= Self::COUNT { Ok(Self(number)) } else { Err(Fault::Unknown) }
    }

    /// All goals in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=Self::COUNT).map(Self)
    }

    pub const fn number(self) -> u8 {
        self.0
    }

    /// Black or white, by the table in `domain.md`.
    pub const fn ink(self) -> Ink {
        match self.0 {
            1 | 4 | 8 | 10 | 13 | 16 | 17 => Ink::White,
            _ => Ink::Black,
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Goal {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::all().find(|goal| goal.to_string() == text).ok_or(Fault::Unknown)
    }
}

serde_as_text!(Goal);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_seventeen_and_each_has_one_name() {
        assert_eq!(Goal::all().count(), 17);
        for wrong in ["0", "18", "07", "+7", "", "sju"] {
            assert_eq!(wrong.parse::<Goal>(), Err(Fault::Unknown), "{wrong}");
        }
    }
}
