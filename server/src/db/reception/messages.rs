//! What is asked of a sender, and what the sender answers.

use super::{Decision, custody::answers_for_it};
use crate::{
    clock,
    db::{
        Result, entries, incoming, outbox,
        record::{reference, value},
    },
};
use app::backend::Replied;
use domain::{
    letter::Letter,
    reception::{Message, Side},
    reference::Reference,
    text::Passage,
};
use sqlx::AnyConnection;

/// All that was said about a submission, the oldest first.
pub async fn all(conn: &mut AnyConnection, reference: Reference) -> Result<Vec<Message>> {
    let rows: Vec<(i64, Option<i64>, String)> =
        sqlx::query_as("SELECT said_at, account, said FROM message WHERE submission = $1 ORDER BY id")
            .bind(reference.to_string())
            .fetch_all(conn)
            .await?;
    rows.into_iter()
        .map(|(at, account, said)| {
            let from = if account.is_some() { Side::Municipality } else { Side::Sender };
            Ok(Message { from, when: clock::arrival(at), text: value("message", &reference, &said)? })
        })
        .collect()
}

/// Adds a question of the manager with account `by`; or, without an account, an answer of the sender.
pub async fn say(
    conn: &mut AnyConnection,
    reference: Reference,
    text: &Passage,
    by: Option<i64>,
    at: i64,
) -> Result<()> {
    sqlx::query("INSERT INTO message (submission, said_at, account, said) VALUES ($1, $2, $3, $4)")
        .bind(reference.to_string())
        .bind(at)
        .bind(by)
        .bind(&**text)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes a sender's answer to what was asked, within the caller's transaction; the same answer once.
pub async fn reply(conn: &mut AnyConnection, secret: &str, text: &Passage, at: i64) -> Result<Replied> {
    let key: Option<String> = sqlx::query_scalar("SELECT reference FROM submission WHERE receipt_hash = $1")
        .bind(&incoming::receipt_hash(secret)[..])
        .fetch_optional(&mut *conn)
        .await?;
    let Some(key) = key else { return Ok(Replied::Gone) };
    let reference = reference("submission", &key)?;
    let messages = all(conn, reference).await?;
    match messages.last() {
        Some(latest) if latest.from == Side::Sender && latest.text == *text => return Ok(Replied::Saved),
        Some(latest) if latest.from == Side::Municipality => {}
        _ => return Ok(Replied::NotAsked),
    }
    if super::decided(conn, reference).await? != Decision::Waiting {
        return Ok(Replied::NotAsked);
    }
    say(conn, reference, text, None, at).await?;
    tell_the_holder(conn, reference, text, at).await?;
    Ok(Replied::Saved)
}

/// Mails a sender's answer to whoever has the submission and still answers for it. What may be secret is not mailed.
async fn tell_the_holder(conn: &mut AnyConnection, reference: Reference, said: &Passage, at: i64) -> Result<()> {
    let email: Option<String> = sqlx::query_scalar(concat!(
        "SELECT email FROM submission JOIN account ON account.id = submission.holder
        WHERE reference = $1 AND NOT is_secret AND ",
        answers_for_it!()
    ))
    .bind(reference.to_string())
    .fetch_optional(&mut *conn)
    .await?;
    let (Some(email), Some(entry)) = (email, entries::any_one(conn, reference).await?) else { return Ok(()) };
    let letter = Letter::Answered { entry: reference, title: entry.title, said: said.clone() };
    outbox::queue_to_account(conn, email, &letter, at).await
}
