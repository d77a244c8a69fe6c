//! Passwords as people choose them.

use crate::fault::Fault;
use std::fmt;

/// A password that may be chosen: of [`Password::SHORTEST`] to [`Password::LONGEST`] characters, whichever they are.
/// Length is what makes it hard to guess (NIST SP 800-63B-4, 3.1.1.2).
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// A password of fewer characters can be guessed.
    pub const SHORTEST: usize = 12;
    /// More than anybody types; longer ones only make us work.
    pub const LONGEST: usize = 200;

    /// Takes it as it is written: spaces at its ends are part of it.
    ///
    /// # Errors
    /// When it is missing, too short or too long.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let count = |characters: usize| u32::try_from(characters).unwrap_or(u32::MAX);
        match text.chars().count() {
            0 => Err(Fault::Missing),
            length if length < Self::SHORTEST => Err(Fault::TooShort { min: count(Self::SHORTEST) }),
            length if length > Self::LONGEST => {
                Err(Fault::TooLong { max: count(Self::LONGEST), over: count(length - Self::LONGEST) })
            }
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The characters, for hashing alone.
    pub fn into_secret(self) -> String {
        self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_alone_counts_and_nothing_shows_it() {
        assert_eq!(Password::parse(&"å".repeat(11)), Err(Fault::TooShort { min: 12 }));
        assert_eq!(Password::parse(&"å".repeat(201)), Err(Fault::TooLong { max: 200, over: 1 }));
        let password = Password::parse(" tolv tecken ").expect("long enough");
        assert_eq!(format!("{password:?}"), "Password(…)");
        assert_eq!(password.into_secret(), " tolv tecken ");
    }
}
