//! Reading entries, whole, from their tables.

use super::{
    Database, Error, Result,
    record::{Attached, BenefitRow, BodyRow, EntryRow, MoveRow, SpreadRow},
};
use domain::{
    entry::Entry,
    goal::Goal,
    journey::Move,
    portfolio::Portfolio,
    reference::Reference,
    taxonomy::{Slug, Taxonomies},
};
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, any::AnyRow};
use std::collections::HashMap;

/// Every published entry. One that does not hold together is left out and logged: the others can still be read.
pub async fn published(conn: &mut AnyConnection) -> Result<Portfolio> {
    let taxonomies = taxonomies(conn).await?;
    let entries = read(conn, Asked::Published).await?;
    let sound: Vec<Entry> = entries
        .into_iter()
        .filter_map(|entry| entry.map_err(|error| tracing::error!(%error, "left out of the portfolio")).ok())
        .collect();
    // In a large municipality this takes a second, in which others are served.
    Ok(tokio::task::spawn_blocking(move || Portfolio::new(&sound, taxonomies)).await?)
}

/// One published entry with its moves, oldest first.
pub async fn published_one(database: &Database, reference: Reference) -> Result<Option<(Entry, Vec<Move>)>> {
    let mut tx = database.read().await?;
    let Some(entry) = any_published(&mut tx, reference).await? else { return Ok(None) };
    Ok(Some((entry?, moves(&mut tx, reference).await?)))
}

/// One entry if it is published, sound or with what is wrong with it.
pub async fn any_published(conn: &mut AnyConnection, reference: Reference) -> Result<Option<Result<Entry>>> {
    Ok(read(conn, Asked::OnePublished(reference)).await?.pop())
}

/// One entry, whatever has been decided of it.
pub async fn any_one(conn: &mut AnyConnection, reference: Reference) -> Result<Option<Entry>> {
    read(conn, Asked::One(reference)).await?.pop().transpose()
}

/// The units that an entry belongs to, whatever has been decided of it; none where there is no such entry.
pub async fn units(database: &Database, reference: Reference) -> Result<Option<Vec<Slug>>> {
    let key = reference.to_string();
    let slugs: Vec<String> = sqlx::query_scalar("SELECT unit FROM entry_unit WHERE entry = $1 ORDER BY position")
        .bind(&key)
        .fetch_all(&database.reader)
        .await?;
    let units: Result<Vec<Slug>> = slugs.iter().map(|slug| super::record::value("entry_unit", &key, slug)).collect();
    // Every entry has one.
    Ok(Some(units?).filter(|units| !units.is_empty()))
}

/// Every entry, whatever has been decided of it, each sound or with what is wrong with it.
pub async fn all(conn: &mut AnyConnection) -> Result<Vec<Result<Entry>>> {
    read(conn, Asked::All).await
}

/// The municipality's lists.
pub async fn taxonomies(conn: &mut AnyConnection) -> Result<Taxonomies> {
    let units: Vec<BodyRow> =
        sqlx::query_as("SELECT slug, sv, en, contact FROM unit ORDER BY position").fetch_all(&mut *conn).await?;
    let boards: Vec<BodyRow> =
        sqlx::query_as("SELECT slug, sv, en, contact FROM board ORDER BY position").fetch_all(conn).await?;
    let bodies = |rows: Vec<BodyRow>| rows.into_iter().map(BodyRow::into_body).collect::<Result<Vec<_>>>();
    Taxonomies::new(bodies(units)?, bodies(boards)?)
        .ok_or_else(|| Error::row("unit and board", &"*", &"both lists need at least one"))
}

/// Which entries are read.
#[derive(Clone, Copy, Debug)]
enum Asked {
    All,
    Published,
    One(Reference),
    OnePublished(Reference),
}

impl Asked {
    /// What holds of them in the table `entry`. The published are found by the index of what has been decided: far more
    /// may be waiting.
    const fn condition(self) -> &'static str {
        match self {
            Self::All => "1 = 1",
            Self::Published => "entry.decision = 'published'",
            Self::One(_) => "entry.reference = $1",
            Self::OnePublished(_) => "entry.reference = $1 AND entry.decision = 'published'",
        }
    }

    /// The rows of these entries: `select` is a statement up to its condition, with `entry` among its tables, and
    /// `order` what comes after that.
    async fn rows<Row>(self, conn: &mut AnyConnection, select: &'static str, order: &'static str) -> Result<Vec<Row>>
    where
        Row: for<'row> FromRow<'row, AnyRow> + Send + Unpin,
    {
        let sql = format!("{select} WHERE {} {order}", self.condition());
        // Nothing in it but what stands in this file.
        let query = sqlx::query_as(AssertSqlSafe(sql));
        let query = match self {
            Self::All | Self::Published => query,
            Self::One(reference) | Self::OnePublished(reference) => query.bind(reference.to_string()),
        };
        Ok(query.fetch_all(conn).await?)
    }
}

