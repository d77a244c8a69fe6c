//! Sessions: who is signed in. A session is known by the hash of its token alone.

use super::{Database, Result, accounts::AccountRow};
use crate::secret::{self, Hash};
use domain::access::Account;
use sqlx::{FromRow, SqliteConnection};

/// How long a session lasts without being used: a working day.
pub const IDLE: i64 = 8 * 60 * 60;
/// How long a session lasts at most.
pub const AT_MOST: i64 = 7 * 24 * 60 * 60;
/// How often the use of a session is written down.
const NOTED_EVERY: i64 = 60;

fn token_hash(token: &str) -> Hash {
    secret::hash("fyrfalt session", token)
}

/// Begins a session and gives its token. The browser's earlier session ends: a token that somebody planted before is
/// worth nothing after.
pub async fn begin(conn: &mut SqliteConnection, account: i64, earlier: Option<&str>, at: i64) -> Result<String> {
    if let Some(earlier) = earlier {
        end(conn, earlier).await?;
    }
    sqlx::query("DELETE FROM session WHERE seen_at <= $1 OR created_at <= $2")
        .bind(at - IDLE)
        .bind(at - AT_MOST)
        .execute(&mut *conn)
        .await?;
    let token = secret::token()?;
    sqlx::query("INSERT INTO session (token_hash, account, created_at, seen_at) VALUES ($1, $2, $3, $3)")
        .bind(&token_hash(&token)[..])
        .bind(account)
        .bind(at)
        .execute(conn)
        .await?;
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
    let row: Option<Row> = sqlx::query_as(
        "SELECT account.id, email, name, role, seen_at FROM session JOIN account ON account.id = session.account
        WHERE token_hash = $1 AND disabled_at IS NULL AND seen_at > $2 AND session.created_at > $3",
    )
    .bind(&hash[..])
    .bind(at - IDLE)
    .bind(at - AT_MOST)
    .fetch_optional(&database.reader)
    .await?;
    let Some(row) = row else { return Ok(None) };
    if at - row.seen_at >= NOTED_EVERY {
        sqlx::query("UPDATE session SET seen_at = $2 WHERE token_hash = $1")
            .bind(&hash[..])
            .bind(at)
            .execute(&database.writer)
            .await?;
    }
    row.account.into_account().map(Some)
}

/// Ends one session.
pub async fn end(conn: &mut SqliteConnection, token: &str) -> Result<()> {
    sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(&token_hash(token)[..]).execute(conn).await?;
    Ok(())
}

/// Ends every session of an account.
pub async fn end_all(conn: &mut SqliteConnection, account: i64) -> Result<()> {
    sqlx::query("DELETE FROM session WHERE account = $1").bind(account).execute(conn).await?;
    Ok(())
}
