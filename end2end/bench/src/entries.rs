//! Entries by the thousand, skewed as real ones are: a few units, boards and goals have most of them, most enhance what
//! there is, most are needs and ideas, and each year brings more than the one before.

use crate::{dice::Skew, text::Writer};
use domain::{
    day::Day,
    entry::{Entry, Units},
    fault::Fault,
    goal::Goal,
    journey::{Activity, Benefit, Evidence, Facts, Journey, Record},
    language::Bilingual,
    placement::Placement,
    reference::Reference,
    stage::{Origin, Priority, Stage},
    taxonomy::{Body, Slug, Taxonomies},
};
use std::error::Error;

/// Why no entry could be made: a text or a fact breaks a rule of the domain.
pub type Broken = Box<dyn Error + Send + Sync>;

/// The years of arrival, and how much each brings.
const YEARS: &[(u16, f64)] =
    &[(2019, 3.0), (2020, 4.0), (2021, 5.0), (2022, 7.0), (2023, 9.0), (2024, 12.0), (2025, 16.0), (2026, 20.0)];

/// Tomelilla's units and boards, as the database's first migration has them. The numbers of entries fall in this order.
const UNITS: &[(&str, &str)] = &[
    ("kommunledning", "Kommunledning"),
    ("samhallsbyggnad", "Samhällsbyggnad"),
    ("kultur-och-fritid", "Kultur och fritid"),
    ("stod-och-omsorg", "Stöd och omsorg"),
    ("skola-familj", "Skola/familj"),
    ("utvecklingsenheten", "Utvecklingsenheten"),
    ("kommunikation", "Kommunikation"),
    ("arbetsmarknadsenheten", "Arbetsmarknadsenheten"),
    ("tomelilla-direkt", "Tomelilla direkt"),
];
const BOARDS: &[(&str, &str)] = &[
    ("kommunstyrelsen", "Kommunstyrelsen"),
    ("familjenamnden", "Familjenämnden"),
    ("vard-och-omsorgsnamnden", "Vård- och omsorgsnämnden"),
    ("byggnadsnamnden", "Byggnadsnämnden"),
    ("kultur-och-fritidsnamnden", "Kultur- och fritidsnämnden"),
    ("samhallsbyggnadsnamnden", "Samhällsbyggnadsnämnden"),
    ("overformyndarnamnden", "Överförmyndarnämnden"),
    ("valnamnden", "Valnämnden"),
];

/// The lists that the entries are filed under.
///
/// # Errors
/// When a name is no slug.
pub fn taxonomies() -> Result<Taxonomies, Broken> {
    let bodies = |list: &[(&str, &str)]| {
        list.iter()
            .map(|(slug, name)| {
                Ok(Body { slug: slug.parse()?, name: Bilingual::swedish((*name).to_owned()), contact: None })
            })
            .collect::<Result<Vec<Body>, Fault>>()
    };
    Taxonomies::new(bodies(UNITS)?, bodies(BOARDS)?).ok_or_else(|| "the lists are empty".into())
}

/// So many entries, oldest first.
///
/// # Errors
/// When one breaks a rule of the domain: the generator is wrong then.
pub fn entries(count: usize) -> Result<Vec<Entry>, Broken> {
    let mut maker = Maker::new();
    let mut arrivals: Vec<Day> = (0..count).map(|_| maker.arrival()).collect::<Result<_, Fault>>()?;
    arrivals.sort_unstable();
    let mut number = 0;
    let mut year = 0;
    arrivals
        .into_iter()
        .map(|day| {
            number = if day.year() == year { number + 1 } else { 1 };
            year = day.year();
            maker.entry(day, number)
        })
        .collect()
}

struct Maker {
    writer: Writer,
    years: Skew,
    units: Skew,
    boards: Skew,
    goals: Skew,
}

impl Maker {
    fn new() -> Self {
        Self {
            writer: Writer::new(2026),
            years: Skew::new(YEARS.iter().map(|(_, weight)| *weight)),
            units: Skew::zipf(UNITS.len(), 1.0),
            boards: Skew::zipf(BOARDS.len(), 1.0),
            goals: Skew::zipf(usize::from(Goal::COUNT), 0.9),
        }
    }

    fn arrival(&mut self) -> Result<Day, Fault> {
        let (year, _) = YEARS[self.years.pick(&mut self.writer.dice)];
        let dice = &mut self.writer.dice;
        // The portfolio ends at the 23rd of November 2026.
        let months = if year == 2026 { 10 } else { 12 };
        Day::new(i32::from(year), dice.below(months) as u8 + 1, dice.below(28) as u8 + 1)
    }

