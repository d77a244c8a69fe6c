//! Which role the municipality's own sign-in gives a person, by the groups that it says the person is in.

use super::{Role, RoleName, Units};
use crate::taxonomy::Slug;
use std::str::FromStr;

/// What everybody is who has signed in there, whichever groups they are in.
const ANYBODY: &str = "*";

/// Rules such as `Fyrfalt-admin=administrator,Rektorer=unit-manager:skola-familj+kultur-och-fritid,*=employee`.
///
/// Whoever meets several gets the most: an administrator, a manager of everything, a manager of all the units named
/// together, an employee. Whoever meets none has no role, and is not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRules(Vec<Rule>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    group: String,
    role: Role,
}

/// Why rules cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("'{0}' is not a rule such as Fyrfalt-admin=administrator")]
    Form(String),
    #[error("'{0}' is not a role")]
    Role(String),
    #[error("'{0}' names no unit, such as unit-manager:skola-familj")]
    Units(String),
}

impl FromStr for RoleRules {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        text.split(',').map(str::trim).filter(|rule| !rule.is_empty()).map(rule).collect::<Result<_, _>>().map(Self)
    }
}

fn rule(text: &str) -> Result<Rule, RuleError> {
    let (group, role) = text.rsplit_once('=').ok_or_else(|| RuleError::Form(text.to_owned()))?;
    let (name, units) = role.split_once(':').unwrap_or((role, ""));
    let name: RoleName = name.trim().parse().map_err(|_| RuleError::Role(role.to_owned()))?;
    let role = match name {
        RoleName::Employee => Role::Employee,
        RoleName::UnitManager => {
            let slugs: Result<Vec<Slug>, _> = units.split('+').map(|unit| unit.trim().parse()).collect();
            let units = slugs.ok().and_then(Units::new);
            Role::UnitManager(units.ok_or_else(|| RuleError::Units(text.to_owned()))?)
        }
        RoleName::Manager => Role::Manager,
        RoleName::Administrator => Role::Administrator,
    };
    match group.trim() {
        "" => Err(RuleError::Form(text.to_owned())),
        group => Ok(Rule { group: group.to_owned(), role }),
    }
}

impl RoleRules {
    /// The role of a person in these groups; none where no rule speaks of any.
    pub fn role(&self, groups: &[String]) -> Option<Role> {
        let meets = |rule: &&Rule| rule.group == ANYBODY || groups.contains(&rule.group);
        self.0.iter().filter(meets).map(|rule| rule.role.clone()).reduce(more)
    }
}

/// The role of whoever has both.
fn more(one: Role, other: Role) -> Role {
    match (one, other) {
        (Role::Administrator, _) | (_, Role::Administrator) => Role::Administrator,
        (Role::Manager, _) | (_, Role::Manager) => Role::Manager,
        (Role::UnitManager(mut one), Role::UnitManager(other)) => {
            one.join(other);
            Role::UnitManager(one)
        }
        (Role::UnitManager(units), _) | (_, Role::UnitManager(units)) => Role::UnitManager(units),
        (Role::Employee, Role::Employee) => Role::Employee,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(rules: &str, groups: &[&str]) -> Option<Role> {
        let groups: Vec<_> = groups.iter().map(ToString::to_string).collect();
        rules.parse::<RoleRules>().expect("rules").role(&groups)
    }

    fn of(units: &[&str]) -> Option<Role> {
        Units::new(units.iter().map(|unit| unit.parse().expect("a slug"))).map(Role::UnitManager)
    }

    #[test]
    fn whoever_meets_several_rules_gets_the_most() {
        const RULES: &str = "admins=administrator, chefer=manager, rektorer=unit-manager:skola, omsorg=unit-manager:omsorg+skola, *=employee";
        for (groups, expected) in [
            (&[][..], Some(Role::Employee)),
            (&["någon annan"], Some(Role::Employee)),
            (&["rektorer"], of(&["skola"])),
            (&["rektorer", "omsorg"], of(&["omsorg", "skola"])),
            (&["rektorer", "chefer"], Some(Role::Manager)),
            (&["chefer", "admins"], Some(Role::Administrator)),
            // Names of groups are taken as they are.
            (&["Admins", "*"], Some(Role::Employee)),
        ] {
            assert_eq!(role(RULES, groups), expected, "{groups:?}");
        }
    }

    #[test]
    fn whoever_meets_none_has_no_role() {
        assert_eq!(role("chefer=manager", &["rektorer"]), None);
        assert_eq!(role("chefer=manager", &["*"]), None);
        assert_eq!(role("", &["chefer"]), None);
    }

    #[test]
    fn groups_may_have_any_name() {
        assert_eq!(role("CN=Chefer;OU=Kommun=manager", &["CN=Chefer;OU=Kommun"]), Some(Role::Manager));
    }

    #[test]
    fn rules_that_say_nothing_are_refused() {
        for (rules, expected) in [
            ("chefer", RuleError::Form("chefer".into())),
            ("=manager", RuleError::Form("=manager".into())),
            ("chefer=king", RuleError::Role("king".into())),
            ("chefer=unit-manager", RuleError::Units("chefer=unit-manager".into())),
            ("chefer=unit-manager:", RuleError::Units("chefer=unit-manager:".into())),
        ] {
            assert_eq!(rules.parse::<RoleRules>(), Err(expected), "{rules}");
        }
    }
}
