//! Reading what has come in: the queue, one submission, and what its sender may see of it.

use super::{
    Database, Error, Result, entries,
    record::{reference, value},
    submissions,
};
use crate::clock;
use domain::{
    access::ManagerPass,
    draft::{Name, Naming, Sender},
    language::Bilingual,
    reception::{Decision, QueueLine, Received, Status},
    reference::Reference,
    text::{Email, Phrase},
};
use sqlx::{FromRow, SqliteConnection};
use std::collections::HashMap;

#[derive(FromRow)]
struct LineRow {
    reference: String,
    title_sv: String,
    title_en: Option<String>,
    kind: String,
    board: String,
    arrived_at: i64,
    decision: String,
    decided_at: Option<i64>,
    decline_reason: Option<String>,
}

impl LineRow {
    fn into_line(self) -> Result<QueueLine> {
        let key = &self.reference;
        Ok(QueueLine {
            reference: reference("submission", key)?,
            title: Bilingual {
                sv: value("entry", key, &self.title_sv)?,
                en: self.title_en.as_deref().map(|title| value("entry", key, title)).transpose()?,
            },
            kind: value("submission", key, &self.kind)?,
            board: value("entry", key, &self.board)?,
            arrived: clock::arrival(self.arrived_at),
            decision: decision(key, &self.decision, self.decided_at, self.decline_reason.as_deref())?,
        })
    }
}

fn decision(key: &String, name: &str, decided_at: Option<i64>, reason: Option<&str>) -> Result<Decision> {
    match (name, decided_at, reason) {
        ("waiting", None, None) => Ok(Decision::Waiting),
        ("published", Some(at), None) => Ok(Decision::Published { on: clock::day(at) }),
        ("declined", Some(at), Some(reason)) => {
            Ok(Decision::Declined { on: clock::day(at), reason: value("entry", key, reason)? })
        }
        _ => Err(Error::row("entry", key, &"its decision does not hold together")),
    }
}

/// What has been decided of an entry that is there.
pub async fn decided(conn: &mut SqliteConnection, reference: Reference) -> Result<Decision> {
    let key = reference.to_string();
    let (name, decided_at, reason): (String, Option<i64>, Option<String>) =
        sqlx::query_as("SELECT decision, decided_at, decline_reason FROM entry WHERE reference = $1")
            .bind(&key)
            .fetch_one(conn)
            .await?;
    decision(&key, &name, decided_at, reason.as_deref())
}

/// What has been decided of every entry, by its reference; without those whose decision does not hold together.
pub async fn all_decided(conn: &mut SqliteConnection) -> Result<HashMap<String, Decision>> {
    let rows: Vec<(String, String, Option<i64>, Option<String>)> =
        sqlx::query_as("SELECT reference, decision, decided_at, decline_reason FROM entry").fetch_all(conn).await?;
    let decided = rows.into_iter().filter_map(|(key, name, decided_at, reason)| {
        let decision = decision(&key, &name, decided_at, reason.as_deref()).ok()?;
        Some((key, decision))
    });
    Ok(decided.collect())
}

const WAITING: &str = "
    SELECT submission.reference, title_sv, title_en, kind, board, arrived_at, decision, decided_at, decline_reason
    FROM submission JOIN entry ON entry.reference = submission.reference
    WHERE decision = 'waiting' AND ($1 IS NULL OR EXISTS (SELECT 1 FROM entry_unit
        JOIN account_unit ON account_unit.unit = entry_unit.unit
        WHERE entry_unit.entry = submission.reference AND account_unit.account = $1))
    ORDER BY arrived_at, submission.reference";

const DECIDED: &str = "
    SELECT submission.reference, title_sv, title_en, kind, board, arrived_at, decision, decided_at, decline_reason
    FROM submission JOIN entry ON entry.reference = submission.reference
    WHERE decision <> 'waiting' AND ($1 IS NULL OR EXISTS (SELECT 1 FROM entry_unit
        JOIN account_unit ON account_unit.unit = entry_unit.unit
        WHERE entry_unit.entry = submission.reference AND account_unit.account = $1))
    ORDER BY decided_at DESC, submission.reference DESC LIMIT 100";

const BY_RECEIPT: &str = "
    SELECT submission.reference, title_sv, title_en, kind, board, arrived_at, decision, decided_at, decline_reason
    FROM submission JOIN entry ON entry.reference = submission.reference
    WHERE receipt_hash = $1";

/// What waits for the manager's units, oldest first, then the hundred latest decisions.
pub async fn queue(database: &Database, pass: ManagerPass<'_>) -> Result<Vec<QueueLine>> {
    let of_own_units = pass.units().map(|_| pass.account().id);
    let mut tx = database.reader.begin().await?;
    let mut rows: Vec<LineRow> = sqlx::query_as(WAITING).bind(of_own_units).fetch_all(&mut *tx).await?;
    rows.extend(sqlx::query_as::<_, LineRow>(DECIDED).bind(of_own_units).fetch_all(&mut *tx).await?);
    rows.into_iter().map(LineRow::into_line).collect()
}

/// What the secret of a receipt shows.
pub async fn status(database: &Database, secret: &str) -> Result<Option<Status>> {
    let hash = submissions::receipt_hash(secret);
    let row: Option<LineRow> = sqlx::query_as(BY_RECEIPT).bind(&hash[..]).fetch_optional(&database.reader).await?;
    let Some(QueueLine { reference, title, board, arrived, decision, .. }) = row.map(LineRow::into_line).transpose()?
    else {
        return Ok(None);
    };
    Ok(Some(Status { reference, title, board, arrived, decision }))
}

#[derive(FromRow)]
struct ReceivedRow {
    arrived_at: i64,
    naming: String,
    sender_name: Option<String>,
    sender_email: Option<String>,
    decision: String,
    decided_at: Option<i64>,
    decline_reason: Option<String>,
    version: i64,
}

/// One submission, whatever has been decided of it.
pub async fn received(database: &Database, reference: Reference) -> Result<Option<Received>> {
    let mut tx = database.reader.begin().await?;
    let row: Option<ReceivedRow> = sqlx::query_as(
        "SELECT arrived_at, naming, sender_name, sender_email, decision, decided_at, decline_reason, version
        FROM submission JOIN entry ON entry.reference = submission.reference WHERE submission.reference = $1",
    )
    .bind(reference.to_string())
    .fetch_optional(&mut *tx)
    .await?;
    let (Some(row), Some(entry)) = (row, entries::any_one(&mut tx, reference).await?) else { return Ok(None) };
    let key = reference.to_string();
    Ok(Some(Received {
        entry,
        arrived: clock::arrival(row.arrived_at),
        decision: decision(&key, &row.decision, row.decided_at, row.decline_reason.as_deref())?,
        version: row.version,
        sender: sender(&key, row)?,
    }))
}

fn sender(key: &String, row: ReceivedRow) -> Result<Sender> {
    let name: Option<Phrase> = row.sender_name.map(|name| value("submission", key, &name)).transpose()?;
    let email: Option<Email> = row.sender_email.map(|email| value("submission", key, &email)).transpose()?;
    let name = match (value("submission", key, &row.naming)?, name) {
        (Naming::Anonymous, _) => Name::Anonymous,
        (Naming::Internal, Some(name)) => Name::Internal(name),
        (Naming::Public, Some(name)) => Name::Public(name),
        _ => return Err(Error::row("submission", key, &"a sender who wants to be named has no name")),
    };
    Ok(Sender { name, email })
}
