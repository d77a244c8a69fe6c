//! The compass as a picture for files.

use super::svg::{Anchor, Drawing, Frame, Medium, Paint, Type};
use crate::{
    i18n::{locale, td_string},
    insights::Dots,
    parts::{
        chart::field::bubble_radius,
        compass::geometry::{confusion, drawn, radius, shape},
    },
    words,
};
use domain::facet::Facet;

pub fn draw(field: &Dots, frame: &Frame) -> String {
    let mut drawing = Drawing::new(Medium::File);
    for (facet, outline) in [
        (Facet::Mission, "M0-100 50-50 0 0-50-50Z"),
        (Facet::Anticipatory, "M100 0 50 50 0 0 50-50Z"),
        (Facet::Adaptive, "M0 100-50 50 0 0 50 50Z"),
        (Facet::Enhancement, "M-100 0-50-50 0 0-50 50Z"),
    ] {
        drawing.shape(outline, (0.0, 0.0), Paint::Tint(facet));
    }
    drawing.line(&confusion(), Paint::Strong, 0.4);
    drawing.line("M-100 0H100M0-100V100", Paint::Strong, 0.3);
    drawing.line("M0-100 100 0 0 100-100 0Z", Paint::Strong, 0.7);
    names(&mut drawing);
    for bubble in &field.bubbles {
        let at = drawn(bubble.placement);
        drawing.circle(at, bubble_radius(bubble.count, field), Paint::Accent);
        let number = Type { paint: Paint::Paper, ..Type::plain(4.0).anchored(Anchor::Middle) };
        drawing.text(at.0, at.1 + 1.4, number, &bubble.count.to_string());
    }
    for dot in &field.dots {
        if let Some(from) = dot.from {
            let ((x, y), (fx, fy)) = (drawn(dot.placement), drawn(from));
            drawing.line(&format!("M{fx:.1} {fy:.1}L{x:.1} {y:.1}"), Paint::Ink, 0.5);
        }
        let facet = dot.placement.main_facet();
        drawing.circle(drawn(dot.placement), radius(dot.priority) + 0.8, Paint::Paper);
        drawing.shape(&shape(facet, radius(dot.priority)), drawn(dot.placement), Paint::Facet(facet));
    }
    drawing.finish((-142.0, -134.0, 284.0, 268.0), frame)
}

fn names(drawing: &mut Drawing) {
    let l = locale();
    let places = [
        (Facet::Mission, 0.0, -117.0, Anchor::Middle, td_string!(l, words.pole.directed).to_string(), -106.0),
        (Facet::Enhancement, -140.0, -34.0, Anchor::Start, td_string!(l, words.pole.certainty).to_string(), -23.0),
        (Facet::Anticipatory, 140.0, -34.0, Anchor::End, td_string!(l, words.pole.uncertainty).to_string(), -23.0),
        (Facet::Adaptive, 0.0, 127.0, Anchor::Middle, td_string!(l, words.pole.undirected).to_string(), 113.0),
    ];
    for (facet, x, y, anchor, pole, pole_y) in places {
        let name = Type { paint: Paint::Facet(facet), ..Type::plain(9.0).bold().anchored(anchor) };
        drawing.text(x, y, name, &words::facet(facet));
        drawing.text(x, pole_y, Type::plain(6.2).soft().anchored(anchor), &pole);
    }
}
