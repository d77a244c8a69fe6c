//! What people say about published entries.

use super::values::Flag;
use super::{
    Database, Error, Result, actions, entries, outbox,
    record::{reference, title, value},
};
use crate::clock;
use domain::{
    access::ManagerPass,
    comment::{
        Author, Comment, CommentAct, CommentState, NewComment, Reader, Said, Speaker, WaitingComment, mentioned,
    },
    letter::Letter,
    person::AccountName,
    reception::Named,
    reference::Reference,
};
use sqlx::{AnyConnection, FromRow};

/// For how long the same words of the same person are taken for a form that was sent twice, in seconds.
const SAME: i64 = 24 * 60 * 60;

#[derive(FromRow)]
struct CommentRow {
    id: i64,
    said: String,
    said_at: i64,
    account: Option<i64>,
    name: Option<String>,
    signature: Option<String>,
    state: String,
}

impl CommentRow {
    fn comment(self, reader: Reader) -> Result<Comment> {
        let id = self.id;
        let author = match self.account {
            Some(_) => Author::Employee { name: self.name.filter(|_| reader.account.is_some()) },
            None => {
                let signature = self.signature.map(|name| value("comment", &id, &name)).transpose()?;
                Author::Resident { signature }
            }
        };
        Ok(Comment {
            id,
            author,
            when: clock::arrival(self.said_at),
            text: value("comment", &id, &self.said)?,
            state: value("comment", &id, &self.state)?,
            is_own: self.account.is_some() && self.account == reader.account,
        })
    }
}

/// The comments of a published entry that are for a reader, the oldest first; none where there is no such entry.
pub async fn of(database: &Database, entry: Reference, reader: Reader) -> Result<Option<Vec<Comment>>> {
    let mut tx = database.read().await?;
    if actions::published_version(&mut tx, entry).await?.is_none() {
        return Ok(None);
    }
    let rows: Vec<CommentRow> = sqlx::query_as(
        "SELECT comment.id, said, said_at, account, account.name, signature, state
        FROM comment LEFT JOIN account ON account.id = comment.account WHERE entry = $1 ORDER BY comment.id",
    )
    .bind(entry.to_string())
    .fetch_all(&mut *tx)
    .await?;
    let comments = rows.into_iter().map(|row| row.comment(reader)).collect::<Result<Vec<_>>>()?;
    Ok(Some(comments.into_iter().filter(|comment| reader.sees(comment.state)).collect()))
}

#[derive(FromRow)]
struct WaitingRow {
    entry: String,
    title_sv: String,
    title_en: Option<String>,
    #[sqlx(flatten)]
    comment: CommentRow,
}

/// What waits for the manager's units to be read, the oldest first.
pub async fn waiting(database: &Database, pass: ManagerPass<'_>) -> Result<Vec<WaitingComment>> {
    let rows: Vec<WaitingRow> = sqlx::query_as(
        "SELECT comment.entry, title_sv, title_en, comment.id, said, said_at, account, NULL AS name, signature, state
        FROM comment JOIN entry ON entry.reference = comment.entry
        WHERE state = 'waiting' AND decision = 'published' AND ($1 IS NULL OR EXISTS (SELECT 1 FROM entry_unit
            JOIN account_unit ON account_unit.unit = entry_unit.unit
            WHERE entry_unit.entry = comment.entry AND account_unit.account = $1))
        ORDER BY comment.id LIMIT 200",
    )
    .bind(pass.units().map(|_| pass.account().id))
    .fetch_all(&database.reader)
    .await?;
    let reader = Reader { account: Some(pass.account().id), manages: true };
    rows.into_iter()
        .map(|row| {
            let key = &row.entry;
            let title = title("entry", key, &row.title_sv, row.title_en.as_deref())?;
            let entry = Named { reference: reference("comment", key)?, title };
            Ok(WaitingComment { entry, comment: row.comment.comment(reader)? })
        })
        .collect()
}

