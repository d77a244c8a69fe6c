//! Who has a submission, and what the registrar notes of it.

use crate::db::values::Flag;
use crate::db::{Result, record::value};
use app::backend::CustodySet;
use domain::{
    person::AccountName,
    reception::custody::{Custody, NewCustody},
    reference::Reference,
};
use sqlx::{AnyConnection, FromRow};

/// The columns of a [`CustodyRow`], where `submission` and the `account` of its holder are joined.
macro_rules! custody_columns {
    () => {
        "submission.holder, account.name AS holder_name, diary_number, is_secret, custody"
    };
}
pub(in crate::db) use custody_columns;

/// A custody as it is stored.
#[derive(Clone, Debug, FromRow)]
pub struct CustodyRow {
    holder: Option<i64>,
    holder_name: Option<String>,
    diary_number: Option<String>,
    #[sqlx(try_from = "Flag")]
    is_secret: bool,
    custody: i64,
}

impl CustodyRow {
    pub fn custody(self, key: &String) -> Result<Custody> {
        Ok(Custody {
            holder: self.holder.zip(self.holder_name).map(|(id, name)| AccountName { id, name }),
            diary_number: self.diary_number.map(|number| value("submission", key, &number)).transpose()?,
            is_secret: self.is_secret,
            version: self.custody,
        })
    }
}

/// Whether an `account` answers for the entry `$1`.
macro_rules! answers_for_it {
    () => {
        "account.role = 'manager' AND disabled_at IS NULL AND erased_at IS NULL
            AND (NOT own_units_only OR EXISTS (SELECT 1 FROM account_unit
                JOIN entry_unit ON entry_unit.unit = account_unit.unit
                WHERE account_unit.account = account.id AND entry_unit.entry = $1))"
    };
}
pub(in crate::db) use answers_for_it;

/// Everybody who answers for an entry, by name.
pub async fn holders(conn: &mut AnyConnection, reference: Reference) -> Result<Vec<AccountName>> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as(concat!("SELECT id, name FROM account WHERE ", answers_for_it!(), " ORDER BY name, id"))
            .bind(reference.to_string())
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().map(|(id, name)| AccountName { id, name }).collect())
}

/// Changes a custody for the manager with account `by`, within the caller's transaction, unless somebody else has
/// meanwhile.
pub async fn set(
    conn: &mut AnyConnection,
    reference: Reference,
    new: &NewCustody,
    (by, at): (i64, i64),
) -> Result<CustodySet> {
    let key = reference.to_string();
    type Kept = (i64, Option<i64>, Option<String>, Flag);
    let kept: Option<Kept> =
        sqlx::query_as("SELECT custody, holder, diary_number, is_secret FROM submission WHERE reference = $1")
            .bind(&key)
            .fetch_optional(&mut *conn)
            .await?;
    let Some((version, holder, diary_number, Flag(is_secret))) = kept else { return Ok(CustodySet::Gone) };
    if (holder, diary_number.as_deref(), is_secret) == (new.holder, new.diary_number.as_deref(), new.is_secret) {
        return Ok(CustodySet::Saved);
    }
    if version != new.seen {
        return Ok(CustodySet::Overtaken);
    }
    sqlx::query(
        "UPDATE submission SET holder = $2, diary_number = $3, is_secret = $4, custody = custody + 1
        WHERE reference = $1",
    )
    .bind(&key)
    .bind(new.holder)
    .bind(new.diary_number.as_deref())
    .bind(new.is_secret)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "INSERT INTO custody_change (submission, changed_at, account, holder, diary_number, is_secret)
        VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&key)
    .bind(at)
    .bind(by)
    .bind(new.holder)
    .bind(new.diary_number.as_deref())
    .bind(new.is_secret)
    .execute(conn)
    .await?;
    Ok(CustodySet::Saved)
}

/// Whether a submission may hold what is secret by law.
pub async fn is_secret(conn: &mut AnyConnection, reference: Reference) -> Result<bool> {
    let secret: Option<Flag> = sqlx::query_scalar("SELECT is_secret FROM submission WHERE reference = $1")
        .bind(reference.to_string())
        .fetch_optional(conn)
        .await?;
    Ok(secret.is_some_and(bool::from))
}
