//! Gaps: what nobody works with, as heat tables and as sentences.

use super::{
    Block, Cell, Figure, Point, Table,
    figures::Picture,
    ground::{Ground, number},
};
use crate::{
    i18n::{locale, td_string},
    parts::chart::{heat, svg::Medium},
    words,
};
use domain::{
    facet::Facet,
    filter::{Criterion, Group},
    goal::Goal,
    insights::gaps::{Axis, Cross, Gap, is_ongoing, most_telling},
    portfolio::rows::Row,
    stage::{Origin, Stage},
};

const TABLES: [Picture; 3] = [Picture::UnitsFacets, Picture::GoalsStages, Picture::BoardsOrigins];
/// How many gaps are told of: more than anybody can do something about.
const TOLD: usize = 15;

pub fn tell(ground: &Ground) -> Vec<Block> {
    let l = locale();
    let ongoing = ground.rows.iter().filter(|row| is_ongoing(row)).count() as u32;
    if ongoing == 0 {
        return vec![Block::Words(td_string!(l, insights.no_ongoing).to_string())];
    }
    let mut blocks = vec![Block::Words(td_string!(l, insights.ongoing, count = ongoing).to_string())];
    blocks.push(Block::Heading(td_string!(l, insights.gaps_heading).to_string()));
    blocks.extend(sentences(ground, TOLD));
    blocks.push(Block::Hint(td_string!(l, insights.gaps_rule).to_string()));
    blocks.extend(TABLES.map(|table| Block::Figure(figure(ground, table, Medium::Page))));
    blocks
}

/// The most telling gaps in words, or that there are none.
pub fn sentences(ground: &Ground, most: usize) -> Vec<Block> {
    let l = locale();
    let tables: Vec<Cross> = TABLES.iter().filter_map(|table| cross(ground, *table)).collect();
    let gaps = most_telling(&tables);
    let points: Vec<Point> = gaps.iter().take(most).filter_map(|gap| told(ground, gap)).collect();
    if points.is_empty() {
        return vec![Block::Words(td_string!(l, insights.no_gaps).to_string())];
    }
    let rest = gaps.len().saturating_sub(most) as u32;
    let more = (rest > 0).then(|| Block::Hint(td_string!(l, insights.gaps_more, count = rest).to_string()));
    std::iter::once(Block::Points(points)).chain(more).collect()
}

fn told(ground: &Ground, gap: &Gap) -> Option<Point> {
    let l = locale();
    let name = |criterion: &Criterion| words::criterion(criterion, ground.portfolio.taxonomies());
    let said = match &gap.criteria[..] {
        [Criterion::Goal(goal)] => {
            td_string!(l, insights.gap.goal, number = goal.number(), name = words::goal(*goal)).to_string()
        }
        [unit @ Criterion::Unit(_)] => td_string!(l, insights.gap.unit, unit = name(unit)).to_string(),
        [board @ Criterion::Board(_)] => td_string!(l, insights.gap.board, board = name(board)).to_string(),
        [Criterion::Facet(facet)] => {
            td_string!(l, insights.gap.facet, facet = words::facet_in_sentence(*facet)).to_string()
        }
        [Criterion::Origin(origin)] => td_string!(l, insights.gap.origin, origin = from(*origin)).to_string(),
        [Criterion::Stage(standing)] => {
            td_string!(l, insights.gap.stage, stage = words::standing(*standing)).to_string()
        }
        [unit @ Criterion::Unit(_), Criterion::Facet(facet)] => {
            td_string!(l, insights.gap.unit_facet, unit = name(unit), facet = words::facet_in_sentence(*facet))
                .to_string()
        }
        [Criterion::Goal(goal), Criterion::Stage(standing)] => {
            let nothing = match standing {
                domain::stage::Standing::Need => td_string!(l, insights.gap.no_need),
                domain::stage::Standing::Idea => td_string!(l, insights.gap.no_idea),
                domain::stage::Standing::Trial => td_string!(l, insights.gap.no_trial),
                _ => td_string!(l, insights.gap.nothing_in_use),
            };
            let (number, name) = (goal.number(), words::goal(*goal));
            td_string!(l, insights.gap.goal_stage, nothing = nothing, number = number, name = name).to_string()
        }
        [board @ Criterion::Board(_), Criterion::Origin(origin)] => {
            td_string!(l, insights.gap.board_origin, board = name(board), origin = from(*origin)).to_string()
        }
        _ => return None,
    };
    let note = td_string!(l, insights.gap.expected, count = number(gap.expected)).to_string();
    Some(Point { words: said, to: Some(ground.portfolio_address(&gap.criteria)), note: Some(note) })
}

