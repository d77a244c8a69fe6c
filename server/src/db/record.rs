//! Rows as the database gives them, read back through the domain's own constructors.

use super::{Error, Result};
use domain::{
    entry::{Entry, Units},
    goal::Goal,
    journey::{Activity, Benefit, Facts, Figure, Journey, Move, Record, Spread},
    language::Bilingual,
    placement::Placement,
    reference::Reference,
    taxonomy::{Body, Slug},
    text::Title,
};
use sqlx::FromRow;
use std::{fmt::Display, str::FromStr};

/// A column that does not hold what it should.
#[derive(Debug)]
struct Misfit {
    column: &'static str,
    why: String,
}

impl Misfit {
    fn new(column: &'static str, why: impl Display) -> Self {
        Self { column, why: why.to_string() }
    }

    fn of(self, table: &'static str, key: &impl ToString) -> Error {
        Error::row(table, key, &format!("{}: {}", self.column, self.why))
    }
}

fn read<T: FromStr<Err: Display>>(column: &'static str, text: &str) -> std::result::Result<T, Misfit> {
    text.parse().map_err(|why| Misfit::new(column, why))
}

fn read_some<T: FromStr<Err: Display>>(
    column: &'static str,
    text: Option<&String>,
) -> std::result::Result<Option<T>, Misfit> {
    text.map(|text| read(column, text)).transpose()
}

/// A row of the entries, with the name that its sender wants published.
#[derive(FromRow)]
pub(super) struct EntryRow {
    pub reference: String,
    title_sv: String,
    title_en: Option<String>,
    summary_sv: String,
    summary_en: Option<String>,
    need: String,
    hoped_benefit: Option<String>,
    origin: String,
    board: String,
    priority: String,
    x: f64,
    y: f64,
    placed: i64,
    stage: String,
    plan: Option<String>,
    audience: Option<String>,
    responsible: Option<String>,
    receiving_unit: Option<String>,
    began: Option<String>,
    to_show: Option<String>,
    in_use_since: Option<String>,
    paused_since: Option<String>,
    paused_reason: Option<String>,
    ended_on: Option<String>,
    ended_reason: Option<String>,
    ended_lesson: Option<String>,
    named: Option<String>,
    example_from: Option<String>,
    created: String,
    updated: String,
}

/// What other tables hold of an entry.
#[derive(Default)]
pub(super) struct Attached {
    pub units: Vec<Slug>,
    pub goals: Vec<Goal>,
    pub benefits: Vec<Benefit>,
    pub spread: Vec<Spread>,
}

impl EntryRow {
    pub fn into_entry(self, attached: Attached) -> Result<Entry> {
        let key = self.reference.clone();
        self.read(attached).map_err(|misfit| misfit.of("entry", &key))
    }

    fn read(self, attached: Attached) -> std::result::Result<Entry, Misfit> {
        let record = Record {
            stage: read("stage", &self.stage)?,
            facts: self.facts()?,
            activity: self.activity()?,
            benefits: attached.benefits,
            spread: attached.spread,
        };
        Ok(Entry {
            reference: read("reference", &self.reference)?,
            title: Bilingual {
                sv: read("title_sv", &self.title_sv)?,
                en: read_some("title_en", self.title_en.as_ref())?,
            },
            summary: Bilingual {
                sv: read("summary_sv", &self.summary_sv)?,
                en: read_some("summary_en", self.summary_en.as_ref())?,
            },
            hoped_benefit: read_some("hoped_benefit", self.hoped_benefit.as_ref())?,
            origin: read("origin", &self.origin)?,
            units: Units::try_from(attached.units).map_err(|why| Misfit::new("entry_unit", why))?,
            board: read("board", &self.board)?,
            goals: attached.goals,
            priority: read("priority", &self.priority)?,
            placement: Placement::new(self.x, self.y).map_err(|why| Misfit::new("x, y", why))?,
            placed: self.placed,
            journey: Journey::try_from(record).map_err(|why| Misfit::new("stage", why))?,
            named: read_some("sender_name", self.named.as_ref())?,
            example_from: self.example_from,
            created: read("created", &self.created)?,
            updated: read("updated", &self.updated)?,
        })
    }

