//! Settling a database in a file: once an hour its log is emptied into it. An hour later at most, what was erased can be
//! read in neither.

use crate::db::Store;
use std::time::Duration;
use tokio::sync::watch;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// Settles the database every hour until it is told to stop.
pub async fn work(store: Store, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(HOUR) => {}
        }
        if let Err(error) = store.database().settle().await {
            tracing::warn!(%error, "the log was not emptied; it is tried again in an hour");
        }
    }
}
