//! The report: the whole on one page of paper, for a board.

use super::{Block, balance, flow, gaps, ground::Ground};
use crate::{
    i18n::{locale, td_string},
    parts::chart::svg::Medium,
    words,
};
use domain::mix;

/// How many gaps and entries that are stuck have room on the page.
const TOLD: usize = 5;

pub fn tell(ground: &Ground) -> Vec<Block> {
    let l = locale();
    let day = words::day(ground.today);
    let mut blocks = vec![Block::Words(format!("{day}. {}", ground.filter_in_words()))];
    let Some(mix) = mix::balance(ground.rows.iter().map(|row| row.placement)) else {
        blocks.push(Block::Words(td_string!(l, insights.nothing).to_string()));
        return blocks;
    };
    let flow = flow::of(ground);
    blocks.push(flow::facts(&flow));
    blocks.push(Block::Words(balance::verdict(ground, &mix)));
    blocks.extend(balance::deviations_in_words(ground, &mix));
    // One after the other: they have room beside each other on paper.
    blocks.push(Block::Figure(balance::figure(ground, Medium::Page)));
    blocks.push(Block::Figure(flow::figure(ground, Medium::Page)));
    blocks.push(Block::Heading(td_string!(l, insights.gaps_heading).to_string()));
    blocks.extend(gaps::sentences(ground, TOLD));
    blocks.push(Block::Heading(td_string!(l, insights.stuck_heading).to_string()));
    blocks.extend(flow::stuck(ground, &flow, TOLD));
    blocks
}
