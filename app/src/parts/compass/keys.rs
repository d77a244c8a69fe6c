//! What keys, a double click and the wheel do on the compass.

use super::{field::Field, mover::arrow, selecting::Selecting, tools};
use crate::{
    browser::{self, Pointer},
    i18n::language,
};
use domain::{entry::Card, reference::Reference};
use leptos::{ev, prelude::*};

impl Field {
    /// Whether a key on a dot was for moving it, or for selecting.
    pub fn keyed(&self, event: &ev::KeyboardEvent, card: &Card) -> bool {
        if let Some(selecting) = self.selecting.filter(|_| untrack(|| self.is_selecting())) {
            return self.selects_by_key(event, card.reference, selecting);
        }
        let holds = untrack(|| self.mover.holds(card.reference));
        match event.key().as_str() {
            // While a move is being saved, a hasty Enter is meant for the dot and not for its link.
            "Enter" if holds || untrack(|| self.mover.is_saving()) => self.mover.put_down(),
            "Escape" if holds => self.mover.take_back(),
            key => match arrow(key) {
                Some(direction) if self.may_move(card) => {
                    self.mover.take(card, card.title.get(language()));
                    self.mover.nudge(direction, event.shift_key());
                }
                _ => return false,
            },
        }
        true
    }

    fn selects_by_key(&self, event: &ev::KeyboardEvent, reference: Reference, selecting: Selecting) -> bool {
        match event.key().as_str() {
            " " => selecting.toggle(reference),
            "Escape" => {
                selecting.turn(false);
                browser::focus(tools::SELECT);
            }
            key => match arrow(key) {
                Some((right, up)) => {
                    let Some(next) = self.next_to(reference, right > 0.0 || up < 0.0) else { return true };
                    if event.shift_key() {
                        selecting.add([reference, next]);
                    }
                    browser::focus_dot(next);
                }
                None => return false,
            },
        }
        true
    }

    /// The dot after or before another, in the order of the page.
    fn next_to(&self, reference: Reference, after: bool) -> Option<Reference> {
        self.cards.with_untracked(|cards| {
            let here = cards.iter().position(|card| card.reference == reference)?;
            let next = if after { here + 1 } else { here.checked_sub(1)? };
            cards.get(next).map(|card| card.reference)
        })
    }

    /// Whether a key was for looking closer or back.
    pub fn keyed_on_field(&self, event: &ev::KeyboardEvent) -> bool {
        let Some(zooming) = self.zooming.filter(|_| !(event.ctrl_key() || event.meta_key() || event.alt_key())) else {
            return false;
        };
        let on_field = event.target().zip(event.current_target()).is_some_and(|(one, other)| one == other);
        let at = self.picked.get_untracked().and_then(|picked| {
            let card = |cards: &Vec<Card>| cards.iter().find(|card| card.reference == picked).cloned();
            self.cards.with_untracked(card).map(|card| untrack(|| self.mover.current(&card).0))
        });
        untrack(|| self.mover.hand()).is_none() && zooming.keyed(&event.key(), at, on_field)
    }

    pub fn double_clicked(&self, event: &ev::MouseEvent) {
        // Whoever selects clicks often.
        let zooming = self.zooming.filter(|_| untrack(|| !self.is_selecting()));
        if let Some((zooming, at)) = zooming.zip(Pointer::over(event, self.drawing)) {
            zooming.closer(Some(self.lens.get_untracked().meant((at.x, at.y))));
        }
    }

    /// A wheel with Ctrl, as two fingers on a touchpad are told too; without it the page scrolls.
    pub fn wheeled(&self, event: &ev::WheelEvent) {
        let zooming = self.zooming.filter(|_| event.ctrl_key());
        if let Some((zooming, at)) = zooming.zip(Pointer::over(event, self.drawing)) {
            event.prevent_default();
            zooming.turn(event.delta_y(), event.time_stamp(), self.lens.get_untracked().meant((at.x, at.y)));
        }
    }
}
