//! What if: a scenario on a copy of the portfolio, and what it would change.

use super::{
    Block, Cell, Figure, PLAN, Planned, Table, Told, WhatIf, Written, figures::Picture, ground::Ground, time::entries,
};
use crate::{
    i18n::{locale, td_string},
    parts::chart::{
        bars::{self, Bar},
        compass as drawn,
        svg::Medium,
    },
    words,
};
use domain::{
    facet::Facet,
    fault::{Fault, Field, Problem, Problems},
    insights::{balance::shares, scenario::Scenario, timeline::Moment},
    mix::balance,
    placement::Placement,
    reference::Reference,
    stage::Standing,
};

pub fn tell(ground: &Ground, told: &mut Told) {
    let l = locale();
    let (scenario, bad) = Scenario::parse(ground.other(PLAN).unwrap_or_default());
    for part in bad {
        ground.refuse(told, PLAN, &part);
    }
    let written = written(ground);
    let (scenario, problems) = match add(ground, &scenario, &written) {
        Ok(more) => (more, Vec::new()),
        Err(problems) => (scenario, problems),
    };
    let rows = scenario.applied(&ground.rows);
    let titles = ground.titles(scenario.plans().map(|(reference, _)| reference));
    let planned = scenario.plans().map(|(reference, plan)| Planned {
        reference,
        title: titles
            .get(&reference)
            .filter(|title| !title.is_empty())
            .cloned()
            .unwrap_or_else(|| reference.to_string()),
        words: plan_in_words(plan.to, plan.standing),
        without: scenario.clone().without(reference).to_string(),
    });
    let outside = titles.values().filter(|title| title.is_empty()).count() as u32;
    if outside > 0 {
        told.blocks.push(Block::Hint(td_string!(l, insights.plans_outside, count = outside).to_string()));
    }
    if !ground.rows.is_empty() {
        told.blocks.push(Block::Figure(mix(ground, &scenario, Medium::Page)));
        told.blocks.push(Block::Hint(td_string!(l, insights.what_if_legend).to_string()));
    }
    let has_problems = !problems.is_empty();
    told.what_if = Some(WhatIf {
        plan: scenario.to_string(),
        field: ground.dots(&rows),
        table: entries(ground, &rows, td_string!(l, insights.what_if_compass)),
        planned: planned.collect(),
        written: if has_problems { written } else { Written::default() },
        problems,
    });
}

