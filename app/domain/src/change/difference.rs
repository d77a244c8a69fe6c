//! One field that changed, with what it said before and after.

use super::State;
use crate::{
    day::Day,
    entry::Units,
    goal::Goal,
    journey::{Activity, Benefit, Record, Spread},
    placement::Placement,
    reception::Decision,
    stage::{Origin, Priority, Stage},
    taxonomy::Slug,
    text::{NeedText, Passage, Phrase, Summary, Title},
};
use serde::{Deserialize, Serialize};

/// What a field said before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Swap<T> {
    pub from: T,
    pub to: T,
}

impl<T> Swap<T> {
    /// Both made into something else.
    pub fn map<U>(self, make: impl Fn(T) -> U) -> Swap<U> {
        Swap { from: make(self.from), to: make(self.to) }
    }
}

/// One kind of difference for each field of a state: its value there is at the path beside it.
macro_rules! differences {
    ($($variant:ident($type:ty) at $first:ident$(.$rest:ident)*),+ $(,)?) => {
        /// A field that changed.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case", tag = "field")]
        pub enum Difference {
            $($variant(Swap<$type>)),+
        }

        impl Difference {
            /// Every field in which two states differ.
            pub(super) fn between(from: &State<Record>, to: &State<Record>) -> Vec<Self> {
                let mut all = Vec::new();
                $(
                    let (before, after) = (&from.$first$(.$rest)*, &to.$first$(.$rest)*);
                    if before != after {
                        all.push(Self::$variant(Swap { from: before.clone(), to: after.clone() }));
                    }
                )+
                all
            }

            /// Makes the change; none where the state does not say what it starts from.
            pub(super) fn apply(&self, state: &mut State<Record>) -> Option<()> {
                match self {
                    $(Self::$variant(Swap { from, to }) => {
                        let place = &mut state.$first$(.$rest)*;
                        (place == from).then(|| to.clone_into(place))
                    })+
                }
            }
        }
    };
}

differences! {
    Title(Title) at title.sv,
    Summary(Summary) at summary.sv,
    Need(NeedText) at journey.facts.need,
    Plan(Option<Passage>) at journey.facts.plan,
    Audience(Option<Phrase>) at journey.facts.audience,
    HopedBenefit(Option<Passage>) at hoped_benefit,
    TitleEnglish(Option<Title>) at title.en,
    SummaryEnglish(Option<Summary>) at summary.en,
    Origin(Origin) at origin,
    Units(Units) at units,
    Board(Slug) at board,
    Goals(Vec<Goal>) at goals,
    Priority(Priority) at priority,
    Placement(Placement) at placement,
    Stage(Stage) at journey.stage,
    Activity(Activity) at journey.activity,
    Responsible(Option<Phrase>) at journey.facts.responsible,
    ReceivingUnit(Option<Slug>) at journey.facts.receiving_unit,
    Began(Option<Day>) at journey.facts.began,
    ToShow(Option<Passage>) at journey.facts.to_show,
    InUseSince(Option<Day>) at journey.facts.in_use_since,
    Benefits(Vec<Benefit>) at journey.benefits,
    Spread(Vec<Spread>) at journey.spread,
    Decision(Decision) at decision,
}
