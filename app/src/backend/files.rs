//! The part of the port that is about files beside entries.

use super::Outage;
use async_trait::async_trait;
use domain::{
    access::EntryPass,
    attachment::{Description, FileAct, FileAdded, FileKind, Files, NewFile},
    reference::Reference,
};

/// A file with what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// The entry that it lies beside.
    pub entry: Reference,
    pub name: String,
    pub kind: FileKind,
    /// Whether everybody may see it.
    pub is_public: bool,
    pub bytes: Vec<u8>,
}

/// What became of an act on a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileActed {
    Saved,
    /// A picture is not shown before somebody has said what it shows.
    Undescribed,
    /// There is no such file, or it stands so already.
    AsBefore,
}

#[async_trait]
pub trait FileBackend: Send + Sync + 'static {
    /// All files of an entry, whatever has been decided of it.
    async fn files(&self, pass: EntryPass<'_>) -> Result<Option<Files>, Outage>;

    /// Puts a manager's file beside an entry. It is shown at once, unless it is a picture without a description.
    async fn add_file(&self, pass: EntryPass<'_>, new: &NewFile) -> Result<FileAdded, Outage>;

    /// Puts a sender's file beside what was handed in, for managers to look at.
    async fn send_file(&self, secret: &str, new: &NewFile) -> Result<FileAdded, Outage>;

    /// Says what a sender's picture shows, while no manager has shown it; false where there is no such picture.
    async fn describe_sent(&self, secret: &str, id: &str, description: &Description) -> Result<bool, Outage>;

    /// Shows a file, takes it away, or says what it shows.
    async fn act_on_file(
        &self,
        pass: EntryPass<'_>,
        id: &str,
        act: FileAct,
        description: Option<&Description>,
    ) -> Result<FileActed, Outage>;

    /// A file by its name; none where there is none.
    async fn file(&self, id: &str) -> Result<Option<StoredFile>, Outage>;
}
