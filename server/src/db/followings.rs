//! Followings: who has asked for mail about what, and whether whoever has the address wants it.

use super::{
    Database, Result,
    outbox::{self, Receiver},
    record::{reference, value},
    telling,
};
use crate::{clock, secret};
use app::backend::{Followed, Pressed};
use domain::{
    follow::{Following, Followings, MOST, Opened, Pace, State, Subject, masked},
    language::{Bilingual, Language},
    letter::{Letter, LetterKind},
    news::About,
    text::{Email, Title},
};
use sqlx::{FromRow, SqliteConnection};

/// How many mails to confirm with an address may get in a day, however often somebody asks: nobody's mailbox is filled
/// by strangers.
const CONFIRMATIONS_A_DAY: i64 = 5;
const DAY: i64 = 24 * 60 * 60;

/// Somebody's wish to follow something.
#[derive(Clone, Debug)]
pub struct Asking<'of> {
    pub email: &'of Email,
    pub subject: &'of Subject,
    pub pace: Pace,
    pub language: Language,
    /// The account that asks; it need not confirm its own address.
    pub account: Option<i64>,
    /// The secret of the receipt, where it is about what one has handed in.
    pub receipt: Option<&'of str>,
    pub at: i64,
}

/// A following as it is stored, with what is known of its entry and its address.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Row {
    pub id: i64,
    pub email: String,
    pub language: String,
    about: String,
    entry: Option<String>,
    query: Option<String>,
    pace: String,
    token: String,
    pub confirmed_at: Option<i64>,
    pub stopped_at: Option<i64>,
    title_sv: Option<String>,
    title_en: Option<String>,
    decision: Option<String>,
    pub refused: bool,
}

const ROWS: &str = "
    SELECT following.id, following.email, language, about, following.entry, query, pace, following.token, confirmed_at,
        stopped_at, title_sv, title_en, decision, refused_at IS NOT NULL AS refused
    FROM following JOIN mail_address ON mail_address.email = following.email
        LEFT JOIN entry ON entry.reference = following.entry";

impl Row {
    pub fn subject(&self) -> Result<Subject> {
        let entry = || reference("following", self.entry.as_ref().unwrap_or(&self.about));
        Ok(match value("following", &self.id, &self.about)? {
            About::Own => Subject::Own(entry()?),
            About::Entry => Subject::Entry(entry()?),
            About::Filter => Subject::filter(self.query.as_deref().unwrap_or_default())
                .map_err(|why| super::Error::row("following", &self.id, &why))?,
        })
    }

    pub fn pace(&self) -> Result<Pace> {
        value("following", &self.id, &self.pace)
    }

    pub fn receiver(&self) -> Result<Receiver> {
        let language = value("following", &self.id, &self.language)?;
        Ok(Receiver { email: self.email.clone(), language, following: Some(self.id) })
    }

    fn state(&self) -> State {
        match (self.confirmed_at, self.stopped_at) {
            (_, Some(at)) => State::Stopped { on: clock::day(at) },
            (Some(at), None) => State::Going { since: clock::day(at) },
            (None, None) => State::Asked,
        }
    }

    /// As whoever has the address sees it. What is not published is told only once it is known that the address belongs
    /// to whoever handed it in.
    fn seen(&self) -> Result<Following> {
        let may_know = self.decision.as_deref() == Some("published")
            || (self.about == About::Own.name() && self.confirmed_at.is_some());
        let title = match &self.title_sv {
            Some(sv) if may_know => Some(title(self.id, sv, self.title_en.as_deref())?),
            _ => None,
        };
        Ok(Following {
            token: self.token.clone(),
            subject: self.subject()?,
            title,
            pace: self.pace()?,
            state: self.state(),
        })
    }
}

fn title(id: i64, sv: &str, en: Option<&str>) -> Result<Bilingual<Title>> {
    Ok(Bilingual { sv: value("following", &id, sv)?, en: en.map(|title| value("following", &id, title)).transpose()? })
}

async fn find(conn: &mut SqliteConnection, email: &str, subject: &Subject) -> Result<Option<Row>> {
    let (entry, query) = columns(subject);
    let found = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{ROWS} WHERE following.email = $1 AND about = $2 AND coalesce(following.entry, '') = $3
            AND coalesce(query, '') = $4"
    )));
    Ok(found
        .bind(email)
        .bind(subject.about().name())
        .bind(entry.unwrap_or_default())
        .bind(query.unwrap_or_default())
        .fetch_optional(conn)
        .await?)
}

