//! Who may do what, decided here and nowhere else.
//!
//! A [`Visitor`] is whoever asks. What not everybody may do is a [`Capability`], and [`Capability::extent`] is the one
//! table of who has it. Code that does such a thing takes a *pass* as an argument ([`ManagerPass`], [`EntryPass`] and
//! so on); a pass can be had only from a visitor who has the capability, so code that forgets to ask does not compile.
//! Whoever is not known to be more is a resident.

pub mod capability;
pub mod role;
pub mod rules;

pub use capability::{Capability, Extent};
pub use role::{Role, RoleName, Units};

use crate::{reference::Reference, taxonomy::Slug};
use serde::{Deserialize, Serialize};

/// A person who has signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub role: Role,
}

/// Whoever asks for something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visitor {
    /// Anyone who has not signed in.
    #[default]
    Resident,
    SignedIn(Account),
}

/// Why something is denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Denied {
    /// Signing in might help.
    #[error("sign in first")]
    SignInFirst,
    /// This account may not.
    #[error("this account may not do that")]
    NotAllowed,
    /// This account may do it for its own units, and the entry belongs to none of them.
    #[error("the entry belongs to other units")]
    OtherUnits,
}

/// Proof that somebody signed in asks, for what people do with their own account.
#[derive(Clone, Copy, Debug)]
pub struct AccountPass<'visitor>(&'visitor Account);

/// Proof that a manager asks, of some units or of all: may see what comes in for these.
#[derive(Clone, Copy, Debug)]
pub struct ManagerPass<'visitor>(&'visitor Account);

/// Proof that a manager asks who answers for this entry: may edit, publish, decline, place and carry it.
#[derive(Clone, Copy, Debug)]
pub struct EntryPass<'visitor> {
    account: &'visitor Account,
    reference: Reference,
}

/// Proof that a manager asks who may open challenges, which belong to no unit.
#[derive(Clone, Copy, Debug)]
pub struct ChallengePass<'visitor>(&'visitor Account);

/// Proof that somebody asks who answers for the whole portfolio: may set its target mix, and look after its mail.
#[derive(Clone, Copy, Debug)]
pub struct WholePass<'visitor>(&'visitor Account);

/// Proof that an administrator asks: may add, change, disable and erase people.
#[derive(Clone, Copy, Debug)]
pub struct AdministratorPass<'visitor>(&'visitor Account);

macro_rules! account_of {
    ($($pass:ident),+) => {$(
        impl $pass<'_> {
            /// Whoever asks, for the history.
            pub const fn account(&self) -> &Account {
                self.0
            }
        }
    )+};
}

account_of!(AccountPass, ManagerPass, ChallengePass, WholePass, AdministratorPass);

impl<'visitor> EntryPass<'visitor> {
    /// The same manager's pass for another entry, which belongs to these units.
    ///
    /// # Errors
    /// Where none of them is the manager's.
    pub fn also<'slug>(
        self,
        reference: Reference,
        units: impl IntoIterator<Item = &'slug Slug>,
    ) -> Result<Self, Denied> {
        ManagerPass(self.account).over(reference, units)
    }

    /// Whoever asks, for the history.
    pub const fn account(&self) -> &Account {
        self.account
    }

    /// The entry that the pass is for, and no other.
    pub const fn reference(&self) -> Reference {
        self.reference
    }
}

impl<'visitor> ManagerPass<'visitor> {
    /// The units whose entries it is for; none where it is for all.
    pub const fn units(&self) -> Option<&'visitor Units> {
        self.0.role.own_units()
    }

    /// The pass for one entry, which belongs to these units.
    ///
    /// # Errors
    /// Where none of them is the manager's.
    pub fn over<'slug>(
        self,
        reference: Reference,
        units: impl IntoIterator<Item = &'slug Slug>,
    ) -> Result<EntryPass<'visitor>, Denied> {
        let is_own = self.units().is_none_or(|own| units.into_iter().any(|unit| own.contains(unit)));
        if is_own { Ok(EntryPass { account: self.0, reference }) } else { Err(Denied::OtherUnits) }
    }
}

impl Visitor {
    /// The account, for those who have signed in.
    pub const fn account(&self) -> Option<&Account> {
        match self {
            Self::Resident => None,
            Self::SignedIn(account) => Some(account),
        }
    }

