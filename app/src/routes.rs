//! Every address that shows a page, and the frame around all of them.

use crate::{
    browser,
    pages::{
        NotFound,
        about::About,
        accessibility::Accessibility,
        compass::{Compass, PlaceEntry},
        entry::Entry,
        explore::Explore,
        home::Home,
        insights::{Balance, Flow, Gaps, Report, SetTarget, Time, TryOut},
        manage::{Manage, Review},
        privacy::Privacy,
        receipt::Receipt,
        sign_in::SignIn,
        submit::Submit,
    },
    parts::frame::{Footer, Header, SkipLink},
    site::provide_site,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

/// The application. Its pages are rendered whole ([`SsrMode::Async`]), so that reading needs no scripts and the status
/// code is right.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    #[cfg(feature = "hydrate")]
    provide_context(browser::document_language());
    provide_site();
    crate::parts::heading::provide_focus_on_navigation();
    Effect::new(browser::mark_hydrated);

    view! {
        <Router>
            <SkipLink />
            <Header />
            <main id="main" tabindex="-1">
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Home ssr=SsrMode::Async />
                    <Route path=path!("/portfolio") view=Explore ssr=SsrMode::Async />
                    <Route path=path!("/portfolio/:reference") view=Entry ssr=SsrMode::Async />
                    <Route path=path!("/compass") view=Compass ssr=SsrMode::Async />
                    <Route path=path!("/compass/:reference") view=PlaceEntry ssr=SsrMode::Async />
                    <Route path=path!("/insights") view=Balance ssr=SsrMode::Async />
                    <Route path=path!("/insights/gaps") view=Gaps ssr=SsrMode::Async />
                    <Route path=path!("/insights/flow") view=Flow ssr=SsrMode::Async />
                    <Route path=path!("/insights/time") view=Time ssr=SsrMode::Async />
                    <Route path=path!("/insights/what-if") view=TryOut ssr=SsrMode::Async />
                    <Route path=path!("/insights/report") view=Report ssr=SsrMode::Async />
                    <Route path=path!("/insights/target") view=SetTarget ssr=SsrMode::Async />
                    <Route path=path!("/submit") view=Submit ssr=SsrMode::Async />
                    <Route path=path!("/receipt/:secret") view=Receipt ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view=SignIn ssr=SsrMode::Async />
                    <Route path=path!("/manage") view=Manage ssr=SsrMode::Async />
                    <Route path=path!("/manage/:reference") view=Review ssr=SsrMode::Async />
                    <Route path=path!("/about") view=About ssr=SsrMode::Async />
                    <Route path=path!("/accessibility") view=Accessibility ssr=SsrMode::Async />
                    <Route path=path!("/privacy") view=Privacy ssr=SsrMode::Async />
                </Routes>
            </main>
            <Footer />
        </Router>
    }
}
