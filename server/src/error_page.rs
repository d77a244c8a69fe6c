//! A page that needs nothing to be rendered: for when rendering itself fails, or a request is refused before it could
//! begin.

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use domain::language::Language;

/// The words for a status: a heading, and what the reader can do.
const fn words(status: StatusCode, language: Language) -> (&'static str, &'static str) {
    match (status, language) {
        (StatusCode::FORBIDDEN, Language::Swedish) => (
            "Det gick inte att ta emot",
            "Formuläret skickades från en annan webbplats. Öppna sidan här och försök igen.",
        ),
        (StatusCode::FORBIDDEN, Language::English) => {
            ("We could not accept this", "The form was sent from another website. Open the page here and try again.")
        }
        (StatusCode::NOT_FOUND, Language::Swedish) => ("Sidan finns inte", "Adressen leder ingenstans."),
        (StatusCode::NOT_FOUND, Language::English) => ("There is no such page", "The address leads nowhere."),
        (StatusCode::METHOD_NOT_ALLOWED, Language::Swedish) => {
            ("Så går det inte att göra", "Adressen finns, men tar inte emot den här sortens begäran.")
        }
        (StatusCode::METHOD_NOT_ALLOWED, Language::English) => {
            ("That cannot be done here", "The address exists, but does not take this kind of request.")
        }
        (StatusCode::PAYLOAD_TOO_LARGE, Language::Swedish) => {
            ("Det blev för mycket", "Det du skickade är större än vi kan ta emot. Korta texten och försök igen.")
        }
        (StatusCode::PAYLOAD_TOO_LARGE, Language::English) => {
            ("That was too much", "What you sent is larger than we can take. Shorten the text and try again.")
        }
        (StatusCode::TOO_MANY_REQUESTS, Language::Swedish) => ("Vänta lite", "Det kom för många försök på kort tid."),
        (StatusCode::TOO_MANY_REQUESTS, Language::English) => {
            ("Please wait", "There were too many tries in a short time.")
        }
        (status, language) if status.as_u16() < 500 => match language {
            Language::Swedish => {
                ("Det gick inte att läsa", "Det som skickades kunde inte läsas. Gå tillbaka och försök igen.")
            }
            Language::English => ("We could not read this", "What was sent could not be read. Go back and try again."),
        },
        (StatusCode::SERVICE_UNAVAILABLE, Language::Swedish) => (
            "Det är många här just nu",
            "Försök igen om en liten stund; det du har skrivit finns kvar om du går tillbaka.",
        ),
        (StatusCode::SERVICE_UNAVAILABLE, Language::English) => (
            "There are many here just now",
            "Try again in a little while; what you wrote is still there if you go back.",
        ),
        (_, Language::Swedish) => (
            "Något gick fel hos oss",
            "Det är inte ditt fel. Försök igen om en stund; det du har skrivit finns kvar om du går tillbaka.",
        ),
        (_, Language::English) => (
            "Something went wrong here",
            "It is not your fault. Try again in a while; what you wrote is still there if you go back.",
        ),
    }
}

/// The page for a status, in the reader's language, with the style of all the others. Where we failed it tells the id
/// by which the log knows the request.
pub fn respond(status: StatusCode, language: Language, css: &str, id: Option<&str>) -> Response {
    let (heading, advice) = words(status, language);
    let (home, lang) = match language {
        Language::Swedish => ("Till startsidan", "sv"),
        Language::English => ("To the front page", "en"),
    };
    let code = status.as_u16();
    let id = id.filter(|_| status.is_server_error()).map(|id| format!(" · {id}")).unwrap_or_default();
    let page = format!(
        r#"<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{heading} – Fyrfält</title>
<link rel="stylesheet" href="{css}">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
</head>
<body>
<header class="top"><a class="brand" href="/"><span class="brand-name">Fyrfält</span></a></header>
<main id="main">
<div class="page trouble">
<p class="small">{code}{id}</p>
<h1 id="heading">{heading}</h1>
<p class="lead">{advice}</p>
<p><a href="/">{home}</a></p>
</div>
</main>
</body>
</html>
"#
    );
    (status, [(POLICY.0, POLICY.1)], Html(page)).into_response()
}

/// No scripts at all; only our own style and icon.
const POLICY: (&str, &str) = (
    "content-security-policy",
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'",
);