/// The entries asked for, each sound or with what is wrong with it.
async fn read(conn: &mut AnyConnection, asked: Asked) -> Result<Vec<Result<Entry>>> {
    const ENTRIES: &str =
        "SELECT entry.*, CASE WHEN submission.naming = 'public' THEN submission.sender_name END AS named
        FROM entry LEFT JOIN submission ON submission.reference = entry.reference";
    let mut rows: Vec<EntryRow> = asked.rows(conn, ENTRIES, "").await?;
    // To sort them, the database would keep all of them a second time.
    rows.sort_unstable_by(|one, other| one.reference.cmp(&other.reference));
    let mut attached = attached(conn, asked).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let attached = attached.remove(&row.reference).unwrap_or(Ok(Attached::default()))?;
            row.into_entry(attached)
        })
        .collect())
}

#[derive(FromRow)]
struct UnitRow {
    entry: String,
    unit: String,
}

#[derive(FromRow)]
struct GoalRow {
    entry: String,
    #[sqlx(try_from = "i64")]
    goal: u8,
}

/// What the other tables hold of the entries asked for.
async fn attached(conn: &mut AnyConnection, asked: Asked) -> Result<HashMap<String, Result<Attached>>> {
    const UNITS: &str = "SELECT entry_unit.entry, unit FROM entry JOIN entry_unit ON entry_unit.entry = reference";
    const GOALS: &str = "SELECT entry_goal.entry, goal FROM entry JOIN entry_goal ON entry_goal.entry = reference";
    const BENEFITS: &str =
        "SELECT benefit.* FROM entry JOIN benefit ON benefit.entry = reference AND withdrawn_at IS NULL";
    const SPREAD: &str = "SELECT spread.* FROM entry JOIN spread ON spread.entry = reference AND withdrawn_at IS NULL";
    let units: Vec<UnitRow> = asked.rows(conn, UNITS, "ORDER BY position").await?;
    let goals: Vec<GoalRow> = asked.rows(conn, GOALS, "ORDER BY goal").await?;
    let benefits: Vec<BenefitRow> = asked.rows(conn, BENEFITS, "ORDER BY noted_on, id").await?;
    let spread: Vec<SpreadRow> = asked.rows(conn, SPREAD, "ORDER BY taken_up_on, id").await?;

    let mut all = HashMap::new();
    attach(
        &mut all,
        units,
        |row| row.entry.clone(),
        |row| super::record::value("entry_unit", &row.entry, &row.unit),
        |a| &mut a.units,
    );
    attach(&mut all, goals, |row| row.entry.clone(), |row| goal(&row), |a| &mut a.goals);
    attach(&mut all, benefits, |row| row.entry.clone(), BenefitRow::into_benefit, |a| &mut a.benefits);
    attach(&mut all, spread, |row| row.entry.clone(), SpreadRow::into_spread, |a| &mut a.spread);
    Ok(all)
}

fn goal(row: &GoalRow) -> Result<Goal> {
    Goal::new(row.goal).map_err(|why| Error::row("entry_goal", &row.entry, &why))
}

/// Gives each row to the entry it belongs to; an unsound one makes that entry unsound, and no other.
fn attach<Row, T>(
    all: &mut HashMap<String, Result<Attached>>,
    rows: Vec<Row>,
    entry: impl Fn(&Row) -> String,
    read: impl Fn(Row) -> Result<T>,
    place: impl Fn(&mut Attached) -> &mut Vec<T>,
) {
    for row in rows {
        let of = all.entry(entry(&row)).or_insert_with(|| Ok(Attached::default()));
        if let Ok(attached) = of {
            match read(row) {
                Ok(value) => place(attached).push(value),
                Err(error) => *of = Err(error),
            }
        }
    }
}

async fn moves(conn: &mut AnyConnection, reference: Reference) -> Result<Vec<Move>> {
    let rows: Vec<MoveRow> = sqlx::query_as("SELECT * FROM move WHERE entry = $1 ORDER BY moved_on, id")
        .bind(reference.to_string())
        .fetch_all(conn)
        .await?;
    rows.into_iter().map(MoveRow::into_move).collect()
}
