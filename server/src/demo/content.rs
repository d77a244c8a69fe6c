//! Reading the demo's content, which lies in `server/demo` and is part of the program.

use anyhow::Context;
use domain::{
    draft::Draft,
    entry::{Entry, Units},
    goal::Goal,
    insights::target::{NewTarget, TargetMix},
    journey::{Activity, Benefit, Facts, Figure, Journey, Move, Record, Spread},
    language::Bilingual,
    placement::Placement,
};
use serde::Deserialize;
use std::str::FromStr;

/// An entry of the demo with its history.
#[derive(Clone, Debug)]
pub struct DemoEntry {
    pub entry: Entry,
    pub moves: Vec<Move>,
}

/// A submission of the demo, as its sender wrote it.
#[derive(Clone, Debug, Deserialize)]
pub struct DemoSubmission {
    /// Swedish time, such as `2026-11-18T09:12`.
    pub arrived: String,
    #[serde(flatten)]
    pub draft: Draft,
}

/// The demo's published entries.
///
/// # Errors
/// When one breaks a rule of the domain.
pub fn entries() -> anyhow::Result<Vec<DemoEntry>> {
    let file: EntryFile = toml::from_str(include_str!("../../demo/entries.toml")).context("entries.toml")?;
    file.entry
        .into_iter()
        .map(|raw| {
            let reference = raw.reference.clone();
            raw.into_entry().with_context(|| format!("entries.toml: {reference}"))
        })
        .collect()
}

/// What waits in the demo for a decision.
///
/// # Errors
/// When the file is malformed.
pub fn submissions() -> anyhow::Result<Vec<DemoSubmission>> {
    #[derive(Deserialize)]
    struct File {
        submission: Vec<DemoSubmission>,
    }
    let file: File = toml::from_str(include_str!("../../demo/submissions.toml")).context("submissions.toml")?;
    Ok(file.submission)
}

/// A target mix of the demo.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoTarget {
    /// When it was set, in Swedish time.
    pub set: String,
    from: String,
    shares: [u8; 4],
    reason: String,
}

impl DemoTarget {
    /// The target, for whoever knows of the latest before it.
    pub fn read(&self, seen: i64) -> anyhow::Result<NewTarget> {
        let (from, reason) = (read("from", &self.from)?, read("reason", &self.reason)?);
        Ok(NewTarget { mix: TargetMix::new(self.shares)?, from, reason, seen })
    }
}