    fn facts(&self) -> std::result::Result<Facts, Misfit> {
        Ok(Facts {
            need: read("need", &self.need)?,
            plan: read_some("plan", self.plan.as_ref())?,
            audience: read_some("audience", self.audience.as_ref())?,
            responsible: read_some("responsible", self.responsible.as_ref())?,
            receiving_unit: read_some("receiving_unit", self.receiving_unit.as_ref())?,
            began: read_some("began", self.began.as_ref())?,
            to_show: read_some("to_show", self.to_show.as_ref())?,
            in_use_since: read_some("in_use_since", self.in_use_since.as_ref())?,
        })
    }

    fn activity(&self) -> std::result::Result<Activity, Misfit> {
        if let (Some(since), Some(reason)) = (&self.paused_since, &self.paused_reason) {
            return Ok(Activity::Paused {
                since: read("paused_since", since)?,
                reason: read("paused_reason", reason)?,
            });
        }
        if let (Some(on), Some(reason), Some(lesson)) = (&self.ended_on, &self.ended_reason, &self.ended_lesson) {
            return Ok(Activity::Ended {
                on: read("ended_on", on)?,
                reason: read("ended_reason", reason)?,
                lesson: read("ended_lesson", lesson)?,
            });
        }
        Ok(Activity::Active)
    }
}

#[derive(FromRow)]
pub(super) struct BenefitRow {
    pub entry: String,
    who: String,
    evidence: String,
    what: String,
    figure: Option<f64>,
    measure: Option<String>,
    noted_on: String,
    confirmed_by: String,
}

impl BenefitRow {
    pub fn into_benefit(self) -> Result<Benefit> {
        let read_all = || {
            Ok(Benefit {
                who: read("who", &self.who)?,
                evidence: read("evidence", &self.evidence)?,
                what: read("what", &self.what)?,
                figure: match (self.figure, &self.measure) {
                    (Some(value), Some(measure)) => Some(Figure { value, measure: read("measure", measure)? }),
                    _ => None,
                },
                on: read("noted_on", &self.noted_on)?,
                confirmed_by: read("confirmed_by", &self.confirmed_by)?,
            })
        };
        read_all().map_err(|misfit: Misfit| misfit.of("benefit of", &self.entry))
    }
}

#[derive(FromRow)]
pub(super) struct SpreadRow {
    pub entry: String,
    place: String,
    taken_up_on: String,
}

impl SpreadRow {
    pub fn into_spread(self) -> Result<Spread> {
        let read_all =
            || Ok(Spread { place: read("place", &self.place)?, on: read("taken_up_on", &self.taken_up_on)? });
        read_all().map_err(|misfit: Misfit| misfit.of("spread of", &self.entry))
    }
}

#[derive(FromRow)]
pub(super) struct MoveRow {
    entry: String,
    moved_on: String,
    who: String,
    from_standing: String,
    to_standing: String,
    why: Option<String>,
}

impl MoveRow {
    pub fn into_move(self) -> Result<Move> {
        let read_all = || {
            Ok(Move {
                on: read("moved_on", &self.moved_on)?,
                from: read("from_standing", &self.from_standing)?,
                to: read("to_standing", &self.to_standing)?,
                why: read_some("why", self.why.as_ref())?,
                who: self.who.clone(),
            })
        };
        read_all().map_err(|misfit: Misfit| misfit.of("move of", &self.entry))
    }
}

/// A row of the units or the boards.
#[derive(FromRow)]
pub(super) struct BodyRow {
    slug: String,
    sv: String,
    en: Option<String>,
    contact: Option<String>,
}

impl BodyRow {
    pub fn into_body(self) -> Result<Body> {
        Ok(Body {
            slug: self.slug.parse().map_err(|why| Error::row("unit or board", &self.slug, &why))?,
            name: Bilingual { sv: self.sv, en: self.en },
            contact: self.contact,
        })
    }
}

/// Reads one value of a row of `table` known by `key`.
pub(super) fn value<T: FromStr<Err: Display>>(table: &'static str, key: &impl ToString, text: &str) -> Result<T> {
    text.parse().map_err(|why: T::Err| Error::row(table, key, &why.to_string()))
}

/// Reads the title of a row, which may have a translation.
pub(super) fn title(table: &'static str, key: &impl ToString, sv: &str, en: Option<&str>) -> Result<Bilingual<Title>> {
    Ok(Bilingual { sv: value(table, key, sv)?, en: en.map(|en| value(table, key, en)).transpose()? })
}

/// Reads a reference that keys a row of `table`.
pub(super) fn reference(table: &'static str, text: &str) -> Result<Reference> {
    value(table, &text, text)
}
