//! The list of what has come in: what waits, or what is decided, as far as a manager wants to see it.

use crate::{
    api::manage::fetch_queue,
    i18n::{language, locale, td_string},
    pages::{
        explore::BadParameters,
        receipt::{DecisionWord, arrival},
        submit::kind_words,
    },
    parts::{card::other_language, choose::Choose, heading::Heading, paging::Paging, trouble::Trouble},
    site::site,
    words,
};
use domain::{
    draft::Kind,
    fault::Field,
    filter::BadParameter,
    reception::{
        Decision,
        queue::{HeldBy, QueueFilter, QueueLine, QueuePage, QueueState},
    },
    reference::Reference,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

/// Where it is.
const PATH: &str = "/manage";

#[component]
pub fn Manage() -> impl IntoView {
    let query = use_query_map();
    let site = site();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let (filter, bad) = QueueFilter::read(|name| query.get(name), &site.taxonomies);
            let done = query.get("done").and_then(|done| done.parse::<Reference>().ok());
            (filter, bad, done)
        })
    });
    let queue = Resource::new(
        move || asked.get(),
        |(filter, bad, done)| async move { fetch_queue(filter.clone(), done).await.map(|page| (filter, bad, page)) },
    );
    view! {
        <Transition>
            {move || queue.get().map(|answer| match answer {
                Ok((filter, bad, page)) => view! { <Queue filter=filter bad=bad page=page /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Queue(filter: QueueFilter, bad: Vec<BadParameter>, page: QueuePage) -> impl IntoView {
    let l = locale();
    let waiting = page.waiting();
    let tabs = tabs(&filter, &page);
    let QueuePage { lines, page, pages, done, .. } = page;
    let heading = match filter.state {
        Some(QueueState::Decided) => td_string!(l, manage.decided).to_owned(),
        _ => td_string!(l, manage.waiting, count = waiting).to_string(),
    };
    let list = if !lines.is_empty() {
        view! { <ol class="queue">{lines.into_iter().map(|line| view! { <Line line=line /> }).collect_view()}</ol> }
            .into_any()
    } else if filter == QueueFilter::default().with_state(None) {
        view! {
            <div class="nothing">
                <p class="lead">{td_string!(l, manage.empty)}</p>
                <p>{td_string!(l, manage.empty_text)}</p>
            </div>
        }
        .into_any()
    } else {
        view! { <p class="nothing lead">{td_string!(l, reception.nothing_found)}</p> }.into_any()
    };
    let others = filter.clone();
    let to = move |page: u32| address(&QueueFilter { page, ..others.clone() });
    let is_whole = site().visitor.whole().is_ok();
    view! {
        <div class="page wide stack loose">
            <div class="page-head">
                <Heading text=td_string!(l, manage.title) />
                <p class="lead">{td_string!(l, manage.lead)}</p>
                <ul class="plain-links">
                    <li><A href="/manage/stages">{td_string!(l, by_stage.title)}</A></li>
                    {site().settings.resident_comments.then(|| view! { <li><A href="/manage/comments">{td_string!(l, comment.review_link)}</A></li> })}
                    <li><A href="/manage/register">{td_string!(l, reception.register_link)}</A></li>
                    {is_whole.then(|| view! {
                        <li><A href="/manage/outbox">{td_string!(l, reception.outbox_link)}</A></li>
                        <li><A href="/manage/weeding">{td_string!(l, weeding.link)}</A></li>
                    })}
                </ul>
            </div>
            {done.map(|line| view! { <Done line=line /> })}
            <BadParameters bad=bad />
            <Narrow filter=filter />
            <section class="stack" aria-labelledby="found">
                <nav aria-label=td_string!(l, reception.states)><ul class="tabs">{tabs}</ul></nav>
                <h2 id="found">{heading}</h2>
                {list}
                <Paging page=page pages=pages to=to />
            </section>
        </div>
    }
}

fn address(filter: &QueueFilter) -> String {
    match filter.query() {
        query if query.is_empty() => PATH.to_owned(),
        query => format!("{PATH}?{query}"),
    }
}

/// Links to each state, with how many there are.
fn tabs(filter: &QueueFilter, page: &QueuePage) -> Vec<impl IntoView + use<>> {
    let l = locale();
    let states = [None].into_iter().chain(QueueState::ALL.iter().copied().map(Some));
    states
        .map(|state| {
            let words = match state {
                None => td_string!(l, reception.state.all, count = page.waiting()).to_string(),
                Some(state) => {
                    let count = page.count(state);
                    match state {
                        QueueState::New => td_string!(l, reception.state.new, count = count).to_string(),
                        QueueState::Asked => td_string!(l, reception.state.asked, count = count).to_string(),
                        QueueState::Answered => td_string!(l, reception.state.answered, count = count).to_string(),
                        QueueState::Decided => td_string!(l, reception.state.decided, count = count).to_string(),
                    }
                }
            };
            let current = (filter.state == state).then_some("true");
            view! { <li><a class="pick" href=address(&filter.with_state(state)) aria-current=current>{words}</a></li> }
        })
        .collect()
}

/// What else of the list is looked for: a form, so that it needs no scripts.
#[component]
fn Narrow(filter: QueueFilter) -> impl IntoView {
    let l = locale();
    let reader = language();
    let lists = &site().taxonomies;
    let units = lists.units().map(|unit| (unit.slug.to_string(), unit.name(reader).to_owned()));
    let boards = lists.boards().map(|board| (board.slug.to_string(), board.name(reader).to_owned()));
    let kinds = Kind::ALL.iter().map(|kind| (kind.to_string(), kind_words(*kind).0.to_owned()));
    let holders = HeldBy::ALL.iter().map(|holder| {
        let words = match holder {
            HeldBy::Me => td_string!(l, reception.me),
            HeldBy::Nobody => td_string!(l, reception.nobody),
        };
        (holder.to_string(), words.to_owned())
    });
    let chosen = |value: Option<String>| value.unwrap_or_default();
    let clear = address(&QueueFilter::default().with_state(filter.state));
    view! {
        <form method="get" action=PATH class="narrow" aria-label=td_string!(l, reception.filter)>
            {filter.state.map(|state| view! { <input type="hidden" name="state" value=state.to_string() /> })}
            <Choose name="unit" label=words::field(Field::Units) options=units.collect() chosen=chosen(filter.unit.as_ref().map(ToString::to_string)) />
            <Choose name="board" label=words::field(Field::Board) options=boards.collect() chosen=chosen(filter.board.as_ref().map(ToString::to_string)) />
            <Choose name="kind" label=td_string!(l, manage.kind) options=kinds.collect() chosen=chosen(filter.kind.map(|kind| kind.to_string())) />
            <Choose name="holder" label=td_string!(l, reception.held_by) options=holders.collect() chosen=chosen(filter.held_by.map(|holder| holder.to_string())) />
            <div class="actions">
                <button class="button small">{td_string!(l, reception.show)}</button>
                {filter.is_narrowed().then(|| view! { <a href=clear>{td_string!(l, reception.clear)}</a> })}
            </div>
        </form>
    }
}

/// A submission in the list.
#[component]
fn Line(line: QueueLine) -> impl IntoView {
    let l = locale();
    let reader = language();
    let QueueLine { reference, title, kind, board, arrived, decision, state, age, holder, .. } = line;
    let lang = title.as_ref().and_then(|title| other_language(title.language(reader)));
    let title = match title {
        Some(title) => title.get(reader).to_string(),
        None => td_string!(l, reception.secret_title).to_owned(),
    };
    let board = site().taxonomies.board(&board).map(|board| board.name(reader).to_owned());
    let is_waiting = decision == Decision::Waiting;
    let word = if is_waiting {
        let (class, words) = match state {
            QueueState::Asked => ("decision", td_string!(l, reception.word.asked)),
            QueueState::Answered => ("decision answered", td_string!(l, reception.word.answered)),
            QueueState::New | QueueState::Decided => ("decision waiting", td_string!(l, reception.word.new)),
        };
        view! { <span class=class>{words}</span> }.into_any()
    } else {
        view! { <DecisionWord decision=decision /> }.into_any()
    };
    let has_it = match holder {
        Some(name) => td_string!(l, reception.has_it, name = name).to_string(),
        None => td_string!(l, reception.nobody_has_it).to_owned(),
    };
    view! {
        <li class="queue-line">
            <h3><A href=format!("/manage/{reference}") attr:lang=lang>{title}</A></h3>
            <span class="queue-word">{word}</span>
            <p class="queue-facts">
                <span class="number">{reference.to_string()}</span>
                <span>{kind_words(kind).0}</span>
                {board.map(|board| view! { <span>{board}</span> })}
                <time datetime=arrived.day.to_string()>{arrival(&arrived)}</time>
                {is_waiting.then(|| view! { <span>{td_string!(l, reception.age, count = age).to_string()}</span><span>{has_it}</span> })}
            </p>
        </li>
    }
}

/// The decision that was just made.
#[component]
fn Done(line: QueueLine) -> impl IntoView {
    let l = locale();
    let reference = line.reference;
    let title = line.title.map(|title| title.get(language()).to_string()).unwrap_or_default();
    let number = reference.to_string();
    match line.decision {
        Decision::Waiting => ().into_any(),
        Decision::Published { .. } => view! {
            <div class="notice good stack" role="status">
                <p>{td_string!(l, manage.done_published, title = title, reference = number).to_string()}</p>
                <p><A href=format!("/portfolio/{reference}") attr:class="button small">{td_string!(l, manage.see)}</A></p>
            </div>
        }
        .into_any(),
        Decision::Declined { .. } => view! {
            <p class="notice" role="status">
                {td_string!(l, manage.done_declined, title = title, reference = number).to_string()}
            </p>
        }
        .into_any(),
        Decision::SentOn { .. } => view! {
            <p class="notice" role="status">
                {td_string!(l, reception.done_sent_on, title = title, reference = number).to_string()}
            </p>
        }
        .into_any(),
        Decision::Merged { into, .. } => view! {
            <p class="notice good" role="status">
                {td_string!(l, reception.done_merged, title = title, reference = number, into = into.to_string()).to_string()}
            </p>
        }
        .into_any(),
    }
}
