//! What every page knows: who reads, the municipality's settings and its lists.

use crate::settings::Settings;
use domain::{access::Visitor, challenge::ChallengeLine, taxonomy::Taxonomies};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the server tells a document once, and the browser keeps from page to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Site {
    pub visitor: Visitor,
    pub settings: Settings,
    pub taxonomies: Taxonomies,
    /// The challenges that can be answered today.
    pub challenges: Vec<ChallengeLine>,
}

impl Site {
    /// What the request's context says; none where pages are only listed, not rendered.
    #[cfg(feature = "ssr")]
    fn of_request() -> Option<Self> {
        let backend = use_context::<crate::backend::SharedBackend>()?;
        Some(Self {
            visitor: use_context().unwrap_or_default(),
            settings: backend.settings().clone(),
            taxonomies: backend.portfolio().taxonomies().clone(),
            challenges: open_ones(backend.challenges(), backend.today()),
        })
    }

    #[cfg(not(feature = "ssr"))]
    const fn of_request() -> Option<Self> {
        None
    }
}

/// Those that can be answered on a day.
#[cfg(feature = "ssr")]
fn open_ones(mut challenges: Vec<ChallengeLine>, today: domain::day::Day) -> Vec<ChallengeLine> {
    use domain::challenge::Period;

    challenges.retain(|challenge| challenge.period(today) == Period::Open);
    challenges
}

/// Makes the site known to every page below; false where there is no request to know it from.
pub fn provide_site() -> bool {
    let site: Option<Site> = SharedValue::new(Site::of_request).into_inner();
    let known = site.is_some();
    if let Some(site) = site {
        provide_context(Arc::new(site));
    }
    known
}

/// What every page knows. It is shared, as each line of a list asks for it.
pub fn site() -> Arc<Site> {
    expect_context()
}
