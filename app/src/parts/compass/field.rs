//! What the dots of one compass share, and what pointers do to them.

use super::{
    bubbles::most,
    dots::Layout,
    geometry::{Lens, bubble_radius, radius, shape, translate},
    ghosts::Ghost,
    mover::Mover,
    selecting::Selecting,
    zooming::Zooming,
};
use crate::{browser::Pointer, i18n::language};
use domain::{
    access::Visitor, chart::Bubble, entry::Card, facet::Facet, lasso::surrounds, placement::Placement,
    reference::Reference,
};
use leptos::{ev, prelude::*, svg};

/// A press on a dot that may become a drag.
#[derive(Clone)]
pub struct Press {
    card: Card,
    start: Pointer,
    /// From the pointer to the dot, in the drawing's own diamond: the dot does not jump under the finger.
    offset: (f64, f64),
    dragged: bool,
}

/// How far a pointer moves, in pixels, before a press is a drag.
const SLACK: f64 = 5.0;

/// What the dots of one compass share.
#[derive(Clone, Copy)]
pub struct Field {
    pub drawing: NodeRef<svg::Svg>,
    pub press: StoredValue<Option<Press>>,
    pub lens: Memo<Lens>,
    pub layout: Memo<Layout>,
    pub cards: Signal<Vec<Card>>,
    pub bubbles: Signal<Vec<(Bubble, String)>>,
    pub picked: RwSignal<Option<Reference>>,
    pub mover: Mover,
    pub movable: bool,
    /// Whoever looks: a manager of some units moves their entries alone.
    pub visitor: StoredValue<Visitor>,
    pub selecting: Option<Selecting>,
    pub zooming: Option<Zooming>,
}

impl Field {
    /// Where a dot is drawn now, in the drawing's own diamond.
    pub fn drawn(&self, card: &Card) -> Placement {
        let seen = |placement: Placement| self.lens.get().seen(placement.into());
        match self.mover.hand() {
            Some(hand) if hand.reference == card.reference => seen(hand.at),
            _ => {
                let laid_out = self.layout.with(|layout| layout.get(&card.reference).copied());
                laid_out.unwrap_or_else(|| seen(card.placement))
            }
        }
    }

    /// Everything that is drawn, as it would be remembered.
    pub fn marks(&self) -> Vec<Ghost> {
        let lens = self.lens.get();
        let most = self.bubbles.with(|bubbles| most(bubbles));
        let dots = self.cards.with(|cards| {
            let ghost = |card: &Card| Ghost {
                key: card.reference.to_string(),
                facet: self.mover.current(card).0.main_facet(),
                place: translate(self.layout.with(|layout| {
                    layout.get(&card.reference).copied().unwrap_or_else(|| lens.seen(card.placement.into()))
                })),
                outline: shape(self.mover.current(card).0.main_facet(), radius(card.priority)),
            };
            cards.iter().map(ghost).collect::<Vec<_>>()
        });
        let bubbles = self.bubbles.with(|bubbles| {
            let ghost = |(bubble, _): &(Bubble, String)| Ghost {
                key: format!("zone {}", bubble.zone),
                facet: bubble.facet,
                place: translate(lens.seen(bubble.place)),
                // The shape of this facet is a circle.
                outline: shape(Facet::Adaptive, bubble_radius(bubble.count, most)),
            };
            bubbles.iter().map(ghost).collect::<Vec<_>>()
        });
        [dots, bubbles].concat()
    }

    /// Whether whoever looks may move this dot.
    pub fn may_move(&self, card: &Card) -> bool {
        self.movable && self.visitor.with_value(|visitor| visitor.answers_for(card.reference, card.units.iter()))
    }

    pub fn is_selecting(&self) -> bool {
        self.selecting.is_some_and(|selecting| selecting.is_on())
    }

    /// A press on the drawing, on a dot or beside it.
    pub fn began(&self, event: &ev::PointerEvent) {
        if let Some((selecting, pointer)) = self.selecting.zip(Pointer::of(event, self.drawing)) {
            selecting.pressed(pointer);
        }
    }

    /// A press on a dot.
    pub fn pressed(&self, event: &ev::PointerEvent, card: &Card) {
        self.press.set_value(None);
        let Some(start) = Pointer::of(event, self.drawing) else { return };
        if !self.may_move(card) || !start.is_primary || untrack(|| self.is_selecting()) {
            return;
        }
        let (x, y) = start.in_diamond();
        let dot = untrack(|| self.drawn(card));
        let offset = (dot.x() - x, dot.y() - y);
        self.press.set_value(Some(Press { card: card.clone(), start, offset, dragged: false }));
    }

    pub fn moved(&self, event: &ev::PointerEvent) {
        if self.press.with_value(Option::is_none) && untrack(|| !self.is_selecting()) {
            return;
        }
        let Some(now) = Pointer::of(event, self.drawing) else { return };
        if self.selecting.is_some_and(|selecting| selecting.moved(&now)) {
            now.capture(self.drawing);
        }
        let Some(mut press) = self.press.get_value() else { return };
        if now.id != press.start.id || (!press.dragged && now.distance(&press.start) < SLACK) {
            return;
        }
        let (x, y) = now.in_diamond();
        let (dx, dy) = press.offset;
        if !press.dragged {
            now.capture(self.drawing);
            self.mover.take(&press.card, press.card.title.get(language()));
            self.picked.set(Some(press.card.reference));
            press.dragged = true;
            self.press.set_value(Some(press));
        }
        self.mover.carry(self.lens.get_untracked().meant((x + dx, y + dy)));
    }

    pub fn released(&self, event: &ev::PointerEvent) {
        self.close_line(event.pointer_id());
        match self.press.get_value() {
            // The press is kept: the click that follows a drag must find it, and leave the link alone.
            Some(press) if press.start.id == event.pointer_id() && press.dragged => self.mover.put_down(),
            _ => self.press.set_value(None),
        }
    }

    pub fn cancelled(&self) {
        if let Some(selecting) = self.selecting {
            selecting.drop_line();
        }
        if self.press.with_value(Option::is_some) {
            self.press.set_value(None);
            self.mover.take_back();
        }
    }

    /// Selects what the line of a pointer went around.
    fn close_line(&self, pointer: i32) {
        let Some((selecting, line)) = self.selecting.and_then(|one| Some((one, one.released(pointer)?))) else {
            return;
        };
        let (around, bubbles) = untrack(|| {
            let inside = |placement: Placement| surrounds(&line, placement.into());
            let around = self.cards.with(|cards| {
                cards.iter().filter(|card| inside(self.drawn(card))).map(|card| card.reference).collect()
            });
            let lens = self.lens.get();
            let bubbles = self.bubbles.with(|all| all.iter().any(|(bubble, _)| inside(lens.seen(bubble.place))));
            (around, bubbles)
        });
        selecting.close(around, bubbles);
    }

    /// A click on a dot while several are selected.
    pub fn clicked(&self, reference: Reference) {
        let Some(selecting) = self.selecting.filter(|selecting| !selecting.drew()) else { return };
        selecting.toggle(reference);
        self.picked.set(Some(reference));
    }

    /// Whether a click belongs to the compass and does not follow the link: the end of a drag, or a finger's first
    /// touch, which shows what the dot is.
    pub fn keeps_click(&self, by_touch: bool, shown_before: bool) -> bool {
        let dragged = self.press.with_value(|press| press.as_ref().is_some_and(|press| press.dragged));
        self.press.set_value(None);
        dragged || (by_touch && !shown_before)
    }
}