fn columns(subject: &Subject) -> (Option<String>, Option<String>) {
    match subject {
        Subject::Own(reference) | Subject::Entry(reference) => (Some(reference.to_string()), None),
        Subject::Filter(filter) => (None, Some(filter.query())),
    }
}

/// Follows something, within the caller's transaction: at once where the address is known to be the asker's, else once
/// its owner has confirmed. A stranger is answered alike whatever is known of the address.
pub async fn ask(conn: &mut SqliteConnection, asking: &Asking<'_>) -> Result<Followed> {
    let Asking { email, subject, at, .. } = *asking;
    outbox::address(conn, email).await?;
    let is_known = asking.account.is_some();
    let answer = if is_known { Followed::Going } else { Followed::Asked };
    let before = find(conn, email, subject).await?;
    let goes_on = before.as_ref().is_some_and(|row| row.confirmed_at.is_some() && row.stopped_at.is_none());
    if goes_on && !is_known {
        // Only whoever has the address changes what it gets.
        return Ok(answer);
    }
    if before.is_none() && subject.about() != About::Own && count(conn, email).await? >= MOST {
        return Ok(if is_known { Followed::TooMany } else { Followed::Asked });
    }
    let (entry, query) = columns(subject);
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO following (email, language, about, entry, query, pace, token, receipt, account, asked_at,
            confirmed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (email, about, coalesce(entry, ''), coalesce(query, '')) DO UPDATE SET language = excluded.language,
            pace = excluded.pace, receipt = excluded.receipt, account = excluded.account, asked_at = excluded.asked_at,
            confirmed_at = excluded.confirmed_at, stopped_at = NULL
        RETURNING id",
    )
    .bind(&**email)
    .bind(asking.language.name())
    .bind(subject.about().name())
    .bind(entry)
    .bind(query)
    .bind(asking.pace.name())
    .bind(secret::token()?)
    .bind(asking.receipt)
    .bind(asking.account)
    .bind(at)
    .bind(is_known.then_some(at))
    .fetch_one(&mut *conn)
    .await?;
    if !is_known {
        let to = Receiver { email: email.to_string(), language: asking.language, following: Some(id) };
        ask_to_confirm(conn, &to, subject, at).await?;
    }
    Ok(answer)
}

/// How much an address follows, what it has not confirmed included.
async fn count(conn: &mut SqliteConnection, email: &str) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM following WHERE email = $1 AND about <> 'own' AND stopped_at IS NULL")
        .bind(email)
        .fetch_one(conn)
        .await?)
}

/// Sends a mail to confirm with, unless the address has got enough of them. Whoever asks believes that the address
/// works: it is trusted anew.
pub async fn ask_to_confirm(conn: &mut SqliteConnection, to: &Receiver, subject: &Subject, at: i64) -> Result<()> {
    if outbox::queued_since(conn, &to.email, LetterKind::Confirm.name(), at - DAY).await? >= CONFIRMATIONS_A_DAY {
        return Ok(());
    }
    outbox::trust(conn, &to.email).await?;
    let title = match subject {
        // What somebody wrote is not mailed to an address before it is known to be theirs.
        Subject::Own(_) | Subject::Filter(_) => None,
        Subject::Entry(reference) => super::entries::any_one(conn, *reference).await?.map(|entry| entry.title),
    };
    outbox::queue(conn, to, &Letter::Confirm { subject: subject.clone(), title }, at).await
}

async fn by_token(conn: &mut SqliteConnection, token: &str) -> Result<Option<Row>> {
    let found = sqlx::query_as(sqlx::AssertSqlSafe(format!("{ROWS} WHERE following.token = $1")));
    Ok(found.bind(token).fetch_optional(conn).await?)
}

/// Confirms a following by its token, within the caller's transaction.
pub async fn confirm(conn: &mut SqliteConnection, token: &str, at: i64) -> Result<Pressed> {
    let Some(row) = by_token(conn, token).await? else { return Ok(Pressed::Unknown) };
    if row.confirmed_at.is_some() && row.stopped_at.is_none() {
        return Ok(Pressed::Again);
    }
    sqlx::query("UPDATE following SET confirmed_at = $2, stopped_at = NULL WHERE id = $1")
        .bind(row.id)
        .bind(at)
        .execute(&mut *conn)
        .await?;
    // A mail got through, whatever was said before.
    outbox::trust(conn, &row.email).await?;
    if row.confirmed_at.is_none() {
        telling::tell_where_it_stands(conn, &row, at).await?;
    }
    Ok(Pressed::Done)
}

