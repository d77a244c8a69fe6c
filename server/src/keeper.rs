//! Backups by themselves: every so many hours a copy into a folder, of which so many are kept.

use crate::{
    clock, config,
    db::{
        Address,
        backup::{self, BackupError},
        checking,
    },
    metrics,
};
use std::{
    fs, io,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::sync::watch;

/// Where copies go, how often, and how many are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub folder: PathBuf,
    pub every: Duration,
    pub kept: NonZeroUsize,
}

/// How soon a backup that failed is tried again.
const AGAIN: Duration = Duration::from_secs(10 * 60);
const START: &str = "fyrfalt-";
const END: &str = ".db";
/// The latest copy that was not sound.
const UNSOUND: &str = "fyrfalt-unsound.db";

/// `fyrfalt check`.
///
/// # Errors
/// When something is wrong, or nothing could be looked through.
pub async fn check(command: &config::Check) -> anyhow::Result<()> {
    let address = command.file.as_deref().map_or_else(|| command.database.address.clone(), Address::from);
    let found = checking::check(&address).await?;
    for fault in &found.faults {
        println!("{fault}");
    }
    println!("{address}: {} entries, {} files, {} faults", found.entries, found.files, found.faults.len());
    anyhow::ensure!(found.faults.is_empty(), "{address} is not sound");
    Ok(())
}

/// Makes backups of a database in a file by a plan until it is told to stop.
pub async fn work(database: PathBuf, plan: Plan, mut stop: watch::Receiver<bool>) {
    let latest = latest(&plan);
    // An alarm goes by it from the start.
    metrics::backed_up(latest.unwrap_or(0));
    let mut wait = until_next(&plan, latest, clock::now());
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = match back_up(&database, &plan, clock::now()).await {
            Ok(file) => {
                tracing::info!(file = %file.display(), "backed up");
                metrics::backed_up(clock::now());
                plan.every
            }
            Err(error) => {
                tracing::error!(%error, "no backup was made");
                AGAIN.min(plan.every)
            }
        };
    }
}

/// When the latest backup was made.
fn latest(plan: &Plan) -> Option<i64> {
    copies(&plan.folder).ok()?.into_iter().next_back().map(|copy| copy.at)
}

/// How long until the next backup is due.
fn until_next(plan: &Plan, latest: Option<i64>, now: i64) -> Duration {
    latest.map_or(Duration::ZERO, |latest| {
        let age = u64::try_from(now - latest).unwrap_or(0);
        plan.every.saturating_sub(Duration::from_secs(age))
    })
}

/// Why a backup was not made.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Check(#[from] checking::CheckError),
    #[error("{0}: {1}")]
    Folder(PathBuf, io::Error),
    #[error("{0} is not sound: {1}")]
    Unsound(PathBuf, String),
}

/// Copies the database, looks the copy through, and then lets go of the oldest ones. An unsound copy stands beside the
/// others under a name of its own and is no backup; the others are all kept: what is wrong is to be looked into first.
pub async fn back_up(database: &Path, plan: &Plan, now: i64) -> Result<PathBuf, KeepError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| KeepError::Folder(path, error)
    };
    fs::create_dir_all(&plan.folder).map_err(failed(&plan.folder))?;
    let file = plan.folder.join(format!("{START}{}{END}", clock::stamp(now)));
    backup::copy_out(database, &file).await?;
    let found = checking::check(&Address::from(file.as_path())).await?;
    if let Some(fault) = found.faults.into_iter().next() {
        let aside = plan.folder.join(UNSOUND);
        fs::rename(&file, &aside).map_err(failed(&file))?;
        return Err(KeepError::Unsound(aside, fault));
    }
    let copies = copies(&plan.folder).map_err(failed(&plan.folder))?;
    let too_many = copies.len().saturating_sub(plan.kept.get());
    for copy in copies.into_iter().take(too_many) {
        fs::remove_file(&copy.file).map_err(failed(&copy.file))?;
    }
    Ok(file)
}

struct Copy {
    file: PathBuf,
    at: i64,
}

/// The copies in a folder, the oldest first. What we have not named is nobody's copy.
fn copies(folder: &Path) -> io::Result<Vec<Copy>> {
    let mut copies = Vec::new();
    for file in fs::read_dir(folder)? {
        let file = file?.path();
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let stamp = name.strip_prefix(START).and_then(|rest| rest.strip_suffix(END));
        if let Some(at) = stamp.and_then(clock::read_stamp) {
            copies.push(Copy { file, at });
        }
    }
    copies.sort_by_key(|copy| copy.at);
    Ok(copies)
}
