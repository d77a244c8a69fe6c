//! Accounts: the people who may sign in, and what they may do. [`people`](super::people) is how administrators change
//! them.

use super::values::Flag;
use super::{Database, Result, record::value};
use domain::{
    access::{Account, Role, RoleName, Units},
    person::{DeedKind, PersonFacts},
    taxonomy::Slug,
    text::Email,
};
use sqlx::{AnyConnection, FromRow};

/// What stands in place of a password that has not been chosen: it is the hash of none.
pub const NO_PASSWORD: &str = "!";

/// An account with what is needed to sign in to it.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: i64,
    pub role: RoleName,
    pub password_hash: String,
    pub signs_in_elsewhere: bool,
}

/// The columns of [`AccountRow`], of the table `account`.
macro_rules! account_columns {
    () => {
        "account.id, account.email, account.name, account.role, account.own_units_only, account.administers"
    };
}
pub(super) use account_columns;

#[derive(FromRow)]
pub(super) struct AccountRow {
    pub id: i64,
    pub email: String,
    pub name: String,
    role: String,
    #[sqlx(try_from = "Flag")]
    own_units_only: bool,
    #[sqlx(try_from = "Flag")]
    administers: bool,
}

impl AccountRow {
    fn role_name(&self) -> Result<RoleName> {
        let kept: RoleName = value("account", &self.id, &self.role)?;
        Ok(match kept {
            RoleName::Manager if self.administers => RoleName::Administrator,
            RoleName::Manager if self.own_units_only => RoleName::UnitManager,
            kept => kept,
        })
    }

    /// The account, with the units that it is for where it is for some alone.
    pub async fn with_units(self, conn: &mut AnyConnection) -> Result<Account> {
        let role = match self.role_name()? {
            RoleName::Employee => Role::Employee,
            RoleName::Manager => Role::Manager,
            RoleName::Administrator => Role::Administrator,
            RoleName::UnitManager => match units(conn, self.id).await? {
                Some(units) => Role::UnitManager(units),
                // A manager of no unit manages nothing.
                None => Role::Employee,
            },
        };
        Ok(Account { id: self.id, name: self.name, email: self.email, role })
    }
}

async fn units(conn: &mut AnyConnection, account: i64) -> Result<Option<Units>> {
    let slugs: Vec<String> =
        sqlx::query_scalar("SELECT unit FROM account_unit WHERE account = $1").bind(account).fetch_all(conn).await?;
    let slugs: Result<Vec<Slug>> = slugs.iter().map(|slug| value("account_unit", &account, slug)).collect();
    Ok(Units::new(slugs?))
}

/// The role as it is kept: its name, whether it is for its own units only, whether it administers.
const fn kept(role: &Role) -> (RoleName, bool, bool) {
    match role {
        Role::Employee => (RoleName::Employee, false, false),
        Role::UnitManager(_) => (RoleName::Manager, true, false),
        Role::Manager => (RoleName::Manager, false, false),
        Role::Administrator => (RoleName::Manager, false, true),
    }
}

/// Adds an account and gives its number; none where the address has one already. `by` is whoever did it, where that
/// person had signed in.
pub async fn add(
    conn: &mut AnyConnection,
    facts: &PersonFacts,
    password_hash: &str,
    by: Option<i64>,
    at: i64,
) -> Result<Option<i64>> {
    let (role, own_units_only, administers) = kept(&facts.role);
    let id: Option<i64> = sqlx::query_scalar(
        "INSERT INTO account (email, name, role, own_units_only, administers, password_hash, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email) DO NOTHING RETURNING id",
    )
    .bind(&*facts.email)
    .bind(&*facts.name)
    .bind(role.name())
    .bind(own_units_only)
    .bind(administers)
    .bind(password_hash)
    .bind(at)
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(id) = id {
        set_units(conn, id, &facts.role).await?;
        note(conn, id, by, at, DeedKind::Added).await?;
    }
    Ok(id)
}

/// Changes an account that stands. The caller sees to it that the address is free, and notes who did it.
pub async fn set(conn: &mut AnyConnection, id: i64, facts: &PersonFacts) -> Result<()> {
    let (role, own_units_only, administers) = kept(&facts.role);
    sqlx::query(
        "UPDATE account SET email = $2, name = $3, role = $4, own_units_only = $5, administers = $6 WHERE id = $1",
    )
    .bind(id)
    .bind(&*facts.email)
    .bind(&*facts.name)
    .bind(role.name())
    .bind(own_units_only)
    .bind(administers)
    .execute(&mut *conn)
    .await?;
    set_units(conn, id, &facts.role).await
}

/// What is decided of an account.
pub async fn facts(conn: &mut AnyConnection, id: i64) -> Result<Option<PersonFacts>> {
    let row: Option<AccountRow> = sqlx::query_as(concat!("SELECT ", account_columns!(), " FROM account WHERE id = $1"))
        .bind(id)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let Account { name, email, role, .. } = row.with_units(conn).await?;
    Ok(Some(PersonFacts { email: value("account", &id, &email)?, name: value("account", &id, &name)?, role }))
}

