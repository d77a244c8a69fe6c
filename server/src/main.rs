//! `fyrfalt`: serve, user, backup, restore, check, migrate-to, weed.

use clap::Parser;
use fyrfalt::{
    archive,
    config::{Cli, Command, complaint, unknown_variable},
    keeper, migrate_to, serve, users, weeder,
};
use std::{ffi::OsString, process::ExitCode};

/// Answers are made of many small pieces: this allocator is quicker with them than the machine's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => match complaint(&error, &arguments) {
            Some(line) => return refuse(&line),
            None => error.exit(),
        },
    };
    if let Some(name) = unknown_variable(std::env::vars_os().map(|(name, _)| name)) {
        return refuse(&format!("there is no setting {name}; see fyrfalt serve --help"));
    }
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&format!("{error:#}").replace('\n', " ")),
    }
}

fn refuse(line: &str) -> ExitCode {
    eprintln!("fyrfalt: {line}");
    ExitCode::FAILURE
}

#[tokio::main]
async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve(serve) => serve::run(&serve).await,
        Command::User(user) => users::run(user).await,
        Command::Backup(backup) => archive::backup(&backup).await,
        Command::Restore(restore) => archive::restore(&restore).await,
        Command::MigrateTo(migrate) => migrate_to::migrate_to(&migrate).await,
        Command::Check(check) => keeper::check(&check).await,
        Command::Weed(weed) => weeder::weed(&weed).await,
    }
}
