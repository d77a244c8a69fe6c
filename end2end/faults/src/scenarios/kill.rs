//! The program is ended at once, again and again, while several hundred people use it.

use crate::{
    client::Person,
    crowd::{self, Crowd},
    report::Outcome,
    server::Plan,
    stored,
};
use std::{path::Path, time::Duration};

/// How often it is ended.
const TIMES: usize = 60;
/// The longest that a start may take, after whatever end.
const START: Duration = Duration::from_secs(1);

pub async fn run(program: &Path, folder: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    let plan = Plan::new(program, folder).await?;
    // The demo is written first, which is no start like the others.
    let mut server = plan.start().await?;
    let manager = Person::manager(&plan.url()).await?;
    let mut conn = stored::open(&plan.database).await?;
    let ledger = crowd::remember(&mut conn).await?;
    crowd::prepare(&mut conn, &ledger).await?;
    drop(conn);
    let (mut slowest, mut sent_again) = (Duration::ZERO, 0);
    for time in 1..=TIMES {
        let crowd = Crowd::begin(&plan.url(), &manager, &ledger)?;
        tokio::time::sleep(Duration::from_millis(fastrand::u64(100..1000))).await;
        server.kill().await?;
        crowd.end().await;
        server = plan.start().await?;
        slowest = slowest.max(server.took);
        let faults = plan.faults().await?;
        outcome.must(faults.is_empty(), format!("after end {time}: {}", faults.join("; ")));
        let mut conn = stored::open(&plan.database).await?;
        crowd::compare(&mut conn, &ledger, outcome).await?;
        sent_again += crowd::settle(&plan.url(), &ledger).await?;
        if !outcome.broken.is_empty() {
            break;
        }
    }
    let last = crowd::with(&ledger, std::mem::take);
    last.compare(&mut stored::open(&plan.database).await?, outcome).await?;
    outcome.saw("ended by SIGKILL, times", TIMES);
    last.tell(sent_again, outcome);
    outcome.saw("slowest start until ready", format!("{} ms", slowest.as_millis()));
    outcome.must(slowest < START, format!("a start took {slowest:?}"));
    Ok(())
}
