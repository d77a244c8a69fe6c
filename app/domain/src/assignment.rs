//! Who answers for an entry inside the municipality, and what that person does next.

use crate::{
    day::Day,
    fault::{Fault, Field, Problem, Problems},
    person::AccountName,
    reception::Named,
    text::Line,
};
use serde::{Deserialize, Serialize};

/// What is to be done next, in a line.
pub type StepText = Line<3, 200>;

/// Something to do before a day is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    pub what: StepText,
    pub due: Day,
}

impl NextStep {
    /// Whether its day has passed.
    pub fn is_overdue(&self, today: Day) -> bool {
        self.due < today
    }
}

/// Who answers for an entry, and what is next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    pub person: Option<AccountName>,
    pub next: Option<NextStep>,
    /// Counts the changes; of two who change it at once the second is told.
    pub number: u32,
}

/// An assignment as a manager changes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assigning {
    pub entry: Named,
    pub now: Assignment,
    /// Everybody who may answer for the entry, by name.
    pub assignees: Vec<AccountName>,
    pub today: Day,
}

/// What an assignment is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAssignment {
    /// The number of an account.
    pub person: Option<i64>,
    pub next: Option<NextStep>,
    /// The number of the assignment that was changed.
    pub seen: u32,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assigned {
    Saved,
    /// Somebody else changed it meanwhile: nothing was done.
    Overtaken,
    /// There is no such published entry.
    Gone,
}

/// What lies on somebody: shown on the start page of that person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnOnesDesk {
    /// The entries that the person answers for and that are under way: what is due first comes first, and what has no
    /// next step last.
    pub entries: Vec<Charge>,
    /// How many submissions the person has that wait for a decision.
    pub submissions: u32,
}

/// An entry that somebody answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    pub entry: Named,
    pub next: Option<NextStep>,
    pub is_overdue: bool,
}

/// An assignment as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawAssignment {
    /// The number of an account; nobody where it is empty.
    pub person: String,
    pub next_step: String,
    pub due: String,
}

impl RawAssignment {
    /// As it stands.
    pub fn of(assignment: &Assignment) -> Self {
        let next = assignment.next.as_ref();
        Self {
            person: assignment.person.as_ref().map(|person| person.id.to_string()).unwrap_or_default(),
            next_step: next.map(|next| next.what.to_string()).unwrap_or_default(),
            due: next.map(|next| next.due.to_string()).unwrap_or_default(),
        }
    }

    /// Reads a form. Fields that an assignment does not have are left alone.
    pub fn from_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut raw = Self::default();
        for (name, value) in pairs {
            let place = match name.parse() {
                Ok(Field::Person) => &mut raw.person,
                Ok(Field::NextStep) => &mut raw.next_step,
                Ok(Field::Due) => &mut raw.due,
                _ => continue,
            };
            value.clone_into(place);
        }
        raw
    }

    /// What it is to be. A step needs its day and somebody to take it, and a day needs its step.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self, assignees: &[AccountName], seen: u32) -> Result<NewAssignment, Vec<Problem>> {
        let mut problems = Problems::default();
        let (step, due) = (self.next_step.trim(), self.due.trim());
        let has_step = !step.is_empty() || !due.is_empty();
        let person = problems.take(Field::Person, self.person(assignees, has_step));
        let next = if has_step {
            let what = problems.take(Field::NextStep, StepText::parse(step));
            let day = if due.is_empty() { Err(Fault::Missing) } else { due.parse() };
            let due = problems.take(Field::Due, day);
            what.zip(due).map(|(what, due)| Some(NextStep { what, due }))
        } else {
            Some(None)
        };
        person.zip(next).map(|(person, next)| NewAssignment { person, next, seen }).ok_or_else(|| problems.into_vec())
    }

    fn person(&self, assignees: &[AccountName], has_step: bool) -> Result<Option<i64>, Fault> {
        if self.person.is_empty() {
            return if has_step { Err(Fault::Missing) } else { Ok(None) };
        }
        let id: i64 = self.person.parse().map_err(|_| Fault::Unknown)?;
        if assignees.iter().any(|assignee| assignee.id == id) { Ok(Some(id)) } else { Err(Fault::Unknown) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assignees() -> Vec<AccountName> {
        vec![AccountName { id: 3, name: "Anna Ek".into() }]
    }

    fn raw(person: &str, next_step: &str, due: &str) -> RawAssignment {
        RawAssignment { person: person.into(), next_step: next_step.into(), due: due.into() }
    }

    #[test]
    fn a_step_needs_its_day_and_somebody_to_take_it() {
        for (person, step, due, wrong) in [
            ("", "", "", vec![]),
            ("3", "", "", vec![]),
            ("3", "Ring rektorn", "2026-12-01", vec![]),
            ("", "Ring rektorn", "2026-12-01", vec![(Field::Person, Fault::Missing)]),
            ("3", "Ring rektorn", "", vec![(Field::Due, Fault::Missing)]),
            ("3", "", "2026-12-01", vec![(Field::NextStep, Fault::Missing)]),
            ("3", "Ring rektorn", "i morgon", vec![(Field::Due, Fault::NotADate)]),
            ("4", "", "", vec![(Field::Person, Fault::Unknown)]),
            ("Anna Ek", "", "", vec![(Field::Person, Fault::Unknown)]),
        ] {
            let found = raw(person, step, due).check(&assignees(), 1).err().unwrap_or_default();
            let found: Vec<_> = found.into_iter().map(|Problem { field, fault }| (field, fault)).collect();
            assert_eq!(found, wrong, "{person} {step} {due}");
        }
    }

    #[test]
    fn it_is_overdue_once_its_day_has_passed() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let next = NextStep { what: "Ring rektorn".parse().expect("a step"), due: day("2026-12-01") };
        let late = ["2026-11-30", "2026-12-01", "2026-12-02"].map(|today| next.is_overdue(day(today)));
        assert_eq!(late, [false, false, true]);
    }

    #[test]
    fn a_form_gives_back_what_stands() {
        let next =
            NextStep { what: "Ring rektorn".parse().expect("a step"), due: "2026-12-01".parse().expect("a day") };
        let now = Assignment { person: assignees().pop(), next: Some(next.clone()), number: 4 };
        let form = RawAssignment::of(&now);
        let pairs = [("person", &*form.person), ("next_step", &*form.next_step), ("due", &*form.due)];
        let read = RawAssignment::from_pairs(pairs.into_iter());
        assert_eq!(read.check(&assignees(), 4), Ok(NewAssignment { person: Some(3), next: Some(next), seen: 4 }));
    }
}
