//! `database FOLDER COUNT`: fills `fyrfalt.db`, as the server has it, and `plain.db`, one table for Datasette.

use anyhow::{Context, anyhow};
use bench::{entries, record::Record, record::records};
use domain::entry::Entry;
use fyrfalt::{
    clock,
    db::{
        Database, changes,
        history::{self, Happening},
        insert::{self, Entrance},
    },
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{env, fs, path::Path};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let [_, folder, count] = arguments.as_slice() else { return Err(anyhow!("database FOLDER COUNT")) };
    let entries = entries::entries(count.parse()?).map_err(|broken| anyhow!(broken))?;
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    ours(&folder.join("fyrfalt.db"), &entries).await?;
    plain(&folder.join("plain.db"), &records(&entries)).await
}

/// Fyrfält's own database: every entry published on its day.
async fn ours(path: &Path, entries: &[Entry]) -> anyhow::Result<()> {
    let _ = fs::remove_file(path);
    let database = Database::open_or_make(path).await?;
    let mut tx = database.begin().await?;
    for entry in entries {
        let published = clock::instant(&format!("{}T12:00", entry.created)).context("its day has no noon")?;
        insert::entry(&mut tx, entry, Entrance::Published(published)).await?;
        insert::count_reference(&mut tx, entry.reference).await?;
        history::note(&mut tx, entry.reference, published, None, Happening::Published).await?;
    }
    tx.commit().await?;
    // Not left to the first start, which is measured.
    changes::begin_missing(&database).await?;
    database.close().await;
    Ok(())
}

/// The same in one table, with its lists joined by commas.
async fn plain(path: &Path, records: &[Record]) -> anyhow::Result<()> {
    let _ = fs::remove_file(path);
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut conn = SqliteConnection::connect_with(&options).await?;
    sqlx::query(
        "CREATE TABLE entry (id INTEGER PRIMARY KEY, reference TEXT, title TEXT, summary TEXT, body TEXT, facet TEXT,
            unit TEXT, board TEXT, goal TEXT, stage TEXT, origin TEXT, year TEXT)",
    )
    .execute(&mut conn)
    .await?;
    let mut tx = conn.begin().await?;
    for record in records {
        let one = "INSERT INTO entry VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        let texts = [&record.reference, &record.title, &record.summary, &record.body, &record.facet];
        let query = texts.into_iter().fold(sqlx::query(one).bind(record.id as i64), |query, text| query.bind(text));
        query
            .bind(record.unit.join(", "))
            .bind(&record.board)
            .bind(record.goal.join(", "))
            .bind(&record.stage)
            .bind(&record.origin)
            .bind(&record.year)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(conn.close().await?)
}
