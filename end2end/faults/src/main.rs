//! `faults PROGRAM REPORT [SCENARIO…]`: drives the real program through faults, and writes what was seen. It fails
//! where anything that was acknowledged is lost, half written or doubled, or where the program does not come back.

mod balancer;
mod client;
mod crowd;
mod ledger;
mod postgres;
mod report;
mod scenarios;
mod server;
mod stored;

use anyhow::{Context, bail};
use report::Outcome;
use std::path::PathBuf;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let program: PathBuf = arguments.next().context("which program?")?.into();
    let report: PathBuf = arguments.next().context("where to write what was seen?")?.into();
    let asked: Vec<String> = arguments.collect();
    if let Some(unknown) = asked.iter().find(|name| !scenarios::NAMES.contains(&name.as_str())) {
        bail!("there is no scenario {unknown}: {}", scenarios::NAMES.join(", "));
    }
    let mut outcomes: Vec<Outcome> = Vec::new();
    for name in scenarios::NAMES.into_iter().filter(|name| asked.is_empty() || asked.iter().any(|asked| asked == name))
    {
        println!("\x1b[1m{name}\x1b[0m");
        let outcome = match scenarios::run(name, &program).await {
            Ok(outcome) => outcome,
            Err(error) => Outcome::of(name).broken(format!("{error:#}")),
        };
        outcome.print();
        outcomes.push(outcome);
    }
    // A part of the scenarios is no whole to report.
    if asked.is_empty() {
        report::write(&report, &outcomes)?;
    }
    let broken = outcomes.iter().filter(|outcome| !outcome.broken.is_empty()).count();
    if broken > 0 {
        bail!("{broken} of {} scenarios showed faults of ours", outcomes.len());
    }
    Ok(())
}
