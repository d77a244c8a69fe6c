//! Copying the database out to a file, and putting such a file in its place.

use super::{
    open::OpenError,
    sqlite::{self, Found, folder_of},
};
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteLockingMode},
};
use std::{
    fs::{self, File},
    io,
    os::unix::fs::{MetadataExt, lchown},
    path::{Path, PathBuf},
    time::Duration,
};

/// Why a copy was not made or not put in place.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("there is no database {0}")]
    Missing(PathBuf),
    #[error("{0} exists; name a file that does not")]
    Exists(PathBuf),
    #[error("{0} is damaged: {1}")]
    Damaged(PathBuf, String),
    #[error("{0} is in use: stop the server first")]
    InUse(PathBuf),
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    #[error("{0}: {1}")]
    Sql(PathBuf, sqlx::Error),
}

type Result<T> = std::result::Result<T, BackupError>;

fn file_error(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    |error| BackupError::File(path.to_owned(), error)
}

fn sql_error(path: &Path) -> impl Fn(sqlx::Error) -> BackupError {
    |error| BackupError::Sql(path.to_owned(), error)
}

/// A name beside `path` that only this process uses.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

/// Copies the database to a new file as it stands at one moment; it may be written to meanwhile. The file appears
/// whole or not at all.
pub async fn copy_out(database: &Path, file: &Path) -> Result<()> {
    if sqlite::inspect(database).await? == Found::Nothing {
        return Err(BackupError::Missing(database.to_owned()));
    }
    if file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let part = beside(file);
    // Left by a copy that was cut short; no other process uses the name.
    let _ = fs::remove_file(&part);
    let copied = copy_to(database, &part).await.and_then(|()| {
        sync(&part)?;
        // A link, unlike a rename, fails where somebody has made the file meanwhile.
        fs::hard_link(&part, file).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Exists(file.to_owned()),
            _ => BackupError::File(file.to_owned(), error),
        })?;
        sync_folder(file)
    });
    let removed = fs::remove_file(&part);
    copied.and_then(|()| removed.map_err(file_error(&part)))
}

async fn copy_to(database: &Path, part: &Path) -> Result<()> {
    // SQLite takes an empty file for a new one, and this one nobody else may read.
    sqlite::begin_file(part).map_err(file_error(part))?;
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(Duration::from_secs(10));
    let mut conn = SqliteConnection::connect_with(&options).await.map_err(sql_error(database))?;
    sqlx::query("VACUUM INTO $1").bind(part.to_string_lossy()).execute(&mut conn).await.map_err(sql_error(part))?;
    conn.close().await.map_err(sql_error(database))
}

/// Puts a copy in the place of a database that nobody uses; what was there is replaced at once and whole.
pub async fn put_in_place(file: &Path, database: &Path) -> Result<()> {
    if sqlite::inspect(file).await? == Found::Nothing {
        return Err(BackupError::Missing(file.to_owned()));
    }
    let part = beside(database);
    let _ = fs::remove_file(&part);
    let put = put(file, &part, database).await;
    if put.is_err() {
        // What was copied so far is of no use; that it cannot be removed is not what went wrong.
        let _ = fs::remove_file(&part);
    }
    put
}

async fn put(file: &Path, part: &Path, database: &Path) -> Result<()> {
    // Copied through SQLite, so that a file with a log beside it comes over whole.
    copy_to(file, part).await?;
    check(file, part).await?;
    give_to_owner(part, database).map_err(file_error(part))?;
    sync(part)?;
    if sqlite::exists(database) {
        must_be_free(database).await?;
    }
    for log in ["-wal", "-shm"].map(|suffix| with_suffix(database, suffix)) {
        match fs::remove_file(&log) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(BackupError::File(log, error)),
            _ => {}
        }
    }
    fs::rename(part, database).map_err(file_error(database))?;
    sync_folder(database)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Looks the copy through, and signs everybody out: sessions that have ended since must not come back.
async fn check(file: &Path, part: &Path) -> Result<()> {
    let damaged = |error: sqlx::Error| BackupError::Damaged(file.to_owned(), error.to_string());
    let options = SqliteConnectOptions::new().filename(part);
    let mut conn = SqliteConnection::connect_with(&options).await.map_err(damaged)?;
    let found: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut conn).await.map_err(damaged)?;
    if found != "ok" {
        return Err(BackupError::Damaged(file.to_owned(), found));
    }
    sqlx::query("DELETE FROM session").execute(&mut conn).await.map_err(damaged)?;
    conn.close().await.map_err(damaged)
}

/// Every program that has the database open holds a lock on it; having it alone is to have none beside us.
async fn must_be_free(database: &Path) -> Result<()> {
    match hold(database).await {
        Err(error @ BackupError::InUse(_)) => Err(error),
        Ok(alone) => alone.close().await.map_err(sql_error(database)),
        // What is no database, or a broken one, nobody has open; replacing it may be the very reason to restore.
        Err(_) => Ok(()),
    }
}

/// Has the database alone for as long as the connection is kept.
pub(super) async fn hold(database: &Path) -> Result<SqliteConnection> {
    take_alone(database).await.map_err(|error| match sqlite::is_busy(&error) {
        true => BackupError::InUse(database.to_owned()),
        false => BackupError::Sql(database.to_owned(), error),
    })
}

async fn take_alone(database: &Path) -> sqlx::Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .busy_timeout(Duration::from_millis(500))
        .locking_mode(SqliteLockingMode::Exclusive);
    let mut conn = SqliteConnection::connect_with(&options).await?;
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut conn).await?;
    Ok(conn)
}

fn sync(path: &Path) -> Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(file_error(path))
}

/// Gives a file to whose database it becomes: the administrator who restores may be another than the server's user.
fn give_to_owner(part: &Path, database: &Path) -> io::Result<()> {
    let like = if database.exists() { database } else { folder_of(database) };
    let (owner, own) = (fs::metadata(like)?, fs::symlink_metadata(part)?);
    if (owner.uid(), owner.gid()) == (own.uid(), own.gid()) {
        return Ok(());
    }
    // Were there a link by now, what it leads to would be given away by the other call.
    match lchown(part, Some(owner.uid()), Some(owner.gid())) {
        // Only the administrator may give files away. To anybody else it is a file of one's own in a folder that is not.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        given => given,
    }
}

/// Makes the folder remember its new file through a power cut.
fn sync_folder(path: &Path) -> Result<()> {
    let folder = folder_of(path);
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(file_error(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_administrator_restores_belongs_to_whom_the_database_belonged() {
        const SOMEBODY: u32 = 12_345;
        let folder = tempfile::TempDir::new().expect("a folder");
        let [database, part] = ["fyrfalt.db", "part"].map(|name| folder.path().join(name));
        let owner = |path: &Path| fs::metadata(path).map(|found| (found.uid(), found.gid())).expect("there");
        fs::write(&part, "new").expect("written");
        let own = owner(&part);
        give_to_owner(&part, &database).expect("in a folder of one's own");
        assert_eq!(owner(&part), own);
        fs::write(&database, "old").expect("written");
        // Nobody else may give files away, as this test must.
        if lchown(&database, Some(SOMEBODY), Some(SOMEBODY)).is_ok() {
            give_to_owner(&part, &database).expect("given");
            assert_eq!(owner(&part), (SOMEBODY, SOMEBODY));
        }
    }
}
