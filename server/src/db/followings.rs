//! Followings: who has asked for mail about what, and whether whoever has the address wants it.

mod read;

use super::{
    Result,
    outbox::{self, Receiver},
    telling,
};
use crate::{clock, secret};
use app::backend::{Followed, Pressed};
use domain::{
    follow::{MOST, Pace, Subject},
    language::Language,
    letter::{Letter, LetterKind},
    news::About,
    text::Email,
};
pub use read::{Row, all, concerned, of_receipt, opened};
use read::{by_token, columns, find};
use serde_json::{Value, json};
use sqlx::{AnyConnection, AssertSqlSafe};

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

/// Follows something, within the caller's transaction: at once where the address is known to be the asker's, else once
/// its owner has confirmed. A stranger is answered alike whatever is known of the address.
pub async fn ask(conn: &mut AnyConnection, asking: &Asking<'_>) -> Result<Followed> {
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
async fn count(conn: &mut AnyConnection, email: &str) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM following WHERE email = $1 AND about <> 'own' AND stopped_at IS NULL")
        .bind(email)
        .fetch_one(conn)
        .await?)
}

/// Sends a mail to confirm with, unless the address has got enough of them. Whoever asks believes that the address
/// works: it is trusted anew.
pub async fn ask_to_confirm(conn: &mut AnyConnection, to: &Receiver, subject: &Subject, at: i64) -> Result<()> {
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

/// Confirms a following by its token, within the caller's transaction.
pub async fn confirm(conn: &mut AnyConnection, token: &str, at: i64) -> Result<Pressed> {
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
pub async fn stop(conn: &mut AnyConnection, token: &str, at: i64) -> Result<Pressed> {
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
pub async fn stop_one(conn: &mut AnyConnection, id: i64, at: i64) -> Result<bool> {
    sqlx::query("DELETE FROM digest_line WHERE following = $1").bind(id).execute(&mut *conn).await?;
    let stopped = sqlx::query("UPDATE following SET stopped_at = $2 WHERE id = $1 AND stopped_at IS NULL")
        .bind(id)
        .bind(at)
        .execute(conn)
        .await?;
    Ok(stopped.rows_affected() == 1)
}

/// For how long a wish to follow waits to be confirmed, in seconds.
const UNANSWERED: i64 = 30 * 24 * 60 * 60;

/// Forgets an address: what it follows, what was gathered for it, and the mails to it.
pub async fn forget(conn: &mut AnyConnection, email: &str) -> Result<()> {
    for forget in [
        "DELETE FROM digest_line WHERE following IN (SELECT id FROM following WHERE email = $1)",
        "DELETE FROM outbox WHERE email = $1",
        "DELETE FROM following WHERE email = $1",
        "DELETE FROM mail_address WHERE email = $1",
    ] {
        sqlx::query(forget).bind(email).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Forgets wishes that nobody has confirmed for thirty days, and addresses that nothing is kept of any longer. What was
/// handed in by an address stays, and may still be confirmed at the receipt: it is part of a public record.
pub async fn forget_unanswered(conn: &mut AnyConnection, at: i64) -> Result<()> {
    const OLD: &str = "SELECT id FROM following WHERE confirmed_at IS NULL AND about <> 'own' AND asked_at < $1";
    for forget in [
        format!("DELETE FROM outbox WHERE following IN ({OLD})"),
        format!("DELETE FROM digest_line WHERE following IN ({OLD})"),
        format!("DELETE FROM following WHERE id IN ({OLD})"),
    ] {
        sqlx::query(AssertSqlSafe(forget)).bind(at - UNANSWERED).execute(&mut *conn).await?;
    }
    sqlx::query(
        "DELETE FROM mail_address WHERE refused_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM following WHERE following.email = mail_address.email)
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.email = mail_address.email)",
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What an address follows, for whoever asks what is kept.
pub async fn exported(conn: &mut AnyConnection, email: &str) -> Result<Vec<Value>> {
    type Kept = (String, Option<String>, Option<String>, String, i64, Option<i64>, Option<i64>);
    let rows: Vec<Kept> = sqlx::query_as(
        "SELECT about, entry, query, pace, asked_at, confirmed_at, stopped_at FROM following WHERE email = $1 ORDER BY id",
    )
    .bind(email)
    .fetch_all(conn)
    .await?;
    let moment = |at: i64| json!(clock::arrival(at));
    Ok(rows
        .into_iter()
        .map(|(about, entry, query, pace, asked, confirmed, stopped)| {
            json!({
                "email": email, "about": about, "entry": entry, "filter": query, "pace": pace, "asked": moment(asked),
                "confirmed": confirmed.map(moment), "stopped": stopped.map(moment)
            })
        })
        .collect())
}