/// "invånare", within a sentence.
fn from(origin: Origin) -> String {
    words::origin(origin).to_lowercase()
}

/// A table of ongoing entries; none where one of its sides has no choices.
fn cross(ground: &Ground, table: Picture) -> Option<Cross> {
    let taxonomies = ground.portfolio.taxonomies();
    let (rows, columns): (Vec<Criterion>, Vec<Criterion>) = match table {
        Picture::GoalsStages => (
            Goal::all().map(Criterion::Goal).collect(),
            Stage::ALL.iter().map(|stage| Criterion::Stage((*stage).into())).collect(),
        ),
        Picture::BoardsOrigins => (
            taxonomies.boards().map(|body| Criterion::Board(body.slug.clone())).collect(),
            Origin::ALL.iter().copied().map(Criterion::Origin).collect(),
        ),
        _ => (
            taxonomies.units().map(|body| Criterion::Unit(body.slug.clone())).collect(),
            Facet::ALL.iter().copied().map(Criterion::Facet).collect(),
        ),
    };
    let axis = |choices: Vec<Criterion>| {
        Axis::new(in_view(ground, choices), ground.portfolio.units(), ground.portfolio.boards())
    };
    let ongoing = ground.rows.iter().filter(|row: &&Row| is_ongoing(row));
    Some(Cross::of(ongoing, axis(rows)?, axis(columns)?))
}

/// The choices that the filter lets through: what somebody has filtered out is no gap.
fn in_view(ground: &Ground, choices: Vec<Criterion>) -> Vec<Criterion> {
    let group: Option<Group> = choices.first().map(Criterion::group);
    let chosen: Vec<_> = choices.iter().filter(|choice| ground.filter.criteria.contains(choice)).cloned().collect();
    let is_limited = ground.filter.criteria.iter().any(|criterion| Some(criterion.group()) == group);
    if is_limited { chosen } else { choices }
}

/// One heat table.
pub fn figure(ground: &Ground, picture: Picture, medium: Medium) -> Figure {
    let l = locale();
    let (title, row_name) = match picture {
        Picture::GoalsStages => (td_string!(l, insights.goals_stages), words::group(Group::Goal)),
        Picture::BoardsOrigins => (td_string!(l, insights.boards_origins), words::group(Group::Board)),
        _ => (td_string!(l, insights.units_facets), words::group(Group::Unit)),
    };
    let title = title.to_string();
    let mut table = Table { caption: title.clone(), columns: vec![row_name], rows: Vec::new(), is_heat: true };
    if let Some(cross) = cross(ground, picture) {
        let name = |choice: &Criterion| words::criterion(choice, ground.portfolio.taxonomies());
        table.columns.extend(cross.columns.choices().iter().map(name));
        for (choice, counts) in cross.rows.choices().iter().zip(&cross.counts) {
            let counts = counts.iter().map(|count| Cell::Whole(i32::try_from(*count).unwrap_or(i32::MAX)));
            table.rows.push(std::iter::once(Cell::Text(name(choice))).chain(counts).collect());
        }
    }
    let svg = match medium {
        Medium::Page => String::new(),
        Medium::File => {
            let legend = td_string!(l, insights.heat_legend).to_string();
            heat::draw(&table, &ground.frame(&title, &title, &[&legend]))
        }
    };
    Figure { name: picture.name().to_owned(), title, svg, table, query: ground.query(&[]) }
}
