use super::*;
use crate::mail::settings::{RelayUrl, SiteUrl};
use domain::{
    follow::Subject,
    language::Bilingual,
    letter::{Line, Part},
    news::News,
    stage::Standing,
    taxonomy::Body,
};

fn settings() -> MailSettings {
    MailSettings {
        relay: RelayUrl::parse("smtp://localhost").expect("a relay"),
        from: "portfolj@tomelilla.se".parse().expect("an address"),
        site: SiteUrl::parse("https://portfolj.tomelilla.se").expect("a site"),
    }
}

fn due(letter: Letter, language: Language) -> Due {
    Due {
        id: 1,
        message_key: "k".repeat(32),
        email: "anna@example.se".to_owned(),
        language,
        letter,
        tries: 0,
        begun_at: 0,
        following: Some("f".repeat(64)),
        address: "a".repeat(64),
        receipt: Some("r".repeat(32)),
        reset: None,
    }
}

fn drawn(letter: Letter, language: Language) -> (Message, String) {
    let taxonomies = lists();
    let head = Letterhead { municipality: "Tomelilla kommun", contact: "kommun@tomelilla.se", taxonomies: &taxonomies };
    let message = draw(&due(letter, language), head, &settings()).expect("a message");
    let wire = String::from_utf8(message.formatted()).expect("ASCII on the wire");
    assert!(wire.is_ascii());
    (message, wire)
}

fn news(title: &str, news: News) -> Letter {
    let entry = "2026-0042".parse().expect("a reference");
    let title = Bilingual::swedish(title.parse().expect("a title"));
    Letter::News { subject: Subject::Own(entry), entry, title, news }
}

fn header<'wire>(wire: &'wire str, name: &str) -> Option<&'wire str> {
    let head = wire.split("\r\n\r\n").next()?;
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// The parts with their transfer encoding undone, as far as these tests need: soft line ends and `=XX`.
fn readable(wire: &str) -> String {
    let joined = wire.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.bytes().peekable();
    while let Some(byte) = rest.next() {
        let digits: Option<Vec<u8>> = (byte == b'=').then(|| rest.clone().take(2).collect());
        match digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest.nth(1);
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_mail_is_text_and_html_with_the_headers_that_programs_go_by() {
    let (message, wire) = drawn(news("Fler bänkar vid ån", News::Received), Language::Swedish);
    assert!(header(&wire, "Content-Type").is_some_and(|kind| kind.starts_with("multipart/alternative")), "{wire}");
    assert_eq!(header(&wire, "Auto-Submitted"), Some("auto-generated"));
    assert_eq!(header(&wire, "List-Unsubscribe-Post"), Some("List-Unsubscribe=One-Click"));
    assert_eq!(header(&wire, "Message-ID"), Some(&*format!("<{}@tomelilla.se>", "k".repeat(32))));
    assert!(wire.contains(&format!("<https://portfolj.tomelilla.se/unsubscribe/{}>", "f".repeat(64))));
    assert_eq!(message.envelope().to()[0].to_string(), "anna@example.se");
    let readable = readable(&wire);
    assert!(readable.contains(&format!("https://portfolj.tomelilla.se/receipt/{}", "r".repeat(32))), "{readable}");
    assert!(readable.contains("nummer 2026-0042"), "{readable}");
}

#[test]
fn what_people_wrote_is_text_and_nothing_else() {
    let (_, wire) = drawn(
        news(
            "<img src=x onerror=alert(1)> & \"så\"",
            News::Declined { reason: "<script>1</script>\n\nOch mer.".parse().expect("a reason") },
        ),
        Language::Swedish,
    );
    let readable = readable(&wire);
    let html = readable.split("text/html").nth(1).expect("an HTML part");
    assert!(html.contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;så&quot;"), "{html}");
    assert!(!html.contains("<script>") && !html.contains("<img"), "{html}");
}

#[test]
fn no_text_begins_a_header() {
    let head = Letterhead {
        municipality: "Tomelilla\r\nBcc: victim@example.se\r\n\r\nspam",
        contact: "kommun@tomelilla.se",
        taxonomies: &lists(),
    };
    let message = draw(&due(news("Fler bänkar vid ån", News::Benefit), Language::Swedish), head, &settings());
    let wire = String::from_utf8(message.expect("a message").formatted()).expect("ASCII");
    let (head, _) = wire.split_once("\r\n\r\n").expect("a head");
    assert!(!head.lines().any(|line| line.starts_with("Bcc")) && head.contains("Auto-Submitted"), "{head}");
}

#[test]
fn an_address_that_cannot_be_written_to_is_told_apart() {
    let mut mail = due(news("Fler bänkar vid ån", News::Benefit), Language::Swedish);
    mail.email = "anna@hästveda.example.se".to_owned();
    let head = Letterhead { municipality: "T", contact: "a@b.se", taxonomies: &lists() };
    let message = draw(&mail, head, &settings()).expect("hosts may have Swedish letters");
    assert_eq!(message.envelope().to()[0].to_string(), "anna@xn--hstveda-5wa.example.se");
    mail.email = "anna..ek@".to_owned();
    assert!(matches!(draw(&mail, head, &settings()), Err(Unsendable::Address(_))));
}

#[test]
fn the_receiver_is_written_to_in_their_own_language() {
    let moved = || News::Moved { from: Standing::Idea, to: Standing::Trial, why: None };
    let (_, swedish) = drawn(news("Fler bänkar vid ån", moved()), Language::Swedish);
    assert!(readable(&swedish).contains("Idén testas nu."), "{swedish}");
    let (_, english) = drawn(news("Fler bänkar vid ån", moved()), Language::English);
    assert!(readable(&english).contains("The idea is now being tried."), "{english}");
    assert_eq!(header(&english, "Content-Language"), Some("en"));
}

#[test]
fn a_mail_to_confirm_with_carries_nothing_that_a_stranger_wrote() {
    let subject = Subject::filter("unit=skola&q=köp+billigt").expect("a filter");
    let (_, wire) = drawn(Letter::Confirm { subject, title: None }, Language::Swedish);
    let readable = readable(&wire);
    assert!(readable.contains("Skola") && !readable.contains("billigt"), "{readable}");
    assert_eq!(header(&wire, "List-Unsubscribe"), None);
}

#[test]
fn a_weekly_mail_names_each_thing_that_is_new() {
    let line = |title: &str, news| Line {
        entry: "2026-0042".parse().expect("a reference"),
        title: Bilingual::swedish(title.parse().expect("a title")),
        news,
    };
    let filter = Subject::filter("unit=skola").expect("a filter");
    let parts = vec![
        Part { subject: filter, lines: vec![line("Fler bänkar", None), line("Säker skolväg", None)] },
        Part {
            subject: Subject::Entry("2026-0007".parse().expect("a reference")),
            lines: vec![line("Cykelväg", Some(News::Benefit))],
        },
    ];
    let (_, wire) = drawn(Letter::Digest { parts }, Language::Swedish);
    let readable = readable(&wire);
    for told in ["Skola", "Fler bänkar", "Säker skolväg", "Cykelväg", "gör nytta", "/portfolio/2026-0042"] {
        assert!(readable.contains(told), "{told}: {readable}");
    }
}

fn lists() -> Taxonomies {
    let body = |slug: &str, name: &str| Body {
        slug: slug.parse().expect("a slug"),
        name: Bilingual::swedish(name.to_owned()),
        contact: None,
    };
    Taxonomies::new(vec![body("skola", "Skola")], vec![body("namnd", "Nämnden")]).expect("lists")
}
