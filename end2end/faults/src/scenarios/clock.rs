//! The machine's clock jumps, forwards and back, while the program runs.

use crate::{client::Person, crowd, report::Outcome, server::Plan, stored};
use anyhow::Context;
use std::{fs, path::Path};

/// Debian's libfaketime, which tells a program another time.
const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

pub async fn run(program: &Path, folder: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    anyhow::ensure!(Path::new(LIBRARY).exists(), "Debian's faketime is not installed");
    let mut plan = Plan::new(program, folder).await?;
    let time = folder.join("time");
    let told_file = time.to_str().context("a path of plain letters")?.to_owned();
    plan.environment = [
        ("LD_PRELOAD", LIBRARY),
        ("FAKETIME_TIMESTAMP_FILE", &told_file),
        ("FAKETIME_NO_CACHE", "1"),
        // How long something takes is counted by another clock, which no machine turns.
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    fs::write(&time, "+0")?;
    let mut server = plan.start().await?;
    let person = Person::new(&plan.url())?;
    let ledger = crowd::remember(&mut stored::open(&plan.database).await?).await?;
    let mut years = Vec::new();
    for jump in ["+0", "+400d", "-400d", "+1h", "+0"] {
        fs::write(&time, jump)?;
        for _ in 0..20 {
            let key = crowd::new_key();
            crowd::with(&ledger, |ledger| ledger.open.insert(key.clone()));
            crowd::receive(&ledger, &key, person.submit(&key).await);
        }
        outcome.must(person.reads("/portfolio").await, format!("{jump}: pages are not read"));
        outcome.must(Person::manager(&plan.url()).await.is_ok(), format!("{jump}: nobody can sign in"));
        years = crowd::with(&ledger, |ledger| {
            ledger.received.values().map(|reference| reference[..4].to_owned()).collect()
        });
        server.kill().await?;
        server = plan.start().await?;
        let faults = plan.faults().await?;
        outcome.must(faults.is_empty(), format!("{jump}: {}", faults.join("; ")));
    }
    crowd::settle(&plan.url(), &ledger).await?;
    crowd::with(&ledger, std::mem::take).compare(&mut stored::open(&plan.database).await?, outcome).await?;
    years.sort();
    years.dedup();
    outcome.must(years.len() >= 3, format!("the clock did not jump: {years:?}"));
    outcome.saw("jumps", "400 days forwards, 800 back, 400 and an hour forwards, an hour back; a kill after each");
    outcome.saw("references were given in the years", years.join(", "));
    outcome
        .saw("acknowledged and lost, half written, doubled", if outcome.broken.is_empty() { "0" } else { "see below" });
    Ok(())
}
