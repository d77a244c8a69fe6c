//! The log of what was changed of each entry. Every write of an entry ends with [`record`], within its transaction.

use super::rows::{self, Query, Statements};
use super::values::{Count, Flag};
use super::{Database, Error, Result, entries, reception, record::value};
use crate::clock;
use domain::{
    change::{Change, ChangeKind, Difference, Log, State, Written},
    reference::Reference,
    text::Reason,
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{AnyConnection, FromRow};
use std::collections::HashSet;

/// How `what` is written from now on.
const FORMAT: i64 = 1;

/// What is told of a change besides what it changed.
#[derive(Clone, Copy, Debug)]
pub struct Made<'change> {
    pub kind: ChangeKind,
    /// The account of whoever made it, where that person had signed in.
    pub by: Option<i64>,
    pub at: i64,
    pub why: Option<&'change Reason>,
    /// The number of the state that was restored.
    pub restored: Option<u32>,
    /// Whether what the entry said before is for managers alone.
    pub conceals: bool,
}

impl<'change> Made<'change> {
    /// A change without a reason.
    pub const fn new(kind: ChangeKind, by: Option<i64>, at: i64) -> Self {
        Self { kind, by, at, why: None, restored: None, conceals: false }
    }

    pub const fn because(self, why: Option<&'change Reason>) -> Self {
        Self { why, ..self }
    }
}

/// Adds to an entry's log what the caller's transaction has changed of it: the difference between where the log led and
/// what the tables hold now. The log of an entry that has none begins with what they hold.
pub async fn record(conn: &mut AnyConnection, reference: Reference, made: Made<'_>) -> Result<()> {
    let now = state(conn, reference).await?.ok_or_else(|| Error::row("entry", &reference, &"it is not there"))?;
    let (number, what) = match log(conn, reference).await? {
        None => (1, write(reference, &now)?),
        Some(log) => (log.latest() + 1, write(reference, &log.present().differences(&now))?),
    };
    add(conn, reference, number, made, &what).await
}

/// How the log of an entry begins, as it is written.
#[derive(Debug)]
pub struct Beginning(String);

impl Beginning {
    /// # Errors
    /// When the state cannot be written.
    pub fn of(state: &State) -> serde_json::Result<Self> {
        serde_json::to_string(state).map(Self)
    }
}

/// Begins the logs of entries that the caller's transaction has just written, all made in the same way.
pub fn begin<'rows>(statements: &mut Statements<'rows>, begun: &'rows [(Reference, Made<'rows>, &'rows Beginning)]) {
    statements
        .add(CHANGE, 10, begun, |query, (reference, made, Beginning(what))| bind(query, *reference, 1, *made, what));
}

const CHANGE: &str =
    "INSERT INTO change (entry, number, happened_at, account, kind, why, restored, conceals, format, what)";

fn bind<'query>(
    query: Query<'query>,
    reference: Reference,
    number: u32,
    made: Made<'query>,
    what: &'query str,
) -> Query<'query> {
    query
        .bind(reference.to_string())
        .bind(Count(number))
        .bind(made.at)
        .bind(made.by)
        .bind(made.kind.name())
        .bind(made.why.map(|why| &**why))
        .bind(made.restored.map(Count))
        .bind(made.conceals)
        .bind(FORMAT)
        .bind(what)
}

async fn add(conn: &mut AnyConnection, reference: Reference, number: u32, made: Made<'_>, what: &str) -> Result<()> {
    rows::write(conn, CHANGE, 10, &[what], |query, what| bind(query, reference, number, made, what)).await
}

/// Begins the log of every entry that has none: those of a database from before there were logs, and those that another
/// program wrote. An entry that does not hold together is left out and logged.
pub async fn begin_missing(database: &Database) -> Result<()> {
    const MISSING: &str = "SELECT reference FROM entry
        WHERE NOT EXISTS (SELECT 1 FROM change WHERE change.entry = entry.reference)";
    if sqlx::query_scalar::<_, String>(MISSING).fetch_optional(&database.reader).await?.is_none() {
        return Ok(());
    }
    let mut tx = database.begin().await?;
    // Another instance that has just started may have done the same meanwhile.
    let missing: HashSet<String> = sqlx::query_scalar(MISSING).fetch_all(&mut *tx).await?.into_iter().collect();
    let decisions = reception::all_decided(&mut tx).await?;
    // All at once: there may be many.
    for entry in entries::all(&mut tx).await? {
        let begun = entry.and_then(|entry| {
            let decision = decisions.get(&entry.reference.to_string()).cloned();
            let decision = decision.ok_or_else(|| Error::row("entry", &entry.reference, &"its decision is unsound"))?;
            // It has stood so since the day it last changed.
            let since = since(&entry.updated.to_string())
                .ok_or_else(|| Error::row("entry", &entry.reference, &"its day has no midnight"))?;
            Ok((entry.reference, since, write(entry.reference, &State::of(&entry, decision))?))
        });
        match begun {
            Ok((reference, since, what)) if missing.contains(&reference.to_string()) => {
                add(&mut tx, reference, 1, Made::new(ChangeKind::Began, None, since), &what).await?;
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "left without a history"),
        }
    }
    tx.commit().await?;
    Ok(())
}

