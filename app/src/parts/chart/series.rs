//! How a portfolio grew and how its mix changed.

use super::svg::{Anchor, Drawing, Frame, Medium, Paint, Type, WIDTH};
use crate::words;
use domain::{day::Day, facet::Facet, insights::timeline::Moment};
use std::fmt::Write;

/// How wide the curves are; the names stand to the right of them.
const CURVES: f64 = 232.0;
const COUNT: (f64, f64) = (22.0, 70.0);
const MIX: (f64, f64) = (124.0, 140.0);

/// Two panels over the same time: how many entries, and how they share out. `names` are the panels' names.
pub fn draw(medium: Medium, moments: &[Moment], names: [&str; 2], frame: &Frame) -> String {
    let mut drawing = Drawing::new(medium);
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
        return drawing.finish((0.0, 0.0, WIDTH, 1.0), frame);
    };
    let days = f64::from(last.at.days_since(first.at).max(1));
    let across = |day: Day| CURVES * f64::from(day.days_since(first.at)) / days;
    let small = Type::plain(12.0).soft();
    drawing.text(0.0, 12.0, small, names[0]);
    drawing.text(0.0, MIX.0 - 10.0, small, names[1]);
    counts(&mut drawing, moments, last, across);
    shares(&mut drawing, moments, last, across);
    for year in first.at.year()..=last.at.year() {
        let Ok(begins) = Day::new(year, 1, 1) else { continue };
        if begins < first.at {
            continue;
        }
        let x = across(begins);
        drawing.line(&format!("M{x:.1} {:.1}v5", MIX.0 + MIX.1), Paint::Strong, 1.0);
        drawing.text(x, MIX.0 + MIX.1 + 17.0, Type::plain(10.0).soft().anchored(Anchor::Middle), &year.to_string());
    }
    drawing.finish((-6.0, 0.0, WIDTH + 6.0, MIX.0 + MIX.1 + 22.0), frame)
}

fn counts(drawing: &mut Drawing, moments: &[Moment], last: &Moment, across: impl Fn(Day) -> f64) {
    let (top, height) = COUNT;
    let most = f64::from(moments.iter().map(|moment| moment.total).max().unwrap_or(1).max(1));
    let mut path = String::new();
    for (place, moment) in moments.iter().enumerate() {
        let (x, y) = (across(moment.at), top + height * (1.0 - f64::from(moment.total) / most));
        // Writing to a text cannot fail.
        let _ = write!(path, "{}{x:.1} {y:.1}", if place == 0 { "M" } else { "L" });
    }
    let area = format!("{path}V{0:.1}H0Z", top + height);
    drawing.shape(&area, (0.0, 0.0), Paint::AccentTint);
    drawing.line(&path, Paint::Accent, 1.8);
    let y = top + height * (1.0 - f64::from(last.total) / most);
    drawing.text(CURVES + 8.0, y + 5.0, Type::plain(14.0).bold(), &last.total.to_string());
}

fn shares(drawing: &mut Drawing, moments: &[Moment], last: &Moment, across: impl Fn(Day) -> f64) {
    let (top, height) = MIX;
    let mixed: Vec<_> = moments.iter().filter_map(|moment| Some((across(moment.at), moment.mix?))).collect();
    let mut beneath = vec![0.0; mixed.len()];
    let mut label_y = f64::INFINITY;
    for facet in Facet::ALL {
        let mut path = String::new();
        for (place, ((x, mix), from)) in mixed.iter().zip(&beneath).enumerate() {
            let y = top + height * (1.0 - from - mix.of(*facet));
            let _ = write!(path, "{}{x:.1} {y:.1}", if place == 0 { "M" } else { "L" });
        }
        for ((x, _), from) in mixed.iter().zip(&beneath).rev() {
            let _ = write!(path, "L{x:.1} {:.1}", top + height * (1.0 - from));
        }
        drawing.shape(&format!("{path}Z"), (0.0, 0.0), Paint::Facet(*facet));
        for ((_, mix), from) in mixed.iter().zip(&mut beneath) {
            *from += mix.of(*facet);
        }
        let Some(mix) = last.mix else { continue };
        let share = mix.percent()[*facet as usize].1;
        let middle = beneath.last().copied().unwrap_or(0.0) - mix.of(*facet) / 2.0;
        // The names stand beside their layers, never on each other.
        label_y = (top + height * (1.0 - middle) + 4.0).min(label_y - 15.0);
        let label = Type { paint: Paint::Facet(*facet), ..Type::plain(12.0).bold() };
        drawing.text(CURVES + 8.0, label_y, label, &format!("{} {share} %", words::facet(*facet)));
    }
    // A line of paper between the layers, for those who cannot tell their colours.
    let mut beneath = vec![0.0; mixed.len()];
    for facet in &Facet::ALL[..3] {
        let mut path = String::new();
        for (place, ((x, mix), from)) in mixed.iter().zip(&mut beneath).enumerate() {
            *from += mix.of(*facet);
            let _ = write!(path, "{}{x:.1} {:.1}", if place == 0 { "M" } else { "L" }, top + height * (1.0 - *from));
        }
        drawing.line(&path, Paint::Paper, 1.4);
    }
}