/// The target mixes that have held in the demo, oldest first.
///
/// # Errors
/// When the file is malformed.
pub fn targets() -> anyhow::Result<Vec<DemoTarget>> {
    #[derive(Deserialize)]
    struct File {
        target: Vec<DemoTarget>,
    }
    let file: File = toml::from_str(include_str!("../../demo/targets.toml")).context("targets.toml")?;
    Ok(file.target)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryFile {
    entry: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    reference: String,
    created: String,
    updated: String,
    example_from: Option<String>,
    title: RawBilingual,
    summary: RawBilingual,
    need: String,
    hoped_benefit: Option<String>,
    origin: String,
    units: Vec<String>,
    board: String,
    #[serde(default)]
    goals: Vec<u8>,
    priority: String,
    x: f64,
    y: f64,
    stage: String,
    plan: Option<String>,
    audience: Option<String>,
    responsible: Option<String>,
    receiving_unit: Option<String>,
    began: Option<String>,
    to_show: Option<String>,
    in_use_since: Option<String>,
    paused: Option<RawPaused>,
    ended: Option<RawEnded>,
    #[serde(default)]
    benefit: Vec<RawBenefit>,
    #[serde(default)]
    spread: Vec<RawSpread>,
    #[serde(default, rename = "move")]
    moves: Vec<RawMove>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBilingual {
    sv: String,
    en: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPaused {
    since: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEnded {
    on: String,
    reason: String,
    lesson: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBenefit {
    who: String,
    kind: String,
    what: String,
    figure: Option<f64>,
    measure: Option<String>,
    on: String,
    confirmed_by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpread {
    place: String,
    on: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMove {
    on: String,
    from: String,
    to: String,
    why: Option<String>,
}

type Fallible<T> = anyhow::Result<T>;

fn read<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(field: &'static str, text: &str) -> Fallible<T> {
    text.parse().with_context(|| format!("{field} {text:?}"))
}

fn read_some<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    field: &'static str,
    text: Option<&String>,
) -> Fallible<Option<T>> {
    text.map(|text| read(field, text)).transpose()
}

fn bilingual<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    field: &'static str,
    raw: &RawBilingual,
) -> Fallible<Bilingual<T>> {
    Ok(Bilingual { sv: read(field, &raw.sv)?, en: read_some(field, raw.en.as_ref())? })
}

impl RawEntry {
    fn into_entry(self) -> Fallible<DemoEntry> {
        let who = self.responsible.clone().unwrap_or_else(|| "Utvecklingsenheten".to_owned());
        let moves = self.moves.iter().map(|step| step.read(&who)).collect::<Fallible<_>>()?;
        let mut benefits = self.benefit.iter().map(RawBenefit::read).collect::<Fallible<Vec<_>>>()?;
        benefits.sort_by_key(|benefit| benefit.on);
        let mut spread = self.spread.iter().map(RawSpread::read).collect::<Fallible<Vec<_>>>()?;
        spread.sort_by_key(|spread| spread.on);
        let record = Record {
            stage: read("stage", &self.stage)?,
            facts: self.facts()?,
            activity: self.activity()?,
            benefits,
            spread,
        };
        let units = self.units.iter().map(|unit| read("unit", unit)).collect::<Fallible<Vec<_>>>()?;
        let mut goals = self.goals.iter().map(|goal| Ok(Goal::new(*goal)?)).collect::<Fallible<Vec<_>>>()?;
        goals.sort();
        goals.dedup();
        let entry = Entry {
            reference: read("reference", &self.reference)?,
            title: bilingual("title", &self.title)?,
            summary: bilingual("summary", &self.summary)?,
            hoped_benefit: read_some("hoped_benefit", self.hoped_benefit.as_ref())?,
            origin: read("origin", &self.origin)?,
            units: Units::try_from(units)?,
            board: read("board", &self.board)?,
            goals,
            priority: read("priority", &self.priority)?,
            placement: Placement::new(self.x, self.y)?,
            placed: 0,
            journey: Journey::try_from(record)?,
            named: None,
            example_from: self.example_from,
            created: read("created", &self.created)?,
            updated: read("updated", &self.updated)?,
        };
        Ok(DemoEntry { entry, moves })
    }

    fn facts(&self) -> Fallible<Facts> {
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

    fn activity(&self) -> Fallible<Activity> {
        match (&self.paused, &self.ended) {
            (None, None) => Ok(Activity::Active),
            (Some(paused), None) => Ok(Activity::Paused {
                since: read("paused since", &paused.since)?,
                reason: read("paused reason", &paused.reason)?,
            }),
            (None, Some(ended)) => Ok(Activity::Ended {
                on: read("ended on", &ended.on)?,
                reason: read("ended reason", &ended.reason)?,
                lesson: read("lesson", &ended.lesson)?,
            }),
            (Some(_), Some(_)) => anyhow::bail!("it is paused and ended"),
        }
    }
}

impl RawBenefit {
    fn read(&self) -> Fallible<Benefit> {
        let figure = match (self.figure, &self.measure) {
            (Some(value), Some(measure)) => Some(Figure { value, measure: read("measure", measure)? }),
            (None, None) => None,
            _ => anyhow::bail!("a figure needs a measure"),
        };
        Ok(Benefit {
            who: read("who", &self.who)?,
            evidence: read("kind", &self.kind)?,
            what: read("what", &self.what)?,
            figure,
            on: read("on", &self.on)?,
            confirmed_by: read("confirmed_by", &self.confirmed_by)?,
        })
    }
}

impl RawSpread {
    fn read(&self) -> Fallible<Spread> {
        Ok(Spread { place: read("place", &self.place)?, on: read("on", &self.on)? })
    }
}

impl RawMove {
    fn read(&self, who: &str) -> Fallible<Move> {
        Ok(Move {
            on: read("on", &self.on)?,
            who: who.to_owned(),
            from: read("from", &self.from)?,
            to: read("to", &self.to)?,
            why: read_some("why", self.why.as_ref())?,
        })
    }
}

#[cfg(test)]
mod tests;