    fn entry(&mut self, created: Day, number: u32) -> Result<Entry, Broken> {
        let translated = self.writer.dice.happens(0.2);
        let english = |text: Option<String>| text.map(|text| text.parse()).transpose();
        let title = self.writer.title();
        let summary = self.writer.summary();
        let (title_en, summary_en) = if translated {
            (Some(self.writer.english_title()), Some(self.writer.english_summary()))
        } else {
            (None, None)
        };
        let units = self.units()?;
        let journey = self.journey(created, &units)?;
        Ok(Entry {
            reference: Reference::new(created.year() as u16, number)?,
            title: Bilingual { sv: title.parse()?, en: english(title_en)? },
            summary: Bilingual { sv: summary.parse()?, en: summary_en.map(|text| text.parse()).transpose()? },
            hoped_benefit: None,
            origin: [Origin::Employees, Origin::Residents, Origin::World]
                [Skew::zipf(3, 0.9).pick(&mut self.writer.dice)],
            units: Units::try_from(units)?,
            board: BOARDS[self.boards.pick(&mut self.writer.dice)].0.parse()?,
            goals: self.goals()?,
            priority: [Priority::Medium, Priority::Low, Priority::High][Skew::zipf(3, 1.0).pick(&mut self.writer.dice)],
            placement: self.placement(),
            placed: 1,
            journey,
            named: None,
            example_from: None,
            created,
            updated: created,
        })
    }

    /// One to three units.
    fn units(&mut self) -> Result<Vec<Slug>, Fault> {
        let many = 1 + Skew::new([0.65, 0.25, 0.1]).pick(&mut self.writer.dice);
        let mut units = Vec::new();
        while units.len() < many {
            let unit: Slug = UNITS[self.units.pick(&mut self.writer.dice)].0.parse()?;
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        Ok(units)
    }

    /// None to three goals.
    fn goals(&mut self) -> Result<Vec<Goal>, Fault> {
        let many = Skew::new([0.25, 0.4, 0.25, 0.1]).pick(&mut self.writer.dice);
        let mut goals: Vec<Goal> = (0..many)
            // Goals 3, 4, 11 and so on lead, as they do in municipalities.
            .map(|_| Goal::new(((self.goals.pick(&mut self.writer.dice) * 7 + 10) % 17) as u8 + 1))
            .collect::<Result<_, Fault>>()?;
        goals.sort_unstable();
        goals.dedup();
        Ok(goals)
    }

    /// Somewhere around one of the corners, most often that of enhancement.
    fn placement(&mut self) -> Placement {
        let dice = &mut self.writer.dice;
        let corner = [(-0.7, 0.0), (0.0, 0.7), (0.0, -0.7), (0.7, 0.0)][Skew::new([0.55, 0.2, 0.15, 0.1]).pick(dice)];
        let mut near = |middle: f64| middle + (dice.share() + dice.share() - 1.0) * 0.6;
        let (x, y) = (near(corner.0), near(corner.1));
        Placement::nearest(x, y)
    }

    fn journey(&mut self, created: Day, units: &[Slug]) -> Result<Journey, Broken> {
        let stages = [Stage::Need, Stage::Idea, Stage::Trial, Stage::InUse];
        let stage = stages[Skew::new([0.42, 0.36, 0.12, 0.1]).pick(&mut self.writer.dice)];
        let mut facts = Facts::of_need(self.writer.body(120..=500).parse()?);
        if stage >= Stage::Idea {
            facts.plan = Some(self.writer.body(80..=400).parse()?);
            facts.audience = Some("De som bor och arbetar här".parse()?);
        }
        if stage >= Stage::Trial {
            facts.responsible = Some("Verksamhetens chef".parse()?);
            facts.receiving_unit = units.first().cloned();
            facts.began = Some(created);
            facts.to_show = Some(self.writer.body(60..=200).parse()?);
        }
        let in_use = stage == Stage::InUse;
        facts.in_use_since = in_use.then_some(created);
        let benefits = if in_use && self.writer.dice.happens(0.6) { vec![self.benefit(created)?] } else { Vec::new() };
        let activity = self.activity(created)?;
        Ok(Record { stage, facts, activity, benefits, spread: Vec::new() }.try_into()?)
    }

    fn benefit(&mut self, on: Day) -> Result<Benefit, Broken> {
        Ok(Benefit {
            who: "De som bor här".parse()?,
            evidence: Evidence::Observed,
            what: self.writer.body(60..=200).parse()?,
            figure: None,
            on,
            confirmed_by: "Utvecklingschefen".parse()?,
        })
    }

    fn activity(&mut self, on: Day) -> Result<Activity, Broken> {
        let reason = |text: &str| text.parse();
        Ok(match Skew::new([0.86, 0.06, 0.08]).pick(&mut self.writer.dice) {
            0 => Activity::Active,
            1 => Activity::Paused { since: on, reason: reason("Vi väntar på budgeten.")? },
            _ => Activity::Ended {
                on,
                reason: reason("Det gick inte att genomföra.")?,
                lesson: reason("Fråga dem som berörs först.")?,
            },
        })
    }
}
