//! Flow: how entries come from need to benefit, what is stuck and what has ended.

use super::{
    Block, Cell, Figure, Point, Table,
    figures::Picture,
    ground::{Ground, number},
};
use crate::{
    i18n::{locale, td_string},
    parts::chart::{stages, svg::Medium},
    words,
};
use domain::{
    insights::{
        flow::{Flow, LEAST_STAYS, StageFlow, flow},
        quartiles::Quartiles,
    },
    reference::Reference,
    stage::Stage,
};

/// How many entries a list names.
const TOLD: usize = 20;

pub fn tell(ground: &Ground) -> Vec<Block> {
    let l = locale();
    if ground.rows.is_empty() {
        return vec![Block::Words(td_string!(l, insights.nothing).to_string())];
    }
    let flow = of(ground);
    let mut blocks = vec![facts(&flow), Block::Figure(figure(ground, Medium::Page))];
    blocks.push(Block::Figure(times(ground, Medium::Page)));
    blocks.push(Block::Hint(td_string!(l, insights.stays_rule).to_string()));
    blocks.push(Block::Heading(td_string!(l, insights.stuck_heading).to_string()));
    blocks.extend(stuck(ground, &flow, TOLD));
    blocks.push(Block::Hint(td_string!(l, insights.stuck_rule, count = LEAST_STAYS).to_string()));
    blocks.push(Block::Heading(td_string!(l, insights.ended_heading).to_string()));
    blocks.extend(ended(ground, &flow));
    blocks
}

pub fn of(ground: &Ground) -> Flow {
    flow(&ground.rows, &ground.history, ground.today)
}

/// How many became innovations, are stuck, have ended.
pub fn facts(flow: &Flow) -> Block {
    let l = locale();
    let fact = |count: u32, words: &str| (count.to_string(), words.to_owned());
    Block::Facts(vec![
        fact(flow.stages[0].reached, td_string!(l, insights.fact_came_in)),
        fact(flow.stages[3].reached, td_string!(l, insights.fact_in_use)),
        fact(flow.innovations, td_string!(l, insights.fact_innovations)),
        fact(flow.stuck.len() as u32, td_string!(l, insights.fact_stuck)),
        fact(flow.ended.len() as u32, td_string!(l, insights.fact_ended)),
    ])
}

fn name(stage: &StageFlow) -> String {
    words::standing(stage.stage.into())
}

/// How far the entries have come.
pub fn figure(ground: &Ground, medium: Medium) -> Figure {
    let l = locale();
    let flow = of(ground);
    let written: Vec<_> = flow
        .stages
        .iter()
        .map(|stage| {
            let (here, paused, ended) = (stage.here, stage.paused, stage.ended);
            let parts = if stage.stage == Stage::InUse {
                // Nothing comes after it.
                td_string!(l, insights.flow_last_parts, here = here, paused = paused, ended = ended).to_string()
            } else {
                let went_on = stage.went_on;
                td_string!(l, insights.flow_parts, went_on = went_on, here = here, paused = paused, ended = ended)
                    .to_string()
            };
            (name(stage), td_string!(l, insights.flow_reached, count = stage.reached).to_string(), parts)
        })
        .collect();
    let title = td_string!(l, insights.flow_title).to_string();
    let label = written.iter().map(|(name, reached, parts)| format!("{name}: {reached}. {parts}")).collect::<Vec<_>>();
    let frame = ground.frame(&title, &label.join(". "), &[td_string!(l, insights.flow_legend)]);
    let whole = |count: u32| Cell::Whole(i32::try_from(count).unwrap_or(i32::MAX));
    let row = |stage: &StageFlow| {
        let numbers = [stage.reached, stage.went_on, stage.here, stage.paused, stage.ended].map(whole);
        std::iter::once(Cell::Text(name(stage))).chain(numbers).collect()
    };
    Figure {
        name: Picture::Flow.name().to_owned(),
        svg: stages::flow(medium, &flow.stages, &written, &frame),
        table: Table {
            caption: title.clone(),
            columns: [
                td_string!(l, insights.column_stage),
                td_string!(l, insights.column_reached),
                td_string!(l, insights.column_went_on),
                td_string!(l, insights.column_here),
                td_string!(l, insights.column_paused),
                td_string!(l, insights.column_ended),
            ]
            .map(|words| words.to_string())
            .to_vec(),
            rows: flow.stages.iter().map(row).collect(),
            is_heat: false,
        },
        query: ground.query(&[]),
        title,
    }
}

