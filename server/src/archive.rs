//! `fyrfalt backup` and `fyrfalt restore`.

use crate::{
    config,
    db::{Address, backup, sqlite},
};
use anyhow::{Context, bail};
use std::path::Path;

pub async fn backup(command: &config::Backup) -> anyhow::Result<()> {
    let database = file(&command.database.address)?;
    backup::copy_out(database, &command.file).await?;
    println!("Copied {} to {}", database.display(), command.file.display());
    Ok(())
}

pub async fn restore(command: &config::Restore) -> anyhow::Result<()> {
    let target = file(&command.database.address)?;
    let exists = sqlite::exists(target);
    if exists && !command.force {
        bail!("{} exists; --force replaces it", target.display());
    }
    backup::put_in_place(&command.file, target).await?;
    println!("Restored {} from {}", target.display(), command.file.display());
    Ok(())
}

/// The file of a database. A server's database is copied by the server's own tools.
fn file(address: &Address) -> anyhow::Result<&Path> {
    address.file().with_context(|| format!("{address} is no file: copy it by pg_dump, and put it back by pg_restore"))
}
