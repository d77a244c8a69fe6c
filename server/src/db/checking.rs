//! Looking a database through: whether the file is sound, and whether all that is in it is what this program would
//! write.

use super::{
    Address, Error, Result, changes, entries,
    open::{self, OpenError},
    postgres, reception,
    record::reference,
    sqlite::{self, Found},
    values::Count,
};
use domain::{change::State, reference::Reference};
use sqlx::{AnyConnection, Connection, Database, Sqlite};

/// How many faults of the file are told of; where there are more, the file is lost.
const MOST: u32 = 100;

/// What was looked through, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    pub entries: usize,
    pub files: usize,
    /// Each in a line.
    pub faults: Vec<String>,
}

/// Why a database could not be looked through.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("there is no database {0}")]
    Missing(String),
    #[error("{0} is of version {1}, this program of {2}: check it with the program that wrote it, or serve it once")]
    Older(String, i64, i64),
    #[error("{0} cannot be read: {1}")]
    Unreadable(String, sqlx::Error),
}

/// Looks a database or a backup through, without changing it; a server may use it meanwhile.
///
/// # Errors
/// When it cannot be looked through at all. What is wrong in it is among the findings.
pub async fn check(address: &Address) -> std::result::Result<Findings, CheckError> {
    let shown = address.to_string();
    let unreadable = |error| CheckError::Unreadable(shown.clone(), error);
    let (mut conn, is_there) = match address {
        Address::Sqlite(path) => {
            if sqlite::inspect(path).await? == Found::Nothing {
                return Err(CheckError::Missing(shown));
            }
            (sqlite::open_untouched(path).await.map_err(unreadable)?, true)
        }
        Address::Postgres(url) => {
            let mut conn = postgres::connect(url).await.map_err(unreadable)?;
            let is_ours = postgres::is_ours(&shown, &mut conn).await?;
            (conn, is_ours)
        }
    };
    if !is_there {
        return Err(CheckError::Missing(shown));
    }
    let version = open::version(&mut conn).await.map_err(unreadable)?.unwrap_or(0);
    if version < open::newest() {
        return Err(CheckError::Older(shown, version, open::newest()));
    }
    let findings = look_through(&mut conn).await;
    // Whether closing succeeds changes nothing for a connection that only read.
    let _ = conn.close().await;
    Ok(findings)
}

async fn look_through(conn: &mut AnyConnection) -> Findings {
    let mut findings = Findings::default();
    if let Err(error) = look(conn, &mut findings).await {
        findings.faults.push(error.to_string());
    }
    findings
}

async fn look(conn: &mut AnyConnection, findings: &mut Findings) -> Result<()> {
    // One moment of it, though a server may write.
    let is_file = conn.backend_name() == Sqlite::NAME;
    let mut tx = if is_file { conn.begin().await? } else { conn.begin_with(postgres::READ).await? };
    if is_file {
        findings.faults.extend(of_the_file(&mut tx).await?);
    }
    // In a broken file the rest would only tell the same in other words.
    if findings.faults.is_empty() {
        findings.entries = of_the_entries(&mut tx, &mut findings.faults).await?;
        findings.files = of_the_files(&mut tx, &mut findings.faults).await?;
        findings.faults.extend(of_the_references(&mut tx).await?);
    }
    Ok(())
}

async fn of_the_file(conn: &mut AnyConnection) -> Result<Vec<String>> {
    let said: Vec<String> = sqlx::query_scalar("SELECT integrity_check FROM pragma_integrity_check LIMIT $1")
        .bind(Count(MOST))
        .fetch_all(&mut *conn)
        .await?;
    let orphans: Vec<(String, Option<i64>, String)> =
        sqlx::query_as("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT $1")
            .bind(Count(MOST))
            .fetch_all(conn)
            .await?;
    let orphans = orphans.into_iter().map(|(table, row, parent)| {
        let row = row.map(|row| row.to_string()).unwrap_or_default();
        format!("row {row} of {table} belongs to no row of {parent}")
    });
    Ok(said.into_iter().filter(|said| said != "ok").chain(orphans).collect())
}

/// Each entry is sound, and its log leads to where it stands.
async fn of_the_entries(conn: &mut AnyConnection, faults: &mut Vec<String>) -> Result<usize> {
    let decisions = reception::all_decided(&mut *conn).await?;
    let all = entries::all(&mut *conn).await?;
    let count = all.len();
    for entry in all {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                faults.push(error.to_string());
                continue;
            }
        };
        let key = entry.reference.to_string();
        let Some(decision) = decisions.get(&key).cloned() else {
            faults.push(format!("entry {key}: its decision is unsound"));
            continue;
        };
        match changes::log(&mut *conn, entry.reference).await {
            Ok(Some(log)) if *log.present() == State::of(&entry, decision) => {}
            Ok(Some(_)) => faults.push(format!("entry {key}: its log leads to something else than it says")),
            Ok(None) => faults.push(format!("entry {key}: it has no log")),
            Err(error @ Error::Row { .. }) => faults.push(error.to_string()),
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

/// Each file has its bytes.
async fn of_the_files(conn: &mut AnyConnection, faults: &mut Vec<String>) -> Result<usize> {
    let files: Vec<(String, i64, Option<i64>)> = sqlx::query_as(
        "SELECT id, size, length(bytes) FROM file LEFT JOIN file_content ON file_content.file = file.id ORDER BY id",
    )
    .fetch_all(conn)
    .await?;
    let wrong = files.iter().filter(|(_, size, bytes)| *bytes != Some(*size));
    faults.extend(wrong.map(|(id, size, bytes)| format!("file {id}: it has {} bytes of {size}", bytes.unwrap_or(0))));
    Ok(files.len())
}

/// The next reference is one that no entry has.
async fn of_the_references(conn: &mut AnyConnection) -> Result<Vec<String>> {
    let latest: Vec<(i64, i64)> =
        sqlx::query_as("SELECT year, latest FROM reference_counter").fetch_all(&mut *conn).await?;
    let all: Vec<String> = sqlx::query_scalar("SELECT reference FROM entry").fetch_all(conn).await?;
    let mut faults = Vec::new();
    for key in all {
        let reference: Reference = reference("entry", &key)?;
        let counted =
            latest.iter().find(|(year, _)| *year == i64::from(reference.year())).map_or(0, |(_, latest)| *latest);
        if i64::from(reference.number()) > counted {
            faults.push(format!("entry {key}: its number can be given once more"));
        }
    }
    Ok(faults)
}
