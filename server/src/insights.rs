//! The pictures of the whole as files: SVG, and their numbers as [`csv`]. They are drawn from the same query string as
//! the page that links to them.

use crate::{context::Shared, csv, forms::Failed, layers::caller::Caller};
use app::{
    backend::SharedBackend,
    insights::{
        Figure,
        figures::Picture,
        ground::{Ground, speaking},
    },
    parts::chart::svg::Medium,
};
use axum::{
    Extension, Router,
    extract::{RawQuery, State},
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use domain::day::Day;
use std::sync::Arc;

/// The kinds of file.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Svg,
    Csv,
}

/// Two addresses for each picture.
pub fn router() -> Router<Shared> {
    Picture::ALL.into_iter().fold(Router::new(), |router, picture| {
        let name = picture.name();
        let answer = move |kind: Kind| {
            get(move |State(shared): State<Shared>, Extension(caller): Extension<Caller>, RawQuery(query): RawQuery| async move {
                file(&shared, &caller, picture, kind, &query.unwrap_or_default()).await
            })
        };
        router
            .route(&format!("/insights/{name}.svg"), answer(Kind::Svg))
            .route(&format!("/insights/{name}.csv"), answer(Kind::Csv))
    })
}

async fn file(shared: &Shared, caller: &Caller, picture: Picture, kind: Kind, query: &str) -> Result<Response, Failed> {
    let backend: SharedBackend = Arc::new(shared.store.clone());
    let ground = Ground::of(&backend, query, &caller.visitor).await?;
    // Nobody should take the whole for what was asked for.
    if ground.is_misunderstood() {
        return Ok(StatusCode::BAD_REQUEST.into_response());
    }
    let figure = speaking(caller.language, || picture.draw(&ground, Medium::File));
    match kind {
        // Of nothing there is no picture.
        Kind::Svg if figure.svg.is_empty() => Ok(StatusCode::NOT_FOUND.into_response()),
        Kind::Svg => {
            Ok(answer(&figure, ground.today, "svg", "image/svg+xml; charset=utf-8", figure.svg.clone().into_bytes()))
        }
        Kind::Csv => {
            let bytes = csv::write(&figure.table).map_err(|error| {
                tracing::error!(%error, "a table could not be written");
                Failed
            })?;
            Ok(answer(&figure, ground.today, "csv", "text/csv; charset=utf-8", bytes))
        }
    }
}

/// A file to be saved under a name that says what it is and of which day.
fn answer(figure: &Figure, day: Day, ending: &str, content_type: &'static str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"fyrfalt-{}-{day}.{ending}\"", figure.name);
    ([(CONTENT_TYPE, content_type.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response()
}
