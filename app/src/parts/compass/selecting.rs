//! Selecting several entries: by pointing at each, by a line drawn around them, or by keys.

use crate::browser::Pointer;
use domain::{placement::Point, reference::Reference, selected::Selected};
use leptos::prelude::*;

/// What is selected on a compass, and whether pointers and keys select now instead of opening and moving.
#[derive(Clone, Copy)]
pub struct Selecting {
    on: RwSignal<bool>,
    selected: RwSignal<Selected>,
    press: StoredValue<Option<Press>>,
    /// The line that is being drawn, in the drawing's own diamond.
    line: RwSignal<Vec<Point>>,
    news: RwSignal<Option<News>>,
    /// Writes the selection to the address.
    keep: Callback<Selected>,
}

/// A press on the drawing that may become a line.
#[derive(Clone, Copy)]
struct Press {
    start: Pointer,
    draws: bool,
}

/// What a person must know about the latest change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// There was no room for all.
    Full,
    /// The line went around bubbles, whose entries are not selected.
    Bubbles,
}

/// How far a pointer moves, in pixels, before a press is a line.
const SLACK: f64 = 5.0;

impl Selecting {
    /// `address` is the selection as it stands in the address, which `keep` writes.
    pub fn new(address: Memo<Selected>, keep: Callback<Selected>) -> Self {
        let selected = RwSignal::new(address.get_untracked());
        // Links, back and forward change it too.
        Effect::new(move |_| {
            let named = address.get();
            if selected.get_untracked() != named {
                selected.set(named);
            }
        });
        Self {
            on: RwSignal::new(false),
            selected,
            press: StoredValue::new(None),
            line: RwSignal::default(),
            news: RwSignal::new(None),
            keep,
        }
    }

    /// Whether pointers and keys select.
    pub fn is_on(&self) -> bool {
        self.on.get()
    }

    pub fn turn(&self, on: bool) {
        self.on.set(on);
        self.news.set(None);
        self.drop_line();
    }

    pub fn contains(&self, reference: Reference) -> bool {
        self.selected.with(|selected| selected.contains(reference))
    }

    pub fn count(&self) -> usize {
        self.selected.with(Selected::len)
    }

    pub fn with<R>(&self, read: impl FnOnce(&Selected) -> R) -> R {
        self.selected.with(read)
    }

    pub fn news(&self) -> Option<News> {
        self.news.get()
    }

    pub fn toggle(&self, reference: Reference) {
        self.change(|selected| selected.toggle(reference));
    }

    pub fn add(&self, references: impl IntoIterator<Item = Reference>) {
        self.change(|selected| references.into_iter().all(|reference| selected.add(reference)));
    }

    fn change(&self, change: impl FnOnce(&mut Selected) -> bool) {
        let before = self.selected.get_untracked();
        let mut selected = before.clone();
        let fits = change(&mut selected);
        self.news.set((!fits).then_some(News::Full));
        if selected != before {
            self.selected.set(selected.clone());
            self.keep.run(selected);
        }
    }

    /// A press somewhere on the drawing.
    pub fn pressed(&self, start: Pointer) {
        self.press.set_value((self.on.get_untracked() && start.is_primary).then_some(Press { start, draws: false }));
    }

    /// Follows a pointer; true when its press becomes a line.
    pub fn moved(&self, now: &Pointer) -> bool {
        let Some(press) = self.press.get_value().filter(|press| press.start.id == now.id) else { return false };
        if !press.draws && now.distance(&press.start) < SLACK {
            return false;
        }
        self.line.update(|line| {
            if line.is_empty() {
                line.push(press.start.point());
            }
            line.push(now.point());
        });
        self.press.set_value(Some(Press { draws: true, ..press }));
        !press.draws
    }

    /// The line that a pointer has drawn when it is lifted.
    pub fn released(&self, id: i32) -> Option<Vec<Point>> {
        // The press is kept: the click that follows a line must find it.
        let draws = self.press.get_value().is_some_and(|press| press.start.id == id && press.draws);
        let line = self.line.get_untracked();
        self.line.set(Vec::new());
        draws.then_some(line)
    }

    /// Selects what a line went around.
    pub fn close(&self, around: Vec<Reference>, bubbles: bool) {
        self.add(around);
        if bubbles && self.news.get_untracked().is_none() {
            self.news.set(Some(News::Bubbles));
        }
    }

    pub fn drop_line(&self) {
        self.press.set_value(None);
        self.line.set(Vec::new());
    }

    /// Whether the latest press drew a line: the click at its end is none on what lies there.
    pub fn drew(&self) -> bool {
        self.press.with_value(|press| press.is_some_and(|press| press.draws))
    }

    /// The line as an outline of the drawing.
    pub fn outline(&self) -> Option<String> {
        self.line.with(|line| {
            let scale = super::geometry::SCALE;
            let points: Vec<_> = line.iter().map(|at| format!("{:.1} {:.1}", at.x * scale, -at.y * scale)).collect();
            (!points.is_empty()).then(|| format!("M{}Z", points.join("L")))
        })
    }
}
