//! Writing entries to their tables.

use super::{
    Result,
    rows::{self, Query, Statements},
    values::{Count, Real},
};
use domain::{
    entry::{Entry, Units},
    goal::Goal,
    journey::{Activity, Benefit, Journey, Spread},
    reference::Reference,
};
use sqlx::AnyConnection;

/// What is decided of an entry when it is written.
#[derive(Clone, Copy, Debug)]
pub enum Entrance {
    /// It waits for a manager.
    Waiting,
    /// It is published as it comes, at this instant.
    Published(i64),
}

/// Writes a new entry.
pub async fn entry(conn: &mut AnyConnection, entry: &Entry, entrance: Entrance) -> Result<()> {
    let all = [entry];
    let mut statements = Statements::of(conn);
    entries(&mut statements, &all, entrance);
    statements.execute(&mut *conn).await?;
    filed(&mut *conn, &all).await?;
    for benefit in entry.journey.benefits() {
        self::benefit(conn, entry.reference, benefit, None).await?;
    }
    for spread in entry.journey.spread() {
        self::spread(conn, entry.reference, spread, None).await?;
    }
    Ok(())
}

const ENTRY: &str =
    "INSERT INTO entry (reference, title_sv, title_en, summary_sv, summary_en, need, hoped_benefit, origin,
    board, priority, x, y, placed, stage, plan, audience, responsible, receiving_unit, began, to_show, in_use_since,
    paused_since, paused_reason, ended_on, ended_reason, ended_lesson, decision, decided_at, example_from, created,
    updated)";

/// Writes new entries that nothing has come of yet, without what they are filed under: no benefits, and no spread.
pub fn entries<'rows>(statements: &mut Statements<'rows>, entries: &'rows [&'rows Entry], entrance: Entrance) {
    let (decision, decided_at) = match entrance {
        Entrance::Waiting => ("waiting", None),
        Entrance::Published(at) => ("published", Some(at)),
    };
    statements.add(ENTRY, 31, entries, |query, entry| {
        let query = query
            .bind(entry.reference.to_string())
            .bind(&*entry.title.sv)
            .bind(entry.title.en.as_deref())
            .bind(&*entry.summary.sv)
            .bind(entry.summary.en.as_deref())
            .bind(&*entry.journey.facts().need)
            .bind(entry.hoped_benefit.as_deref())
            .bind(entry.origin.name())
            .bind(entry.board.to_string())
            .bind(entry.priority.name())
            .bind(entry.placement.x())
            .bind(entry.placement.y())
            .bind(entry.placed);
        bind_journey(query, &entry.journey)
            .bind(decision)
            .bind(decided_at)
            .bind(&entry.example_from)
            .bind(entry.created.to_string())
            .bind(entry.updated.to_string())
    });
}

/// Writes the units and the goals that new entries are filed under.
pub async fn filed(conn: &mut AnyConnection, entries: &[&Entry]) -> Result<()> {
    let units: Vec<_> = entries.iter().map(|entry| (entry.reference, &entry.units)).collect();
    add_units(&mut *conn, &units).await?;
    let goals: Vec<_> = entries.iter().map(|entry| (entry.reference, &*entry.goals)).collect();
    add_goals(conn, &goals).await
}

/// Writes how far an entry has come anew, and counts the change. Benefits and spread are added one by one.
pub async fn set_journey(conn: &mut AnyConnection, entry: &Entry) -> Result<()> {
    let query = sqlx::query(
        "UPDATE entry SET stage = $2, plan = $3, audience = $4, responsible = $5, receiving_unit = $6, began = $7,
            to_show = $8, in_use_since = $9, paused_since = $10, paused_reason = $11, ended_on = $12,
            ended_reason = $13, ended_lesson = $14, updated = $15, version = version + 1
        WHERE reference = $1",
    )
    .bind(entry.reference.to_string());
    bind_journey(query, &entry.journey).bind(entry.updated.to_string()).execute(conn).await?;
    Ok(())
}

/// How far an entry has come, from its stage to the lesson of its end: thirteen columns in their order.
fn bind_journey<'query>(query: Query<'query>, journey: &'query Journey) -> Query<'query> {
    let facts = journey.facts();
    let standing = Standstill::of(journey.activity());
    query
        .bind(journey.stage().name())
        .bind(facts.plan.as_deref())
        .bind(facts.audience.as_deref())
        .bind(facts.responsible.as_deref())
        .bind(text(facts.receiving_unit.as_ref()))
        .bind(text(facts.began))
        .bind(facts.to_show.as_deref())
        .bind(text(facts.in_use_since))
        .bind(standing.paused_since)
        .bind(standing.paused_reason)
        .bind(standing.ended_on)
        .bind(standing.ended_reason)
        .bind(standing.ended_lesson)
}