/// The beginning of a Swedish day.
pub fn since(day: &str) -> Option<i64> {
    clock::instant(&format!("{day}T00:00"))
}

/// An entry's log with the names of those who made the changes; none for an entry that is not there.
pub async fn whole(database: &Database, reference: Reference) -> Result<Option<Log>> {
    let mut tx = database.read().await?;
    log(&mut tx, reference).await
}

/// The same of an entry that is published now; none of others.
pub async fn published(database: &Database, reference: Reference) -> Result<Option<Log>> {
    let mut tx = database.read().await?;
    let Flag(is_published) =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM entry WHERE reference = $1 AND decision = 'published')")
            .bind(reference.to_string())
            .fetch_one(&mut *tx)
            .await?;
    if is_published { log(&mut tx, reference).await } else { Ok(None) }
}

/// How far the log goes, over all entries. Those who write take turns, so that what is logged later has a higher
/// number.
pub async fn last(conn: &mut AnyConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM change").fetch_one(conn).await?)
}

/// The entries that have changed after the log went so far, as many as are asked for. What has only arrived is left
/// out.
pub async fn changed_since(conn: &mut AnyConnection, logged: i64, most: u32) -> Result<Vec<Reference>> {
    const SINCE: &str = "SELECT DISTINCT entry FROM change WHERE id > $1 AND kind <> 'received' LIMIT $2";
    let entries: Vec<String> = sqlx::query_scalar(SINCE).bind(logged).bind(Count(most)).fetch_all(conn).await?;
    entries.iter().map(|entry| value("change", entry, entry)).collect()
}

#[derive(FromRow)]
struct ChangeRow {
    #[sqlx(try_from = "Count")]
    number: u32,
    happened_at: i64,
    kind: String,
    why: Option<String>,
    restored: Option<Count>,
    #[sqlx(try_from = "Flag")]
    conceals: bool,
    format: i64,
    what: String,
    who: Option<String>,
}

/// Who handed something in is told by the submission alone, and only as far as that person chose.
const LOG: &str = "
    SELECT number, happened_at, kind, why, restored, conceals, format, what,
        CASE WHEN kind <> 'received' THEN account.name END AS who
    FROM change LEFT JOIN account ON account.id = change.account WHERE entry = $1 ORDER BY number";

/// An entry's log; none for an entry that has none.
pub async fn log(conn: &mut AnyConnection, reference: Reference) -> Result<Option<Log>> {
    let rows: Vec<ChangeRow> = sqlx::query_as(LOG).bind(reference.to_string()).fetch_all(conn).await?;
    let mut rows = rows.into_iter();
    let Some(row) = rows.next() else { return Ok(None) };
    let first: State = parse(reference, &row)?;
    let mut changes = vec![row.into_change(reference, Vec::new())?];
    for row in rows {
        let what: Vec<Difference> = parse(reference, &row)?;
        changes.push(row.into_change(reference, what)?);
    }
    Log::try_from(Written { first, changes }).map(Some).map_err(|why| Error::row("change of", &reference, &why))
}

impl ChangeRow {
    fn into_change(self, reference: Reference, what: Vec<Difference>) -> Result<Change> {
        let why: Option<Reason> = self.why.map(|why| value("change of", &reference, &why)).transpose()?;
        let kind = value("change of", &reference, &self.kind)?;
        let (number, when, who) = (self.number, clock::arrival(self.happened_at), self.who);
        Ok(Change {
            number,
            when,
            who,
            kind,
            why,
            restored: self.restored.map(u32::from),
            conceals: self.conceals,
            what,
        })
    }
}

fn parse<T: DeserializeOwned>(reference: Reference, row: &ChangeRow) -> Result<T> {
    if row.format != FORMAT {
        return Err(Error::row("change of", &reference, &format!("its format {} is not known", row.format)));
    }
    serde_json::from_str(&row.what).map_err(|why| Error::row("change of", &reference, &why))
}

fn write<T: Serialize>(reference: Reference, what: &T) -> Result<String> {
    serde_json::to_string(what).map_err(|why| Error::row("change of", &reference, &why))
}

/// How an entry stands in the tables; none where there is none.
pub async fn state(conn: &mut AnyConnection, reference: Reference) -> Result<Option<State>> {
    let Some(entry) = entries::any_one(conn, reference).await? else { return Ok(None) };
    let decision = reception::decided(conn, reference).await?;
    Ok(Some(State::of(&entry, decision)))
}
