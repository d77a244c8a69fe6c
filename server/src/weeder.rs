//! `fyrfalt weed`, and the same once a day while the server runs.

use crate::{
    clock, config,
    db::{
        Database, Store,
        weeding::{self, Pass, RulesInForce},
    },
};
use domain::weeding::Due;
use std::time::Duration;
use tokio::sync::watch;

/// Shows what the rules weed, and weeds it unless it is only a trial.
///
/// # Errors
/// When a rule could not be carried out; the others have been.
pub async fn weed(command: &config::Weed) -> anyhow::Result<()> {
    let database = Database::open_existing(command.database.address.clone()).await?;
    let now = clock::now();
    let (due, failed) = if command.dry_run {
        let mut conn = database.reader.acquire().await?;
        (weeding::due(&mut conn, &command.weeding, now).await?, Vec::new())
    } else {
        let Pass { weeded, failed } = weeding::weed(&database, &command.weeding, now).await;
        (weeded, failed)
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
    let failed: Vec<_> = failed.iter().map(|(rule, error)| format!("{}: {error}", rule.weed)).collect();
    anyhow::ensure!(failed.is_empty(), "not weeded: {}", failed.join("; "));
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

/// Weeds once a day, from when the rules are in force, until it is told to stop.
pub async fn work(store: Store, mut stop: watch::Receiver<bool>) {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let RulesInForce { rules, from } = store.weeding_rules();
    if rules.is_empty() {
        return;
    }
    let mut wait = Duration::from_secs(u64::try_from(from - clock::now()).unwrap_or(0));
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(wait) => {}
        }
        let Pass { weeded, failed } = weeding::weed(store.database(), rules, clock::now()).await;
        for (rule, error) in failed {
            tracing::error!(rule = %rule.weed, %error, "weeding was cut short");
        }
        if !weeded.is_empty() {
            tracing::info!(count = weeded.len(), %rules, "weeded");
            store.renew().await;
        }
        wait = DAY;
    }
}