/// The columns of a journey that rests or is over.
#[derive(Default)]
struct Standstill<'journey> {
    paused_since: Option<String>,
    paused_reason: Option<&'journey str>,
    ended_on: Option<String>,
    ended_reason: Option<&'journey str>,
    ended_lesson: Option<&'journey str>,
}

impl<'journey> Standstill<'journey> {
    fn of(activity: &'journey Activity) -> Self {
        match activity {
            Activity::Active => Self::default(),
            Activity::Paused { since, reason } => {
                Self { paused_since: Some(since.to_string()), paused_reason: Some(reason), ..Self::default() }
            }
            Activity::Ended { on, reason, lesson } => Self {
                ended_on: Some(on.to_string()),
                ended_reason: Some(reason),
                ended_lesson: Some(lesson),
                ..Self::default()
            },
        }
    }
}

/// Replaces the units of an entry.
pub async fn set_units(conn: &mut AnyConnection, reference: Reference, units: &Units) -> Result<()> {
    sqlx::query("DELETE FROM entry_unit WHERE entry = $1").bind(reference.to_string()).execute(&mut *conn).await?;
    add_units(conn, &[(reference, units)]).await
}

async fn add_units(conn: &mut AnyConnection, of: &[(Reference, &Units)]) -> Result<()> {
    const UNIT: &str = "INSERT INTO entry_unit (entry, unit, position)";
    let all: Vec<_> = of
        .iter()
        .flat_map(|(entry, units)| (0i64..).zip(units.iter()).map(move |(position, unit)| (entry, position, unit)))
        .collect();
    rows::write(conn, UNIT, 3, &all, |query, (entry, position, unit)| {
        query.bind(entry.to_string()).bind(unit.to_string()).bind(*position)
    })
    .await
}

/// Replaces the goals of an entry.
pub async fn set_goals(conn: &mut AnyConnection, reference: Reference, goals: &[Goal]) -> Result<()> {
    sqlx::query("DELETE FROM entry_goal WHERE entry = $1").bind(reference.to_string()).execute(&mut *conn).await?;
    add_goals(conn, &[(reference, goals)]).await
}

async fn add_goals(conn: &mut AnyConnection, of: &[(Reference, &[Goal])]) -> Result<()> {
    const GOAL: &str = "INSERT INTO entry_goal (entry, goal)";
    let all: Vec<_> = of.iter().flat_map(|(entry, goals)| goals.iter().map(move |goal| (entry, goal))).collect();
    rows::write(conn, GOAL, 2, &all, |query, (entry, goal)| {
        query.bind(entry.to_string()).bind(i64::from(goal.number()))
    })
    .await
}

/// Who recorded something, by account, and when.
#[derive(Clone, Copy, Debug)]
pub struct Recorded {
    pub by: i64,
    pub at: i64,
}

/// Adds a benefit to an entry in use.
pub async fn benefit(
    conn: &mut AnyConnection,
    reference: Reference,
    benefit: &Benefit,
    recorded: Option<Recorded>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO benefit (entry, who, evidence, what, figure, measure, noted_on, confirmed_by, account, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(reference.to_string())
    .bind(&*benefit.who)
    .bind(benefit.evidence.name())
    .bind(&*benefit.what)
    .bind(benefit.figure.as_ref().map(|figure| Real(figure.value)))
    .bind(benefit.figure.as_ref().map(|figure| &*figure.measure))
    .bind(benefit.on.to_string())
    .bind(&*benefit.confirmed_by)
    .bind(recorded.map(|recorded| recorded.by))
    .bind(recorded.map(|recorded| recorded.at))
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds to an entry in use where else it has been taken up.
pub async fn spread(
    conn: &mut AnyConnection,
    reference: Reference,
    spread: &Spread,
    recorded: Option<Recorded>,
) -> Result<()> {
    sqlx::query("INSERT INTO spread (entry, place, taken_up_on, account, recorded_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(reference.to_string())
        .bind(&*spread.place)
        .bind(spread.on.to_string())
        .bind(recorded.map(|recorded| recorded.by))
        .bind(recorded.map(|recorded| recorded.at))
        .execute(conn)
        .await?;
    Ok(())
}

fn text<T: ToString>(value: Option<T>) -> Option<String> {
    value.map(|value| value.to_string())
}

/// Takes a reference that was chosen elsewhere into the year's count, so that nothing else gets it.
pub async fn count_reference(conn: &mut AnyConnection, reference: Reference) -> Result<()> {
    sqlx::query(
        "INSERT INTO reference_counter (year, latest) VALUES ($1, $2)
        ON CONFLICT (year) DO UPDATE SET latest = excluded.latest
        WHERE reference_counter.latest < excluded.latest",
    )
    .bind(i64::from(reference.year()))
    .bind(Count(reference.number()))
    .execute(conn)
    .await?;
    Ok(())
}
