//! The journey from need to benefit: what each stage asks for, and the only ways to move.
//!
//! The rule of the whole product lives here: *an idea becomes an innovation only when it is in use and does good*
//! ([`Journey::is_innovation`]).

use crate::{
    day::Day,
    label::named,
    stage::{Stage, Standing},
    taxonomy::Slug,
    text::{NeedText, Passage, Phrase, Reason},
};
use serde::{Deserialize, Serialize};

/// What is known of an entry on its way; which of it must be known depends on the stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The need in words.
    pub need: NeedText,
    /// What one would do.
    pub plan: Option<Passage>,
    /// For whom.
    pub audience: Option<Phrase>,
    /// Who answers for it: a function, not a person's name, unless that person chose so.
    pub responsible: Option<Phrase>,
    /// The unit that takes over if the trial works.
    pub receiving_unit: Option<Slug>,
    /// When the trial began.
    pub began: Option<Day>,
    /// What the trial should show.
    pub to_show: Option<Passage>,
    pub in_use_since: Option<Day>,
}

impl Facts {
    /// What is known when no more than a need is.
    pub const fn of_need(need: NeedText) -> Self {
        Self {
            need,
            plan: None,
            audience: None,
            responsible: None,
            receiving_unit: None,
            began: None,
            to_show: None,
            in_use_since: None,
        }
    }

    /// Which facts `stage` needs and these lack, in the order in which they are asked for (`domain.md`, "Entries and
    /// their journey").
    pub fn missing_for(&self, stage: Stage) -> Vec<Fact> {
        Fact::ALL.iter().copied().filter(|fact| fact.needed_from() <= stage && !self.has(*fact)).collect()
    }

    const fn has(&self, fact: Fact) -> bool {
        match fact {
            Fact::Plan => self.plan.is_some(),
            Fact::Audience => self.audience.is_some(),
            Fact::Responsible => self.responsible.is_some(),
            Fact::ReceivingUnit => self.receiving_unit.is_some(),
            Fact::Began => self.began.is_some(),
            Fact::ToShow => self.to_show.is_some(),
            Fact::InUseSince => self.in_use_since.is_some(),
        }
    }
}

/// Something that a stage after need asks for. (Title, need and origin every entry has.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    Plan,
    Audience,
    Responsible,
    ReceivingUnit,
    Began,
    ToShow,
    InUseSince,
}

named!(Fact, "fact", {
    Plan => "plan",
    Audience => "audience",
    Responsible => "responsible",
    ReceivingUnit => "receiving_unit",
    Began => "began",
    ToShow => "to_show",
    InUseSince => "in_use_since",
});

impl Fact {
    /// The first stage that cannot be without it.
    pub const fn needed_from(self) -> Stage {
        match self {
            Self::Plan | Self::Audience => Stage::Idea,
            Self::Responsible | Self::ReceivingUnit | Self::Began | Self::ToShow => Stage::Trial,
            Self::InUseSince => Stage::InUse,
        }
    }
}

/// Whether an entry moves, rests or is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    Active,
    Paused { since: Day, reason: Reason },
    Ended { on: Day, reason: Reason, lesson: Reason },
}

/// Good that something in use has done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Benefit {
    pub who: Phrase,
    pub evidence: Evidence,
    pub what: Passage,
    pub figure: Option<Figure>,
    pub on: Day,
    pub confirmed_by: Phrase,
}

/// How a benefit is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    Measured,
    Observed,
}

named!(Evidence, "kind of evidence", { Measured => "measured", Observed => "observed" });

/// A number and what it counts: 97 %.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub value: f64,
    pub measure: Measure,
}

/// A unit of measure: one to forty characters.
pub type Measure = crate::text::Line<1, 40>;

/// Where else something has been taken up, and when. An addition to the journey, not a stage of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    pub place: Phrase,
    pub on: Day,
}

