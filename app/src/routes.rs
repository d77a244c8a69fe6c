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
    lazy_page!(read: About = pages::about::About);
    lazy_page!(read: Accessibility = pages::accessibility::Accessibility);
    lazy_page!(read: Privacy = pages::privacy::Privacy);
    lazy_page!(compass: Compass = pages::compass::Compass);
    lazy_page!(compass: PlaceEntry = pages::compass::PlaceEntry);
    lazy_page!(insights: Balance = pages::insights::Balance);
    lazy_page!(insights: Gaps = pages::insights::Gaps);
    lazy_page!(insights: Flow = pages::insights::Flow);
    lazy_page!(insights: Time = pages::insights::Time);
    lazy_page!(insights: TryOut = pages::insights::TryOut);
    lazy_page!(insights: Report = pages::insights::Report);
    lazy_page!(insights: SetTarget = pages::insights::SetTarget);
    lazy_page!(write: Submit = pages::submit::Submit);
    lazy_page!(write: Receipt = pages::receipt::Receipt);
    lazy_page!(write: SignIn = pages::sign_in::SignIn);
    lazy_page!(write: Manage = pages::manage::Manage);
    lazy_page!(write: Stages = pages::manage::Stages);
    lazy_page!(write: Review = pages::manage::Review);
    lazy_page!(write: Register = pages::manage::Register);
    lazy_page!(write: Outbox = pages::manage::Outbox);
    lazy_page!(write: Follow = pages::follow::Follow);
    lazy_page!(write: FollowAsked = pages::follow::FollowAsked);
    lazy_page!(write: OpenedFollowing = pages::following::OpenedFollowing);
    lazy_page!(write: OwnFollowings = pages::following::OwnFollowings);
    lazy_page!(write: Act = pages::entry::Act);
    lazy_page!(write: People = pages::people::People);
    lazy_page!(write: AddPerson = pages::people::AddPerson);
    lazy_page!(write: PersonPage = pages::people::PersonPage);
    lazy_page!(write: OwnAccountPage = pages::account::OwnAccountPage);
    lazy_page!(write: ForgottenPassword = pages::forgotten_password::ForgottenPassword);
    lazy_page!(write: ChoosePassword = pages::link::ChoosePassword);
    lazy_page!(write: FirstAdministrator = pages::link::FirstAdministrator);
    lazy_page!(write: Assign = pages::entry::Assign);
    lazy_page!(write: Relate = pages::entry::Relate);
    lazy_page!(write: Comments = pages::entry::Comments);
    lazy_page!(write: WaitingComments = pages::entry::WaitingComments);
    lazy_page!(write: Edit = pages::entry::Edit);
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
                    // Before the actions, of which none is one.
                    <Route path=path!("/portfolio/:reference/edit") view={Lazy::<lazy::Edit>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/portfolio/:reference/assign") view={Lazy::<lazy::Assign>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/portfolio/:reference/relations") view={Lazy::<lazy::Relate>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/portfolio/:reference/comments") view={Lazy::<lazy::Comments>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/portfolio/:reference/history") view={Lazy::<lazy::History>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/portfolio/:reference/:action") view={Lazy::<lazy::Act>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/compass") view={Lazy::<lazy::Compass>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/compass/:reference") view={Lazy::<lazy::PlaceEntry>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/insights") view={Lazy::<lazy::Balance>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/insights/gaps") view={Lazy::<lazy::Gaps>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/insights/flow") view={Lazy::<lazy::Flow>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/insights/time") view={Lazy::<lazy::Time>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/insights/what-if") view={Lazy::<lazy::TryOut>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/insights/report") view={Lazy::<lazy::Report>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/insights/target") view={Lazy::<lazy::SetTarget>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/submit") view={Lazy::<lazy::Submit>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/receipt/:secret") view={Lazy::<lazy::Receipt>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view={Lazy::<lazy::SignIn>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/manage") view={Lazy::<lazy::Manage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/manage/comments") view={Lazy::<lazy::WaitingComments>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/manage/register") view={Lazy::<lazy::Register>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/manage/outbox") view={Lazy::<lazy::Outbox>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/follow") view={Lazy::<lazy::Follow>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/follow/asked") view={Lazy::<lazy::FollowAsked>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/following") view={Lazy::<lazy::OwnFollowings>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/following/:token") view={Lazy::<lazy::OpenedFollowing>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/manage/stages") view={Lazy::<lazy::Stages>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/manage/:reference") view={Lazy::<lazy::Review>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/people") view={Lazy::<lazy::People>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/people/new") view={Lazy::<lazy::AddPerson>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/people/:id") view={Lazy::<lazy::PersonPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account") view={Lazy::<lazy::OwnAccountPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/password") view={Lazy::<lazy::ForgottenPassword>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/password/:token") view={Lazy::<lazy::ChoosePassword>::new()} ssr=SsrMode::Async />
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
