//! The compass as a picture of its own, for slides and reports: an SVG file that needs nothing beside it, or the same
//! as [`pixels`].

mod pixels;

use crate::{clock, context::Shared, forms::Failed, layers::caller::Caller};
use app::{
    parts::compass::geometry::{Lens, bubble_radius, drawn, radius, reach, shape},
    words,
};
use axum::{
    Extension,
    extract::{RawQuery, State},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use domain::{
    chart::{Bubble, Chart},
    day::Day,
    entry::Card,
    facet::Facet,
    filter::Filter,
    placement::Placement,
    spread::{Dot, spread},
    taxonomy::Taxonomies,
};
use leptos::prelude::{Owner, provide_context};
use svg::{
    Document,
    node::element::{Circle, Group, Path, Text},
};

/// The picture's size, in its own units.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 400.0;
/// Where the middle of the diamond lies.
const MIDDLE: (f64, f64) = (180.0, 212.0);

/// `GET /compass.svg`: what `/compass` shows for the same parameters.
pub async fn svg(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Response {
    let day = clock::day(clock::now());
    match picture(&shared, &caller, &query.unwrap_or_default(), day) {
        Ok(picture) => file(day, "svg", "image/svg+xml; charset=utf-8", picture.into_bytes()),
        Err(misunderstood) => misunderstood.into_response(),
    }
}

/// `GET /compass.png`: the same picture, for programs that take no SVG.
pub async fn png(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failed> {
    let day = clock::day(clock::now());
    let picture = match picture(&shared, &caller, &query.unwrap_or_default(), day) {
        Ok(picture) => picture,
        Err(misunderstood) => return Ok(misunderstood.into_response()),
    };
    let png = pixels::png(picture).await.ok_or(Failed)?;
    Ok(file(day, "png", "image/png", png))
}

/// A picture to be saved under a name that says what it is and of which day.
fn file(day: Day, ending: &str, content_type: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, content_type.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"kompass-{day}.{ending}\"")),
        (CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// The picture, unless something in the address could not be used: nobody should take it for what was asked for.
fn picture(shared: &Shared, caller: &Caller, query: &str, day: Day) -> Result<String, StatusCode> {
    let portfolio = shared.store.portfolio();
    let chart = Chart::of(&portfolio, query, caller.language);
    if !chart.bad.is_empty() {
        return Err(StatusCode::BAD_REQUEST);
    }
    // The words are the pages' own, which find the language in the reactive context of a rendering.
    let picture = Owner::new().with(|| {
        provide_context(caller.language);
        let title = words::picture_title(&shared.store.settings().municipality);
        let said = said(query, &chart, portfolio.taxonomies());
        draw(&chart, &title, &[words::day(day), words::picture_count(chart.within)].join(" · "), &said)
    });
    Ok(picture.to_string())
}

/// The filter and the selection in words.
fn said(query: &str, chart: &Chart, taxonomies: &Taxonomies) -> String {
    let filter = Filter::parse(query).filter;
    let text = (!filter.q.is_empty()).then(|| format!("”{}”", filter.q));
    let zone = (!chart.zone.is_whole()).then(|| words::zone(chart.zone));
    let criteria = filter.criteria.iter().map(|criterion| words::criterion(criterion, taxonomies));
    let said: Vec<_> = text.into_iter().chain(criteria).chain(zone).collect();
    let filter = if said.is_empty() { words::picture_all() } else { words::picture_filter(&said.join(", ")) };
    match chart.selected.len() as u32 {
        0 => filter,
        selected => format!("{filter} · {}", words::picture_selected(selected)),
    }
}

const INK: &str = "#1b2226";
const SOFT: &str = "#525b60";
const PAPER: &str = "#faf8f3";
const LINE: &str = "#8a8577";

/// The colour of a facet and of its field: the light ones of `style/tokens.css`.
const fn colours(facet: Facet) -> (&'static str, &'static str) {
    match facet {
        Facet::Enhancement => ("#2a6b4c", "#e3ede4"),
        Facet::Mission => ("#1f5a96", "#dfe9f4"),
        Facet::Adaptive => ("#8f5600", "#f5ead5"),
        Facet::Anticipatory => ("#6b4799", "#ebe4f3"),
    }
}

fn draw(chart: &Chart, title: &str, subtitle: &str, filter: &str) -> Document {
    let whole = chart.zone.is_whole();
    let diagram = Group::new().set("transform", format!("translate({} {})", MIDDLE.0, MIDDLE.1));
    let diagram = if whole { names(fields(diagram)) } else { edge(diagram) };
    let diagram = dots(bubbles(diagram, chart), chart);
    let document = Document::new()
        .set("viewBox", (0, 0, WIDTH, HEIGHT))
        .set("width", WIDTH * 3.0)
        .set("height", HEIGHT * 3.0)
        .set("font-family", "'Schibsted Grotesk', 'Helvetica Neue', Arial, sans-serif")
        .set("role", "img")
        .add(svg::node::element::Title::new(format!("{title}. {subtitle}. {filter}")))
        .add(svg::node::element::Rectangle::new().set("width", WIDTH).set("height", HEIGHT).set("fill", PAPER))
        .add(text(title, 20.0, 34.0, 17.0, INK).set("font-weight", 600))
        .add(text(subtitle, 20.0, 51.0, 9.0, SOFT))
        .add(text(filter, 20.0, 64.0, 9.0, SOFT))
        .add(diagram);
    legend(document, chart)
}

fn text(words: &str, x: f64, y: f64, size: f64, colour: &str) -> Text {
    Text::new(words).set("x", x).set("y", y).set("font-size", size).set("fill", colour)
}

fn edge(diagram: Group) -> Group {
    let edge = Path::new().set("d", "M0-100 100 0 0 100-100 0Z").set("fill", "none");
    diagram.add(edge.set("stroke", LINE).set("stroke-width", 0.7))
}

fn fields(diagram: Group) -> Group {
    let field = |facet: Facet, d: &str| Path::new().set("d", d).set("fill", colours(facet).1);
    let diagram = diagram
        .add(field(Facet::Mission, "M0-100 50-50 0 0-50-50Z"))
        .add(field(Facet::Anticipatory, "M100 0 50 50 0 0 50-50Z"))
        .add(field(Facet::Adaptive, "M0 100-50 50 0 0 50 50Z"))
        .add(field(Facet::Enhancement, "M-100 0-50-50 0 0-50 50Z"));
    edge(diagram)
}

fn names(diagram: Group) -> Group {
    let name = |facet: Facet, x: f64, y: f64, anchor: &str| {
        text(&words::facet(facet), x, y, 9.5, colours(facet).0).set("font-weight", 600).set("text-anchor", anchor)
    };
    diagram
        .add(name(Facet::Mission, 0.0, -107.0, "middle"))
        .add(name(Facet::Adaptive, 0.0, 115.0, "middle"))
        .add(name(Facet::Enhancement, -168.0, -14.0, "start"))
        .add(name(Facet::Anticipatory, 168.0, -14.0, "end"))
}

fn bubbles(diagram: Group, chart: &Chart) -> Group {
    let lens = Lens::on(chart.zone);
    let most = chart.bubbles.iter().map(|bubble| bubble.count).max().unwrap_or(1);
    chart.bubbles.iter().fold(diagram, |diagram, Bubble { count, place, facet, .. }| {
        let (x, y) = drawn(lens.seen(*place));
        let circle = Circle::new().set("cx", x).set("cy", y).set("r", bubble_radius(*count, most));
        diagram
            .add(circle.set("fill", colours(*facet).0).set("stroke", PAPER))
            .add(text(&count.to_string(), x, y + 2.8, 8.0, PAPER).set("text-anchor", "middle").set("font-weight", 600))
    })
}

fn dots(diagram: Group, chart: &Chart) -> Group {
    let lens = Lens::on(chart.zone);
    let cards: Vec<&Card> = chart.dots.iter().filter_map(|place| chart.cards.get(*place as usize)).collect();
    let places: Vec<Placement> = spread(
        &cards
            .iter()
            .map(|card| Dot { placement: lens.seen(card.placement.into()), radius: reach(card.priority) / 100.0 })
            .collect::<Vec<_>>(),
    );
    cards.iter().zip(places).fold(diagram, |diagram, (card, place)| {
        let (x, y) = drawn(place);
        let facet = card.placement.main_facet();
        let body = Path::new().set("d", shape(facet, radius(card.priority))).set("fill", colours(facet).0);
        let mut dot = Group::new()
            .set("transform", format!("translate({x:.1} {y:.1})"))
            .add(svg::node::element::Title::new(card.title.sv.to_string()))
            .add(body.set("stroke", PAPER).set("stroke-width", 0.8));
        if card.innovation {
            let ring = Circle::new().set("r", reach(card.priority)).set("fill", "none");
            dot = dot.add(ring.set("stroke", colours(facet).0).set("stroke-width", 0.9));
        }
        if chart.selected.iter().any(|selected| selected.reference == card.reference) {
            let ring = Circle::new().set("class", "selected").set("r", reach(card.priority) + 1.5).set("fill", "none");
            dot = dot.add(ring.set("stroke", INK).set("stroke-width", 1.5));
        }
        diagram.add(dot)
    })
}

/// The facets with their shapes and shares, and how to read the rest.
fn legend(document: Document, chart: &Chart) -> Document {
    let shares = chart.balance.map(|balance| balance.percent());
    let lines = Facet::ALL.iter().zip([20.0, 105.0, 190.0, 275.0]).fold(document, |document, (facet, x)| {
        let share = shares.and_then(|shares| shares.iter().find(|(of, _)| of == facet).map(|(_, share)| *share));
        let share = share.map_or_else(String::new, |share| format!(" {share} %"));
        let mark = Path::new().set("d", shape(*facet, 3.6)).set("fill", colours(*facet).0);
        document.add(Group::new().set("transform", format!("translate({} 350)", x + 4.0)).add(mark)).add(text(
            &format!("{}{share}", words::facet(*facet)),
            x + 11.0,
            352.5,
            7.6,
            INK,
        ))
    });
    lines.add(text(&words::picture_legend(), 20.0, 374.0, 6.6, SOFT)).add(text(
        &words::picture_source(),
        20.0,
        386.0,
        6.6,
        SOFT,
    ))
}
