//! Bad requests get a clear answer, in words and with the right status.

use crate::{filing, harness::*};
use reqwest::Method;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const FORM: &str = "application/x-www-form-urlencoded";

/// An address of every plain form.
const FORMS: [&str; 25] = [
    "/submit",
    "/sign-in",
    "/sign-out",
    "/language",
    "/manage/2026-0001",
    "/compass/2026-0001",
    "/portfolio/2026-0001/pause",
    "/portfolio/2026-0001/end",
    "/follow",
    "/following/0",
    "/receipt/0",
    "/manage/outbox",
    "/people/new",
    "/people/1",
    "/account",
    "/password",
    "/password/0",
    "/start/0",
    "/portfolio/2026-0001/edit",
    "/portfolio/2026-0001/assign",
    "/portfolio/2026-0001/comments",
    "/portfolio/2026-0001/relations",
    "/portfolio/2026-0001/same-need",
    "/portfolio/2026-0001/history",
    "/insights/target",
];

async fn post(town: &Town, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
    let request =
        town.visitor().request(Method::POST, path).header("content-type", content_type).header("accept", "text/html");
    Answer::of(request.body(body)).await
}

/// A page of ours, not a library's bare text.
fn is_ours(answer: &Answer) -> bool {
    answer.body.starts_with("<!DOCTYPE html>") && answer.body.contains("Fyrfält") && answer.body.contains("lang=\"sv\"")
}

#[tokio::test]
async fn other_sites_cannot_make_a_browser_write() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    for path in FORMS.into_iter().chain(["/challenges/new", "/portfolio/2026-0001/files", "/api/place", "/api/submit"])
    {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let request = manager.request(Method::POST, path).header(name, value).header("content-type", FORM);
            let answer = Answer::of(request.body("a=b")).await.is(403);
            if path.starts_with("/api/") {
                assert!(answer.json()["denied"].is_string());
            } else {
                assert!(is_ours(&answer), "{path}");
            }
        }
    }
    assert!(manager.is_signed_in().await);
    let place = json!({ "reference": reference, "placing": { "to": { "x": 0.0, "y": 0.0 }, "seen": 0 } });
    let own = manager.request(Method::POST, "/api/place").header("origin", &town.url).json(&place);
    Answer::of(own).await.is(200);
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_told_so_on_a_page_of_ours() {
    let town = Town::open().await;
    for path in FORMS {
        for (content_type, body, status) in [
            ("text/plain", b"a=b".to_vec(), 415),
            ("application/json", b"{}".to_vec(), 415),
            ("multipart/form-data; boundary=x", b"--x--".to_vec(), 415),
            (FORM, b"title=%ff".to_vec(), 400),
            (FORM, b"title=%4".to_vec(), 400),
            (FORM, b"title=\xff".to_vec(), 400),
            (FORM, vec![b'a'; 257 * 1024], 413),
        ] {
            let answer = post(&town, path, content_type, body).await.is(status);
            assert!(is_ours(&answer), "{path} {content_type} {status}: {}", answer.body);
        }
    }
    let answer = post(&town, "/api/submit", "application/json", vec![b' '; 257 * 1024]).await.is(413);
    assert_eq!(answer.json(), json!("unreadable"));
}

