//! A pointer - mouse, pen or finger - over a drawing of the compass.

use domain::placement::Point;
use leptos::{ev, prelude::*, svg};

/// Where a pointer is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    pub id: i32,
    /// The first finger, or a mouse's main button.
    pub is_primary: bool,
    client: Point,
    diamond: Point,
}

impl Pointer {
    /// Where the pointer of an event is over a drawing; none before the drawing is on the page.
    pub fn of(event: &ev::PointerEvent, drawing: NodeRef<svg::Svg>) -> Option<Self> {
        let diamond = Self::over(event, drawing)?;
        let client = Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) };
        Some(Self { id: event.pointer_id(), is_primary: event.is_primary() && event.button() <= 0, client, diamond })
    }

    /// Where in the diamond's measure an event over a drawing was, which may lie outside it.
    pub fn over(event: &ev::MouseEvent, drawing: NodeRef<svg::Svg>) -> Option<Point> {
        let frame = drawing.get_untracked()?.get_bounding_client_rect();
        let view = crate::parts::compass::geometry::VIEW;
        let across = (f64::from(event.client_x()) - frame.left()) / frame.width();
        let down = (f64::from(event.client_y()) - frame.top()) / frame.height();
        let scale = crate::parts::compass::geometry::SCALE;
        Some(Point { x: (view.0 + across * view.2) / scale, y: -(view.1 + down * view.3) / scale })
    }

    /// The point in the diamond's measure, which may lie outside it.
    pub const fn point(&self) -> Point {
        self.diamond
    }

    /// The point in the diamond's measure, which may lie outside it.
    pub const fn in_diamond(&self) -> (f64, f64) {
        (self.diamond.x, self.diamond.y)
    }

    /// How far it is from another place, in pixels.
    pub fn distance(&self, other: &Self) -> f64 {
        (self.client.x - other.client.x).hypot(self.client.y - other.client.y)
    }

    /// Sends the pointer's further events to the drawing, wherever it goes.
    pub fn capture(&self, drawing: NodeRef<svg::Svg>) {
        if let Some(drawing) = drawing.get_untracked() {
            let _ = drawing.set_pointer_capture(self.id);
        }
    }
}
