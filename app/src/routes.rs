//! Every address that shows a page, and the frame around all of them.

use crate::{
    pages::{NotFound, home::Home},
    parts::frame::{Footer, Header, SkipLink},
    site::provide_site,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    Lazy, SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// The pages by the chunk of the program that they are in.
mod lazy {
    use crate::{chunks::lazy_page, pages};

    lazy_page!(read: Explore = pages::explore::Explore);
    lazy_page!(read: Entry = pages::entry::Entry);
    lazy_page!(write: ChallengesWork = pages::challenges::ChallengesWork);
    lazy_page!(read: About = pages::about::About);
    lazy_page!(read: Accessibility = pages::accessibility::Accessibility);
    lazy_page!(read: Privacy = pages::privacy::Privacy);
    lazy_page!(compass: CompassWork = pages::compass::CompassWork);
    lazy_page!(insights: Insights = pages::insights::Insights);
    lazy_page!(write: Submit = pages::submit::Submit);
    lazy_page!(write: Receipt = pages::receipt::Receipt);
    lazy_page!(write: SignIn = pages::sign_in::SignIn);
    lazy_page!(write: Followings = pages::following::Followings);
    lazy_page!(write: ManageWork = pages::manage::ManageWork);
    lazy_page!(write: Follow = pages::follow::FollowWork);
    lazy_page!(write: EntryWork = pages::entry::EntryWork);
    lazy_page!(write: PeopleWork = pages::people::PeopleWork);
    lazy_page!(write: Password = pages::link::Password);
    lazy_page!(write: OwnAccountPage = pages::account::OwnAccountPage);
    lazy_page!(write: FirstAdministrator = pages::link::FirstAdministrator);
    lazy_page!(history: History = pages::entry::History);
}

/// The application. Its pages are rendered whole ([`SsrMode::Async`]), so that reading needs no scripts and the status
/// code is right.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    #[cfg(feature = "hydrate")]
    provide_context(crate::browser::document_language());
    provide_site();
    crate::parts::heading::provide_focus_on_navigation();

    view! {
        <Router>
            <SkipLink />
            <Header />
            <main id="main" tabindex="-1">
                <FlatRoutes fallback=NotFound>
                    <Route path=path!("/") view=Home ssr=SsrMode::Async />
                    <Route path=path!("/portfolio") view={Lazy::<lazy::Explore>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/portfolio/:reference") view={Lazy::<lazy::Entry>::new()} ssr=SsrMode::Async />
                    // Before the others, which are parts of one page for the browser: each route of its own would weigh on
                    // the first visit.
                    <Route path=path!("/portfolio/:reference/history") view={Lazy::<lazy::History>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/portfolio/:reference/:action") view={Lazy::<lazy::EntryWork>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/compass/:reference?") view={Lazy::<lazy::CompassWork>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/insights/:section?") view={Lazy::<lazy::Insights>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/challenges/:slug?") view={Lazy::<lazy::ChallengesWork>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/challenges/:slug/:edit") view={Lazy::<lazy::ChallengesWork>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/submit") view={Lazy::<lazy::Submit>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/receipt/:secret/:part?") view={Lazy::<lazy::Receipt>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/sign-in/:resume?") view={Lazy::<lazy::SignIn>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/follow/:asked?") view={Lazy::<lazy::Follow>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/following/:token?") view={Lazy::<lazy::Followings>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/manage/:reference?") view={Lazy::<lazy::ManageWork>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/people/:id?") view={Lazy::<lazy::PeopleWork>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account") view={Lazy::<lazy::OwnAccountPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/password/:token?") view={Lazy::<lazy::Password>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/start/:token") view={Lazy::<lazy::FirstAdministrator>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/about") view={Lazy::<lazy::About>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/accessibility") view={Lazy::<lazy::Accessibility>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/privacy") view={Lazy::<lazy::Privacy>::new()} ssr=SsrMode::Async />
                </FlatRoutes>
            </main>
            <Footer />
        </Router>
    }
}
