//! The policy that tells a browser which scripts of a page are ours, by their hashes: unlike one with a nonce, it can
//! be kept together with the page.
//!
//! Each rendering still has a nonce that nobody can know beforehand. Only scripts that carry it are hashed, so a script
//! that somebody smuggled into the page is not among them. The nonce itself does not leave the server.

use axum::http::HeaderValue;
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fmt::Write};

/// The page without its nonce, and the policy that lets its own scripts run; none where a script has no end.
pub fn seal(html: &str, nonce: &str) -> Option<(String, HeaderValue)> {
    let mark = format!(" nonce=\"{nonce}\"");
    let mut hashes = BTreeSet::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        let (tag, after) = rest[start..].split_once('>')?;
        let (content, after) = after.split_once("</script>")?;
        if tag.contains(&mark) {
            hashes.insert(BASE64_STANDARD.encode(Sha256::digest(content)));
        }
        rest = after;
    }
    Some((html.replace(&mark, ""), policy(&hashes)?))
}

/// Our own files alone, and of scripts in the page those with these hashes. A script of our own may load others of our
/// own: with `strict-dynamic` instead it could not, for browsers take what a hashed script imports for part of the
/// page.
fn policy(hashes: &BTreeSet<String>) -> Option<HeaderValue> {
    let mut scripts = String::new();
    for hash in hashes {
        write!(scripts, "'sha256-{hash}' ").ok()?;
    }
    let policy = format!(
        "default-src 'none'; script-src 'self' {scripts}'wasm-unsafe-eval'; style-src 'self'; \
        img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
        base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(html: &str) -> (String, String) {
        let (html, policy) = seal(html, "secret").expect("a page");
        (html, policy.to_str().expect("text").to_owned())
    }

    #[test]
    fn only_scripts_of_this_rendering_are_trusted() {
        let page = |mine: &str| format!("<p></p><script nonce=\"secret\">{mine}</script><script>theirs()</script>");
        let (html, policy) = sealed(&page("mine()"));
        assert_eq!(html, "<p></p><script>mine()</script><script>theirs()</script>");
        let hash = |script: &str| BASE64_STANDARD.encode(Sha256::digest(script));
        assert!(policy.contains(&hash("mine()")), "{policy}");
        assert!(!policy.contains(&hash("theirs()")), "{policy}");
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(!policy.contains("secret"));
        assert_ne!(sealed(&page("other()")).1, policy);
    }

    #[test]
    fn the_same_script_is_named_once_and_a_broken_page_is_none() {
        let (_, policy) = sealed("<script nonce=\"secret\">a</script><script type=\"x\" nonce=\"secret\">a</script>");
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(seal("<script nonce=\"secret\">a", "secret").is_none());
    }
}
