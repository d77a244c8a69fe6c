//! The database is read-only, cut short, or from another version of the program.

use super::disk::{command, path};
use crate::{
    client::{Person, Told},
    crowd,
    report::Outcome,
    server::Plan,
    stored,
};
use anyhow::Context;
use std::{fs, path::Path};

pub async fn run(program: &Path, folder: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    let disk = folder.join("disk");
    fs::create_dir(&disk)?;
    command("mount", &["-t", "tmpfs", "-o", "size=64m", "tmpfs", path(&disk)?])
        .await
        .context("only root can make a disk")?;
    let ended = read_only(program, &disk, outcome).await;
    command("umount", &["-l", path(&disk)?]).await?;
    ended?;
    broken(program, folder, outcome).await
}

/// The disk turns read-only while the program runs, as Linux does with a failing one.
async fn read_only(program: &Path, disk: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    let plan = Plan::new(program, disk).await?;
    let server = plan.start().await?;
    let person = Person::new(&plan.url())?;
    let key = crowd::new_key();
    let remount = async |how: &str| command("mount", &["-o", &format!("remount,{how}"), path(disk)?]).await;
    // Open files keep a disk writable; what is locked on it by nobody else is turned by force.
    let turned = remount("ro").await.is_ok();
    if turned {
        let told = person.submit(&key).await;
        outcome.must(
            matches!(told, Told::Refused(status) if status.is_server_error()),
            format!("a read-only disk: {told:?}"),
        );
        outcome.must(person.reads("/portfolio").await, "pages are not read from a read-only disk");
        remount("rw").await?;
    }
    outcome.saw(
        "turned read-only while it runs",
        if turned { "senders are told, pages are read" } else { "Linux does not do it to a disk with open files" },
    );
    let told = person.submit(&key).await;
    outcome.must(matches!(told, Told::Done(_)), format!("writable again: {told:?}"));
    server.kill().await?;
    remount("ro").await?;
    let server = plan.start().await?;
    outcome.must(person.reads("/portfolio").await, "started on a read-only disk: pages are not read");
    let told = person.submit(&crowd::new_key()).await;
    let is_told = matches!(told, Told::Refused(status) if status.is_server_error());
    outcome.must(is_told, format!("started on a read-only disk: {told:?}"));
    outcome.saw("started on a read-only disk", "pages are read, senders are told that it is our fault");
    server.kill().await?;
    remount("rw").await
}

async fn broken(program: &Path, folder: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    let plan = Plan::new(program, folder).await?;
    plan.start().await?.kill().await?;
    let mut conn = stored::open(&plan.database).await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut conn).await?;
    drop(conn);
    let whole = fs::read(Plan::file(folder))?;
    for (what, bytes) in [("cut to half", &whole[..whole.len() / 2]), ("cut to its first page", &whole[..4096])] {
        let mut cut = plan.clone();
        let file = folder.join(format!("{}.db", what.replace(' ', "-")));
        cut.database = format!("sqlite:{}", file.display());
        fs::write(&file, bytes)?;
        let said = cut.refusal().await?;
        outcome.must(said.starts_with("fyrfalt: ") && said.lines().count() == 1, format!("{what}: {said}"));
        outcome.must(fs::read(&file)? == bytes, format!("{what}: it was changed"));
        outcome.saw(&format!("{what}, it says"), said);
    }
    let mut conn = stored::open(&plan.database).await?;
    sqlx::query("INSERT INTO _sqlx_migrations VALUES (9999, 'later', 0, TRUE, x'00', 0)").execute(&mut conn).await?;
    drop(conn);
    let said = plan.refusal().await?;
    outcome.must(said.contains("newer"), format!("from a newer program: {said}"));
    outcome.saw("from a newer program, it says", said);
    Ok(())
}
