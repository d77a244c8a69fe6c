//! The disk is full, and then it has room again.

use crate::{
    client::{Person, Told},
    crowd::{self, Crowd},
    report::Outcome,
    server::Plan,
    stored,
};
use anyhow::{Context, ensure};
use std::{fs, path::Path};
use tokio::process::Command;

/// A disk of its own, in memory.
const SIZE: &str = "size=128m";
/// What fills much of it, to be taken away in two parts: the crowd fills the room of the first as well.
const FILLERS: [(&str, usize); 2] = [("first", 8 << 20), ("second", 108 << 20)];
/// How many are refused, and how many acknowledged once there is room again, before the next thing is done.
const MANY: usize = 300;

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
    let (person, manager) = (Person::new(&plan.url())?, Person::manager(&plan.url()).await?);
    let mut conn = stored::open(&plan.database).await?;
    let ledger = crowd::remember(&mut conn).await?;
    crowd::prepare(&mut conn, &ledger).await?;
    drop(conn);
    for (name, size) in FILLERS {
        fs::write(disk.join(name), vec![0_u8; size])?;
    }
    let crowd = Crowd::begin(&plan.url(), &manager, &ledger)?;
    crowd::until(&ledger, "the disk is full", |ledger| ledger.refused >= MANY).await?;
    outcome.must(person.reads("/portfolio").await, "pages are not read while the disk is full");
    let key = crowd::new_key();
    crowd::with(&ledger, |ledger| ledger.open.insert(key.clone()));
    let told = person.submit(&key).await;
    outcome.must(matches!(told, Told::Refused(status) if status.is_server_error()), format!("a full disk: {told:?}"));
    crowd::receive(&ledger, &key, told);
    let received = crowd::with(&ledger, |ledger| ledger.acknowledged());
    fs::remove_file(disk.join(FILLERS[0].0))?;
    crowd::until(&ledger, "there is room again", |ledger| ledger.acknowledged() >= received + MANY).await?;
    // Of those nobody who is still there fills it once more.
    fs::remove_file(disk.join(FILLERS[1].0))?;
    crowd.end().await;
    let again = crowd::settle(&plan.url(), &ledger).await?;
    server.kill().await?;
    let _server = plan.start().await?;
    let faults = plan.faults().await?;
    outcome.must(faults.is_empty(), faults.join("; "));
    crowd::with(&ledger, std::mem::take).compare(&mut stored::open(&plan.database).await?, outcome).await?;
    outcome.saw("people at once", crowd::people());
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
