//! Who has a submission, and what the registrar notes of it.

use crate::{
    fault::{Fault, Field, Problem, Problems},
    person::AccountName,
    text::{self, Line},
};
use serde::{Deserialize, Serialize};

/// The number of a case in the municipality's own diary (diarienummer).
pub type DiaryNumber = Line<1, 60>;

/// Who has a submission, and what the registrar notes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Custody {
    pub holder: Option<AccountName>,
    pub diary_number: Option<DiaryNumber>,
    /// Whether it may hold what is secret by law: while it does, it is neither published nor merged, and lists show
    /// neither its title nor its sender.
    pub is_secret: bool,
    /// Counts the changes of the above; two who change them at once are told apart by it.
    pub version: i64,
}

/// What a custody is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCustody {
    pub holder: Option<i64>,
    pub diary_number: Option<DiaryNumber>,
    pub is_secret: bool,
    /// The version that was changed.
    pub seen: i64,
}

/// A custody as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawCustody {
    /// The number of an account; nobody where it is empty.
    pub holder: String,
    pub diary_number: String,
    pub is_secret: bool,
}

impl RawCustody {
    /// As it stands.
    pub fn of(custody: &Custody) -> Self {
        Self {
            holder: custody.holder.as_ref().map(|holder| holder.id.to_string()).unwrap_or_default(),
            diary_number: custody.diary_number.as_deref().unwrap_or_default().to_owned(),
            is_secret: custody.is_secret,
        }
    }

    /// Reads a form. Fields that a custody does not have are left alone.
    pub fn from_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut raw = Self::default();
        for (name, value) in pairs {
            match name.parse() {
                Ok(Field::Holder) => value.clone_into(&mut raw.holder),
                Ok(Field::DiaryNumber) => value.clone_into(&mut raw.diary_number),
                // A box is sent where it is ticked.
                Ok(Field::Secrecy) => raw.is_secret = true,
                _ => {}
            }
        }
        raw
    }

    /// What it is to be, `seen` being the version that was changed and `holders` those who may have it.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self, holders: &[AccountName], seen: i64) -> Result<NewCustody, Vec<Problem>> {
        let mut problems = Problems::default();
        let holder = problems.take(Field::Holder, self.holder(holders));
        let diary_number = problems.take(Field::DiaryNumber, text::optional(&self.diary_number, DiaryNumber::parse));
        let checked = holder.zip(diary_number);
        checked
            .map(|(holder, diary_number)| NewCustody { holder, diary_number, is_secret: self.is_secret, seen })
            .ok_or_else(|| problems.into_vec())
    }

    fn holder(&self, holders: &[AccountName]) -> Result<Option<i64>, Fault> {
        if self.holder.is_empty() {
            return Ok(None);
        }
        let id: i64 = self.holder.parse().map_err(|_| Fault::Unknown)?;
        if holders.iter().any(|holder| holder.id == id) { Ok(Some(id)) } else { Err(Fault::Unknown) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holders() -> Vec<AccountName> {
        vec![AccountName { id: 3, name: "Anna Ek".into() }]
    }

    #[test]
    fn only_those_who_may_have_it_get_it() {
        let raw = |holder: &str| RawCustody { holder: holder.into(), ..RawCustody::default() };
        assert_eq!(raw("3").check(&holders(), 1).map(|new| new.holder), Ok(Some(3)));
        assert_eq!(raw("").check(&holders(), 1).map(|new| new.holder), Ok(None));
        for unknown in ["4", "-3", "Anna Ek"] {
            let fault = Problem { field: Field::Holder, fault: Fault::Unknown };
            assert_eq!(raw(unknown).check(&holders(), 1), Err(vec![fault]), "{unknown}");
        }
    }

    #[test]
    fn a_form_gives_back_what_stands() {
        let custody =
            Custody { holder: holders().pop(), diary_number: "KS 2026/0142".parse().ok(), is_secret: true, version: 2 };
        let raw = RawCustody::of(&custody);
        let pairs = [("holder", &*raw.holder), ("diary_number", &*raw.diary_number), ("secrecy", "on")];
        assert_eq!(RawCustody::from_pairs(pairs.into_iter()), raw);
        let new = raw.check(&holders(), 2).expect("sound");
        assert_eq!((new.holder, new.diary_number, new.is_secret), (Some(3), custody.diary_number, true));
    }
}