/// One move of the journey, as the append-only history keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    pub on: Day,
    pub who: String,
    pub from: Standing,
    pub to: Standing,
    pub why: Option<Reason>,
}

/// Why a move is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The stage asks for facts that are not known.
    #[error("the stage needs {0:?}")]
    Lacks(Vec<Fact>),
    /// The journey goes one stage forward at a time.
    #[error("the journey goes one stage at a time")]
    Skips,
    /// Going back leads to an earlier stage.
    #[error("that is not an earlier stage")]
    NotBack,
    /// Only what is active moves, pauses or gets benefits; only what is not reopens.
    #[error("it is paused or ended, or is not")]
    WrongActivity,
    /// Benefit and spread belong to what is in use.
    #[error("it is not in use")]
    NotInUse,
}

/// How far an entry has come. It cannot stand at a stage without what the stage needs: every way in checks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Record", into = "Record")]
pub struct Journey(Record);

/// A journey as it is stored, not yet known to hold together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub stage: Stage,
    pub facts: Facts,
    pub activity: Activity,
    pub benefits: Vec<Benefit>,
    pub spread: Vec<Spread>,
}

impl TryFrom<Record> for Journey {
    type Error = Refusal;

    fn try_from(record: Record) -> Result<Self, Refusal> {
        needs(&record.facts, record.stage)?;
        if record.stage != Stage::InUse && !(record.benefits.is_empty() && record.spread.is_empty()) {
            return Err(Refusal::NotInUse);
        }
        Ok(Self(record))
    }
}

impl From<Journey> for Record {
    fn from(journey: Journey) -> Self {
        journey.0
    }
}

fn needs(facts: &Facts, stage: Stage) -> Result<(), Refusal> {
    let missing = facts.missing_for(stage);
    if missing.is_empty() { Ok(()) } else { Err(Refusal::Lacks(missing)) }
}

impl Journey {
    /// An active journey at `stage`. Refused where the facts do not reach that far.
    pub fn begin(stage: Stage, facts: Facts) -> Result<Self, Refusal> {
        Record { stage, facts, activity: Activity::Active, benefits: Vec::new(), spread: Vec::new() }.try_into()
    }

    /// The stage it has reached, also when paused or ended.
    pub const fn stage(&self) -> Stage {
        self.0.stage
    }

    pub const fn facts(&self) -> &Facts {
        &self.0.facts
    }

    pub const fn activity(&self) -> &Activity {
        &self.0.activity
    }

    pub fn benefits(&self) -> &[Benefit] {
        &self.0.benefits
    }

    pub fn spread(&self) -> &[Spread] {
        &self.0.spread
    }

    /// Where it stands now.
    pub fn standing(&self) -> Standing {
        match self.0.activity {
            Activity::Active => self.0.stage.into(),
            Activity::Paused { .. } => Standing::Paused,
            Activity::Ended { .. } => Standing::Ended,
        }
    }

    /// Whether it may be called an innovation: in use now, with a benefit recorded.
    pub fn is_innovation(&self) -> bool {
        self.standing() == Standing::InUse && !self.0.benefits.is_empty()
    }

    /// One stage forward, with what is now known.
    pub fn advance(mut self, to: Stage, facts: Facts) -> Result<Self, Refusal> {
        self.must_be_active()?;
        if self.0.stage.next() != Some(to) {
            return Err(Refusal::Skips);
        }
        needs(&facts, to)?;
        self.0.stage = to;
        self.0.facts = facts;
        Ok(self)
    }

    /// Back to an earlier stage. What is known stays known; benefits and spread stand in the history.
    pub fn go_back(mut self, to: Stage) -> Result<Self, Refusal> {
        self.must_be_active()?;
        if to >= self.0.stage {
            return Err(Refusal::NotBack);
        }
        self.0.stage = to;
        self.0.benefits.clear();
        self.0.spread.clear();
        Ok(self)
    }

