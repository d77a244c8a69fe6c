//! How entries come from need to benefit: how far they reach, how long each stage takes, what is stuck, what ended.
//!
//! A *stay* is the time from the day an entry comes to a stage until the day it goes on, back, to rest or to its end.
//! The first begins the day the entry arrived. Time at rest belongs to no stage.
//!
//! **The rule of what is stuck** (Fyrfält's own): an entry is stuck when its present stay at need, idea or trial is
//! longer than three quarters of the stays there that have ended (the 75th percentile), provided that at least
//! [`LEAST_STAYS`] have. What is in use is where it should be.

use super::{
    history::{Ending, History, Life},
    quartiles::Quartiles,
};
use crate::{
    day::Day,
    portfolio::rows::Row,
    reference::Reference,
    stage::{Stage, Standing},
};
use std::cmp::Reverse;

/// From how many stays one can tell what is usual.
pub const LEAST_STAYS: u32 = 4;

/// How the entries found come along.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// In the order of [`Stage::ALL`].
    pub stages: [StageFlow; 4],
    pub innovations: u32,
    /// What is stuck, the longest over the usual first.
    pub stuck: Vec<Stuck>,
    /// What has ended, the latest first; without an ending where nothing is recorded of it.
    pub ended: Vec<(Reference, Option<Ending>)>,
}

/// How a stage is passed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageFlow {
    pub stage: Stage,
    /// How many entries have come this far: the sum of the four below.
    pub reached: u32,
    pub went_on: u32,
    /// This is the farthest they have come, and they go on.
    pub here: u32,
    pub paused: u32,
    pub ended: u32,
    /// How many days the stays that have ended took.
    pub stays: Option<Quartiles>,
}

/// An entry that has been at its stage for longer than usual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stuck {
    pub reference: Reference,
    pub stage: Stage,
    /// How many days it has been there.
    pub days: u32,
    /// How many days three quarters of the others needed at most.
    pub usual: f64,
}

/// A stay at a stage; without an end while it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    pub stage: Stage,
    pub from: Day,
    pub to: Option<Day>,
}

impl Stay {
    /// How many days it took, or has taken until today.
    fn days(&self, today: Day) -> u32 {
        u32::try_from(self.to.unwrap_or(today).days_since(self.from)).unwrap_or(0)
    }
}

const fn stage(standing: Standing) -> Option<Stage> {
    match standing {
        Standing::Need => Some(Stage::Need),
        Standing::Idea => Some(Stage::Idea),
        Standing::Trial => Some(Stage::Trial),
        Standing::InUse => Some(Stage::InUse),
        Standing::Paused | Standing::Ended => None,
    }
}

/// The stays of an entry, oldest first.
pub fn stays(row: &Row, life: &Life) -> Vec<Stay> {
    let begin = |standing, from| stage(standing).map(|stage| Stay { stage, from, to: None });
    let mut stays = Vec::with_capacity(life.moves.len() + 1);
    let mut now = begin(life.first_standing(row), row.created);
    for step in &life.moves {
        stays.extend(now.map(|stay| Stay { to: Some(step.on), ..stay }));
        now = begin(step.to, step.on);
    }
    stays.extend(now);
    stays
}

/// The farthest stage that an entry has come to. Where its journey is not recorded and it rests or is over, a need is
/// all that one can tell.
fn farthest(row: &Row, life: &Life) -> Stage {
    let stood = life.moves.iter().flat_map(|step| [step.from, step.to]).chain([row.standing]);
    stood.filter_map(stage).max().unwrap_or(Stage::Need)
}

/// How the rows come along, as of today.
pub fn flow(rows: &[Row], history: &History, today: Day) -> Flow {
    let mut left: [Vec<u32>; 4] = Default::default();
    let mut waiting = Vec::new();
    let mut stages = [0, 1, 2, 3].map(|place| StageFlow {
        stage: Stage::ALL[place],
        reached: 0,
        went_on: 0,
        here: 0,
        paused: 0,
        ended: 0,
        stays: None,
    });
    for row in rows {
        let life = history.of(row.reference);
        count(&mut stages, farthest(row, life), row.standing);
        for stay in stays(row, life) {
            let days = stay.days(today);
            match stay.to {
                Some(_) => left[stay.stage as usize].push(days),
                None if stay.stage != Stage::InUse => waiting.push((row.reference, stay.stage, days)),
                None => {}
            }
        }
    }
    for (flow, days) in stages.iter_mut().zip(&left) {
        flow.stays = Quartiles::of(days);
    }
    Flow {
        stuck: stuck(&waiting, &stages),
        innovations: rows.iter().filter(|row| row.innovation).count() as u32,
        ended: ended(rows, history),
        stages,
    }
}

fn count(stages: &mut [StageFlow; 4], farthest: Stage, standing: Standing) {
    for flow in stages.iter_mut().filter(|flow| flow.stage <= farthest) {
        flow.reached += 1;
        match standing {
            _ if flow.stage < farthest => flow.went_on += 1,
            Standing::Paused => flow.paused += 1,
            Standing::Ended => flow.ended += 1,
            _ => flow.here += 1,
        }
    }
}

