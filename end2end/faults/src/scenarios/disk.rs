//! The disk is full, and then it has room again.

use crate::{
    client::{Person, Told},
    crowd::{self, Shared},
    report::Outcome,
    server::Plan,
    stored,
};
use anyhow::{Context, ensure};
use std::{fs, path::Path};
use tokio::process::Command;

/// A disk of its own, in memory.
const SIZE: &str = "size=12m";
/// What fills it nearly, to be taken away again.
const FILLER: usize = 5 << 20;

pub async fn run(program: &Path, folder: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    let disk = folder.join("disk");
    fs::create_dir(&disk)?;
    command("mount", &["-t", "tmpfs", "-o", SIZE, "tmpfs", path(&disk)?]).await.context("only root can make a disk")?;
    let ended = fill(program, &disk, outcome).await;
    command("umount", &["-l", path(&disk)?]).await?;
    ended
}

async fn fill(program: &Path, disk: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    let plan = Plan::new(program, disk).await?;
    let server = plan.start().await?;
    let person = Person::new(&plan.url())?;
    let ledger = Shared::default();
    fs::write(disk.join("filler"), vec![0_u8; FILLER])?;
    let mut refused = None;
    for _ in 0..20_000 {
        let key = crowd::new_key();
        crowd::with(&ledger, |ledger| ledger.open.insert(key.clone()));
        let told = person.submit(&key).await;
        crowd::receive(&ledger, &key, told.clone());
        if !matches!(told, Told::Done(_)) {
            refused = Some(told);
            break;
        }
    }
    let refused = refused.context("the disk was never full")?;
    outcome.must(
        matches!(refused, Told::Refused(status) if status.is_server_error()),
        format!("a full disk: {refused:?}"),
    );
    outcome.must(person.reads("/portfolio").await, "pages are not read while the disk is full");
    let received = crowd::with(&ledger, |ledger| ledger.received.len());
    fs::remove_file(disk.join("filler"))?;
    let again = crowd::settle(&plan.url(), &ledger).await?;
    server.kill().await?;
    let _server = plan.start().await?;
    let faults = plan.faults().await?;
    outcome.must(faults.is_empty(), faults.join("; "));
    crowd::with(&ledger, std::mem::take).compare(&mut stored::open(&plan.database).await?, outcome).await?;
    outcome.saw("acknowledged until the disk was full", received);
    outcome.saw("what a sender is told then", "that it is our fault, and to try again; pages are read as before");
    outcome.saw("taken without a restart once there is room, with the same key", again);
    outcome
        .saw("acknowledged and lost, half written, doubled", if outcome.broken.is_empty() { "0" } else { "see below" });
    Ok(())
}

pub async fn command(program: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let output = Command::new(program).args(arguments).output().await?;
    ensure!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(())
}

pub fn path(path: &Path) -> anyhow::Result<&str> {
    path.to_str().context("a path of plain letters")
}
