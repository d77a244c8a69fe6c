//! The write-ahead log of a database in a file: everything is written to it first, so that a transaction is durable
//! once the disk has the log. SQLite sees to that at the end of a transaction; [`intake`](super::intake) does so for
//! several at once.

use std::{
    fs::File,
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// The log beside a database.
#[derive(Debug)]
pub struct WriteAheadLog {
    path: PathBuf,
    /// Held open: what the disk could not take is told once to everybody who had the file open then.
    file: Mutex<Option<File>>,
}

impl WriteAheadLog {
    /// The log of a database that is in use.
    ///
    /// # Errors
    /// When there is no such database.
    pub fn of(database: &Path) -> io::Result<Self> {
        // SQLite follows links too.
        let path = path(&std::fs::canonicalize(database)?);
        let file = Mutex::new(File::open(&path).ok());
        Ok(Self { path, file })
    }

    /// Waits until the disk has all that is in the log.
    ///
    /// # Errors
    /// When it may never have it: the system may have forgotten what it could not write. So too where the log is another
    /// file than before; the next time that one is synced.
    pub async fn sync(self: &Arc<Self>) -> io::Result<()> {
        let log = Arc::clone(self);
        tokio::task::spawn_blocking(move || log.sync_now()).await?
    }

    fn sync_now(&self) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &*file {
            file.sync_data()?;
            let (own, found) = (file.metadata()?, std::fs::metadata(&self.path)?);
            if (own.dev(), own.ino()) == (found.dev(), found.ino()) {
                return Ok(());
            }
        }
        *file = File::open(&self.path).ok();
        Err(io::Error::other("the log is not the file that it was"))
    }
}

/// Where the log of a database is.
pub fn path(database: &Path) -> PathBuf {
    let mut path = database.to_owned().into_os_string();
    path.push("-wal");
    path.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::symlink};

    #[tokio::test]
    async fn a_log_that_was_replaced_is_in_doubt_once() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let [database, link] = ["fyrfalt.db", "link.db"].map(|name| folder.path().join(name));
        fs::write(&database, "").expect("a database");
        symlink(&database, &link).expect("a link");
        fs::write(path(&database), "first").expect("its log");
        let log = Arc::new(WriteAheadLog::of(&link).expect("in use"));
        log.sync().await.expect("synced");

        fs::rename(path(&database), folder.path().join("aside")).expect("moved");
        log.sync().await.expect_err("there is none");
        fs::write(path(&database), "second").expect("another");
        log.sync().await.expect_err("what was written to the first may be lost");
        log.sync().await.expect("synced");
    }
}