/// Stops what a token is about, within the caller's transaction: one following, or all that an address gets.
pub async fn stop(conn: &mut SqliteConnection, token: &str, at: i64) -> Result<Pressed> {
    if let Some(row) = by_token(conn, token).await? {
        let stopped = stop_one(conn, row.id, at).await?;
        return Ok(if stopped { Pressed::Done } else { Pressed::Again });
    }
    let email: Option<String> = sqlx::query_scalar("SELECT email FROM mail_address WHERE token = $1")
        .bind(token)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(email) = email else { return Ok(Pressed::Unknown) };
    let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM following WHERE email = $1 AND stopped_at IS NULL")
        .bind(email)
        .fetch_all(&mut *conn)
        .await?;
    for id in &ids {
        stop_one(conn, *id, at).await?;
    }
    Ok(if ids.is_empty() { Pressed::Again } else { Pressed::Done })
}

/// Stops a following, and forgets what was gathered for it; false where it had been stopped before.
pub async fn stop_one(conn: &mut SqliteConnection, id: i64, at: i64) -> Result<bool> {
    sqlx::query("DELETE FROM digest_line WHERE following = $1").bind(id).execute(&mut *conn).await?;
    let stopped = sqlx::query("UPDATE following SET stopped_at = $2 WHERE id = $1 AND stopped_at IS NULL")
        .bind(id)
        .bind(at)
        .execute(conn)
        .await?;
    Ok(stopped.rows_affected() == 1)
}

/// What the token of a mail opens.
pub async fn opened(database: &Database, token: &str) -> Result<Option<Opened>> {
    let mut tx = database.reader.begin().await?;
    if let Some(row) = by_token(&mut tx, token).await? {
        return row.seen().map(|seen| Some(Opened::One(seen)));
    }
    let email: Option<String> = sqlx::query_scalar("SELECT email FROM mail_address WHERE token = $1")
        .bind(token)
        .fetch_optional(&mut *tx)
        .await?;
    match email {
        Some(email) => Ok(Some(Opened::All(all(&mut tx, &email).await?))),
        None => Ok(None),
    }
}

/// All that an address gets.
pub async fn all(conn: &mut SqliteConnection, email: &str) -> Result<Followings> {
    let address: Option<(String, bool)> =
        sqlx::query_as("SELECT token, refused_at IS NOT NULL FROM mail_address WHERE email = $1")
            .bind(email)
            .fetch_optional(&mut *conn)
            .await?;
    let (token, refused) = address.unwrap_or_default();
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{ROWS} WHERE following.email = $1 AND confirmed_at IS NOT NULL AND stopped_at IS NULL ORDER BY following.id"
    )))
    .bind(email)
    .fetch_all(conn)
    .await?;
    let going = rows.iter().map(Row::seen).collect::<Result<_>>()?;
    Ok(Followings { email: masked(email), token, refused, going })
}

/// Everybody whom something that happened to an entry may concern: who handed it in, who follows it, and all who follow
/// a filter. Those whose address refuses mail, or whose account is disabled, are left out.
pub(super) async fn concerned(conn: &mut SqliteConnection, entry: &str) -> Result<Vec<Row>> {
    // Mail about what one has handed in is kept for an address that refuses it: nothing of it is lost.
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{ROWS} LEFT JOIN account ON account.id = following.account
        WHERE confirmed_at IS NOT NULL AND stopped_at IS NULL AND disabled_at IS NULL
            AND (following.entry = $1 OR about = 'filter') AND (refused_at IS NULL OR about = 'own' OR pace = 'weekly')
        ORDER BY CASE about WHEN 'own' THEN 0 WHEN 'entry' THEN 1 ELSE 2 END, following.id"
    )));
    Ok(rows.bind(entry).fetch_all(conn).await?)
}

/// The latest following of a sender about what was handed in under a receipt, and its reference; none where there is no
/// such receipt.
pub(super) async fn of_receipt(
    conn: &mut SqliteConnection,
    receipt_hash: &[u8],
) -> Result<Option<(String, Option<Row>)>> {
    let entry: Option<String> = sqlx::query_scalar("SELECT reference FROM submission WHERE receipt_hash = $1")
        .bind(receipt_hash)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(entry) = entry else { return Ok(None) };
    let row = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{ROWS} WHERE about = 'own' AND following.entry = $1 ORDER BY asked_at DESC, following.id DESC LIMIT 1"
    )));
    let row: Option<Row> = row.bind(&entry).fetch_optional(conn).await?;
    Ok(Some((entry, row)))
}

impl From<&Row> for domain::follow::SenderMail {
    fn from(row: &Row) -> Self {
        Self::To { email: masked(&row.email), state: row.state(), refused: row.refused }
    }
}

impl Row {
    pub fn token(&self) -> &str {
        &self.token
    }
}