    pub fn pause(mut self, since: Day, reason: Reason) -> Result<Self, Refusal> {
        self.must_be_active()?;
        self.0.activity = Activity::Paused { since, reason };
        Ok(self)
    }

    /// Ends it, also when paused. Most ideas end, and the lesson is worth publishing.
    pub fn end(mut self, on: Day, reason: Reason, lesson: Reason) -> Result<Self, Refusal> {
        if matches!(self.0.activity, Activity::Ended { .. }) {
            return Err(Refusal::WrongActivity);
        }
        self.0.activity = Activity::Ended { on, reason, lesson };
        Ok(self)
    }

    /// Takes it up again at the stage it had reached.
    pub fn reopen(mut self) -> Result<Self, Refusal> {
        if self.0.activity == Activity::Active {
            return Err(Refusal::WrongActivity);
        }
        self.0.activity = Activity::Active;
        Ok(self)
    }

    pub fn record_benefit(mut self, benefit: Benefit) -> Result<Self, Refusal> {
        self.must_be_in_use()?;
        self.0.benefits.push(benefit);
        Ok(self)
    }

    pub fn record_spread(mut self, spread: Spread) -> Result<Self, Refusal> {
        self.must_be_in_use()?;
        self.0.spread.push(spread);
        Ok(self)
    }

    /// Tells the need, the plan and the audience in other words. A plan or an audience that the stage cannot be without
    /// stays where the new words have none.
    pub fn reworded(mut self, need: NeedText, plan: Option<Passage>, audience: Option<Phrase>) -> Self {
        let stage = self.0.stage;
        let facts = &mut self.0.facts;
        let kept = |fact: Fact| fact.needed_from() <= stage;
        facts.need = need;
        facts.plan = plan.or_else(|| facts.plan.take().filter(|_| kept(Fact::Plan)));
        facts.audience = audience.or_else(|| facts.audience.take().filter(|_| kept(Fact::Audience)));
        self
    }

    fn must_be_active(&self) -> Result<(), Refusal> {
        if self.0.activity == Activity::Active { Ok(()) } else { Err(Refusal::WrongActivity) }
    }

