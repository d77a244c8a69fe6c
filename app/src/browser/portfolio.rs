//! The browser's own copy of the portfolio: fetched once, kept from page to page, renewed when the server has a newer.

use crate::api::portfolio::Start;
use domain::{language::Language, portfolio::Portfolio};
use leptos::prelude::*;
use std::ops::Deref;

/// A portfolio at hand.
pub struct AtHand {
    portfolio: Portfolio,
    start: fn(&Portfolio, Language) -> Start,
}

impl AtHand {
    /// What the start page shows. It reaches the engine by this pointer alone, so that a first visit is spared the
    /// engine's code: it comes with the pages that explore.
    pub fn start(&self, language: Language) -> Start {
        (self.start)(&self.portfolio, language)
    }
}

impl Deref for AtHand {
    type Target = Portfolio;

    fn deref(&self) -> &Portfolio {
        &self.portfolio
    }
}

/// Reads the copy, if there is one. The server has none: its pages ask the backend.
pub fn with<R>(read: impl FnOnce(&AtHand) -> R) -> Option<R> {
    #[cfg(feature = "hydrate")]
    return copy::with(read);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = read;
        None
    }
}

/// Runs what reads this anew when there is another copy.
pub fn track() {
    #[cfg(feature = "hydrate")]
    copy::version().track();
}

/// Whether the browser says that there is no network, once it has been asked.
pub fn is_offline() -> Signal<bool> {
    let offline = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| copy::follow_network(offline));
    offline.into()
}

/// Fetches the copy, and looks for a newer one whenever somebody comes back to the page, and each minute.
pub fn keep_fresh() {
    #[cfg(feature = "hydrate")]
    Effect::new(|_| copy::keep_fresh());
}

/// Looks for a newer copy now: after a change of one's own.
pub fn renew() {
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(copy::renew());
}

#[cfg(feature = "hydrate")]
mod copy {
    use super::AtHand;
    use crate::api::portfolio::Start;
    use domain::portfolio::Portfolio;
    use gloo_net::http::{Request, Response};
    use leptos::{
        ev::{focus, offline, online},
        leptos_dom::helpers::{set_interval_with_handle, window_event_listener},
        prelude::*,
        reactive::signal::ArcRwSignal,
        tachys::dom::{document, window},
        task::spawn_local,
    };
    use std::{cell::RefCell, time::Duration};
    use web_sys::RequestCache;

    /// Leads to the newest snapshot, whose address names its content.
    const NEWEST: &str = "/snapshot";
    /// How often a newer one is looked for while the page is seen.
    const PAUSE: Duration = Duration::from_secs(60);

    struct Copy {
        /// The address of its content.
        address: String,
        at_hand: AtHand,
    }

    thread_local! {
        static COPY: RefCell<Option<Box<Copy>>> = const { RefCell::new(None) };
        static VERSION: ArcRwSignal<u32> = ArcRwSignal::new(0);
    }

    pub fn with<R>(read: impl FnOnce(&AtHand) -> R) -> Option<R> {
        COPY.with_borrow(|copy| copy.as_ref().map(|copy| read(&copy.at_hand)))
    }

    pub fn version() -> ArcRwSignal<u32> {
        VERSION.with(Clone::clone)
    }

    pub fn keep_fresh() {
        spawn_local(renew());
        let renew_if_seen = || {
            if !document().hidden() {
                spawn_local(renew());
            }
        };
        let back = window_event_listener(focus, move |_| renew_if_seen());
        let network = window_event_listener(online, move |_| renew_if_seen());
        let timer = set_interval_with_handle(renew_if_seen, PAUSE);
        on_cleanup(move || {
            back.remove();
            network.remove();
            timer.into_iter().for_each(|timer| timer.clear());
        });
    }

    pub fn follow_network(is_offline: RwSignal<bool>) {
        is_offline.set(!window().navigator().on_line());
        let gone = window_event_listener(offline, move |_| is_offline.set(true));
        let back = window_event_listener(online, move |_| is_offline.set(false));
        on_cleanup(move || {
            gone.remove();
            back.remove();
        });
    }

    pub async fn renew() {
        match fetch(RequestCache::NoCache).await {
            // A copy that cannot be read is dropped, and fetched past whatever kept it.
            Fetched::Damaged => {
                if let Fetched::New(copy) = fetch(RequestCache::Reload).await {
                    replace(Some(copy));
                }
            }
            Fetched::New(copy) => replace(Some(copy)),
            Fetched::None => replace(None),
            Fetched::Same | Fetched::Unreachable => {}
        }
    }

    fn replace(copy: Option<Box<Copy>>) {
        COPY.with_borrow_mut(|kept| *kept = copy);
        version().update(|version| *version += 1);
    }

    enum Fetched {
        New(Box<Copy>),
        Same,
        /// The portfolio is too large for browsers.
        None,
        Damaged,
        Unreachable,
    }

    async fn fetch(cache: RequestCache) -> Fetched {
        let Ok(response) = Request::get(NEWEST).cache(cache).send().await else { return Fetched::Unreachable };
        match response.status() {
            200 if is_kept(&response) => Fetched::Same,
            200 => read(response).await,
            204 if COPY.with_borrow(Option::is_some) => Fetched::None,
            204 => Fetched::Same,
            _ => Fetched::Unreachable,
        }
    }

    fn is_kept(response: &Response) -> bool {
        COPY.with_borrow(|copy| copy.as_ref().is_some_and(|copy| copy.address == response.url()))
    }

    async fn read(response: Response) -> Fetched {
        let Ok(bytes) = response.binary().await else { return Fetched::Unreachable };
        match Portfolio::decode(&bytes) {
            Ok(portfolio) => {
                let at_hand = AtHand { portfolio, start: Start::of };
                Fetched::New(Box::new(Copy { address: response.url(), at_hand }))
            }
            Err(_) => Fetched::Damaged,
        }
    }
}