fn stuck(waiting: &[(Reference, Stage, u32)], stages: &[StageFlow; 4]) -> Vec<Stuck> {
    let is_over = |(reference, stage, days): &(Reference, Stage, u32)| {
        let stays = stages[*stage as usize].stays.filter(|stays| stays.count >= LEAST_STAYS)?;
        let stuck = Stuck { reference: *reference, stage: *stage, days: *days, usual: stays.upper };
        (f64::from(*days) > stays.upper).then_some(stuck)
    };
    let mut stuck: Vec<Stuck> = waiting.iter().filter_map(is_over).collect();
    let over = |stuck: &Stuck| f64::from(stuck.days) - stuck.usual;
    stuck.sort_by(|a, b| over(b).total_cmp(&over(a)).then(a.reference.cmp(&b.reference)));
    stuck
}

fn ended(rows: &[Row], history: &History) -> Vec<(Reference, Option<Ending>)> {
    let over = rows.iter().filter(|row| row.standing == Standing::Ended);
    let mut ended: Vec<_> = over.map(|row| (row.reference, history.of(row.reference).ended.clone())).collect();
    ended.sort_by_key(|(reference, ending)| Reverse((ending.as_ref().map(|ending| ending.on), *reference)));
    ended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::testing::{any_life, day, ending, history, moves, row};
    use proptest::prelude::*;

    fn life(steps: &[(&str, Standing)]) -> Life {
        Life { moves: moves(steps), ..Life::default() }
    }

    #[test]
    fn a_stay_lasts_from_coming_to_leaving_and_rest_is_no_stay() {
        let steps = [
            ("2024-01-11", Standing::Idea),
            ("2024-01-21", Standing::Paused),
            ("2024-03-01", Standing::Idea),
            ("2024-03-06", Standing::Trial),
        ];
        let row = Row { standing: Standing::Trial, ..row(1) };
        let told: Vec<_> =
            stays(&row, &life(&steps)).iter().map(|stay| (stay.stage, stay.days(day("2024-03-10")))).collect();
        assert_eq!(told, [(Stage::Need, 10), (Stage::Idea, 10), (Stage::Idea, 5), (Stage::Trial, 4)]);
    }

    #[test]
    fn everything_that_reached_a_stage_is_somewhere() {
        let at = |number, standing| Row { standing, ..row(number) };
        let rows = [
            at(1, Standing::Need),
            at(2, Standing::Trial),
            at(3, Standing::Ended),
            at(4, Standing::Paused),
            Row { innovation: true, ..at(5, Standing::InUse) },
        ];
        let ended = Life {
            ended: Some(ending("2024-05-01", "Ingen ville ha det.")),
            ..life(&[("2024-02-01", Standing::Idea), ("2024-05-01", Standing::Ended)])
        };
        let history = history([
            (2, life(&[("2024-02-01", Standing::Idea), ("2024-03-01", Standing::Trial)])),
            (3, ended),
            (4, life(&[("2024-02-01", Standing::Paused)])),
            (
                5,
                life(&[
                    ("2024-02-01", Standing::Idea),
                    ("2024-03-01", Standing::Trial),
                    ("2024-04-01", Standing::InUse),
                ]),
            ),
        ]);
        let flow = flow(&rows, &history, day("2024-06-01"));
        let told = flow.stages.map(|stage| [stage.reached, stage.went_on, stage.here, stage.paused, stage.ended]);
        assert_eq!(told, [[5, 3, 1, 1, 0], [3, 2, 0, 0, 1], [2, 1, 1, 0, 0], [1, 0, 1, 0, 0]]);
        assert_eq!(flow.innovations, 1);
        assert_eq!(flow.ended, [(rows[2].reference, Some(ending("2024-05-01", "Ingen ville ha det.")))]);
    }

    #[test]
    fn stuck_is_longer_than_three_quarters_of_the_others() {
        let mut rows: Vec<Row> = (1..=4).map(|number| Row { standing: Standing::Idea, ..row(number) }).collect();
        let on = ["2024-01-11", "2024-01-21", "2024-01-31", "2024-02-10"];
        let lives = (1..=4).zip(on).map(|(number, on)| (number, life(&[(on, Standing::Idea)])));
        let history = history(lives);
        rows.push(row(5));
        rows.push(Row { created: day("2024-02-01"), ..row(6) });
        // Needs took 10, 20, 30 and 40 days: three quarters took 32.5 at most.
        let stuck = flow(&rows, &history, day("2024-03-01")).stuck;
        assert_eq!(stuck, [Stuck { reference: rows[4].reference, stage: Stage::Need, days: 60, usual: 32.5 }]);
        // With fewer than four that have left, nobody can tell.
        assert_eq!(flow(&rows[1..], &history, day("2024-03-01")).stuck, []);
    }

    proptest! {
        #[test]
        fn numbers_add_up(lives in prop::collection::vec(any_life(), 0..20)) {
            let rows: Vec<Row> = lives.iter().enumerate().map(|(n, (row, _))| Row { reference: crate::insights::testing::reference(n as u32 + 1), ..*row }).collect();
            let history = history(lives.iter().enumerate().map(|(n, (_, life))| (n as u32 + 1, life.clone())));
            let flow = flow(&rows, &history, day("2030-01-01"));
            for stage in flow.stages {
                prop_assert_eq!(stage.reached, stage.went_on + stage.here + stage.paused + stage.ended);
            }
            prop_assert_eq!(flow.stages[0].reached as usize, rows.len());
            for pair in flow.stages.windows(2) {
                prop_assert_eq!(pair[0].went_on, pair[1].reached);
            }
            prop_assert_eq!(flow.ended.len(), rows.iter().filter(|row| row.standing == Standing::Ended).count());
        }
    }
}
