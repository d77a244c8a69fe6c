//! Reading what is recorded of all published entries: one query for each table, however many entries there are.

use super::{
    Database, Result,
    record::{reference, value},
};
use crate::clock;
use domain::{
    insights::history::{Ending, History, Proof, Step},
    placement::Placement,
    reference::Reference,
};
use sqlx::AnyConnection;

/// The history of the published portfolio. A row that does not hold together is left out and logged.
pub async fn history(database: &Database) -> Result<History> {
    // Within one transaction, so that the parts belong together.
    let mut tx = database.read().await?;
    let mut history = History::default();
    publishings(&mut tx, &mut history).await?;
    starts(&mut tx, &mut history).await?;
    placings(&mut tx, &mut history).await?;
    moves(&mut tx, &mut history).await?;
    benefits(&mut tx, &mut history).await?;
    endings(&mut tx, &mut history).await?;
    Ok(history)
}

/// The value of a row that can be read.
fn sound<T>(read: Result<T>) -> Option<T> {
    read.map_err(|error| tracing::error!(%error, "left out of the history")).ok()
}

fn place(table: &'static str, entry: &str, x: f64, y: f64) -> Result<(Reference, Placement)> {
    let placement = Placement::new(x, y).map_err(|why| super::Error::row(table, &entry, &why))?;
    Ok((reference(table, entry)?, placement))
}

async fn publishings(conn: &mut AnyConnection, history: &mut History) -> Result<()> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT entry, max(happened_at) FROM event WHERE what = 'published' GROUP BY entry")
            .fetch_all(conn)
            .await?;
    for (entry, at) in rows {
        if let Some(reference) = sound(reference("event", &entry)) {
            history.note(reference).appeared = Some(clock::day(at));
        }
    }
    Ok(())
}

async fn starts(conn: &mut AnyConnection, history: &mut History) -> Result<()> {
    // What nobody has placed lies where it began.
    let rows: Vec<(String, f64, f64)> = sqlx::query_as("SELECT entry, x, y FROM start_place").fetch_all(conn).await?;
    for (entry, x, y) in rows {
        if let Some((reference, start)) = sound(place("start_place", &entry, x, y)) {
            history.note(reference).start = Some(start);
        }
    }
    Ok(())
}

async fn placings(conn: &mut AnyConnection, history: &mut History) -> Result<()> {
    let rows: Vec<(String, i64, f64, f64)> =
        sqlx::query_as("SELECT entry, happened_at, x, y FROM event WHERE what = 'placed' ORDER BY id")
            .fetch_all(conn)
            .await?;
    for (entry, at, x, y) in rows {
        if let Some((reference, placement)) = sound(place("event", &entry, x, y)) {
            history.note(reference).placings.push((clock::day(at), placement));
        }
    }
    Ok(())
}

async fn moves(conn: &mut AnyConnection, history: &mut History) -> Result<()> {
    let rows: Vec<(String, String, String, String)> =
        sqlx::query_as("SELECT entry, moved_on, from_standing, to_standing FROM move ORDER BY moved_on, id")
            .fetch_all(conn)
            .await?;
    for (entry, on, from, to) in rows {
        let step = || {
            let on = value("move", &entry, &on)?;
            Ok((
                reference("move", &entry)?,
                Step { on, from: value("move", &entry, &from)?, to: value("move", &entry, &to)? },
            ))
        };
        if let Some((reference, step)) = sound(step()) {
            history.note(reference).moves.push(step);
        }
    }
    Ok(())
}

async fn benefits(conn: &mut AnyConnection, history: &mut History) -> Result<()> {
    let rows: Vec<(String, String, Option<i64>)> =
        sqlx::query_as("SELECT entry, noted_on, withdrawn_at FROM benefit").fetch_all(conn).await?;
    for (entry, on, withdrawn_at) in rows {
        let proof = || {
            let from = value("benefit", &entry, &on)?;
            Ok((reference("benefit", &entry)?, Proof { from, until: withdrawn_at.map(clock::day) }))
        };
        if let Some((reference, proof)) = sound(proof()) {
            history.note(reference).benefits.push(proof);
        }
    }
    Ok(())
}

async fn endings(conn: &mut AnyConnection, history: &mut History) -> Result<()> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT reference, ended_on, ended_reason FROM entry WHERE decision = 'published' AND ended_on IS NOT NULL",
    )
    .fetch_all(conn)
    .await?;
    for (entry, on, reason) in rows {
        let ending = || {
            let ending = Ending { on: value("entry", &entry, &on)?, reason: value("entry", &entry, &reason)? };
            Ok((reference("entry", &entry)?, ending))
        };
        if let Some((reference, ending)) = sound(ending()) {
            history.note(reference).ended = Some(ending);
        }
    }
    Ok(())
}
