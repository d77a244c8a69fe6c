//! The outbox: mails, written in the transaction of what causes them, and what became of sending them.

use super::values::{Count, Flag};
use super::{
    Database, Error, Result,
    record::{reference, value},
};
use crate::{clock, secret};
use domain::{
    language::Language,
    letter::{Letter, MailState, OutboxLine, OutboxPage},
    mail::Setback,
};
use serde_json::Value;
use sqlx::{AnyConnection, FromRow};

/// Who a mail goes to.
#[derive(Clone, Debug)]
pub struct Receiver {
    pub email: String,
    pub language: Language,
    /// The following that it is about, whose links it carries; none where it is about several.
    pub following: Option<i64>,
}

/// The token of an address, made where it has none.
pub async fn address(conn: &mut AnyConnection, email: &str) -> Result<String> {
    let token = secret::token()?;
    sqlx::query("INSERT INTO mail_address (email, token) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING")
        .bind(email)
        .bind(&token)
        .execute(&mut *conn)
        .await?;
    Ok(sqlx::query_scalar("SELECT token FROM mail_address WHERE email = $1").bind(email).fetch_one(conn).await?)
}

/// Puts a letter into the outbox, within the caller's transaction.
pub async fn queue(conn: &mut AnyConnection, to: &Receiver, letter: &Letter, at: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO outbox (message_key, email, language, kind, entry, following, letter, state, queued_at, begun_at,
            due_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $8, $8)",
    )
    .bind(&secret::token()?[..32])
    .bind(&to.email)
    .bind(to.language.name())
    .bind(letter.kind().name())
    .bind(letter.entry().map(|entry| entry.to_string()))
    .bind(to.following)
    .bind(json(letter)?)
    .bind(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a letter to somebody with an account into the outbox, within the caller's transaction.
pub async fn queue_to_account(conn: &mut AnyConnection, email: String, letter: &Letter, at: i64) -> Result<()> {
    address(conn, &email).await?;
    // Accounts have no language of their own: the municipality's.
    queue(conn, &Receiver { email, language: Language::Swedish, following: None }, letter, at).await
}

/// A value as the database keeps it.
pub(super) fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|why| Error::row("outbox", &"*", &why))
}

/// How many mails of a kind have been queued for an address since an instant.
pub async fn queued_since(conn: &mut AnyConnection, email: &str, kind: &str, since: i64) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM outbox WHERE email = $1 AND kind = $2 AND queued_at > $3")
        .bind(email)
        .bind(kind)
        .bind(since)
        .fetch_one(conn)
        .await?)
}

/// A mail whose time has come, with the secrets that its links need.
#[derive(Clone, Debug)]
pub struct Due {
    pub id: i64,
    pub message_key: String,
    pub email: String,
    pub language: Language,
    pub letter: Letter,
    pub tries: u32,
    pub begun_at: i64,
    /// The token of the following that it is about.
    pub following: Option<String>,
    /// The token of the address.
    pub address: String,
    /// The secret of the receipt, for whoever handed something in.
    pub receipt: Option<String>,
    /// The token of a link to choose a new password, made when the mail is sent.
    pub reset: Option<String>,
}

#[derive(FromRow)]
struct DueRow {
    id: i64,
    message_key: String,
    email: String,
    language: String,
    letter: String,
    #[sqlx(try_from = "Count")]
    tries: u32,
    begun_at: i64,
    following: Option<String>,
    address: String,
    receipt: Option<String>,
}

impl DueRow {
    fn read(self) -> Result<Due> {
        Ok(Due {
            language: value("outbox", &self.id, &self.language)?,
            letter: serde_json::from_str(&self.letter).map_err(|why| Error::row("outbox", &self.id, &why))?,
            id: self.id,
            message_key: self.message_key,
            email: self.email,
            tries: self.tries,
            begun_at: self.begun_at,
            following: self.following,
            address: self.address,
            receipt: self.receipt,
            reset: None,
        })
    }
}