/// How long each stage takes.
pub fn times(ground: &Ground, medium: Medium) -> Figure {
    let l = locale();
    let flow = of(ground);
    let told = |stays: Option<Quartiles>| match stays {
        None => td_string!(l, insights.no_stays).to_string(),
        Some(stays) => td_string!(
            l,
            insights.stays,
            count = stays.count,
            median = number(stays.median.round()),
            lower = number(stays.lower.round()),
            upper = number(stays.upper.round())
        )
        .to_string(),
    };
    // Whoever has come into use has arrived: how long that lasts is no waiting.
    let stages: Vec<_> = flow.stages[..3].iter().map(|stage| (name(stage), stage.stays, told(stage.stays))).collect();
    let title = td_string!(l, insights.times_title).to_string();
    let label = stages.iter().map(|(name, _, told)| format!("{name}: {told}")).collect::<Vec<_>>().join(" ");
    let frame = ground.frame(&title, &label, &[td_string!(l, insights.times_legend)]);
    let row = |(name, stays, _): &(String, Option<Quartiles>, String)| {
        let mut cells = vec![Cell::Text(name.clone())];
        match stays {
            Some(stays) => {
                cells.push(Cell::Whole(i32::try_from(stays.count).unwrap_or(i32::MAX)));
                cells.extend([stays.lower, stays.median, stays.upper].map(Cell::Number));
            }
            None => cells.extend([Cell::Whole(0), Cell::Empty, Cell::Empty, Cell::Empty]),
        }
        cells
    };
    Figure {
        name: Picture::StageTimes.name().to_owned(),
        svg: stages::times(medium, &stages, &frame),
        table: Table {
            caption: title.clone(),
            columns: [
                td_string!(l, insights.column_stage),
                td_string!(l, insights.column_stays),
                td_string!(l, insights.column_lower),
                td_string!(l, insights.column_median),
                td_string!(l, insights.column_upper),
            ]
            .map(|words| words.to_string())
            .to_vec(),
            rows: stages.iter().map(row).collect(),
            is_heat: false,
        },
        query: ground.query(&[]),
        title,
    }
}

fn address(reference: Reference) -> Option<String> {
    Some(format!("/portfolio/{reference}"))
}

/// What has been at its stage for longer than usual.
pub fn stuck(ground: &Ground, flow: &Flow, most: usize) -> Vec<Block> {
    let l = locale();
    if flow.stuck.is_empty() {
        return vec![Block::Words(td_string!(l, insights.nothing_stuck).to_string())];
    }
    let shown = &flow.stuck[..flow.stuck.len().min(most)];
    let titles = ground.titles(shown.iter().map(|stuck| stuck.reference));
    let points = shown.iter().map(|stuck| Point {
        words: titles.get(&stuck.reference).cloned().unwrap_or_default(),
        to: address(stuck.reference),
        note: Some(
            td_string!(
                l,
                insights.stuck,
                stage = words::standing(stuck.stage.into()),
                days = stuck.days,
                usual = number(stuck.usual.round())
            )
            .to_string(),
        ),
    });
    let rest = (flow.stuck.len() - shown.len()) as u32;
    let more = (rest > 0).then(|| Block::Hint(td_string!(l, insights.and_more, count = rest).to_string()));
    std::iter::once(Block::Points(points.collect())).chain(more).collect()
}

fn ended(ground: &Ground, flow: &Flow) -> Vec<Block> {
    let l = locale();
    if flow.ended.is_empty() {
        return vec![Block::Words(td_string!(l, insights.nothing_ended).to_string())];
    }
    let shown = &flow.ended[..flow.ended.len().min(TOLD)];
    let titles = ground.titles(shown.iter().map(|(reference, _)| *reference));
    let points = shown.iter().map(|(reference, ending)| Point {
        words: titles.get(reference).cloned().unwrap_or_default(),
        to: address(*reference),
        note: ending.as_ref().map(|ending| format!("{}: {}", words::day(ending.on), &*ending.reason)),
    });
    let rest = (flow.ended.len() - shown.len()) as u32;
    let more = (rest > 0).then(|| Block::Hint(td_string!(l, insights.and_more, count = rest).to_string()));
    std::iter::once(Block::Points(points.collect())).chain(more).collect()
}
