//! What each municipality sets for itself; the server reads it from its configuration, the pages show it.

use domain::access::RoleName;
use serde::{Deserialize, Serialize};

/// The settings that pages show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// "Tomelilla kommun".
    pub municipality: String,
    /// Where to ask about the portfolio and about accessibility: an e-mail address.
    pub contact: String,
    /// The other channels, which the portfolio must not compete with; none where the municipality has no such page.
    pub fault_report: Option<String>,
    pub complaint: Option<String>,
    pub citizens_initiative: Option<String>,
    /// When accessibility was last assessed, `2026-11-23`; none until somebody has.
    pub accessibility_assessed: Option<String>,
    /// Known shortcomings in accessibility, in the municipality's own words; none where none is known.
    pub accessibility_shortcomings: Option<String>,
    /// Whether mail can leave the server; where it cannot, it waits.
    pub mail: bool,
    /// Whether people can sign in by a password that they have chosen here.
    pub passwords: bool,
    /// Whether residents may comment on entries, to be read by a manager before others can.
    pub resident_comments: bool,
    /// Whether people can sign in where the municipality does.
    pub single_sign_on: bool,
    /// Whether this is the demo, whose sign-in page offers the demo accounts.
    pub demo: bool,
}

/// The accounts that the demo makes and its sign-in page offers.
pub const DEMO_ACCOUNTS: [DemoAccount; 4] = [
    DemoAccount { email: "chef@demo.fyrfalt.se", name: "Demo Chef", role: RoleName::Manager },
    DemoAccount { email: "medarbetare@demo.fyrfalt.se", name: "Demo Medarbetare", role: RoleName::Employee },
    DemoAccount { email: "skolchef@demo.fyrfalt.se", name: "Demo Skolchef", role: RoleName::UnitManager },
    DemoAccount { email: "admin@demo.fyrfalt.se", name: "Demo Administratör", role: RoleName::Administrator },
];

/// The unit of the demo's manager of some units.
pub const DEMO_UNIT: &str = "skola-familj";

/// The password of every demo account: public, and only ever in a demo.
pub const DEMO_PASSWORD: &str = "fyra-falt-demo";

/// An account of the demo.
#[derive(Clone, Copy, Debug)]
pub struct DemoAccount {
    pub email: &'static str,
    pub name: &'static str,
    pub role: RoleName,
}
