//! Reading followings: as the pages show them, and as the telling needs them.

use crate::db::values::Flag;
use crate::{
    clock,
    db::{
        Database, Error, Result,
        outbox::Receiver,
        record::{reference, title, value},
    },
};
use domain::{
    follow::{Following, Followings, Opened, Pace, SenderMail, State, Subject, masked},
    news::About,
};
use sqlx::{AnyConnection, AssertSqlSafe, FromRow};

/// A following as it is stored, with what is known of its entry and its address.
#[derive(Clone, Debug, FromRow)]
pub struct Row {
    pub id: i64,
    pub email: String,
    pub language: String,
    about: String,
    entry: Option<String>,
    query: Option<String>,
    pace: String,
    pub token: String,
    pub confirmed_at: Option<i64>,
    pub stopped_at: Option<i64>,
    title_sv: Option<String>,
    title_en: Option<String>,
    decision: Option<String>,
    #[sqlx(try_from = "Flag")]
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
                .map_err(|why| Error::row("following", &self.id, &why))?,
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
            Some(sv) if may_know => Some(title("following", &self.id, sv, self.title_en.as_deref())?),
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

/// What an address follows of a subject, if it does.
pub async fn find(conn: &mut AnyConnection, email: &str, subject: &Subject) -> Result<Option<Row>> {
    let (entry, query) = columns(subject);
    let found = sqlx::query_as(AssertSqlSafe(format!(
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

/// The columns that say what is followed.
pub fn columns(subject: &Subject) -> (Option<String>, Option<String>) {
    match subject {
        Subject::Own(reference) | Subject::Entry(reference) => (Some(reference.to_string()), None),
        Subject::Filter(filter) => (None, Some(filter.query())),
    }
}

/// The following of a token.
pub async fn by_token(conn: &mut AnyConnection, token: &str) -> Result<Option<Row>> {
    let found = sqlx::query_as(AssertSqlSafe(format!("{ROWS} WHERE following.token = $1")));
    Ok(found.bind(token).fetch_optional(conn).await?)
}

/// What the token of a mail opens.
pub async fn opened(database: &Database, token: &str) -> Result<Option<Opened>> {
    let mut tx = database.read().await?;
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
pub async fn all(conn: &mut AnyConnection, email: &str) -> Result<Followings> {
    let address: Option<(String, Flag)> =
        sqlx::query_as("SELECT token, refused_at IS NOT NULL FROM mail_address WHERE email = $1")
            .bind(email)
            .fetch_optional(&mut *conn)
            .await?;
    let (token, Flag(refused)) = address.unwrap_or_default();
    let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(format!(
        "{ROWS} WHERE following.email = $1 AND confirmed_at IS NOT NULL AND stopped_at IS NULL ORDER BY following.id"
    )))
    .bind(email)
    .fetch_all(conn)
    .await?;
    let going = rows.iter().map(Row::seen).collect::<Result<_>>()?;
    Ok(Followings { email: masked(email), token, refused, going })
}

/// Everybody whom something that happened to an entry may concern: who handed it in, or what was merged into it, who
/// follows it, and all who follow a filter. Those whose address refuses mail, or whose account is disabled, are left
/// out.
pub async fn concerned(conn: &mut AnyConnection, entry: &str) -> Result<Vec<Row>> {
    // Mail about what one has handed in is kept for an address that refuses it: nothing of it is lost.
    let rows = sqlx::query_as(AssertSqlSafe(format!(
        "WITH RECURSIVE merged(reference) AS (SELECT reference FROM entry WHERE reference = $1
            UNION SELECT submission FROM outcome JOIN merged ON merged_into = merged.reference)
        {ROWS} LEFT JOIN account ON account.id = following.account
        WHERE confirmed_at IS NOT NULL AND stopped_at IS NULL AND disabled_at IS NULL
            AND (following.entry = $1 OR about = 'filter'
                OR (about = 'own' AND following.entry IN (SELECT reference FROM merged)))
            AND (refused_at IS NULL OR about = 'own' OR pace = 'weekly')
        ORDER BY CASE about WHEN 'own' THEN 0 WHEN 'entry' THEN 1 ELSE 2 END, following.id"
    )));
    Ok(rows.bind(entry).fetch_all(conn).await?)
}

/// The latest following of a sender about what was handed in under a receipt, and its reference; none where there is no
/// such receipt.
pub async fn of_receipt(conn: &mut AnyConnection, receipt_hash: &[u8]) -> Result<Option<(String, Option<Row>)>> {
    let entry: Option<String> = sqlx::query_scalar("SELECT reference FROM submission WHERE receipt_hash = $1")
        .bind(receipt_hash)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(entry) = entry else { return Ok(None) };
    let row = sqlx::query_as(AssertSqlSafe(format!(
        "{ROWS} WHERE about = 'own' AND following.entry = $1 ORDER BY asked_at DESC, following.id DESC LIMIT 1"
    )));
    let row: Option<Row> = row.bind(&entry).fetch_optional(conn).await?;
    Ok(Some((entry, row)))
}

impl From<&Row> for SenderMail {
    fn from(row: &Row) -> Self {
        Self::To { email: masked(&row.email), state: row.state(), refused: row.refused }
    }
}
