//! People with an account, as administrators and they themselves see them, and the forms that change them.

use crate::{
    access::{Account, Role, RoleName, Units},
    draft::choice,
    fault::{Fault, Field, Problem, Problems},
    label::named,
    password::Password,
    reception::Arrival,
    taxonomy::{Slug, Taxonomies},
    text::{Email, Phrase},
};
use serde::{Deserialize, Serialize};

/// Somebody with an account, by its number and the person's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountName {
    pub id: i64,
    pub name: String,
}

/// A person with an account, as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub account: Account,
    pub state: State,
    /// Whether the person signs in where the municipality does: name, address and role then follow from there.
    pub signs_in_elsewhere: bool,
    /// When one of the account's sessions was last used; none where there is no session.
    pub seen: Option<Arrival>,
}

/// A person, with what has been done with the account, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    pub person: Person,
    pub deeds: Vec<Deed>,
}

/// What an account can be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    InUse,
    /// No password has been chosen yet.
    Invited,
    Disabled,
    /// The name and the address are gone; what was decided stays.
    Erased,
}

named!(State, "state", {
    InUse => "in-use",
    Invited => "invited",
    Disabled => "disabled",
    Erased => "erased",
});

/// Something that was done with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    pub at: Arrival,
    /// Who did it; none where the program or the command line did.
    pub by: Option<String>,
    pub what: DeedKind,
}

/// What can be done with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeedKind {
    Added,
    Changed,
    /// A one-time link to choose a password was made.
    Invited,
    PasswordSet,
    SessionsEnded,
    Disabled,
    Enabled,
    Exported,
    Erased,
}

named!(DeedKind, "deed", {
    Added => "added",
    Changed => "changed",
    Invited => "invited",
    PasswordSet => "password-set",
    SessionsEnded => "sessions-ended",
    Disabled => "disabled",
    Enabled => "enabled",
    Exported => "exported",
    Erased => "erased",
});

/// What an administrator decides of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    pub email: Email,
    pub name: Phrase,
    pub role: Role,
}

/// What became of a change to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonChanged {
    Saved,
    /// There is no such account, or it has been erased.
    Gone,
    /// Another account has the address.
    EmailTaken,
    /// Nobody else could administer the accounts afterwards.
    LastAdministrator,
}

/// The form as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawPerson {
    pub email: String,
    pub name: String,
    pub role: String,
    pub units: Vec<String>,
}

impl RawPerson {
    /// The form as it is for an account that stands.
    pub fn of(account: &Account) -> Self {
        Self {
            email: account.email.clone(),
            name: account.name.clone(),
            role: account.role.name().to_string(),
            units: account.role.own_units().map_or_else(Vec::new, |own| own.iter().map(ToString::to_string).collect()),
        }
    }

    /// The form as it was sent; other fields are left out.
    pub fn from_pairs<'form>(pairs: impl IntoIterator<Item = (&'form str, &'form str)>) -> Self {
        let mut raw = Self::default();
        for (name, value) in pairs {
            match name.parse() {
                Ok(Field::Email) => value.clone_into(&mut raw.email),
                Ok(Field::Name) => value.clone_into(&mut raw.name),
                Ok(Field::Role) => value.clone_into(&mut raw.role),
                Ok(Field::Units) => raw.units.push(value.to_owned()),
                _ => {}
            }
        }
        raw
    }

    /// Checks the form. Units count for a manager of some units alone, who must have one.
    ///
    /// # Errors
    /// Everything that is wrong at once, in the order of the form.
    pub fn check(&self, taxonomies: &Taxonomies) -> Result<PersonFacts, Vec<Problem>> {
        let mut problems = Problems::default();
        let name = problems.take(Field::Name, Phrase::parse(&self.name));
        let email = problems.take(Field::Email, Email::parse(&self.email));
        let role = problems.take(Field::Role, choice(&self.role)).and_then(|role| match role {
            RoleName::Employee => Some(Role::Employee),
            RoleName::UnitManager => problems.take(Field::Units, self.own_units(taxonomies)).map(Role::UnitManager),
            RoleName::Manager => Some(Role::Manager),
            RoleName::Administrator => Some(Role::Administrator),
        });
        match (name, email, role) {
            (Some(name), Some(email), Some(role)) => Ok(PersonFacts { email, name, role }),
            _ => Err(problems.into_vec()),
        }
    }

    fn own_units(&self, taxonomies: &Taxonomies) -> Result<Units, Fault> {
        let known = |text: &String| text.parse::<Slug>().ok().filter(|slug| taxonomies.unit(slug).is_some());
        let units: Option<Vec<Slug>> = self.units.iter().map(known).collect();
        Units::new(units.ok_or(Fault::Unknown)?).ok_or(Fault::Missing)
    }
}

