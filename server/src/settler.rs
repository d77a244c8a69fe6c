//! Settling a database in a file: soon after the start and then once an hour its log is emptied into it. An hour later
//! at most, what was erased can be read in neither; and what a start finds in the log may never have come to the disk.

use crate::db::Store;
use std::time::Duration;
use tokio::sync::watch;

/// How long after the start: whoever waits for that comes first.
const SOON: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Settles a database in a file every hour until it is told to stop.
pub async fn work(store: Store, mut stop: watch::Receiver<bool>) {
    if store.database().is_shared() {
        return;
    }
    let mut wait = SOON;
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(wait) => {}
        }
        if let Err(error) = store.database().settle().await {
            tracing::warn!(%error, "the log was not emptied; it is tried again in an hour");
        }
        wait = HOUR;
    }
}