/// Up to `most` mails whose time has come, the longest waiting first. What cannot be read is given by its number.
pub async fn due(database: &Database, now: i64, most: i64) -> Result<Vec<std::result::Result<Due, i64>>> {
    let rows: Vec<DueRow> = sqlx::query_as(
        "SELECT outbox.id, message_key, outbox.email, outbox.language, letter, tries, begun_at,
            following.token AS following, mail_address.token AS address, following.receipt AS receipt
        FROM outbox JOIN mail_address ON mail_address.email = outbox.email
            LEFT JOIN following ON following.id = outbox.following
        WHERE state = 'waiting' AND due_at <= $1 AND refused_at IS NULL ORDER BY due_at, outbox.id LIMIT $2",
    )
    .bind(now)
    .bind(most)
    .fetch_all(&database.reader)
    .await?;
    let read = |row: DueRow| {
        let id = row.id;
        row.read().map_err(|error| {
            tracing::error!(%error, "a mail cannot be read");
            id
        })
    };
    Ok(rows.into_iter().map(read).collect())
}

/// When the next mail is due; none where none waits.
pub async fn next_due(database: &Database) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar(
        "SELECT min(due_at) FROM outbox JOIN mail_address ON mail_address.email = outbox.email
        WHERE state = 'waiting' AND refused_at IS NULL",
    )
    .fetch_one(&database.reader)
    .await?)
}

