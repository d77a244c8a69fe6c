//! What is done to the program, by name.

mod clock;
mod disk;
mod files;
mod instances;
mod kill;
mod lock;
mod network;

use crate::report::Outcome;
use std::path::Path;

/// Every scenario, in the order they run.
pub const NAMES: [&str; 7] = ["kill", "disk", "lock", "files", "clock", "network", "instances"];

/// Runs a scenario.
///
/// # Errors
/// When it could not be run to its end.
pub async fn run(name: &str, program: &Path) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::of(name);
    let folder = tempfile::tempdir()?;
    match name {
        "kill" => kill::run(program, folder.path(), &mut outcome).await?,
        "disk" => disk::run(program, folder.path(), &mut outcome).await?,
        "lock" => lock::run(program, folder.path(), &mut outcome).await?,
        "files" => files::run(program, folder.path(), &mut outcome).await?,
        "clock" => clock::run(program, folder.path(), &mut outcome).await?,
        "network" => network::run(program, folder.path(), &mut outcome).await?,
        _ => instances::run(program, folder.path(), &mut outcome).await?,
    }
    Ok(outcome)
}
