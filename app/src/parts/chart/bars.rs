//! The mix of facets as bars, beside the target and beside the mix of now.

use super::svg::{Anchor, Drawing, Frame, Medium, Paint, Type, WIDTH};
use crate::{parts::compass::geometry::shape, words};
use domain::insights::balance::Share;

/// One facet's bar.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    pub share: Share,
    /// What a thin line beneath it shows: its share before.
    pub before: Option<u8>,
}

const STEP: f64 = 52.0;

/// Four bars from 0 to 100 %; `written` gives the numbers in words, one for each bar.
pub fn draw(medium: Medium, bars: &[Bar; 4], written: &[String; 4], frame: &Frame) -> String {
    let mut drawing = Drawing::new(medium);
    for (row, (Bar { share, before }, numbers)) in bars.iter().zip(written).enumerate() {
        let y = row as f64 * STEP;
        let paint = Paint::Facet(share.facet);
        let across = |percent: u8| WIDTH * f64::from(percent) / 100.0;
        drawing.shape(&shape(share.facet, 5.5), (7.0, y + 11.0), paint);
        drawing.text(20.0, y + 16.0, Type::plain(14.0).bold(), &words::facet(share.facet));
        drawing.text(WIDTH, y + 16.0, Type::plain(14.0).anchored(Anchor::End), numbers);
        drawing.rect(0.0, y + 24.0, WIDTH, 13.0, Paint::Line);
        drawing.rect(0.0, y + 24.0, across(share.percent), 13.0, paint);
        if let Some(before) = before {
            drawing.rect(0.0, y + 38.0, across(*before), 3.0, Paint::Strong);
        }
        if let Some(target) = share.target {
            // On paper's ground, so that it is seen on the bar as well as beside it.
            let path = format!("M{0:.1} {1:.1}V{2:.1}", across(target).clamp(1.5, WIDTH - 1.5), y + 20.0, y + 42.0);
            drawing.line(&path, Paint::Paper, 5.0);
            drawing.line(&path, Paint::Ink, 2.2);
        }
    }
    drawing.finish((0.0, 0.0, WIDTH, 4.0 * STEP - 6.0), frame)
}
