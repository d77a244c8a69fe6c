//! Forms of people whose session had ended when they sent them. They are kept for their owner for two hours, and no
//! longer than until they are sent or left.

use super::values::Flag;
use super::{Error, Result};
use crate::secret::{self, Hash};
use app::posted::KeptForm;
use sqlx::{AnyConnection, FromRow};

/// How long a form is kept, in seconds.
pub const LONGEST: i64 = 2 * 60 * 60;
/// How many forms are kept for an account; an older one gives way.
const MOST: i64 = 5;

fn hash(token: &str) -> Hash {
    secret::hash("kept form", token)
}

/// Keeps a form for an account and gives the token that its browser gets it back by.
pub async fn keep(conn: &mut AnyConnection, account: i64, form: &KeptForm, at: i64) -> Result<String> {
    let token = secret::token()?;
    sqlx::query(
        "INSERT INTO kept_form (token_hash, account, path, fields, is_upload, had_file, kept_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&hash(&token)[..])
    .bind(account)
    .bind(&form.path)
    .bind(serde_json::json!(form.fields).to_string())
    .bind(form.is_upload)
    .bind(form.had_file)
    .bind(at)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "DELETE FROM kept_form WHERE kept_at <= $2 OR (account = $1 AND token_hash NOT IN
            (SELECT token_hash FROM kept_form WHERE account = $1 ORDER BY kept_at DESC, rowid DESC LIMIT $3))",
    )
    .bind(account)
    .bind(at - LONGEST)
    .bind(MOST)
    .execute(conn)
    .await?;
    Ok(token)
}

/// The form that a browser gets back by a token, for the account whose it is.
pub async fn kept(conn: &mut AnyConnection, account: i64, token: &str, at: i64) -> Result<Option<KeptForm>> {
    #[derive(FromRow)]
    struct Row {
        path: String,
        fields: String,
        #[sqlx(try_from = "Flag")]
        is_upload: bool,
        #[sqlx(try_from = "Flag")]
        had_file: bool,
    }
    let row: Option<Row> = sqlx::query_as(
        "SELECT path, fields, is_upload, had_file FROM kept_form
        WHERE token_hash = $1 AND account = $2 AND kept_at > $3",
    )
    .bind(&hash(token)[..])
    .bind(account)
    .bind(at - LONGEST)
    .fetch_optional(conn)
    .await?;
    row.map(|Row { path, fields, is_upload, had_file }| {
        let fields = serde_json::from_str(&fields).map_err(|why| Error::row("kept_form", &path, &why))?;
        Ok(KeptForm { path, fields, is_upload, had_file })
    })
    .transpose()
}

/// Forgets a form of an account, and gives the path that it was sent to.
pub async fn forget(conn: &mut AnyConnection, account: i64, token: &str) -> Result<Option<String>> {
    let path = sqlx::query_scalar("DELETE FROM kept_form WHERE token_hash = $1 AND account = $2 RETURNING path")
        .bind(&hash(token)[..])
        .bind(account)
        .fetch_optional(conn)
        .await?;
    Ok(path)
}

/// Forgets every form of an account.
pub async fn forget_all(conn: &mut AnyConnection, account: i64) -> Result<()> {
    sqlx::query("DELETE FROM kept_form WHERE account = $1").bind(account).execute(conn).await?;
    Ok(())
}
