//! One-time links: to choose a password, and to make the first administrator. A link is known by the hash of its token
//! alone, works once, and not for long.

use super::{Result, accounts};
use crate::secret::{self, Hash};
use app::backend::LinkOpens;
use domain::person::DeedKind;
use sqlx::AnyConnection;

/// How long an invitation works, in seconds: long enough for a colleague on leave until Monday.
pub const LASTS: i64 = 3 * 24 * 60 * 60;
/// The same of a link that was asked for by mail, by somebody who waits for it.
pub const RESET_LASTS: i64 = 2 * 60 * 60;

fn token_hash(token: &str) -> Hash {
    secret::hash("fyrfalt account link", token)
}

/// Makes a link for an account and gives its token; those made before no longer work.
pub async fn invite(conn: &mut AnyConnection, account: i64, by: Option<i64>, at: i64) -> Result<String> {
    spend_all(conn, account, at).await?;
    accounts::note(conn, account, by, at, DeedKind::Invited).await?;
    make(conn, Some(account), at, LASTS).await
}

/// Makes a link for whoever has forgotten the password of an account, and gives its token; those made before no longer
/// work.
pub async fn reset(conn: &mut AnyConnection, account: i64, at: i64) -> Result<String> {
    spend_all(conn, account, at).await?;
    make(conn, Some(account), at, RESET_LASTS).await
}

/// Makes the link to make an administrator, where there is nobody who administers; those made before no longer work.
pub async fn first_administrator(conn: &mut AnyConnection, at: i64) -> Result<Option<String>> {
    if accounts::has_administrator(conn, None).await? {
        return Ok(None);
    }
    sqlx::query("UPDATE account_link SET used_at = $1 WHERE account IS NULL AND used_at IS NULL")
        .bind(at)
        .execute(&mut *conn)
        .await?;
    make(conn, None, at, LASTS).await.map(Some)
}

async fn make(conn: &mut AnyConnection, account: Option<i64>, at: i64, lasts: i64) -> Result<String> {
    let token = secret::token()?;
    sqlx::query("INSERT INTO account_link (token_hash, account, made_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(&token_hash(&token)[..])
        .bind(account)
        .bind(at)
        .bind(at + lasts)
        .execute(conn)
        .await?;
    Ok(token)
}

/// What a token opens, if it still does.
pub async fn opens(conn: &mut AnyConnection, token: &str, at: i64) -> Result<Option<LinkOpens>> {
    let found: Option<Option<i64>> = sqlx::query_scalar(
        "SELECT account_link.account FROM account_link LEFT JOIN account ON account.id = account_link.account
        WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
        AND account.disabled_at IS NULL AND account.erased_at IS NULL",
    )
    .bind(&token_hash(token)[..])
    .bind(at)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(match found {
        None => None,
        Some(Some(account)) => Some(LinkOpens::Password(account)),
        // It served its purpose, by this link or another way.
        Some(None) if accounts::has_administrator(conn, None).await? => None,
        Some(None) => Some(LinkOpens::FirstAdministrator),
    })
}

/// Takes a token that opens something: it does so no more.
pub async fn spend(conn: &mut AnyConnection, token: &str, at: i64) -> Result<()> {
    sqlx::query("UPDATE account_link SET used_at = $2 WHERE token_hash = $1")
        .bind(&token_hash(token)[..])
        .bind(at)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends every link of an account.
pub async fn spend_all(conn: &mut AnyConnection, account: i64, at: i64) -> Result<()> {
    sqlx::query("UPDATE account_link SET used_at = $2 WHERE account = $1 AND used_at IS NULL")
        .bind(account)
        .bind(at)
        .execute(conn)
        .await?;
    Ok(())
}