fn plan_in_words(to: Option<Placement>, standing: Option<Standing>) -> String {
    let l = locale();
    let to = to.map(|to| td_string!(l, insights.plan_place, place = words::place(to)).to_string());
    let standing =
        standing.map(|standing| td_string!(l, insights.plan_standing, stage = words::standing(standing)).to_string());
    [to, standing].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What the form says.
fn written(ground: &Ground) -> Written {
    let field = |field: Field| ground.other(field.name()).unwrap_or_default().chars().take(40).collect::<String>();
    Written { entry: field(Field::Entry), x: field(Field::X), y: field(Field::Y), standing: field(Field::Standing) }
}

/// The scenario with what the form says, or what is wrong with it. An empty form says nothing.
fn add(ground: &Ground, scenario: &Scenario, written: &Written) -> Result<Scenario, Vec<Problem>> {
    let Written { entry, x, y, standing } = written;
    if [entry, x, y, standing].iter().all(|text| text.trim().is_empty()) {
        return Ok(scenario.clone());
    }
    let mut problems = Problems::default();
    let known = |reference: &Reference| ground.rows.iter().any(|row| row.reference == *reference);
    let read = |text: &str| text.trim().parse::<Reference>().ok().filter(known).ok_or(Fault::Unknown);
    let reference = problems.take(Field::Entry, if entry.is_empty() { Err(Fault::Missing) } else { read(entry) });
    let place = place(x, y, &mut problems);
    let parsed = (!standing.is_empty()).then(|| standing.parse().map_err(|_| Fault::Unknown)).transpose();
    let to = problems.take(Field::Standing, parsed).flatten();
    if scenario.is_full() && reference.is_some_and(|reference| scenario.plan(reference).is_none()) {
        problems.add(Field::Entry, Fault::TooMany { max: Scenario::MOST as u32 });
    }
    let mut problems = problems.into_vec();
    if problems.is_empty() && place.is_none() && to.is_none() {
        problems.push(Problem { field: Field::X, fault: Fault::Missing });
    }
    match (reference, problems.is_empty()) {
        (Some(reference), true) => {
            let with_place = place.map_or_else(|| scenario.clone(), |place| scenario.clone().placing(reference, place));
            Ok(to.map_or_else(|| with_place.clone(), |to| with_place.clone().standing(reference, to)))
        }
        _ => Err(problems),
    }
}

/// The place that two numbers say; none where neither is written, or where something is wrong with them.
fn place(x: &str, y: &str, problems: &mut Problems) -> Option<Placement> {
    if x.trim().is_empty() && y.trim().is_empty() {
        return None;
    }
    let number = |text: &str| text.trim().replace(',', ".").parse::<f64>().map_err(|_| Fault::NotANumber);
    let (x, y) = (problems.take(Field::X, number(x)), problems.take(Field::Y, number(y)));
    problems.take(Field::X, Placement::new(x?, y?))
}

/// The scenario of an address, with what the form says where that can be used.
fn scenario(ground: &Ground) -> Scenario {
    let (scenario, _) = Scenario::parse(ground.other(PLAN).unwrap_or_default());
    add(ground, &scenario, &written(ground)).unwrap_or(scenario)
}

/// The mix as it is and as it would be.
pub fn figure(ground: &Ground, medium: Medium) -> Figure {
    mix(ground, &scenario(ground), medium)
}

fn mix(ground: &Ground, scenario: &Scenario, medium: Medium) -> Figure {
    let l = locale();
    let rows = scenario.applied(&ground.rows);
    let title = td_string!(l, insights.what_if_mix).to_string();
    let target = ground.target(ground.today).map(|target| &target.mix);
    let mixes = balance(ground.rows.iter().map(|row| row.placement)).zip(balance(rows.iter().map(|row| row.placement)));
    let legend = td_string!(l, insights.what_if_legend);
    let mut svg = String::new();
    let mut table_rows = Vec::new();
    if let Some((now, then)) = mixes {
        let (now, then) = (shares(&now, target), shares(&then, target));
        let bars = [0, 1, 2, 3].map(|place| Bar { share: then[place], before: Some(now[place].percent) });
        let written = bars.map(|Bar { share, before }| {
            let before = before.unwrap_or(share.percent);
            if before == share.percent { format!("{before} %") } else { format!("{before} → {} %", share.percent) }
        });
        let frame = ground.frame(&title, &super::balance::label(&written, &then), &[legend]);
        svg = bars::draw(medium, &bars, &written, &frame);
        table_rows.extend(Facet::ALL.iter().map(|facet| {
            let place = *facet as usize;
            let target = target.map_or(Cell::Empty, |target| Cell::Whole(target.of(*facet).into()));
            let share = |share: u8| Cell::Whole(share.into());
            vec![
                Cell::Text(format!("{} %", words::facet(*facet))),
                share(now[place].percent),
                share(then[place].percent),
                target,
            ]
        }));
    }
    table_rows.extend(counts(ground, &rows));
    let columns = [
        td_string!(l, insights.column_what),
        td_string!(l, insights.column_now),
        td_string!(l, insights.column_then),
        td_string!(l, insights.column_target),
    ];
    let table = Table {
        caption: title.clone(),
        columns: columns.map(|words| words.to_string()).to_vec(),
        rows: table_rows,
        is_heat: false,
    };
    let query = ground.query(&[(PLAN, &scenario.to_string())]);
    Figure { name: Picture::WhatIf.name().to_owned(), title, svg, table, query }
}

/// How many stand where, now and then.
fn counts(ground: &Ground, rows: &[domain::portfolio::rows::Row]) -> Vec<Vec<Cell>> {
    let (now, then) = (Moment::of(&ground.rows, ground.today), Moment::of(rows, ground.today));
    let whole = |count: u32| Cell::Whole(i32::try_from(count).unwrap_or(i32::MAX));
    let line = |name: String, now: u32, then: u32| vec![Cell::Text(name), whole(now), whole(then), Cell::Empty];
    let standing =
        |standing: &Standing| line(words::standing(*standing), now.at_standing(*standing), then.at_standing(*standing));
    let innovations = td_string!(locale(), insights.fact_innovations).to_string();
    Standing::ALL.iter().map(standing).chain([line(innovations, now.innovations, then.innovations)]).collect()
}

/// The compass as it would be, for files.
pub fn compass(ground: &Ground) -> Figure {
    let l = locale();
    let scenario = scenario(ground);
    let rows = scenario.applied(&ground.rows);
    let title = td_string!(l, insights.what_if_compass).to_string();
    let legend = td_string!(l, insights.compass_legend);
    let moved = td_string!(l, insights.compass_moved);
    let svg = drawn::draw(&ground.dots(&rows), &ground.frame(&title, &title, &[legend, moved]));
    let table = entries(ground, &rows, &title);
    let query = ground.query(&[(PLAN, &scenario.to_string())]);
    Figure { name: Picture::WhatIfCompass.name().to_owned(), title, svg, table, query }
}
