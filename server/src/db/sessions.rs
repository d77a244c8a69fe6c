//! Sessions: who is signed in. A session is known by the hash of its token alone.

use super::{
    Database, Result,
    accounts::{AccountRow, account_columns},
};
use crate::{
    clock,
    secret::{self, Hash},
};
use domain::{access::Account, person::Session};
use sqlx::{AnyConnection, FromRow};

/// How long a session lasts without being used: a working day.
pub const IDLE: i64 = 8 * 60 * 60;
/// How long a session lasts at most.
pub const AT_MOST: i64 = 7 * 24 * 60 * 60;
/// How long after it began a session is still known, so that what its owner sends too late can be kept for its owner.
const KNOWN: i64 = 2 * AT_MOST;
/// How often the use of a session is written down.
const NOTED_EVERY: i64 = 60;

fn token_hash(token: &str) -> Hash {
    secret::hash("fyrfalt session", token)
}

/// Names the session of a token, for its owner; nobody can use the session by it.
pub fn key(token: &str) -> String {
    secret::hex(&token_hash(token))
}

/// The most characters kept of what a browser says of itself.
const AGENT: usize = 200;

/// Begins a session and gives its token. The browser's earlier session ends: a token that somebody planted before is
/// worth nothing after.
pub async fn begin(
    conn: &mut AnyConnection,
    account: i64,
    earlier: Option<&str>,
    agent: &str,
    at: i64,
) -> Result<String> {
    if let Some(earlier) = earlier {
        end(conn, earlier).await?;
    }
    sqlx::query("DELETE FROM session WHERE created_at <= $1").bind(at - KNOWN).execute(&mut *conn).await?;
    let token = secret::token()?;
    sqlx::query("INSERT INTO session (token_hash, account, created_at, seen_at, agent) VALUES ($1, $2, $3, $3, $4)")
        .bind(&token_hash(&token)[..])
        .bind(account)
        .bind(at)
        .bind(agent.chars().filter(|c| !c.is_control()).take(AGENT).collect::<String>())
        .execute(conn)
        .await?;
    tracing::info!(account, "signed in");
    Ok(token)
}

/// Whose session a token is, if it still lasts; notes that it was used.
pub async fn account(database: &Database, token: &str, at: i64) -> Result<Option<Account>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        account: AccountRow,
        seen_at: i64,
    }
    let hash = token_hash(token);
    let mut reader = database.reader.acquire().await?;
    let row: Option<Row> = sqlx::query_as(concat!(
        "SELECT ",
        account_columns!(),
        ", seen_at FROM session JOIN account ON account.id = session.account
        WHERE token_hash = $1 AND disabled_at IS NULL AND erased_at IS NULL AND seen_at > $2
        AND session.created_at > $3 AND ended_at IS NULL"
    ))
    .bind(&hash[..])
    .bind(at - IDLE)
    .bind(at - AT_MOST)
    .fetch_optional(&mut *reader)
    .await?;
    let Some(row) = row else { return Ok(None) };
    if at - row.seen_at >= NOTED_EVERY {
        sqlx::query("UPDATE session SET seen_at = $2 WHERE token_hash = $1")
            .bind(&hash[..])
            .bind(at)
            .execute(&database.writer)
            .await?;
    }
    row.account.with_units(&mut reader).await.map(Some)
}

/// Whose session a token is or was, as far as that is still known.
pub async fn owner(conn: &mut AnyConnection, token: &str) -> Result<Option<i64>> {
    let owner = sqlx::query_scalar(
        "SELECT account FROM session JOIN account ON account.id = session.account
        WHERE token_hash = $1 AND disabled_at IS NULL AND erased_at IS NULL",
    )
    .bind(&token_hash(token)[..])
    .fetch_optional(conn)
    .await?;
    Ok(owner)
}

/// The sessions of an account that still last, the latest used first.
pub async fn list(database: &Database, account: i64, at: i64) -> Result<Vec<Session>> {
    let rows: Vec<(Vec<u8>, Option<String>, i64, i64)> = sqlx::query_as(
        "SELECT token_hash, agent, created_at, seen_at FROM session
        WHERE account = $1 AND seen_at > $2 AND created_at > $3 AND ended_at IS NULL ORDER BY seen_at DESC",
    )
    .bind(account)
    .bind(at - IDLE)
    .bind(at - AT_MOST)
    .fetch_all(&database.reader)
    .await?;
    let session = |(hash, agent, began, seen): (Vec<u8>, Option<String>, i64, i64)| Session {
        key: secret::hex(&hash),
        agent: agent.unwrap_or_default(),
        began: clock::arrival(began),
        seen: clock::arrival(seen),
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Ends the session of an account that has this key; another's it leaves alone.
pub async fn end_one(conn: &mut AnyConnection, account: i64, key: &str) -> Result<()> {
    let Some(hash) = secret::from_hex(key) else { return Ok(()) };
    sqlx::query("UPDATE session SET ended_at = $3 WHERE account = $1 AND token_hash = $2 AND ended_at IS NULL")
        .bind(account)
        .bind(hash)
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends the sessions of an account apart from the one with this token.
pub async fn end_others(conn: &mut AnyConnection, account: i64, token: &str) -> Result<()> {
    sqlx::query("UPDATE session SET ended_at = $3 WHERE account = $1 AND token_hash <> $2 AND ended_at IS NULL")
        .bind(account)
        .bind(&token_hash(token)[..])
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends one session.
pub async fn end(conn: &mut AnyConnection, token: &str) -> Result<()> {
    sqlx::query("UPDATE session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL")
        .bind(&token_hash(token)[..])
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends every session of an account.
pub async fn end_all(conn: &mut AnyConnection, account: i64) -> Result<()> {
    sqlx::query("UPDATE session SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL")
        .bind(account)
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets every session of an account.
pub async fn forget_all(conn: &mut AnyConnection, account: i64) -> Result<()> {
    sqlx::query("DELETE FROM session WHERE account = $1").bind(account).execute(conn).await?;
    Ok(())
}
