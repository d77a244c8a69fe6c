//! Files beside an entry: pictures and PDFs, from managers or from whoever handed the entry in.
//!
//! What a sender attaches is shown to everybody only once a manager has looked at it, and no picture is shown without a
//! description for those who cannot see it. Nothing is deleted: a file is taken away, and may be shown again.

use crate::{
    fault::Fault,
    label::named,
    language::Bilingual,
    reception::Arrival,
    reference::Reference,
    text::{Line, Title, optional},
};
use serde::{Deserialize, Serialize};

/// The most that a file may weigh as it is sent, in bytes.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The same as people say it.
pub const MOST_MEGABYTES: u32 = (MOST_BYTES / (1024 * 1024)) as u32;
/// The most files beside one entry.
pub const MOST_FILES: u32 = 12;
/// The most of them that a sender may attach.
pub const MOST_OF_A_SENDER: u32 = 5;

/// What a picture shows, in words.
pub type Description = Line<3, 300>;

/// The types of files that are taken. What a file is, its content tells; neither its name nor its sender does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    Jpeg,
    Png,
    Pdf,
}

named!(FileKind, "type of file", {
    Jpeg => "image/jpeg",
    Png => "image/png",
    Pdf => "application/pdf",
});

impl FileKind {
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }

    /// How the names of such files end.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// The name of a file without what does not belong into one: no folders, no signs that mean something to a program, the
/// ending that goes with what it is.
pub fn file_name(written: &str, kind: FileKind) -> String {
    const LONGEST: usize = 80;
    let last = written.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let keeps = |letter: &char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_' | '(' | ')');
    let tidy: String = stem.chars().filter(keeps).take(LONGEST).collect();
    let tidy = tidy.split_whitespace().collect::<Vec<_>>().join(" ");
    let tidy = if tidy.is_empty() { "fil" } else { &tidy };
    format!("{tidy}.{}", kind.extension())
}

/// How a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileState {
    /// Managers see it, and nobody else yet.
    Waiting,
    Shown,
    /// A manager took it away.
    Withdrawn,
}

named!(FileState, "state of a file", { Waiting => "waiting", Shown => "shown", Withdrawn => "withdrawn" });

/// What a manager does with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileAct {
    Show,
    Withdraw,
    /// Only says anew what a picture shows.
    Describe,
}

named!(FileAct, "act on a file", { Show => "show", Withdraw => "withdraw", Describe => "describe" });

impl FileAct {
    /// The state that it leads to from another; none where it does not.
    pub const fn leads_to(self, from: FileState) -> Option<FileState> {
        match (self, from) {
            (Self::Show, FileState::Waiting | FileState::Withdrawn) => Some(FileState::Shown),
            (Self::Withdraw, FileState::Waiting | FileState::Shown) => Some(FileState::Withdrawn),
            (Self::Describe, state) => Some(state),
            _ => None,
        }
    }
}

/// A file beside an entry, without what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Letters and digits that nobody can guess, by which it is fetched.
    pub id: String,
    pub name: String,
    pub kind: FileKind,
    /// Always there for a picture that is shown.
    pub description: Option<Description>,
    /// Width and height of a picture, in pixels.
    pub pixels: Option<(u32, u32)>,
    /// In bytes.
    pub size: u32,
    pub state: FileState,
    pub added: Arrival,
    /// Whether whoever handed the entry in attached it.
    pub by_sender: bool,
}

impl Attachment {
    pub fn address(&self) -> String {
        format!("/files/{}", self.id)
    }
}

/// The files of an entry as managers see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Files {
    pub reference: Reference,
    pub title: Bilingual<Title>,
    pub is_published: bool,
    pub files: Vec<Attachment>,
}

/// A file that has been looked through and is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    pub name: String,
    pub kind: FileKind,
    pub pixels: Option<(u32, u32)>,
    pub description: Option<Description>,
    pub bytes: Vec<u8>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileAdded {
    /// It is there, by this name; shown to everybody or not yet.
    Saved {
        id: String,
        state: FileState,
    },
    TooMany {
        most: u32,
    },
    /// There is no such entry or receipt, or it takes no files any more.
    Gone,
}

/// Reads a description that may be left out.
///
/// # Errors
/// Where it is too short or too long, or holds what cannot be shown.
pub fn description(written: &str) -> Result<Option<Description>, Fault> {
    optional(written, Description::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_only_a_name() {
        for (written, name) in [
            ("bro vid ån.JPG", "bro vid ån.jpg"),
            ("C:\\Bilder\\semester.png", "semester.jpg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("a\"b\r\nSet-Cookie: x.jpg", "abSet-Cookie x.jpg"),
            ("", "fil.jpg"),
            ("…", "fil.jpg"),
            ("skript.html.jpg", "skripthtml.jpg"),
        ] {
            assert_eq!(file_name(written, FileKind::Jpeg), name, "{written:?}");
        }
    }

    #[test]
    fn what_is_withdrawn_can_be_shown_again() {
        assert_eq!(FileAct::Show.leads_to(FileState::Withdrawn), Some(FileState::Shown));
        assert_eq!(FileAct::Show.leads_to(FileState::Shown), None);
        assert_eq!(FileAct::Withdraw.leads_to(FileState::Withdrawn), None);
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_short_plain_one(written in "\\PC{0,200}") {
            let name = file_name(&written, FileKind::Pdf);
            prop_assert!(name.ends_with(".pdf") && name.chars().count() <= 84);
            prop_assert!(!name.contains(['/', '\\', '"', '\n', '\r', ';', '<']));
        }
    }
}