async fn set_units(conn: &mut AnyConnection, account: i64, role: &Role) -> Result<()> {
    sqlx::query("DELETE FROM account_unit WHERE account = $1").bind(account).execute(&mut *conn).await?;
    for unit in role.own_units().into_iter().flat_map(Units::iter) {
        sqlx::query("INSERT INTO account_unit (account, unit) VALUES ($1, $2)")
            .bind(account)
            .bind(unit.to_string())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Adds to what was done with an account.
pub async fn note(conn: &mut AnyConnection, account: i64, by: Option<i64>, at: i64, what: DeedKind) -> Result<()> {
    sqlx::query("INSERT INTO account_deed (account, done_by, done_at, what) VALUES ($1, $2, $3, $4)")
        .bind(account)
        .bind(by)
        .bind(at)
        .bind(what.name())
        .execute(conn)
        .await?;
    Ok(())
}

/// Every account that has not been erased, by address, and whether it is disabled.
pub async fn list(database: &Database) -> Result<Vec<(Account, bool)>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        account: AccountRow,
        #[sqlx(try_from = "Flag")]
        disabled: bool,
    }
    let mut tx = database.read().await?;
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "SELECT ",
        account_columns!(),
        ", disabled_at IS NOT NULL AS disabled FROM account WHERE erased_at IS NULL ORDER BY email"
    ))
    .fetch_all(&mut *tx)
    .await?;
    let mut list = Vec::with_capacity(rows.len());
    for row in rows {
        list.push((row.account.with_units(&mut tx).await?, row.disabled));
    }
    Ok(list)
}

/// Disables an account and ends its sessions; false where there is no such account in use.
pub async fn disable(conn: &mut AnyConnection, email: &Email, at: i64) -> Result<bool> {
    let id: Option<i64> = sqlx::query_scalar("SELECT id FROM account WHERE email = $1 AND disabled_at IS NULL")
        .bind(&**email)
        .fetch_optional(&mut *conn)
        .await?;
    if let Some(id) = id {
        disable_one(conn, id, None, at).await?;
    }
    Ok(id.is_some())
}

/// Disables an account that is in use, and ends its sessions and its links.
pub async fn disable_one(conn: &mut AnyConnection, id: i64, by: Option<i64>, at: i64) -> Result<()> {
    sqlx::query("UPDATE account SET disabled_at = $2 WHERE id = $1").bind(id).bind(at).execute(&mut *conn).await?;
    super::sessions::end_all(conn, id).await?;
    super::links::spend_all(conn, id, at).await?;
    note(conn, id, by, at, DeedKind::Disabled).await
}

/// Lets a disabled account sign in again.
pub async fn enable(conn: &mut AnyConnection, email: &Email, at: i64) -> Result<()> {
    let id: Option<i64> = sqlx::query_scalar("SELECT id FROM account WHERE email = $1 AND disabled_at IS NOT NULL")
        .bind(&**email)
        .fetch_optional(&mut *conn)
        .await?;
    match id {
        Some(id) => enable_one(conn, id, None, at).await,
        None => Ok(()),
    }
}

/// Lets an account that is disabled sign in again.
pub async fn enable_one(conn: &mut AnyConnection, id: i64, by: Option<i64>, at: i64) -> Result<()> {
    sqlx::query("UPDATE account SET disabled_at = NULL WHERE id = $1").bind(id).execute(&mut *conn).await?;
    note(conn, id, by, at, DeedKind::Enabled).await
}

/// The account that signs in with an address; none where there is none in use.
pub async fn known(database: &Database, email: &Email) -> Result<Option<Known>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        account: AccountRow,
        password_hash: String,
        #[sqlx(try_from = "Flag")]
        elsewhere: bool,
    }
    let row: Option<Row> = sqlx::query_as(concat!(
        "SELECT ",
        account_columns!(),
        ", password_hash, subject IS NOT NULL AS elsewhere FROM account WHERE email = $1 AND disabled_at IS NULL AND erased_at IS NULL"
    ))
    .bind(&**email)
    .fetch_optional(&database.reader)
    .await?;
    row.map(|row| {
        Ok(Known {
            id: row.account.id,
            role: row.account.role_name()?,
            password_hash: row.password_hash,
            signs_in_elsewhere: row.elsewhere,
        })
    })
    .transpose()
}

/// Whether somebody can administer the accounts, apart from one of them.
pub async fn has_administrator(conn: &mut AnyConnection, apart_from: Option<i64>) -> Result<bool> {
    let Flag(found) = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM account WHERE administers AND disabled_at IS NULL AND erased_at IS NULL
        AND (password_hash <> '!' OR subject IS NOT NULL) AND ($1 IS NULL OR id <> $1))",
    )
    .bind(apart_from)
    .fetch_one(conn)
    .await?;
    Ok(found)
}
