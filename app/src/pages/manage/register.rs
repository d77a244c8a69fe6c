//! The registrar's list of what has come in.

use crate::{
    api::manage::fetch_register,
    i18n::{language, locale, td_string},
    insights::{Cell, Table},
    pages::explore::BadParameters,
    parts::{choose::Choose, heading::Heading, paging::Paging, trouble::Trouble},
    register::table,
    site::site,
    words,
};
use domain::{
    day::Day,
    fault::Field,
    filter::BadParameter,
    reception::register::{RegisterFilter, RegisterPage},
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

/// Where it is.
const PATH: &str = "/manage/register";

#[component]
pub fn Register() -> impl IntoView {
    let query = use_query_map();
    let site = site();
    let asked = Memo::new(move |_| query.with(|query| RegisterFilter::read(|name| query.get(name), &site.taxonomies)));
    let register = Resource::new(
        move || asked.get(),
        |(filter, bad)| async move { fetch_register(filter.clone()).await.map(|page| (filter, bad, page)) },
    );
    view! {
        <Transition>
            {move || register.get().map(|answer| match answer {
                Ok((filter, bad, page)) => view! { <Lines filter=filter bad=bad page=page /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Lines(filter: RegisterFilter, bad: Vec<BadParameter>, page: RegisterPage) -> impl IntoView {
    let l = locale();
    let RegisterPage { lines, total, page, pages } = page;
    let table = table(&lines, &site().taxonomies);
    let file = match filter.on_page(1).query() {
        query if query.is_empty() => format!("{PATH}.csv"),
        query => format!("{PATH}.csv?{query}"),
    };
    let others = filter.clone();
    let to = move |page: u32| format!("{PATH}?{}", others.on_page(page).query());
    let found = if lines.is_empty() {
        view! { <p class="nothing lead">{td_string!(l, reception.register.empty)}</p> }.into_any()
    } else {
        view! {
            <div class="stack">
                <p>
                    {td_string!(l, reception.register.count, count = total).to_string()}". "
                    <a href=file rel="external" download>{td_string!(l, reception.register.csv)}</a>
                </p>
                <Whole table=table />
            </div>
        }
        .into_any()
    };
    view! {
        <div class="page wide stack loose">
            <div class="page-head">
                <p class="crumb"><A href="/manage">{td_string!(l, manage.title)}</A></p>
                <Heading text=td_string!(l, reception.register.title) />
                <p class="lead">{td_string!(l, reception.register.lead)}</p>
            </div>
            <BadParameters bad=bad />
            <Narrow filter=filter />
            {found}
            <Paging page=page pages=pages to=to />
        </div>
    }
}

/// The time and the board that are looked for: a form, so that it needs no scripts.
#[component]
fn Narrow(filter: RegisterFilter) -> impl IntoView {
    let l = locale();
    let reader = language();
    let site = site();
    let boards = site.taxonomies.boards().map(|board| (board.slug.to_string(), board.name(reader).to_owned()));
    let boards = boards.collect();
    let day = |name: &'static str, label: &'static str, day: Option<Day>| {
        let (id, value) = (format!("narrow-{name}"), day.map(|day| day.to_string()).unwrap_or_default());
        view! { <p class="narrow-field"><label for=id.clone()>{label}</label><input type="date" id=id name=name value=value /></p> }
    };
    let chosen = filter.board.as_ref().map(ToString::to_string).unwrap_or_default();
    view! {
        <form method="get" action=PATH class="narrow" aria-label=td_string!(l, reception.filter)>
            {day("from", td_string!(l, reception.register.from), filter.from)}
            {day("to", td_string!(l, reception.register.to), filter.to)}
            <Choose name="board" label=words::field(Field::Board) options=boards chosen=chosen />
            <div class="actions"><button class="button small">{td_string!(l, reception.show)}</button></div>
        </form>
    }
}

/// The table, whose first column leads to each submission.
#[component]
fn Whole(table: Table) -> impl IntoView {
    let l = locale();
    let columns = table.columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let rows = table.rows.into_iter().map(|row| {
        let mut cells = row.into_iter().map(|cell| match cell {
            Cell::Text(text) => text,
            _ => String::new(),
        });
        let reference = cells.next().unwrap_or_default();
        let cells = cells.map(|text| view! { <td>{text}</td> }).collect_view();
        view! {
            <tr>
                <th scope="row" class="number"><A href=format!("/manage/{reference}")>{reference.clone()}</A></th>
                {cells}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-scroll register" tabindex="0" role="region" aria-label=td_string!(l, reception.register.scroll)>
            <table>
                <caption class="hidden">{table.caption}</caption>
                <thead><tr>{columns}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
