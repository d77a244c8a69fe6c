//! Looking closer at a part of the compass, and back: by buttons, keys, a double click or the wheel.

use domain::{placement::Placement, zone::Zone};
use leptos::prelude::*;

/// The zone that is looked at, and the way to others.
#[derive(Clone, Copy)]
pub struct Zooming {
    zone: Signal<Zone>,
    /// The parts of the zone that hold entries, and how many.
    parts: Signal<Vec<(Zone, u32)>>,
    go: Callback<Go>,
    wheel: StoredValue<Wheel>,
}

/// A zone to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Go {
    pub to: Zone,
    /// Whether it takes the place of this one: there is no way back to each step to the side.
    pub replace: bool,
}

/// How far a wheel has turned since it last changed anything, and when that was in milliseconds.
#[derive(Clone, Copy, Default)]
struct Wheel {
    turned: f64,
    changed: f64,
}

/// How far a wheel turns, in pixels of scrolling, before one looks closer.
const NOTCH: f64 = 40.0;
/// How long, in milliseconds, a wheel that goes on turning changes nothing more: a pinch is many small turns.
const REST: f64 = 350.0;

impl Zooming {
    pub fn new(zone: Signal<Zone>, parts: Signal<Vec<(Zone, u32)>>, go: Callback<Go>) -> Self {
        Self { zone, parts, go, wheel: StoredValue::default() }
    }

    pub fn is_whole(&self) -> bool {
        self.zone.with(|zone| zone.is_whole())
    }

    /// Whether there is anything to look at more closely.
    pub fn can_go_closer(&self) -> bool {
        !self.parts.with(Vec::is_empty)
    }

    /// Looks closer at where a placement lies, or else at the fullest part.
    pub fn closer(&self, at: Option<Placement>) {
        let zone = self.zone.get_untracked();
        let part = at.and_then(|at| zone.part(at)).filter(|part| part.whole() == Some(zone));
        let fullest = || {
            let parts = self.parts.get_untracked();
            parts.into_iter().max_by_key(|(zone, count)| (*count, *zone)).map(|(zone, _)| zone)
        };
        if let Some(to) = part.or_else(fullest) {
            self.go.run(Go { to, replace: false });
        }
    }

    pub fn farther(&self) {
        if let Some(to) = self.zone.get_untracked().whole() {
            self.go.run(Go { to, replace: false });
        }
    }

    pub fn whole(&self) {
        if !self.zone.get_untracked().is_whole() {
            self.go.run(Go { to: Zone::WHOLE, replace: false });
        }
    }

    /// Looks at the zone beside this one.
    pub fn beside(&self, right: i8, up: i8) {
        let zone = self.zone.get_untracked();
        let to = zone.beside(right, up);
        if to != zone {
            self.go.run(Go { to, replace: true });
        }
    }

    /// Turns the wheel over a place: upwards, or two fingers apart, looks closer.
    pub fn turn(&self, by: f64, now: f64, at: Placement) {
        let Wheel { turned, changed } = self.wheel.get_value();
        if now - changed < REST {
            return;
        }
        let turned = if turned * by < 0.0 { by } else { turned + by };
        if turned.abs() < NOTCH {
            self.wheel.set_value(Wheel { turned, changed });
            return;
        }
        self.wheel.set_value(Wheel { turned: 0.0, changed: now });
        if turned < 0.0 { self.closer(Some(at)) } else { self.farther() }
    }

    /// Whether a key was for looking closer or back. `on_field` says that the drawing itself has the focus, and not a
    /// dot, whose arrow keys are its own.
    pub fn keyed(&self, key: &str, at: Option<Placement>, on_field: bool) -> bool {
        match key {
            "+" => self.closer(at),
            "-" => self.farther(),
            "0" => self.whole(),
            _ if !on_field || self.zone.get_untracked().is_whole() => return false,
            "ArrowLeft" => self.beside(-1, 0),
            "ArrowRight" => self.beside(1, 0),
            "ArrowUp" => self.beside(0, 1),
            "ArrowDown" => self.beside(0, -1),
            _ => return false,
        }
        true
    }
}
