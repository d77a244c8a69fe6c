//! Accounts: the people who may sign in.

use super::{Database, Error, Result, record::value};
use domain::{
    access::{Account, Role},
    text::{Email, Phrase},
};
use sqlx::{FromRow, SqliteConnection};

/// A new account.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub email: Email,
    pub name: Phrase,
    pub role: Role,
    /// As argon2 gave it.
    pub password_hash: String,
}

/// An account with what is needed to sign in to it.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: i64,
    pub role: Role,
    pub password_hash: String,
}

/// An account as the command line lists it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub account: Account,
    pub disabled: bool,
}

#[derive(FromRow)]
pub(super) struct AccountRow {
    pub id: i64,
    pub email: String,
    pub name: String,
    pub role: String,
}

impl AccountRow {
    pub fn into_account(self) -> Result<Account> {
        let role = value("account", &self.id, &self.role)?;
        Ok(Account { id: self.id, name: self.name, email: self.email, role })
    }
}

/// Adds an account; false where the address has one already.
pub async fn add(conn: &mut SqliteConnection, account: &NewAccount, at: i64) -> Result<bool> {
    let result = sqlx::query(
        "INSERT INTO account (email, name, role, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (email) DO NOTHING",
    )
    .bind(&*account.email)
    .bind(&*account.name)
    .bind(account.role.name())
    .bind(&account.password_hash)
    .bind(at)
    .execute(conn)
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Every account, by address.
pub async fn list(database: &Database) -> Result<Vec<Listed>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        account: AccountRow,
        disabled: bool,
    }
    let rows: Vec<Row> =
        sqlx::query_as("SELECT id, email, name, role, disabled_at IS NOT NULL AS disabled FROM account ORDER BY email")
            .fetch_all(&database.reader)
            .await?;
    rows.into_iter().map(|row| Ok(Listed { account: row.account.into_account()?, disabled: row.disabled })).collect()
}

/// Disables an account and ends its sessions; false where there is no such account in use.
pub async fn disable(conn: &mut SqliteConnection, email: &Email, at: i64) -> Result<bool> {
    let id: Option<i64> =
        sqlx::query_scalar("UPDATE account SET disabled_at = $2 WHERE email = $1 AND disabled_at IS NULL RETURNING id")
            .bind(&**email)
            .bind(at)
            .fetch_optional(&mut *conn)
            .await?;
    if let Some(id) = id {
        super::sessions::end_all(conn, id).await?;
    }
    Ok(id.is_some())
}

/// Lets a disabled account sign in again.
pub async fn enable(conn: &mut SqliteConnection, email: &Email) -> Result<()> {
    sqlx::query("UPDATE account SET disabled_at = NULL WHERE email = $1").bind(&**email).execute(conn).await?;
    Ok(())
}

/// The account that signs in with an address; none where there is none in use.
pub async fn known(database: &Database, email: &Email) -> Result<Option<Known>> {
    let row: Option<(i64, String, String)> =
        sqlx::query_as("SELECT id, role, password_hash FROM account WHERE email = $1 AND disabled_at IS NULL")
            .bind(&**email)
            .fetch_optional(&database.reader)
            .await?;
    row.map(|(id, role, password_hash)| {
        let role = role.parse().map_err(|why| Error::row("account", &id, &why))?;
        Ok(Known { id, role, password_hash })
    })
    .transpose()
}
