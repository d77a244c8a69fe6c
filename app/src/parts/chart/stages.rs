//! How far entries come, and how long each stage takes.

use super::svg::{Anchor, Drawing, Frame, Medium, Paint, Type, WIDTH};
use domain::insights::{flow::StageFlow, quartiles::Quartiles};

const STEP: f64 = 62.0;

/// A bar for each stage: what went on, what is there, what rests, what has ended. `written` gives the name and the
/// numbers of each in words, so that no colour is needed to read them.
pub fn flow(medium: Medium, stages: &[StageFlow; 4], written: &[(String, String, String)], frame: &Frame) -> String {
    let mut drawing = Drawing::new(medium);
    let most = f64::from(stages[0].reached.max(1));
    for (row, (stage, (name, reached, parts))) in stages.iter().zip(written).enumerate() {
        let y = row as f64 * STEP;
        drawing.text(0.0, y + 14.0, Type::plain(14.0).bold(), name);
        drawing.text(WIDTH, y + 14.0, Type::plain(14.0).anchored(Anchor::End), reached);
        let mut x = 0.0;
        let pieces = [
            (stage.went_on, Paint::Accent),
            (stage.here, Paint::AccentTint),
            (stage.paused, Paint::Line),
            (stage.ended, Paint::Strong),
        ];
        for (count, paint) in pieces.into_iter().filter(|(count, _)| *count > 0) {
            let width = WIDTH * f64::from(count) / most;
            drawing.rect(x, y + 22.0, (width - 1.0).max(0.5), 13.0, paint);
            x += width;
        }
        drawing.text(0.0, y + 49.0, Type::plain(12.0).soft(), parts);
    }
    drawing.finish((0.0, 0.0, WIDTH, 4.0 * STEP - 8.0), frame)
}

/// A line for each stage from the lower to the upper quartile, with the median on it.
pub fn times(medium: Medium, stages: &[(String, Option<Quartiles>, String)], frame: &Frame) -> String {
    let mut drawing = Drawing::new(medium);
    let longest = stages.iter().filter_map(|(_, stays, _)| stays.map(|stays| stays.upper)).fold(1.0, f64::max);
    for (row, (name, stays, told)) in stages.iter().enumerate() {
        let y = row as f64 * STEP;
        drawing.text(0.0, y + 14.0, Type::plain(14.0).bold(), name);
        drawing.rect(0.0, y + 28.0, WIDTH, 1.0, Paint::Line);
        if let Some(stays) = stays {
            let across = |days: f64| WIDTH * days / longest;
            let width = (across(stays.upper) - across(stays.lower)).max(2.0);
            drawing.rect(across(stays.lower), y + 23.0, width, 11.0, Paint::AccentTint);
            let path = format!("M{:.1} {:.1}V{:.1}", across(stays.median).clamp(1.5, WIDTH - 1.5), y + 20.0, y + 37.0);
            drawing.line(&path, Paint::Accent, 3.0);
        }
        drawing.text(0.0, y + 50.0, Type::plain(12.0).soft(), told);
    }
    drawing.finish((0.0, 0.0, WIDTH, STEP * stages.len() as f64 - 6.0), frame)
}
