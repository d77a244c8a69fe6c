//! Another program holds the database for longer than anybody waits.

use crate::{
    client::{Person, Told},
    crowd,
    report::Outcome,
    server::Plan,
    stored,
};
use std::{path::Path, time::Instant};

pub async fn run(program: &Path, folder: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    let plan = Plan::new(program, folder).await?;
    let _server = plan.start().await?;
    let (person, key) = (Person::new(&plan.url())?, crowd::new_key());
    let mut other = stored::open(&plan.database).await?;
    let ledger = crowd::remember(&mut other).await?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await?;
    crowd::with(&ledger, |ledger| ledger.open.insert(key.clone()));
    let begun = Instant::now();
    let told = person.submit(&key).await;
    let waited = begun.elapsed();
    outcome.must(
        matches!(told, Told::Refused(status) if status.is_server_error()),
        format!("a locked database: {told:?}"),
    );
    crowd::receive(&ledger, &key, told);
    outcome.must(person.reads("/portfolio?q=skola").await, "pages are not read while the database is locked");
    sqlx::query("ROLLBACK").execute(&mut other).await?;
    let again = crowd::settle(&plan.url(), &ledger).await?;
    crowd::with(&ledger, std::mem::take).compare(&mut stored::open(&plan.database).await?, outcome).await?;
    outcome.saw("a sender is told that it is our fault after", format!("{:.1} s", waited.as_secs_f64()));
    outcome.saw("pages are read meanwhile", "yes");
    outcome.saw("taken when it is free again, with the same key", again);
    Ok(())
}