/// Says something about a published entry, within the caller's transaction; the same once. Whoever a colleague mentions
/// gets a mail.
pub async fn say(conn: &mut AnyConnection, entry: Reference, new: &NewComment, at: i64) -> Result<Said> {
    if actions::published_version(conn, entry).await?.is_none() {
        return Ok(Said::Gone);
    }
    let (account, signature, state, said) = match &new.by {
        Speaker::Employee(account) => (Some(account.id), None, CommentState::Shown, Said::Shown),
        Speaker::Resident(signature) => (None, signature.as_deref(), CommentState::Waiting, Said::Waiting),
    };
    let Flag(is_there) = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM comment WHERE entry = $1 AND said = $2 AND account IS NOT DISTINCT FROM $3
            AND signature IS NOT DISTINCT FROM $4
            AND said_at > $5 AND state IN ('waiting', 'shown'))",
    )
    .bind(entry.to_string())
    .bind(&*new.text)
    .bind(account)
    .bind(signature)
    .bind(at - SAME)
    .fetch_one(&mut *conn)
    .await?;
    if is_there {
        return Ok(said);
    }
    sqlx::query(
        "INSERT INTO comment (entry, said, said_at, account, signature, state) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(entry.to_string())
    .bind(&*new.text)
    .bind(at)
    .bind(account)
    .bind(signature)
    .bind(state.name())
    .execute(&mut *conn)
    .await?;
    if let Speaker::Employee(account) = &new.by {
        tell_the_mentioned(conn, entry, new, &AccountName { id: account.id, name: account.name.clone() }, at).await?;
    }
    Ok(said)
}

async fn tell_the_mentioned(
    conn: &mut AnyConnection,
    reference: Reference,
    new: &NewComment,
    by: &AccountName,
    at: i64,
) -> Result<()> {
    let rows: Vec<(i64, String, String)> =
        sqlx::query_as("SELECT id, name, email FROM account WHERE disabled_at IS NULL AND erased_at IS NULL")
            .fetch_all(&mut *conn)
            .await?;
    let people: Vec<_> = rows.iter().map(|(id, name, _)| AccountName { id: *id, name: name.clone() }).collect();
    let mut mentioned = mentioned(&new.text, &people);
    mentioned.retain(|id| *id != by.id);
    if mentioned.is_empty() {
        return Ok(());
    }
    let entry = entries::any_one(conn, reference).await?;
    let entry = entry.ok_or_else(|| Error::row("entry", &reference, &"it is not there"))?;
    let letter = Letter::Mention { entry: reference, title: entry.title, by: by.name.clone(), said: new.text.clone() };
    for (_, _, email) in rows.into_iter().filter(|(id, ..)| mentioned.contains(id)) {
        outbox::queue_to_account(conn, email, &letter, at).await?;
    }
    Ok(())
}

/// Does something to a comment of an entry, within the caller's transaction: for the manager with account `by`, or for
/// whoever said it. False where it cannot be done, or is done already.
pub async fn act(
    conn: &mut AnyConnection,
    entry: Reference,
    id: i64,
    act: CommentAct,
    (by, at): (i64, i64),
) -> Result<bool> {
    let found: Option<(String, Option<i64>)> =
        sqlx::query_as("SELECT state, account FROM comment WHERE id = $1 AND entry = $2")
            .bind(id)
            .bind(entry.to_string())
            .fetch_optional(&mut *conn)
            .await?;
    let Some((state, account)) = found else { return Ok(false) };
    if act == CommentAct::Withdraw && account != Some(by) {
        return Ok(false);
    }
    let Some(to) = act.leads_to(value("comment", &id, &state)?) else { return Ok(false) };
    let decided = (act != CommentAct::Withdraw).then_some((by, at));
    sqlx::query(
        "UPDATE comment SET state = $2, decided_by = coalesce($3, decided_by), decided_at = coalesce($4, decided_at)
        WHERE id = $1",
    )
    .bind(id)
    .bind(to.name())
    .bind(decided.map(|(by, _)| by))
    .bind(decided.map(|(_, at)| at))
    .execute(conn)
    .await?;
    Ok(true)
}
