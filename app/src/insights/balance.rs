//! Balance: the mix of facets beside the agreed target mix.

use super::{Block, Cell, Figure, Table, figures::Picture, ground::Ground};
use crate::{
    i18n::{locale, td_string},
    parts::chart::{
        bars::{self, Bar},
        svg::Medium,
    },
    words,
};
use domain::{
    day::Day,
    facet::Facet,
    insights::{
        balance::{Share, deviations, shares},
        target::Target,
    },
    mix::balance,
    placement::Weights,
};

pub fn tell(ground: &Ground) -> Vec<Block> {
    let l = locale();
    let mut blocks = Vec::new();
    let mix = balance(ground.rows.iter().map(|row| row.placement));
    match &mix {
        None => blocks.push(Block::Words(td_string!(l, insights.nothing).to_string())),
        Some(mix) => {
            blocks.push(Block::Words(verdict(ground, mix)));
            blocks.extend(deviations_in_words(ground, mix));
            blocks.push(Block::Figure(figure(ground, Medium::Page)));
            blocks.push(Block::Hint(td_string!(l, insights.balance_hint).to_string()));
        }
    }
    blocks.push(Block::Heading(td_string!(l, insights.target_history).to_string()));
    blocks.extend(history(ground));
    blocks
}

/// The target that holds, or that there is none.
pub fn verdict(ground: &Ground, mix: &Weights) -> String {
    let l = locale();
    let Some(target) = ground.target(ground.today) else { return td_string!(l, insights.no_target).to_string() };
    let day = words::day(target.from);
    if deviations(&shares(mix, Some(&target.mix))).is_empty() {
        td_string!(l, insights.on_target, day = day).to_string()
    } else {
        td_string!(l, insights.off_target, day = day).to_string()
    }
}

/// How far the mix is from the target, the farthest first.
pub fn deviations_in_words(ground: &Ground, mix: &Weights) -> Option<Block> {
    let target = ground.target(ground.today)?;
    let off = deviations(&shares(mix, Some(&target.mix)));
    let points = off.into_iter().map(|(facet, points)| super::Point {
        words: deviation(facet, points),
        to: Some(ground.portfolio_address(&[domain::filter::Criterion::Facet(facet)])),
        note: None,
    });
    let points: Vec<_> = points.collect();
    (!points.is_empty()).then_some(Block::Points(points))
}

/// "12 procentenheter mer förbättrande än målet".
fn deviation(facet: Facet, points: i16) -> String {
    let l = locale();
    let (count, facet) = (u32::from(points.unsigned_abs()), words::facet_in_sentence(facet));
    if points > 0 {
        td_string!(l, insights.more, count = count, facet = facet).to_string()
    } else {
        td_string!(l, insights.less, count = count, facet = facet).to_string()
    }
}

/// The bars with their table.
pub fn figure(ground: &Ground, medium: Medium) -> Figure {
    let title = td_string!(locale(), insights.balance_title).to_string();
    let mix = balance(ground.rows.iter().map(|row| row.placement));
    mix_figure(ground, Picture::Balance, title, mix, ground.today, ground.query(&[]), medium)
}

/// A mix of some day beside the target that held then.
pub fn mix_figure(
    ground: &Ground,
    picture: Picture,
    title: String,
    mix: Option<Weights>,
    on: Day,
    query: String,
    medium: Medium,
) -> Figure {
    let target = ground.target(on).map(|target| &target.mix);
    let shares = mix.map(|mix| shares(&mix, target));
    let table = table(&title, shares.as_ref());
    let svg = shares.map_or_else(String::new, |shares| {
        let written = shares.map(|share| written(&share));
        let legend = target.map(|_| td_string!(locale(), insights.balance_legend));
        let frame = ground.frame(&title, &label(&written, &shares), legend.as_slice());
        bars::draw(medium, &shares.map(|share| Bar { share, before: None }), &written, &frame)
    });
    Figure { name: picture.name().to_owned(), title, svg, table, query }
}

fn written(share: &Share) -> String {
    match share.target {
        Some(target) => {
            td_string!(locale(), insights.share_and_target, share = share.percent, target = target).to_string()
        }
        None => format!("{} %", share.percent),
    }
}

pub fn label(written: &[String; 4], shares: &[Share; 4]) -> String {
    let line = |(written, share): (&String, &Share)| format!("{}: {written}", words::facet(share.facet));
    written.iter().zip(shares).map(line).collect::<Vec<_>>().join(". ")
}

fn table(title: &str, shares: Option<&[Share; 4]>) -> Table {
    let l = locale();
    let row = |share: &Share| {
        let points = share.points();
        vec![
            Cell::Text(words::facet(share.facet)),
            Cell::Whole(share.percent.into()),
            share.target.map_or(Cell::Empty, |target| Cell::Whole(target.into())),
            points.map_or(Cell::Empty, |points| Cell::Whole(points.into())),
        ]
    };
    Table {
        caption: title.to_owned(),
        columns: vec![
            td_string!(l, insights.column_facet).to_string(),
            td_string!(l, insights.column_share).to_string(),
            td_string!(l, insights.column_target).to_string(),
            td_string!(l, insights.column_points).to_string(),
        ],
        rows: shares.into_iter().flatten().map(row).collect(),
        is_heat: false,
    }
}

/// Every target that was ever set, the latest first.
fn history(ground: &Ground) -> Vec<Block> {
    let l = locale();
    if ground.targets.is_empty() {
        return vec![Block::Words(td_string!(l, insights.never_set).to_string())];
    }
    let in_force = ground.target(ground.today).map(|target| target.id);
    let points = ground.targets.iter().map(|target| super::Point {
        words: mix_in_words(target),
        to: None,
        note: Some(told_of(ground, target, in_force == Some(target.id))),
    });
    vec![Block::Points(points.collect())]
}

/// "45 % förbättrande, 25 % målstyrd, …".
pub fn mix_in_words(target: &Target) -> String {
    let share = |facet: &Facet| format!("{} % {}", target.mix.of(*facet), words::facet_in_sentence(*facet));
    Facet::ALL.iter().map(share).collect::<Vec<_>>().join(", ")
}

fn told_of(ground: &Ground, target: &Target, is_in_force: bool) -> String {
    let l = locale();
    let from = if is_in_force {
        td_string!(l, insights.holds_now, day = words::day(target.from)).to_string()
    } else {
        td_string!(l, insights.holds_from, day = words::day(target.from)).to_string()
    };
    let set_on = words::day(target.set_on);
    let set = if ground.names_people {
        td_string!(l, insights.set_by, day = set_on, name = target.set_by.clone()).to_string()
    } else {
        td_string!(l, insights.set_on, day = set_on).to_string()
    };
    format!("{from} {set} {}", &*target.reason)
}
