//! The target mix over time: rows are only ever added, and of two managers the second is told.

use super::{Database, Error, Result, record::value};
use crate::clock;
use domain::insights::target::{NewTarget, Target, TargetMix, TargetSet};
use sqlx::{AnyConnection, FromRow};

#[derive(FromRow)]
struct TargetRow {
    id: i64,
    #[sqlx(try_from = "i64")]
    enhancement: u8,
    #[sqlx(try_from = "i64")]
    mission: u8,
    #[sqlx(try_from = "i64")]
    adaptive: u8,
    #[sqlx(try_from = "i64")]
    anticipatory: u8,
    holds_from: String,
    reason: String,
    set_at: i64,
    name: String,
}

impl TargetRow {
    fn into_target(self) -> Result<Target> {
        let shares = [self.enhancement, self.mission, self.adaptive, self.anticipatory];
        Ok(Target {
            id: self.id,
            mix: TargetMix::new(shares).map_err(|why| Error::row("target_mix", &self.id, &why))?,
            from: value("target_mix", &self.id, &self.holds_from)?,
            reason: value("target_mix", &self.id, &self.reason)?,
            set_by: self.name,
            set_on: clock::day(self.set_at),
        })
    }
}

/// Every target mix that was ever set, the latest first.
pub async fn all(database: &Database) -> Result<Vec<Target>> {
    let rows: Vec<TargetRow> = sqlx::query_as(
        "SELECT target_mix.*, account.name FROM target_mix JOIN account ON account.id = target_mix.account
        ORDER BY target_mix.id DESC",
    )
    .fetch_all(&database.reader)
    .await?;
    rows.into_iter().map(TargetRow::into_target).collect()
}

async fn latest(conn: &mut AnyConnection) -> Result<Option<Target>> {
    let row: Option<TargetRow> = sqlx::query_as(
        "SELECT target_mix.*, account.name FROM target_mix JOIN account ON account.id = target_mix.account
        ORDER BY target_mix.id DESC LIMIT 1",
    )
    .fetch_optional(conn)
    .await?;
    row.map(TargetRow::into_target).transpose()
}

/// Adds a target mix unless somebody has set one that the manager had not seen, within the caller's transaction.
pub async fn set(conn: &mut AnyConnection, new: &NewTarget, by: i64, at: i64) -> Result<TargetSet> {
    if let Some(target) = latest(conn).await?.filter(|target| target.id != new.seen) {
        return Ok(TargetSet::Conflict(target));
    }
    let [enhancement, mission, adaptive, anticipatory] = new.mix.shares();
    sqlx::query(
        "INSERT INTO target_mix (enhancement, mission, adaptive, anticipatory, holds_from, reason, account, set_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(i64::from(enhancement))
    .bind(i64::from(mission))
    .bind(i64::from(adaptive))
    .bind(i64::from(anticipatory))
    .bind(new.from.to_string())
    .bind(&*new.reason)
    .bind(by)
    .bind(at)
    .execute(conn)
    .await?;
    Ok(TargetSet::Saved)
}
