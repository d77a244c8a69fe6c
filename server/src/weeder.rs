//! `fyrfalt weed`, and the same once a day while the server runs.

use crate::{
    clock, config,
    db::{Database, Store, weeding},
};
use domain::weeding::{Due, Rules};
use std::time::Duration;
use tokio::sync::watch;

/// Shows what the rules weed, and weeds it unless it is only a trial.
pub async fn weed(command: &config::Weed) -> anyhow::Result<()> {
    let database = Database::open_existing(&command.database.path).await?;
    let now = clock::now();
    let due = if command.dry_run {
        let mut conn = database.reader.acquire().await?;
        weeding::due(&mut conn, &command.weeding, now).await?
    } else {
        weeding::weed(&database, &command.weeding, now).await?
    };
    for one in &due {
        println!("{}", line(one));
    }
    match (due.len(), command.dry_run) {
        (0, _) => println!("Nothing is due by {}", command.weeding),
        (count, true) => println!("{count} to be weeded by {}; nothing was changed", command.weeding),
        (count, false) => println!("{count} weeded by {}", command.weeding),
    }
    database.close().await;
    Ok(())
}

/// What is told of something weeded: nothing that is weeded itself.
fn line(due: &Due) -> String {
    let entry = due.entry.map(|entry| entry.to_string());
    let remains = due.remains.as_ref().map(|remains| {
        let diary = remains.diary_number.as_deref().map(|number| format!(", diary {number}")).unwrap_or_default();
        format!("arrived {}, to {}, decided {}{diary}", remains.arrived, remains.board, remains.decided)
    });
    let item = due.item.as_deref().map(|item| format!("number {item}"));
    let parts: Vec<_> = [Some(due.rule.weed.to_string()), entry, item, remains].into_iter().flatten().collect();
    parts.join("  ")
}

/// Weeds once a day until it is told to stop.
pub async fn work(store: Store, mut stop: watch::Receiver<bool>) {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let rules: &Rules = store.weeding_rules();
    while !rules.is_empty() && !*stop.borrow() {
        match weeding::weed(store.database(), rules, clock::now()).await {
            Ok(weeded) if !weeded.is_empty() => tracing::info!(count = weeded.len(), %rules, "weeded"),
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "weeding was cut short"),
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(DAY) => {}
        }
    }
}
