//! Texts that people write, checked once at the edge: trimmed, of a known length, with nothing invisible in them.

use crate::fault::Fault;
use serde::{Deserialize, Serialize};
use std::{fmt, ops::Deref, str::FromStr};

/// One line of text of `MIN` to `MAX` characters; runs of white space become one space.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line<const MIN: usize, const MAX: usize>(String);

/// Text of `MIN` to `MAX` characters in paragraphs; line ends become `\n`, at most one empty line in a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prose<const MIN: usize, const MAX: usize>(String);

/// An entry's title.
pub type Title = Line<5, 120>;
/// One or two sentences for lists and cards.
pub type Summary = Line<10, 280>;
/// A need in words.
pub type NeedText = Prose<20, 4000>;
/// What one would do, what a trial should show, a benefit one hopes for.
pub type Passage = Prose<3, 4000>;
/// A short free answer: for whom, who answers for it, who confirmed.
pub type Phrase = Line<2, 200>;
/// Why something was declined, moved back, paused or ended.
pub type Reason = Prose<5, 1000>;

impl<const MIN: usize, const MAX: usize> Line<MIN, MAX> {
    /// Reads a line. Fails on invisible characters and on lengths outside `MIN..=MAX`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
        check::<MIN, MAX>(&tidy)?;
        Ok(Self(tidy))
    }

    /// A line that was checked before it was stored.
    pub(crate) fn kept(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl<const MIN: usize, const MAX: usize> Prose<MIN, MAX> {
    /// Reads prose. Fails on invisible characters other than line ends and on lengths outside `MIN..=MAX`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut tidy = String::with_capacity(text.len());
        let mut empty_lines = 0;
        for line in text.trim().lines().map(str::trim_end) {
            empty_lines = if line.is_empty() { empty_lines + 1 } else { 0 };
            if empty_lines <= 1 {
                if !tidy.is_empty() {
                    tidy.push('\n');
                }
                tidy.push_str(&line.replace('\t', " "));
            }
        }
        check::<MIN, MAX>(&tidy)?;
        Ok(Self(tidy))
    }

    /// The paragraphs, which an empty line keeps apart.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.0.split("\n\n")
    }
}

fn check<const MIN: usize, const MAX: usize>(tidy: &str) -> Result<(), Fault> {
    let length = tidy.chars().count();
    if length == 0 && MIN > 0 {
        return Err(Fault::Missing);
    }
    if tidy.chars().any(is_unprintable) {
        return Err(Fault::Unprintable);
    }
    if length < MIN {
        return Err(Fault::TooShort { min: count(MIN) });
    }
    if length > MAX {
        return Err(Fault::TooLong { max: count(MAX), over: count(length - MAX) });
    }
    Ok(())
}

