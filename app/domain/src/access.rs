//! Who may do what, decided here and nowhere else.
//!
//! A [`Visitor`] is whoever asks. What only some may do takes a *pass* as an argument ([`ManagerPass`]); a pass can be
//! had only from [`Visitor::manager`], so code that forgets to ask does not compile. Whoever is not known to be more
//! is a resident.

use crate::label::named;
use serde::{Deserialize, Serialize};

/// What an account is for. Residents need none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Employee,
    Manager,
}

named!(Role, "role", { Employee => "employee", Manager => "manager" });

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
}

/// Proof that a manager asks: may place, read what has come in, edit, publish and decline.
#[derive(Clone, Copy, Debug)]
pub struct ManagerPass<'visitor>(&'visitor Account);

impl ManagerPass<'_> {
    /// The manager, for the history.
    pub const fn account(&self) -> &Account {
        self.0
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

    /// The pass for what only managers may do.
    pub const fn manager(&self) -> Result<ManagerPass<'_>, Denied> {
        match self {
            Self::Resident => Err(Denied::SignInFirst),
            Self::SignedIn(account) => match account.role {
                Role::Manager => Ok(ManagerPass(account)),
                Role::Employee => Err(Denied::NotAllowed),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(role: Role) -> Visitor {
        Visitor::SignedIn(Account { id: 1, name: "Anna Ek".into(), email: "anna@example.se".into(), role })
    }

    #[test]
    fn only_managers_get_a_managers_pass() {
        assert_eq!(Visitor::default().manager().err(), Some(Denied::SignInFirst));
        assert_eq!(visitor(Role::Employee).manager().err(), Some(Denied::NotAllowed));
        assert!(visitor(Role::Manager).manager().is_ok());
    }
}
