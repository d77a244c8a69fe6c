//! What the server tells, put on the page: sentences, numbers, pictures with their tables and files.

use crate::{
    i18n::{language, locale, td_string},
    insights::{Block, Cell, Figure, Point, Table, heat},
};
use domain::language::Language;
use leptos::prelude::*;
use leptos_router::components::A;

/// The pieces of a page in their order.
#[component]
pub fn Blocks(blocks: Vec<Block>) -> impl IntoView {
    blocks.into_iter().map(block).collect_view()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Heading(words) => view! { <h2 class="insight-heading">{words}</h2> }.into_any(),
        Block::Words(words) => view! { <p class="insight-words">{words}</p> }.into_any(),
        Block::Hint(words) => view! { <p class="hint insight-words">{words}</p> }.into_any(),
        Block::Facts(facts) => {
            let fact = |(number, words)| view! { <div><dt>{words}</dt><dd>{number}</dd></div> };
            view! { <dl class="insight-facts">{facts.into_iter().map(fact).collect_view()}</dl> }.into_any()
        }
        Block::Points(points) => {
            view! { <ul class="insight-points">{points.into_iter().map(point).collect_view()}</ul> }.into_any()
        }
        Block::Figure(figure) => view! { <FigureView figure=figure /> }.into_any(),
    }
}

fn point(Point { words, to, note }: Point) -> impl IntoView {
    let words = match to {
        Some(to) => view! { <A href=to>{words}</A> }.into_any(),
        None => view! { <span class="insight-point">{words}</span> }.into_any(),
    };
    view! { <li>{words}{note.map(|note| view! { <span class="insight-note">{note}</span> })}</li> }
}

/// A picture with its numbers and its files; without a picture the table stands open.
#[component]
pub fn FigureView(figure: Figure) -> impl IntoView {
    let Figure { name, title, svg, table, query } = figure;
    let files = view! { <Downloads name=name title=title.clone() query=query /> };
    let is_heat = table.is_heat;
    let numbers = if is_heat {
        view! { <TableView table=table /> }.into_any()
    } else {
        view! { <Numbers table=table title=title.clone() /> }.into_any()
    };
    view! {
        <figure class="insight" class:heat=is_heat>
            <figcaption><h2>{title}</h2></figcaption>
            {(!svg.is_empty()).then(|| view! { <div class="insight-drawing" inner_html=svg></div> })}
            {numbers}
            {files}
        </figure>
    }
}

/// The numbers of a picture, folded up until somebody wants them.
#[component]
pub fn Numbers(#[prop(into)] table: Signal<Table>, #[prop(into)] title: Signal<String>) -> impl IntoView {
    let l = locale();
    let of = move || td_string!(l, insights.numbers_of, title = title.get()).to_string();
    view! {
        <details class="insight-numbers">
            <summary aria-label=of>{td_string!(l, insights.numbers)}</summary>
            {move || view! { <TableView table=table.get() /> }}
        </details>
    }
}

/// The way to a picture's files.
#[component]
pub fn Downloads(name: String, title: String, query: String) -> impl IntoView {
    let l = locale();
    let address = |ending: &str| match query.is_empty() {
        true => format!("/insights/{name}.{ending}"),
        false => format!("/insights/{name}.{ending}?{query}"),
    };
    let picture = td_string!(l, insights.download_svg, title = title.clone()).to_string();
    let numbers = td_string!(l, insights.download_csv, title = title).to_string();
    view! {
        <p class="insight-files">
            <span aria-hidden="true">{td_string!(l, insights.download)}</span>
            <a href=address("svg") rel="external" download="" aria-label=picture>"SVG"</a>
            <a href=address("csv") rel="external" download="" aria-label=numbers>"CSV"</a>
        </p>
    }
}

/// Numbers in rows and columns.
#[component]
pub fn TableView(table: Table) -> impl IntoView {
    let most = table.most();
    let Table { caption, columns, rows, is_heat } = table;
    let label = caption.clone();
    let head = columns.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect_view();
    let line = |cells: Vec<Cell>| {
        let mut cells = cells.into_iter();
        let first = cells.next().map(name);
        let rest = cells.map(|cell| number(cell, is_heat.then_some(most))).collect_view();
        view! { <tr>{first}{rest}</tr> }
    };
    let lines = rows.into_iter().map(line).collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="numbers" class:heats=is_heat>
                <caption class="hidden">{caption}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

/// The cell that names a row.
fn name(cell: Cell) -> AnyView {
    match cell {
        Cell::Entry { reference, title } => {
            view! { <th scope="row"><A href=format!("/portfolio/{reference}")>{title}</A></th> }.into_any()
        }
        other => view! { <th scope="row">{written(&other)}</th> }.into_any(),
    }
}

fn number(cell: Cell, most: Option<u32>) -> AnyView {
    let level = match (&cell, most) {
        (Cell::Whole(count), Some(most)) => Some(heat(u32::try_from(*count).unwrap_or(0), most)),
        _ => None,
    };
    let class = level.map(|level| format!("heat-{level}"));
    view! { <td class=class>{written(&cell)}</td> }.into_any()
}

/// A cell as a person reads it.
fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Whole(number) => number.to_string().replace('-', "−"),
        Cell::Number(number) => {
            let text = format!("{number:.3}");
            let text = text.trim_end_matches('0').trim_end_matches('.').replace('-', "−");
            if language() == Language::Swedish { text.replace('.', ",") } else { text }
        }
        Cell::Entry { title, .. } => title.clone(),
        Cell::Empty => "–".to_owned(),
    }
}