/// Notes that a mail was sent. What it said is no longer kept.
pub async fn sent(conn: &mut AnyConnection, id: i64, at: i64) -> Result<()> {
    sqlx::query(
        "UPDATE outbox SET state = 'sent', settled_at = $2, tries = tries + 1, letter = NULL, setback = NULL, reply = NULL
        WHERE id = $1 AND state = 'waiting'",
    )
    .bind(id)
    .bind(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts one mail off until `due`.
pub async fn put_off(conn: &mut AnyConnection, id: i64, setback: Setback, reply: &str, due: i64) -> Result<()> {
    sqlx::query("UPDATE outbox SET due_at = $2, tries = tries + 1, setback = $3, reply = $4 WHERE id = $1")
        .bind(id)
        .bind(due)
        .bind(setback.name())
        .bind(short(reply))
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts everything off that is due, because our own mail server is away.
pub async fn put_all_off(conn: &mut AnyConnection, now: i64, reply: &str, due: i64) -> Result<()> {
    sqlx::query(
        "UPDATE outbox SET due_at = $2, tries = tries + 1, setback = 'unreachable', reply = $3
        WHERE state = 'waiting' AND due_at <= $1",
    )
    .bind(now)
    .bind(due)
    .bind(short(reply))
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a mail up.
pub async fn failed(conn: &mut AnyConnection, id: i64, setback: Setback, reply: &str, at: i64) -> Result<()> {
    sqlx::query(
        "UPDATE outbox SET state = 'failed', settled_at = $2, tries = tries + 1, setback = $3, reply = $4
        WHERE id = $1 AND state = 'waiting'",
    )
    .bind(id)
    .bind(at)
    .bind(setback.name())
    .bind(short(reply))
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that an address refuses mail for good: what else waits for it is held back.
pub async fn refuse(conn: &mut AnyConnection, email: &str, reply: &str, at: i64) -> Result<()> {
    sqlx::query("UPDATE mail_address SET refused_at = $2, refusal = $3 WHERE email = $1")
        .bind(email)
        .bind(at)
        .bind(short(reply))
        .execute(conn)
        .await?;
    Ok(())
}

/// Trusts an address anew.
pub async fn trust(conn: &mut AnyConnection, email: &str) -> Result<()> {
    sqlx::query("UPDATE mail_address SET refused_at = NULL, refusal = NULL WHERE email = $1")
        .bind(email)
        .execute(conn)
        .await?;
    Ok(())
}

/// Has a mail tried again that failed or is held back, and trusts its address anew; false where there is none such.
pub async fn send_again(conn: &mut AnyConnection, id: i64, at: i64) -> Result<bool> {
    let email: Option<String> = sqlx::query_scalar(
        "UPDATE outbox SET state = 'waiting', settled_at = NULL, begun_at = $2, due_at = $2, tries = 0
        WHERE id = $1 AND (state = 'failed' OR state = 'waiting' AND EXISTS (
            SELECT 1 FROM mail_address WHERE mail_address.email = outbox.email AND refused_at IS NOT NULL))
        RETURNING email",
    )
    .bind(id)
    .bind(at)
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(email) = &email {
        trust(conn, email).await?;
    }
    Ok(email.is_some())
}

/// As much of what a mail server said as is kept: some write essays.
fn short(reply: &str) -> String {
    reply.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(500).collect()
}

#[derive(FromRow)]
struct LineRow {
    id: i64,
    email: String,
    kind: String,
    entry: Option<String>,
    state: String,
    queued_at: i64,
    due_at: i64,
    settled_at: Option<i64>,
    #[sqlx(try_from = "Count")]
    tries: u32,
    setback: Option<String>,
    reply: Option<String>,
    #[sqlx(try_from = "Flag")]
    held: bool,
}

impl LineRow {
    fn into_line(self) -> Result<OutboxLine> {
        let state = value("outbox", &self.id, &self.state)?;
        let then = match state {
            MailState::Sent | MailState::Failed => self.settled_at,
            MailState::Waiting => (self.tries > 0 && !self.held).then_some(self.due_at),
        };
        Ok(OutboxLine {
            kind: value("outbox", &self.id, &self.kind)?,
            entry: self.entry.as_ref().map(|entry| reference("outbox", entry)).transpose()?,
            setback: self.setback.as_deref().map(|setback| value("outbox", &self.id, setback)).transpose()?,
            id: self.id,
            email: self.email,
            state,
            queued: clock::arrival(self.queued_at),
            then: then.map(clock::arrival),
            tries: self.tries,
            reply: self.reply,
            held: self.held && state == MailState::Waiting,
        })
    }
}

/// How many mails there are, and how many are not settled well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Counts {
    #[sqlx(try_from = "Count")]
    pub all: u32,
    #[sqlx(try_from = "Count")]
    pub waiting: u32,
    #[sqlx(try_from = "Count")]
    pub failed: u32,
}

/// Counts the mails.
pub async fn counts(conn: &mut AnyConnection) -> Result<Counts> {
    let counts = sqlx::query_as(
        "SELECT count(*) AS \"all\", count(CASE WHEN state = 'waiting' THEN 1 END) AS waiting,
            count(CASE WHEN state = 'failed' THEN 1 END) AS failed FROM outbox",
    );
    Ok(counts.fetch_one(conn).await?)
}

/// How many mails a page holds.
const PAGE: u32 = 50;

/// A page of the mails, the newest first; the last one where `page` is beyond.
pub async fn page(database: &Database, page: u32) -> Result<OutboxPage> {
    let mut tx = database.read().await?;
    let Counts { all, waiting, failed } = counts(&mut tx).await?;
    let pages = all.div_ceil(PAGE).max(1);
    let page = page.clamp(1, pages);
    let rows: Vec<LineRow> = sqlx::query_as(
        "SELECT id, outbox.email, kind, entry, state, queued_at, due_at, settled_at, tries, setback, reply,
            refused_at IS NOT NULL AS held
        FROM outbox JOIN mail_address ON mail_address.email = outbox.email
        ORDER BY id DESC LIMIT $1 OFFSET $2",
    )
    .bind(Count(PAGE))
    .bind(Count(PAGE * (page - 1)))
    .fetch_all(&mut *tx)
    .await?;
    let lines = rows.into_iter().map(LineRow::into_line).collect::<Result<_>>()?;
    Ok(OutboxPage { lines, page, pages, waiting, failed })
}

/// The mails to an address, for whoever asks what is kept.
pub async fn exported(conn: &mut AnyConnection, email: &str) -> Result<Vec<Value>> {
    let rows: Vec<(String, Option<String>, String, i64)> =
        sqlx::query_as("SELECT kind, entry, state, queued_at FROM outbox WHERE email = $1 ORDER BY id")
            .bind(email)
            .fetch_all(conn)
            .await?;
    let told = |(kind, entry, state, at)| serde_json::json!({ "kind": kind, "entry": entry, "state": state, "at": clock::arrival(at) });
    Ok(rows.into_iter().map(told).collect())
}