/// A new password, written twice so that nobody locks themselves out by a slip.
///
/// # Errors
/// Everything that is wrong at once.
pub fn new_password(password: &str, again: &str) -> Result<Password, Vec<Problem>> {
    let mut problems = Problems::default();
    let checked = problems.take(Field::Password, Password::parse(password));
    if checked.is_some() && password != again {
        problems.add(Field::Again, Fault::Differs);
    }
    let problems = problems.into_vec();
    checked.filter(|_| problems.is_empty()).ok_or(problems)
}

/// One's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    /// Whether it has a password, or only the municipality's sign-in.
    pub has_password: bool,
    /// The latest used first.
    pub sessions: Vec<Session>,
}

/// A browser in which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Names the session and lets nobody use it.
    pub key: String,
    /// What the browser said of itself when it signed in; empty where it said nothing.
    pub agent: String,
    pub began: Arrival,
    pub seen: Arrival,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Bilingual, taxonomy::Body};

    fn taxonomies() -> Taxonomies {
        let body = |slug: &str| Body {
            slug: slug.parse().expect("a slug"),
            name: Bilingual { sv: slug.to_owned(), en: None },
            contact: None,
        };
        Taxonomies::new(vec![body("skola"), body("omsorg")], vec![body("kommunstyrelsen")]).expect("lists")
    }

    fn raw(role: &str, units: &[&str]) -> RawPerson {
        RawPerson {
            email: "Anna@Example.se".into(),
            name: "Anna Ek".into(),
            role: role.into(),
            units: units.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn a_manager_of_some_units_needs_one_that_there_is() {
        let role = |role: &str, units: &[&str]| raw(role, units).check(&taxonomies()).map(|facts| facts.role.name());
        let wrong = |fault| Err(vec![Problem { field: Field::Units, fault }]);
        assert_eq!(role("unit-manager", &["skola"]), Ok(RoleName::UnitManager));
        assert_eq!(role("unit-manager", &[]), wrong(Fault::Missing));
        assert_eq!(role("unit-manager", &["skola", "gruvan"]), wrong(Fault::Unknown));
        // What was ticked for another role counts for nothing.
        assert_eq!(role("employee", &["skola", "gruvan"]), Ok(RoleName::Employee));
        assert_eq!(role("king", &[]), Err(vec![Problem { field: Field::Role, fault: Fault::Unknown }]));
    }

    #[test]
    fn a_form_is_read_as_it_was_shown() {
        let facts = raw("unit-manager", &["omsorg", "skola"]).check(&taxonomies()).expect("good");
        assert_eq!(&*facts.email, "anna@example.se");
        let account = Account { id: 1, name: facts.name.to_string(), email: facts.email.to_string(), role: facts.role };
        let shown = RawPerson::of(&account);
        assert_eq!(shown.check(&taxonomies()).map(|facts| facts.role), Ok(account.role));
    }

    #[test]
    fn a_new_password_is_long_and_written_twice() {
        let wrong = |field, fault| Some(vec![Problem { field, fault }]);
        let long = "ett långt lösenord";
        assert!(new_password(long, long).is_ok());
        assert_eq!(new_password("kort", "kort").err(), wrong(Field::Password, Fault::TooShort { min: 12 }));
        assert_eq!(new_password(long, "ett annat lösenord").err(), wrong(Field::Again, Fault::Differs));
        assert_eq!(new_password("", "").err(), wrong(Field::Password, Fault::Missing));
    }
}
