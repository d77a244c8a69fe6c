//! Who answers for entries inside the municipality, and what they do next.

use super::values::Count;
use super::{
    Database, Result, actions,
    record::{reference, title, value},
};
use crate::clock;
use domain::{
    assignment::{Assigned, Assigning, Assignment, Charge, NewAssignment, NextStep, OnOnesDesk},
    day::Day,
    person::AccountName,
    reception::Named,
    reference::Reference,
};
use sqlx::{AnyConnection, FromRow};

#[derive(FromRow)]
struct AssignmentRow {
    #[sqlx(try_from = "Count")]
    number: u32,
    person: Option<i64>,
    name: Option<String>,
    next_step: Option<String>,
    due: Option<String>,
}

/// The assignment of an entry as it stands.
async fn now(conn: &mut AnyConnection, reference: Reference) -> Result<Assignment> {
    let row: Option<AssignmentRow> = sqlx::query_as(
        "SELECT number, person, account.name, next_step, due
        FROM assignment LEFT JOIN account ON account.id = assignment.person
        WHERE entry = $1 ORDER BY number DESC LIMIT 1",
    )
    .bind(reference.to_string())
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(Assignment::default()) };
    Ok(Assignment {
        person: row.person.zip(row.name).map(|(id, name)| AccountName { id, name }),
        next: next_step(&reference.to_string(), row.next_step, row.due)?,
        number: row.number,
    })
}

fn next_step(key: &String, what: Option<String>, due: Option<String>) -> Result<Option<NextStep>> {
    let (Some(what), Some(due)) = (what, due) else { return Ok(None) };
    Ok(Some(NextStep { what: value("assignment", key, &what)?, due: value("assignment", key, &due)? }))
}

/// A published entry as a manager assigns it; none where there is none published.
pub async fn assigning(database: &Database, reference: Reference, at: i64) -> Result<Option<Assigning>> {
    let mut tx = database.read().await?;
    let Some(acting) = actions::acting(&mut tx, reference, at).await? else { return Ok(None) };
    let assignees: Vec<(i64, String)> = sqlx::query_as(
        "SELECT id, name FROM account WHERE disabled_at IS NULL AND erased_at IS NULL ORDER BY name, id",
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(Some(Assigning {
        entry: Named { reference, title: acting.entry.title },
        now: now(&mut tx, reference).await?,
        assignees: assignees.into_iter().map(|(id, name)| AccountName { id, name }).collect(),
        today: clock::day(at),
    }))
}

/// Changes the assignment of a published entry for the manager with account `by`, within the caller's transaction,
/// unless somebody else has meanwhile.
pub async fn assign(
    conn: &mut AnyConnection,
    reference: Reference,
    new: &NewAssignment,
    (by, at): (i64, i64),
) -> Result<Assigned> {
    if actions::published_version(conn, reference).await?.is_none() {
        return Ok(Assigned::Gone);
    }
    let Assignment { person, next, number } = now(conn, reference).await?;
    if person.map(|person| person.id) == new.person && next == new.next {
        return Ok(Assigned::Saved);
    }
    if number != new.seen {
        return Ok(Assigned::Overtaken);
    }
    sqlx::query(
        "INSERT INTO assignment (entry, number, person, next_step, due, assigned_by, assigned_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(reference.to_string())
    .bind(Count(number + 1))
    .bind(new.person)
    .bind(new.next.as_ref().map(|next| next.what.to_string()))
    .bind(new.next.as_ref().map(|next| next.due.to_string()))
    .bind(by)
    .bind(at)
    .execute(conn)
    .await?;
    Ok(Assigned::Saved)
}

#[derive(FromRow)]
struct ChargeRow {
    reference: String,
    title_sv: String,
    title_en: Option<String>,
    next_step: Option<String>,
    due: Option<String>,
}

impl ChargeRow {
    fn charge(self, today: Day) -> Result<Charge> {
        let key = &self.reference;
        let title = title("entry", key, &self.title_sv, self.title_en.as_deref())?;
        let entry = Named { reference: reference("entry", key)?, title };
        let next = next_step(key, self.next_step, self.due)?;
        Ok(Charge { entry, is_overdue: next.as_ref().is_some_and(|next| next.is_overdue(today)), next })
    }
}

/// What lies on the owner of an account. What rests or is over lies on nobody.
pub async fn on_desk(database: &Database, account: i64, at: i64) -> Result<OnOnesDesk> {
    let mut tx = database.read().await?;
    let rows: Vec<ChargeRow> = sqlx::query_as(
        "SELECT reference, title_sv, title_en, next_step, due
        FROM assignment JOIN entry ON entry.reference = assignment.entry
        WHERE person = $1 AND decision = 'published' AND paused_since IS NULL AND ended_on IS NULL
            AND number = (SELECT max(number) FROM assignment AS later WHERE later.entry = assignment.entry)
        ORDER BY due IS NULL, due, reference",
    )
    .bind(account)
    .fetch_all(&mut *tx)
    .await?;
    let Count(submissions) = sqlx::query_scalar(
        "SELECT count(*) FROM submission JOIN entry ON entry.reference = submission.reference
        WHERE holder = $1 AND decision = 'waiting'",
    )
    .bind(account)
    .fetch_one(&mut *tx)
    .await?;
    let today = clock::day(at);
    let entries = rows.into_iter().map(|row| row.charge(today)).collect::<Result<_>>()?;
    Ok(OnOnesDesk { entries, submissions })
}
