//! What an account is for.

use crate::{label::named, taxonomy::Slug};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an account is for. Residents need none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Employee,
    /// Manages the entries of some units.
    UnitManager(Units),
    /// Manages every entry.
    Manager,
    /// Manages every entry, and the accounts.
    Administrator,
}

/// A role without what belongs to it, as forms, the command line and the documentation name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoleName {
    Employee,
    UnitManager,
    Manager,
    Administrator,
}

named!(RoleName, "role", {
    Employee => "employee",
    UnitManager => "unit-manager",
    Manager => "manager",
    Administrator => "administrator",
});

/// Units, at least one: a manager of none would manage nothing, and must not be taken for one of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeSet<Slug>")]
pub struct Units(BTreeSet<Slug>);

/// There is no unit where there must be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no unit")]
pub struct NoUnit;

impl Units {
    /// These units; none where there is not one.
    pub fn new(units: impl IntoIterator<Item = Slug>) -> Option<Self> {
        Self::try_from(units.into_iter().collect::<BTreeSet<_>>()).ok()
    }

    pub fn contains(&self, unit: &Slug) -> bool {
        self.0.contains(unit)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Slug> {
        self.0.iter()
    }

    /// Adds the units of others.
    pub fn join(&mut self, others: Self) {
        self.0.extend(others.0);
    }
}

impl TryFrom<BTreeSet<Slug>> for Units {
    type Error = NoUnit;

    fn try_from(units: BTreeSet<Slug>) -> Result<Self, NoUnit> {
        if units.is_empty() { Err(NoUnit) } else { Ok(Self(units)) }
    }
}

impl Role {
    pub const fn name(&self) -> RoleName {
        match self {
            Self::Employee => RoleName::Employee,
            Self::UnitManager(_) => RoleName::UnitManager,
            Self::Manager => RoleName::Manager,
            Self::Administrator => RoleName::Administrator,
        }
    }

    /// The units that it is for, where it is for some alone.
    pub const fn own_units(&self) -> Option<&Units> {
        match self {
            Self::UnitManager(units) => Some(units),
            Self::Employee | Self::Manager | Self::Administrator => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_units_are_never_read_as_all() {
        assert!(serde_json::from_str::<Role>(r#"{"unit_manager":[]}"#).is_err());
        let role: Role = serde_json::from_str(r#"{"unit_manager":["skola"]}"#).expect("a role");
        assert_eq!(serde_json::to_string(&role).expect("json"), r#"{"unit_manager":["skola"]}"#);
    }
}
