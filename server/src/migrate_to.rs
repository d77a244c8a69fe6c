//! `fyrfalt migrate-to`: from a file to a PostgreSQL server.

use crate::{
    config,
    db::{Address, transfer},
};
use anyhow::bail;

/// Moves the database, and tells of each table as it goes.
///
/// # Errors
/// When it was not moved; then nothing has changed.
pub async fn migrate_to(command: &config::MigrateTo) -> anyhow::Result<()> {
    let (from, to) = (&command.database.address, &command.to);
    let (Address::Sqlite(file), Address::Postgres(server)) = (from, to) else {
        bail!("moves a database from a file such as sqlite:fyrfalt.db to a server's such as postgres://db/fyrfalt");
    };
    println!("Moving {from} to {to}");
    let moved =
        transfer::transfer(file, server, |table| println!("  {:18}{:>9} rows", table.table, table.rows)).await?;
    let rows: u64 = moved.iter().map(|table| table.rows).sum();
    println!("Moved {rows} rows of {} tables, and read each of them back as it was", moved.len());
    println!("The file stays as it is. From now on start the server with --database {to} and nowhere with the file");
    Ok(())
}
