//! The language of an answer: the reader's own choice, else the browser's, else Swedish.

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use axum_extra::extract::CookieJar;
use domain::language::Language;

/// The cookie that remembers the reader's choice.
pub const COOKIE: &str = "fyrfalt_language";

/// The language to answer a request in.
pub fn of(headers: &HeaderMap) -> Language {
    let chosen = CookieJar::from_headers(headers).get(COOKIE).and_then(|cookie| cookie.value().parse().ok());
    chosen.or_else(|| accepted(headers)).unwrap_or_default()
}

/// Of our languages the one that the browser likes best.
fn accepted(headers: &HeaderMap) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for range in
        headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(','))
    {
        let mut parts = range.split(';').map(str::trim);
        let primary = parts.next().unwrap_or_default().split('-').next().unwrap_or_default();
        let Ok(language) = primary.to_ascii_lowercase().parse::<Language>() else { continue };
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if quality > 0.0 && best.is_none_or(|(so_far, _)| quality > so_far) {
            best = Some((quality, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header::COOKIE as COOKIES};

    fn language(accept: &'static str, cookie: &'static str) -> Language {
        let headers = [(ACCEPT_LANGUAGE, accept), (COOKIES, cookie)];
        of(&headers.map(|(name, value)| (name, HeaderValue::from_static(value))).into_iter().collect())
    }

    #[test]
    fn the_readers_choice_comes_before_the_browsers() {
        for (accept, cookie, expected) in [
            ("", "", Language::Swedish),
            ("en-GB,en;q=0.9,sv;q=0.8", "", Language::English),
            ("de,sv;q=0.5,en;q=0.7", "", Language::English),
            ("en;q=0.4, sv-SE;q=0.8", "", Language::Swedish),
            ("en;q=0, de", "", Language::Swedish),
            ("EN", "", Language::English),
            ("en", "fyrfalt_language=sv", Language::Swedish),
            ("sv", "a=b; fyrfalt_language=en", Language::English),
            ("en", "fyrfalt_language=tlh", Language::English),
        ] {
            assert_eq!(language(accept, cookie), expected, "{accept:?} {cookie:?}");
        }
    }
}