    /// Whether to offer what managers do. Offering is courtesy; doing takes [`Visitor::manager`].
    pub fn is_manager(&self) -> bool {
        self.manager().is_ok()
    }

    /// Whether to offer what managers do with an entry of these units.
    pub fn answers_for<'slug>(&self, reference: Reference, units: impl IntoIterator<Item = &'slug Slug>) -> bool {
        self.manager().and_then(|pass| pass.over(reference, units)).is_ok()
    }

    /// The pass for one's own account.
    pub fn own_account(&self) -> Result<AccountPass<'_>, Denied> {
        self.having(Capability::OwnAccount).map(AccountPass)
    }

    /// The pass for what managers may do.
    pub fn manager(&self) -> Result<ManagerPass<'_>, Denied> {
        self.having(Capability::Entries).map(ManagerPass)
    }

    /// The pass for opening and changing challenges.
    pub fn challenges(&self) -> Result<ChallengePass<'_>, Denied> {
        self.having(Capability::Challenges).map(ChallengePass)
    }

    /// The pass for what concerns the whole portfolio.
    pub fn whole(&self) -> Result<WholePass<'_>, Denied> {
        self.having(Capability::Whole).map(WholePass)
    }

    /// The pass for what only administrators may do.
    pub fn administrator(&self) -> Result<AdministratorPass<'_>, Denied> {
        self.having(Capability::People).map(AdministratorPass)
    }

    /// The account, if it has a capability, be it for its own units alone.
    fn having(&self, capability: Capability) -> Result<&Account, Denied> {
        let account = self.account().ok_or(Denied::SignInFirst)?;
        match capability.extent(Some(account.role.name())) {
            Extent::Nothing => Err(Denied::NotAllowed),
            Extent::OwnUnits | Extent::Everything => Ok(account),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(text: &str) -> Slug {
        text.parse().expect("a slug")
    }

    fn visitor(role: Role) -> Visitor {
        Visitor::SignedIn(Account { id: 1, name: "Anna Ek".into(), email: "anna@example.se".into(), role })
    }

    fn of_school() -> Role {
        Role::UnitManager(Units::new([slug("skola")]).expect("a unit"))
    }

    #[test]
    fn each_pass_is_for_those_who_have_the_capability() {
        for (who, own, manager, whole, administrator) in [
            (Visitor::Resident, false, false, false, false),
            (visitor(Role::Employee), true, false, false, false),
            (visitor(of_school()), true, true, false, false),
            (visitor(Role::Manager), true, true, true, false),
            (visitor(Role::Administrator), true, true, true, true),
        ] {
            assert_eq!(who.own_account().is_ok(), own, "{who:?}");
            assert_eq!(who.manager().is_ok(), manager, "{who:?}");
            assert_eq!(who.whole().is_ok(), whole, "{who:?}");
            assert_eq!(who.administrator().is_ok(), administrator, "{who:?}");
        }
        assert_eq!(Visitor::Resident.manager().err(), Some(Denied::SignInFirst));
        assert_eq!(visitor(Role::Employee).manager().err(), Some(Denied::NotAllowed));
    }

    #[test]
    fn a_manager_of_some_units_answers_for_their_entries_alone() {
        let reference = Reference::new(2026, 1).expect("a reference");
        let (school, care) = (slug("skola"), slug("omsorg"));
        for (role, units, answers) in [
            (of_school(), vec![&school], true),
            (of_school(), vec![&care, &school], true),
            (of_school(), vec![&care], false),
            (of_school(), vec![], false),
            (Role::Manager, vec![&care], true),
            (Role::Manager, vec![], true),
        ] {
            assert_eq!(visitor(role.clone()).answers_for(reference, units.clone()), answers, "{role:?} {units:?}");
        }
        let who = visitor(of_school());
        let pass = who.manager().expect("a manager");
        assert_eq!(pass.over(reference, [&care]).err(), Some(Denied::OtherUnits));
        let own = pass.over(reference, [&school]).expect("own");
        assert_eq!(own.reference(), reference);
        let another = Reference::new(2026, 2).expect("a reference");
        assert_eq!(own.also(another, [&care]).err(), Some(Denied::OtherUnits));
        assert_eq!(own.also(another, [&school]).expect("own").reference(), another);
    }
}