#[tokio::test]
async fn a_body_without_a_length_is_limited_too() {
    let town = Town::open().await;
    let address = town.url.strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(address).await.expect("connected");
    let head = format!(
        "POST /submit HTTP/1.1\r\nhost: {address}\r\ncontent-type: {FORM}\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    let chunk = format!("8000\r\n{}\r\n", "a".repeat(0x8000));
    for _ in 0..9 {
        // The server may hang up before all is sent.
        let _ = stream.write_all(chunk.as_bytes()).await;
    }
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.expect("an answer");
    assert_eq!(&start, b"HTTP/1.1 413");
}

/// The beginning of the answer to bytes that no client library would send.
async fn raw(town: &Town, request: &str) -> String {
    let address = town.url.strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(address).await.expect("connected");
    stream.write_all(request.replace("HOST", address).as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn two_lengths_are_no_request() {
    let town = Town::open().await;
    for lengths in
        ["content-length: 3\r\ncontent-length: 30", "content-length: 3, 30", "transfer-encoding: chunked, identity"]
    {
        let request = format!(
            "POST /submit HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\ncontent-type: {FORM}\r\n{lengths}\r\n\r\na=bGET /about HTTP/1.1\r\nhost: HOST\r\n\r\n"
        );
        let answer = raw(&town, &request).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{lengths}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{lengths}: nothing was smuggled in");
    }
}

#[tokio::test]
async fn no_address_leads_to_files_of_the_machine() {
    let town = Town::open().await;
    for path in [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%252f..%252fetc%252fpasswd",
        "/..\\..\\etc\\passwd",
        "/pkg/../../../../etc/passwd",
        "/fonts/..%2f..%2f..%2fetc%2fpasswd",
        "/files/..%2f..%2fetc%2fpasswd",
        "/files/....//....//etc/passwd",
        "/snapshot/..%2f..%2fCargo.toml",
        "/challenges/..%2f..%2fetc/picture",
        "/insights/..%2f..%2f..%2fetc%2fpasswd.csv",
        "/portfolio/%00/etc/passwd",
        "//etc/passwd",
        "/.git/config",
        "/.env",
        "/town.db",
        "file:///etc/passwd",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n");
        let answer = raw(&town, &request).await;
        let refused = ["HTTP/1.1 400", "HTTP/1.1 404", "HTTP/1.1 307", "HTTP/1.1 308"]
            .iter()
            .any(|status| answer.starts_with(status));
        assert!(refused && !answer.contains("root:"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn what_people_name_is_never_called() {
    let town = Town::open().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let host = listener.local_addr().expect("an address").to_string();
    let url = format!("http://{host}/hemligt");
    let manager = town.manager().await;

    // In every text that is written, and in files.
    let texts = ["title", "need", "plan", "audience", "hoped_benefit"].map(|field| (field, &*url));
    let form = with(&with(&good(), &texts), &[("naming", "public"), ("name", &url), ("email", "anna@example.se")]);
    let receipt = town.visitor().call("submit", submission(&form, &new_key())).await.is(200).json();
    let reference = receipt["reference"].as_str().expect("a reference").to_owned();
    manager.publish(&reference).await.is(303);
    let comment = [("action", "say"), ("comment", &*url), ("name", &url)];
    manager.post(&format!("/portfolio/{reference}/comments"), &comment).await.is(303);
    manager.act(&reference, "pause", &[("reason", &url)]).await.is(303);
    let pdf = format!("%PDF-1.4\n1 0 obj << /Type /Catalog /OpenAction << /S /URI /URI ({url}) >> >> endobj\n%%EOF\n");
    filing::add(&manager, &reference, "plan.pdf", pdf.into_bytes(), &url).await.is(303);
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"{url}\"/></svg>");
    filing::add(&manager, &reference, "plan.svg", svg.into_bytes(), &url).await.is(422);
    for page in ["", "/history", "/picture"] {
        manager.get(&format!("/portfolio/{reference}{page}")).await;
    }

    // In what asks: where to go next, and as a proxy is asked.
    town.visitor().post("/sign-in", &[("email", MANAGER), ("password", PASSWORD), ("next", &url)]).await.is(303);
    for header in ["host", "origin", "referer", "x-forwarded-host", "forwarded", "x-original-url"] {
        for path in ["/", "/sign-in/sso", "/api/v1/openapi.json"] {
            Answer::of(town.visitor().request(Method::GET, path).header(header, &*host)).await;
        }
    }
    for (asked, answer) in [
        (format!("CONNECT {host}"), "400"),
        (format!("GET {host}"), "400"),
        (format!("GET {url}"), "404"),
        (format!("GET //{host}/hemligt"), "404"),
        ("OPTIONS *".to_owned(), "404"),
    ] {
        let heard = raw(&town, &format!("{asked} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")).await;
        assert!(heard.starts_with(&format!("HTTP/1.1 {answer} ")), "{asked}: {heard}");
    }
    let soon = std::time::Duration::from_millis(500);
    assert!(tokio::time::timeout(soon, listener.accept()).await.is_err(), "somebody called");
    // It would have been heard.
    let call = TcpStream::connect(&host).await;
    assert!(call.is_ok() && tokio::time::timeout(soon, listener.accept()).await.is_ok());
}

#[tokio::test]
async fn unknown_methods_and_addresses_have_a_page() {
    let town = Town::open().await;
    for (method, path, status) in [
        (Method::DELETE, "/about", 405),
        (Method::PUT, "/submit", 405),
        (Method::POST, "/portfolio", 405),
        (Method::GET, "/sign-out", 405),
        (Method::TRACE, "/about", 405),
        (Method::GET, "/nowhere", 404),
        (Method::POST, "/nowhere", 404),
        (Method::GET, "/pkg/nothing.js", 404),
    ] {
        let request = town.visitor().request(method.clone(), path).header("accept", "text/html");
        let answer = Answer::of(request).await.is(status);
        assert!(is_ours(&answer), "{method} {path}: {}", answer.body);
    }
    let allowed = Answer::of(town.visitor().request(Method::DELETE, "/about")).await;
    assert_eq!(allowed.header("allow"), "GET,HEAD");
    Answer::of(town.visitor().request(Method::POST, "/api/nothing").json(&json!({}))).await.is(404).json();
    Answer::of(town.visitor().request(Method::GET, "/api/queue")).await.is(405).json();
}

#[tokio::test]
async fn a_slash_too_many_is_taken_off() {
    let town = Town::open().await;
    for (path, to) in [("/portfolio/", "/portfolio"), ("/portfolio/?q=a%20b", "/portfolio?q=a%20b")] {
        assert_eq!(town.visitor().get(path).await.is(308).header("location"), to);
    }
    for path in ["//evil.example/", "/\\evil.example/"] {
        town.visitor().get(path).await.is(404);
    }
}

#[tokio::test]
async fn strange_cookies_and_headers_do_no_harm() {
    let town = Town::open().await;
    for (name, value) in [
        ("cookie", "fyrfalt_session="),
        ("cookie", "fyrfalt_session=' OR 1=1 --"),
        ("cookie", ";;;=;fyrfalt_session"),
        ("cookie", "fyrfalt_language=<script>"),
        ("accept-language", "q=q=q;;,"),
        ("if-none-match", "\""),
        ("x-forwarded-for", "127.0.0.1"),
    ] {
        for path in ["/", "/api/v1/entries"] {
            let answer = Answer::of(town.visitor().request(Method::GET, path).header(name, value)).await.is(200);
            assert!(!answer.body.contains("<script>\""), "{name}: {value}");
        }
    }
    let long = "x".repeat(7000);
    let answer = Answer::of(town.visitor().request(Method::GET, "/portfolio").query(&[("q", long)])).await.is(400);
    assert!(is_ours(&answer));
}

#[tokio::test]
async fn a_store_that_fails_is_our_fault_and_says_so() {
    let town = Town::open().await;
    let manager = town.manager().await;
    town.store.database().close().await;
    let answer = manager.get("/manage").await.is(500);
    assert!(is_ours(&answer), "{}", answer.body);
    let answer = town.visitor().post("/submit", &[]).await;
    assert_eq!(answer.status, 422, "what is wrong can be said without the store");
    let form = with(&good(), &[("key", &new_key())]);
    let pairs: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert!(is_ours(&town.visitor().post("/submit", &pairs).await.is(500)));
    assert_eq!(town.visitor().call("submit", submission(&good(), &new_key())).await.is(500).json(), json!("broken"));
    town.visitor().get("/portfolio").await.is(200);
    town.visitor().get("/ready").await.is(503);
}
