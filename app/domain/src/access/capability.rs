//! The table of who may do what. The documentation's table is written from it, and a test asks the running server for
//! every function and every role whether it keeps to it.

use super::RoleName;
use crate::label::named;

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capability {
    /// Reading what is published, and handing something in.
    Portfolio,
    /// One's own account: its password, its sessions, what is kept of oneself.
    OwnAccount,
    /// Entries: receiving what has come in, editing, publishing, placing, and carrying them from need to benefit.
    Entries,
    /// Challenges: opening them, changing them, and saying what came of them.
    Challenges,
    /// What concerns the whole portfolio: the target mix, the mail that leaves, and what is weeded.
    Whole,
    /// People: adding, changing, disabling and erasing accounts.
    People,
}

named!(Capability, "capability", {
    Portfolio => "portfolio",
    OwnAccount => "own-account",
    Entries => "entries",
    Challenges => "challenges",
    Whole => "whole",
    People => "people",
});

/// How far a capability goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Nothing,
    /// What belongs to at least one of the account's own units.
    OwnUnits,
    Everything,
}

impl Capability {
    /// How far the capability goes for a role; `None` is a resident. What is not named here is denied.
    pub const fn extent(self, role: Option<RoleName>) -> Extent {
        use RoleName::{Administrator, Employee, Manager, UnitManager};
        match (self, role) {
            (Self::Portfolio, _)
            | (Self::OwnAccount, Some(_))
            | (Self::Entries | Self::Whole, Some(Manager | Administrator))
            | (Self::Challenges, Some(UnitManager | Manager | Administrator))
            | (Self::People, Some(Administrator)) => Extent::Everything,
            (Self::Entries, Some(UnitManager)) => Extent::OwnUnits,
            (Self::OwnAccount | Self::Entries | Self::Challenges | Self::Whole | Self::People, None)
            | (Self::Entries | Self::Challenges | Self::Whole | Self::People, Some(Employee))
            | (Self::Whole, Some(UnitManager))
            | (Self::People, Some(UnitManager | Manager)) => Extent::Nothing,
        }
    }

    /// What it is, for the documentation.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Portfolio => "read what is published, hand something in",
            Self::OwnAccount => "one's own account: password, sessions, what is kept of oneself",
            Self::Entries => "receive, edit, publish, decline, place and carry entries",
            Self::Challenges => "open challenges, change them, say what came of them",
            Self::Whole => "set the target mix, look after the mail that leaves, see what is weeded",
            Self::People => "add, change, disable, export and erase people",
        }
    }
}

/// Everybody whom the table tells apart; `None` is a resident.
pub fn everybody() -> impl Iterator<Item = Option<RoleName>> {
    std::iter::once(None).chain(RoleName::ALL.iter().copied().map(Some))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_the_one_before_may() {
        const fn rank(extent: Extent) -> u8 {
            extent as u8
        }
        for capability in Capability::ALL {
            let ranks: Vec<_> = everybody().map(|role| rank(capability.extent(role))).collect();
            assert!(ranks.is_sorted(), "{capability}: {ranks:?}");
        }
    }

    #[test]
    fn residents_may_only_what_everybody_may() {
        for capability in Capability::ALL {
            let may = capability.extent(None) != Extent::Nothing;
            assert_eq!(may, *capability == Capability::Portfolio, "{capability}");
        }
    }
}
