//! A plain loop of sqlx inserts, each of them on the disk before the next: what a submission costs where nobody shares
//! a sync. Prints the inserts per second as JSON.

use sqlx::{
    ConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS record (id INTEGER PRIMARY KEY, kind TEXT, origin TEXT, title TEXT,
    need TEXT, plan TEXT, audience TEXT, units TEXT, board TEXT, goals TEXT, x REAL, y REAL, naming TEXT, key TEXT UNIQUE)";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file: PathBuf = arguments.next().ok_or("which file?")?.into();
    let seconds: u64 = arguments.next().ok_or("how many seconds?")?.parse()?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut conn = options.connect().await?;
    sqlx::query(TABLE).execute(&mut conn).await?;
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < Duration::from_secs(seconds) {
        sqlx::query(
            "INSERT INTO record (kind, origin, title, need, plan, audience, units, board, goals, x, y, naming, key)
            VALUES ('idea', 'residents', $1, $2, $3, $4, $5, 'familjenamnden', '[3,11]', 0, 0.5, 'anonymous', $6)",
        )
        .bind("Säkrare väg till skolan")
        .bind("Det är farligt att cykla längs vägen till skolan när det är mörkt.")
        .bind("Bygg en cykelväg med belysning.")
        .bind("Barn som cyklar")
        .bind("[\"skola-familj\",\"samhallsbyggnad\"]")
        .bind(format!("{:?} {count}", begun))
        .execute(&mut conn)
        .await?;
        count += 1;
    }
    println!("{{\"rate\": {:.1}}}", f64::from(count) / begun.elapsed().as_secs_f64());
    Ok(())
}