/// Control characters, and those that turn the direction of writing: they hide or disguise what a text says.
fn is_unprintable(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn count(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
}

/// Reads a text that may be left out: nothing but white space is no text.
pub fn optional<T>(text: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Result<Option<T>, Fault> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

macro_rules! text_traits {
    ($type:ident) => {
        impl<const MIN: usize, const MAX: usize> $type<MIN, MAX> {
            /// The most characters it may have.
            pub const MAX: usize = MAX;
        }

        impl<const MIN: usize, const MAX: usize> TryFrom<String> for $type<MIN, MAX> {
            type Error = Fault;

            fn try_from(text: String) -> Result<Self, Fault> {
                Self::parse(&text)
            }
        }

        impl<const MIN: usize, const MAX: usize> FromStr for $type<MIN, MAX> {
            type Err = Fault;

            fn from_str(text: &str) -> Result<Self, Fault> {
                Self::parse(text)
            }
        }

        impl<const MIN: usize, const MAX: usize> From<$type<MIN, MAX>> for String {
            fn from(text: $type<MIN, MAX>) -> Self {
                text.0
            }
        }

        impl<const MIN: usize, const MAX: usize> Deref for $type<MIN, MAX> {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<const MIN: usize, const MAX: usize> fmt::Display for $type<MIN, MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_traits!(Line);
text_traits!(Prose);

/// An e-mail address, in the sense of the HTML standard's simple rule: something, `@`, a host; at most 254 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Reads an address; the host, and for comparison the whole, is put in lower case.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let address = Line::<1, 254>::parse(text)?.0.to_lowercase();
        let (local, host) = address.split_once('@').ok_or(Fault::NotAnEmail)?;
        let is_local = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
        let is_label = |label: &str| {
            !label.is_empty()
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if local.is_empty() || !local.chars().all(is_local) || !host.split('.').all(is_label) {
            return Err(Fault::NotAnEmail);
        }
        Ok(Self(address))
    }
}

impl TryFrom<String> for Email {
    type Error = Fault;

    fn try_from(text: String) -> Result<Self, Fault> {
        Self::parse(&text)
    }
}

impl FromStr for Email {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::parse(text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Deref for Email {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// The first sentences of `text` as a summary, cut at a word where they are too long.
pub fn summarise(text: &NeedText) -> Summary {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let within = |limit: usize| line.char_indices().nth(limit).map_or(line.as_str(), |(end, _)| &line[..end]);
    let room = within(Summary::MAX - 1);
    let cut = if room.len() == line.len() {
        line.clone()
    } else if let Some(end) = room.rfind(['.', '?', '!']).filter(|end| *end > 40) {
        room[..=end].to_owned()
    } else {
        let end = room.rfind(' ').unwrap_or(room.len());
        format!("{}…", room[..end].trim_end_matches([',', ';', ':']))
    };
    Line(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_tidied() {
        assert_eq!(&*Title::parse("  Fler   bänkar\tvid\nån ").expect("valid"), "Fler bänkar vid ån");
    }

    #[test]
    fn lengths_are_counted_in_characters_not_bytes() {
        assert!(Title::parse(&"å".repeat(120)).is_ok());
        assert_eq!(Title::parse(&"å".repeat(121)), Err(Fault::TooLong { max: 120, over: 1 }));
        assert_eq!(Title::parse("Åh"), Err(Fault::TooShort { min: 5 }));
        assert_eq!(Title::parse("   "), Err(Fault::Missing));
    }

    #[test]
    fn invisible_characters_are_refused() {
        for hidden in ["\u{0}", "\u{7}", "\u{202E}", "\u{200B}", "\u{1b}[31m"] {
            assert_eq!(Title::parse(&format!("En titel{hidden} här")), Err(Fault::Unprintable), "{hidden:?}");
        }
    }

    #[test]
    fn markup_is_text_like_any_other() {
        assert_eq!(&*Title::parse("<script>alert(1)</script>").expect("valid"), "<script>alert(1)</script>");
    }

    #[test]
    fn prose_keeps_paragraphs() {
        let text = NeedText::parse("Första stycket är här.\r\n\r\n\r\n\r\nAndra stycket.  \r\n").expect("valid");
        assert_eq!(text.paragraphs().collect::<Vec<_>>(), ["Första stycket är här.", "Andra stycket."]);
    }

    #[test]
    fn email_addresses() {
        assert_eq!(&*Email::parse(" Anna.Ek@Tomelilla.SE ").expect("valid"), "anna.ek@tomelilla.se");
        for wrong in ["anna", "anna@", "@tomelilla.se", "anna@tome lilla.se", "anna@-a.se", "a@b..se"] {
            assert_eq!(Email::parse(wrong), Err(Fault::NotAnEmail), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn reading_twice_changes_nothing(text in "\\PC{0,200}") {
            if let Ok(line) = Title::parse(&text) {
                prop_assert_eq!(Title::parse(&line), Ok(line.clone()));
            }
            if let Ok(prose) = NeedText::parse(&text) {
                prop_assert_eq!(NeedText::parse(&prose), Ok(prose.clone()));
            }
        }

        #[test]
        fn every_need_has_a_summary_within_its_bounds(text in "[a-zåäö]{1,40}([ .\n][a-zåäö]{1,40}){5,60}") {
            if let Ok(need) = NeedText::parse(&text) {
                let summary = summarise(&need);
                prop_assert_eq!(Summary::parse(&summary), Ok(summary.clone()));
            }
        }
    }
}