    fn must_be_in_use(&self) -> Result<(), Refusal> {
        if self.standing() == Standing::InUse { Ok(()) } else { Err(Refusal::NotInUse) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text<T: std::str::FromStr<Err = crate::fault::Fault>>(text: &str) -> T {
        text.parse().expect("valid text")
    }

    fn day() -> Day {
        Day::new(2026, 3, 1).expect("valid day")
    }

    fn all_facts() -> Facts {
        Facts {
            need: text("Det saknas ett säkert sätt att ta sig över vägen."),
            plan: Some(text("Bygga en gång- och cykelpassage.")),
            audience: Some(text("Skolbarn")),
            responsible: Some(text("Trafikingenjören")),
            receiving_unit: Some("samhallsbyggnad".parse().expect("slug")),
            began: Some(day()),
            to_show: Some(text("Att fler barn cyklar.")),
            in_use_since: Some(day()),
        }
    }

    fn without(mut facts: Facts, fact: Fact) -> Facts {
        match fact {
            Fact::Plan => facts.plan = None,
            Fact::Audience => facts.audience = None,
            Fact::Responsible => facts.responsible = None,
            Fact::ReceivingUnit => facts.receiving_unit = None,
            Fact::Began => facts.began = None,
            Fact::ToShow => facts.to_show = None,
            Fact::InUseSince => facts.in_use_since = None,
        }
        facts
    }

    fn benefit() -> Benefit {
        Benefit {
            who: text("Skolbarn"),
            evidence: Evidence::Observed,
            what: text("Fler cyklar till skolan."),
            figure: None,
            on: day(),
            confirmed_by: text("Rektorn"),
        }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Advance(Stage, Vec<Fact>),
        Back(Stage),
        Pause,
        End,
        Reopen,
        Benefit,
        Spread,
    }

    fn any_stage() -> impl Strategy<Value = Stage> {
        prop::sample::select(Stage::ALL)
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (any_stage(), prop::collection::vec(prop::sample::select(Fact::ALL), 0..2)).prop_map(|(to, lost)| Step::Advance(to, lost)),
            1 => any_stage().prop_map(Step::Back),
            1 => Just(Step::Pause),
            1 => Just(Step::End),
            2 => Just(Step::Reopen),
            2 => Just(Step::Benefit),
            1 => Just(Step::Spread),
        ]
    }

    fn take(journey: Journey, step: Step) -> Result<Journey, Refusal> {
        match step {
            Step::Advance(to, lost) => journey.advance(to, lost.into_iter().fold(all_facts(), without)),
            Step::Back(to) => journey.go_back(to),
            Step::Pause => journey.pause(day(), text("Väntar på pengar.")),
            Step::End => journey.end(day(), text("Det gick inte."), text("Fråga först.")),
            Step::Reopen => journey.reopen(),
            Step::Benefit => journey.record_benefit(benefit()),
            Step::Spread => journey.record_spread(Spread { place: text("Sjöbo"), on: day() }),
        }
    }

    proptest! {
        #[test]
        fn no_path_reaches_a_stage_without_what_it_needs(steps in prop::collection::vec(any_step(), 0..40)) {
            let mut journey = Journey::begin(Stage::Need, Facts::of_need(all_facts().need)).expect("a need suffices");
            for step in steps {
                let before = journey.stage();
                if let Ok(next) = take(journey.clone(), step) {
                    journey = next;
                }
                prop_assert_eq!(journey.facts().missing_for(journey.stage()), []);
                prop_assert!(journey.stage() as u8 <= before as u8 + 1, "a stage was skipped");
                prop_assert!(journey.stage() == Stage::InUse || journey.benefits().is_empty());
                if journey.is_innovation() {
                    prop_assert_eq!(journey.standing(), Standing::InUse);
                    prop_assert!(!journey.benefits().is_empty());
                }
                let json = serde_json::to_string(&journey).expect("serialises");
                prop_assert_eq!(&serde_json::from_str::<Journey>(&json).expect("deserialises"), &journey);
            }
        }
    }

    #[test]
    fn each_missing_fact_closes_its_stage() {
        for stage in Stage::ALL {
            assert!(Journey::begin(*stage, all_facts()).is_ok());
            for fact in Fact::ALL {
                let begun = Journey::begin(*stage, without(all_facts(), *fact));
                let expected = if fact.needed_from() <= *stage { Err(Refusal::Lacks(vec![*fact])) } else { Ok(()) };
                assert_eq!(begun.map(|_| ()), expected, "{stage} without {fact}");
            }
        }
    }

    #[test]
    fn in_use_without_benefit_is_honest_but_no_innovation() {
        let journey = Journey::begin(Stage::InUse, all_facts()).expect("all is known");
        assert!(!journey.is_innovation());
        let journey = journey.record_benefit(benefit()).expect("in use");
        assert!(journey.is_innovation());
        let paused = journey.clone().pause(day(), text("Vilar ett tag.")).expect("active");
        assert!(!paused.is_innovation(), "what rests is not in use");
        assert!(paused.reopen().expect("paused").is_innovation());
        assert!(!journey.go_back(Stage::Trial).expect("active").is_innovation());
    }

    #[test]
    fn a_stored_journey_that_does_not_hold_together_is_refused() {
        let mut record: Record = Journey::begin(Stage::InUse, all_facts()).expect("all is known").into();
        record.facts.in_use_since = None;
        assert_eq!(Journey::try_from(record), Err(Refusal::Lacks(vec![Fact::InUseSince])));
        let mut record: Record = Journey::begin(Stage::Idea, all_facts()).expect("all is known").into();
        record.benefits.push(benefit());
        assert_eq!(Journey::try_from(record), Err(Refusal::NotInUse));
    }
}
