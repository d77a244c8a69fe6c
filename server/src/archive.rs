//! `fyrfalt backup` and `fyrfalt restore`.

use crate::{
    config,
    db::{backup, open},
};
use anyhow::bail;

pub async fn backup(command: &config::Backup) -> anyhow::Result<()> {
    backup::copy_out(&command.database.path, &command.file).await?;
    println!("Copied {} to {}", command.database.path.display(), command.file.display());
    Ok(())
}

pub async fn restore(command: &config::Restore) -> anyhow::Result<()> {
    let target = &command.database.path;
    let exists = open::exists(target);
    if exists && !command.force {
        bail!("{} exists; --force replaces it", target.display());
    }
    backup::put_in_place(&command.file, target).await?;
    println!("Restored {} from {}", target.display(), command.file.display());
    Ok(())
}
