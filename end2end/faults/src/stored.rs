//! What the program has stored, read from its database past all of its code.

use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Connection};
use std::collections::HashMap;

pub async fn open(database: &str) -> anyhow::Result<AnyConnection> {
    sqlx::any::install_default_drivers();
    // It waits for five seconds for whoever writes.
    Ok(AnyConnection::connect(database).await?)
}

/// What is kept of a form with some key: the hash of the receipt's secret, which follows from it.
pub fn receipt_hash(key: &str) -> Vec<u8> {
    let secret =
        hash("fyrfalt receipt", key)[..16].iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    hash("fyrfalt receipt secret", &secret)
}

fn hash(purpose: &str, text: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(purpose);
    hasher.update([0]);
    hasher.update(text);
    hasher.finalize().to_vec()
}

/// The references of submissions, by what is kept of their forms.
pub async fn submissions(conn: &mut AnyConnection) -> anyhow::Result<HashMap<Vec<u8>, String>> {
    let rows: Vec<(Vec<u8>, String)> =
        sqlx::query_as("SELECT receipt_hash, reference FROM submission").fetch_all(conn).await?;
    Ok(rows.into_iter().collect())
}

/// Entries that were handed in and lack a part of what is written with each: its submission, units or log.
pub async fn half_written(conn: &mut AnyConnection) -> anyhow::Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM entry JOIN submission ON submission.reference = entry.reference
            WHERE NOT EXISTS (SELECT 1 FROM entry_unit WHERE entry_unit.entry = entry.reference)
            OR NOT EXISTS (SELECT 1 FROM change WHERE change.entry = entry.reference AND kind = 'received'))
        + (SELECT count(*) FROM entry WHERE decision = 'waiting'
            AND NOT EXISTS (SELECT 1 FROM submission WHERE submission.reference = entry.reference))",
    )
    .fetch_one(conn)
    .await?)
}

/// Where an entry lies, how often it has been placed, and how many steps it has taken.
pub async fn entry(conn: &mut AnyConnection, reference: &str) -> anyhow::Result<(f64, f64, i64, i64)> {
    Ok(sqlx::query_as(
        "SELECT x, y, placed, (SELECT count(*) FROM move WHERE move.entry = entry.reference) FROM entry
        WHERE reference = $1",
    )
    .bind(reference)
    .fetch_one(conn)
    .await?)
}

/// Published entries, in their order.
pub async fn published(conn: &mut AnyConnection) -> anyhow::Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT reference FROM entry WHERE decision = 'published' ORDER BY reference")
        .fetch_all(conn)
        .await?)
}
