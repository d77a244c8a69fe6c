//! Files beside entries: taken for what they are and not for what they say they are, freed of what is not the picture,
//! and shown when a manager has chosen so.

use crate::harness::*;
use flate2::{Compression, Crc, write::ZlibEncoder};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use std::io::{Cursor, Write};

pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).expect("encoded");
    bytes
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&RgbImage::from_pixel(width, height, Rgb([40, 120, 90])).into(), ImageFormat::Jpeg)
}

/// A photograph as a telephone makes it: lying on its side, with where it was taken.
fn photograph() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    // Orientation: to be turned a quarter; and a maker's note with a place in it.
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
    exif.extend([0x0e, 0x01, 2, 0, 12, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(b"Hemligvagen\0");
    let plain = jpeg(60, 20);
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &exif, &plain[2..]].concat()
}

pub async fn send(
    browser: &Browser,
    path: &str,
    fields: &[(&'static str, &str)],
    file: Option<(&str, Vec<u8>)>,
) -> Answer {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text(*name, (*value).to_owned());
    }
    if let Some((name, bytes)) = file {
        // What a browser says of a file is what the file's name says.
        let part = Part::bytes(bytes).file_name(name.to_owned()).mime_str("image/jpeg").expect("a type");
        form = form.part("file", part);
    }
    let request = browser
        .request(Method::POST, path)
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .multipart(form);
    Answer::of(request).await
}

pub async fn add(browser: &Browser, entry: &str, name: &str, bytes: Vec<u8>, description: &str) -> Answer {
    let path = format!("/portfolio/{entry}/files");
    send(browser, &path, &[("action", "add"), ("description", description)], Some((name, bytes))).await
}

pub async fn act(browser: &Browser, entry: &str, id: &str, act: &str, description: &str) -> Answer {
    let path = format!("/portfolio/{entry}/files");
    send(browser, &path, &[("action", act), ("id", id), ("description", description)], None).await
}

pub async fn files(browser: &Browser, entry: &str) -> Vec<Value> {
    let answer = browser.call("files", json!({ "reference": entry })).await.is(200).json();
    answer["files"].as_array().expect("files").clone()
}

fn address(file: &Value) -> String {
    format!("/files/{}", file["id"].as_str().expect("an id"))
}

async fn bytes(browser: &Browser, address: &str) -> Vec<u8> {
    let response = browser.request(Method::GET, address).send().await.expect("an answer");
    response.bytes().await.expect("bytes").to_vec()
}

/// Hands something in and gives its reference and the secret of its receipt.
async fn handed_in(town: &Town) -> (String, String) {
    let receipt = town.visitor().call("submit", submission(&good(), &new_key())).await.is(200).json();
    let text = |name: &str| receipt[name].as_str().expect(name).to_owned();
    (text("reference"), text("secret"))
}

#[tokio::test]
async fn a_photograph_is_shown_upright_and_without_where_it_was_taken() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let (manager, resident) = (town.manager().await, town.visitor());
    assert!(String::from_utf8_lossy(&photograph()).contains("Hemligvagen"));
    let added = add(&manager, &entry, "vägen.JPG", photograph(), "En mörk väg utan gångbana.").await;
    assert_eq!(added.leads_to(), format!("/portfolio/{entry}/files?done=shown#files"));
    let page = resident.get(&format!("/portfolio/{entry}")).await.is(200).body;
    let file = files(&manager, &entry).await.remove(0);
    assert!(page.contains(&address(&file)) && page.contains("alt=\"En mörk väg utan gångbana.\""), "{page}");
    assert_eq!((&file["pixels"], &file["name"]), (&json!([20, 60]), &json!("vägen.jpg")));
    let answer = resident.get(&address(&file)).await.is(200);
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert!(
        answer
            .header("content-disposition")
            .starts_with("inline; filename=\"v_gen.jpg\"; filename*=UTF-8''v%C3%A4gen.jpg")
    );
    let kept = bytes(&resident, &address(&file)).await;
    assert!(!String::from_utf8_lossy(&kept).contains("Hemligvagen") && !kept.windows(4).any(|part| part == b"Exif"));
    let picture = image::load_from_memory(&kept).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (20, 60));
    let tag = answer.header("etag").to_owned();
    let again = resident.request(Method::GET, &address(&file)).header("if-none-match", tag);
    Answer::of(again).await.is(304);
}

#[tokio::test]
async fn a_large_picture_is_made_smaller_and_what_shines_through_stays() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    add(&manager, &entry, "stor.jpg", jpeg(4000, 1000), "En bred bild.").await.is(303);
    let glass = RgbaImage::from_pixel(30, 30, Rgba([10, 20, 30, 100]));
    add(&manager, &entry, "glas.webp", encoded(&glass.into(), ImageFormat::WebP), "En glasruta.").await.is(303);
    let kept = files(&manager, &entry).await;
    assert_eq!((&kept[0]["pixels"], &kept[0]["kind"]), (&json!([1600, 400]), &json!("image/jpeg")));
    assert_eq!((&kept[1]["name"], &kept[1]["kind"]), (&json!("glas.png"), &json!("image/png")));
    let glass = image::load_from_memory(&bytes(&manager, &address(&kept[1])).await).expect("a picture");
    assert_eq!(glass.to_rgba8().get_pixel(5, 5).0[3], 100);
}

#[tokio::test]
async fn no_picture_is_shown_without_words_and_none_is_lost_for_want_of_them() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let (manager, resident) = (town.manager().await, town.visitor());
    let added = add(&manager, &entry, "bro.jpg", jpeg(40, 30), "").await;
    assert_eq!(added.leads_to(), format!("/portfolio/{entry}/files?done=describe#files"));
    let file = files(&manager, &entry).await.remove(0);
    let id = file["id"].as_str().expect("an id");
    assert_eq!(file["state"], "waiting");
    resident.get(&address(&file)).await.is(404);
    town.signed_in(EMPLOYEE).await.get(&address(&file)).await.is(404);
    manager.get(&address(&file)).await.is(200);
    act(&manager, &entry, id, "show", "").await.is(422);
    resident.get(&address(&file)).await.is(404);
    act(&manager, &entry, id, "show", "En smal bro.").await.is(303);
    resident.get(&address(&file)).await.is(200);
    act(&manager, &entry, id, "describe", "En smal bro utan räcke.").await.is(303);
    assert_eq!(files(&manager, &entry).await[0]["description"], "En smal bro utan räcke.");
    act(&manager, &entry, id, "withdraw", "").await.is(303);
    resident.get(&address(&file)).await.is(404);
    assert!(!resident.get(&format!("/portfolio/{entry}")).await.body.contains("/files/"));
    assert_eq!(files(&manager, &entry).await[0]["state"], "withdrawn", "nothing is deleted");
}

#[tokio::test]
async fn a_file_is_what_its_content_says() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let whole = jpeg(300, 300);
    let mut bomb = encoded(&RgbImage::new(1, 1).into(), ImageFormat::Png);
    // A header that promises 60,000 by 60,000 pixels, with its checksum.
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let crc = crc32(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&crc);
    for (name, content, told) in [
        ("bild.jpg", b"<html><script>alert(1)</script></html>".to_vec(), "varken en bild"),
        ("bild.jpg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(), "varken en bild"),
        ("bild.png", b"MZ\x90\0\x03program".to_vec(), "varken en bild"),
        ("bild.gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "varken en bild"),
        ("rapport.pdf", b"PK\x03\x04arkiv".to_vec(), "varken en bild"),
        ("halv.jpg", whole[..whole.len() / 3].to_vec(), "går inte att läsa"),
        ("halv.pdf", PDF[..30].to_vec(), "går inte att läsa"),
        ("stor.png", bomb, "går inte att läsa"),
        ("tom.jpg", Vec::new(), "behöver fyllas i"),
    ] {
        let answer = add(&manager, &entry, name, content, "Det här skrev jag.").await.is(422);
        assert!(answer.body.contains(told), "{name}: {}", answer.body);
        assert!(answer.body.contains("Det här skrev jag."), "what was written is still there");
    }
    assert!(files(&manager, &entry).await.is_empty());
    // A picture by another name is still a picture.
    add(&manager, &entry, "rapport.pdf", jpeg(10, 10), "En liten bild.").await.is(303);
    assert_eq!(files(&manager, &entry).await[0]["name"], "rapport.jpg");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

/// Zeros that weigh a thousandth of what they unpack to, as zlib has them.
fn packed_zeros(megabytes: usize) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..megabytes {
        packed.write_all(&[0; 1 << 20]).expect("packed");
    }
    packed.finish().expect("packed")
}

/// A PNG of one colour, with a chunk before its picture.
fn png(width: u32, height: u32, extra: Option<(&[u8; 4], Vec<u8>)>, picture: Vec<u8>) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    // Eight bits each of red, green and blue.
    header.extend([8, 2, 0, 0, 0]);
    let chunks = [Some((b"IHDR", header)), extra, Some((b"IDAT", picture)), Some((b"IEND", Vec::new()))];
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, content) in chunks.into_iter().flatten() {
        png.extend(u32::try_from(content.len()).expect("short").to_be_bytes());
        let named = [&name[..], &content].concat();
        png.extend(&named);
        let mut sum = Crc::new();
        sum.update(&named);
        png.extend(sum.sum().to_be_bytes());
    }
    png
}

#[tokio::test]
async fn bombs_are_refused_before_they_go_off() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    // 90 million pixels, whole and true to its header, in a quarter of a megabyte.
    let vast = png(16_000, 5_600, None, packed_zeros(257));
    assert!(vast.len() < 2_000_000);
    let zip = [&b"PK\x03\x04\x14\0\0\0\x08\0"[..], &packed_zeros(10)].concat();
    let gzip = [&b"\x1f\x8b\x08\0\0\0\0\0\0\x03"[..], &packed_zeros(10)].concat();
    for (name, bytes) in [("stor.png", vast), ("bilder.zip", zip), ("plan.pdf.gz", gzip)] {
        let refused = add(&manager, &entry, name, bytes, "En bild.").await.is(422);
        assert!(refused.body.contains("field-file"), "{name}: {}", refused.body);
    }
    // What is packed beside the picture is left as it is.
    let profile = [b"profile\0\0", &packed_zeros(200)[..]].concat();
    let beside = png(1, 1, Some((b"iCCP", profile)), packed_zeros(1));
    add(&manager, &entry, "liten.png", beside, "En punkt.").await;
    // And so is a body that says that it is packed.
    let packed = manager.request(Method::POST, "/submit").header("sec-fetch-site", "same-origin");
    let packed =
        packed.header("content-type", "application/x-www-form-urlencoded").header("content-encoding", "deflate");
    Answer::of(packed.body(packed_zeros(10))).await.is(400);
    manager.get(&format!("/portfolio/{entry}")).await.is(200);
}

#[tokio::test]
async fn there_is_a_limit_to_how_large_and_how_many() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let heavy = add(&manager, &entry, "stor.pdf", vec![b'a'; 11 * 1024 * 1024], "En tung plan.").await.is(413);
    assert!(
        heavy.body.contains("högst 10 MB") && heavy.body.contains("En tung plan.") && heavy.body.contains("<h1"),
        "{}",
        heavy.body
    );
    for _ in 0..12 {
        add(&manager, &entry, "plan.pdf", PDF.to_vec(), "").await.is(303);
    }
    let one_more = add(&manager, &entry, "plan.pdf", PDF.to_vec(), "").await.is(422);
    assert!(one_more.body.contains("redan 12 filer"), "{}", one_more.body);
    // Room comes of taking one away.
    let id = files(&manager, &entry).await[0]["id"].as_str().expect("an id").to_owned();
    act(&manager, &entry, &id, "withdraw", "").await.is(303);
    add(&manager, &entry, "plan.pdf", PDF.to_vec(), "").await.is(303);
}

#[tokio::test]
async fn a_pdf_is_saved_and_never_shown_within_the_site() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    add(&manager, &entry, "plan \"2\".pdf", PDF.to_vec(), "").await.is(303);
    let file = files(&manager, &entry).await.remove(0);
    let answer = town.visitor().get(&address(&file)).await.is(200);
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"plan 2.pdf\""));
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_eq!(answer.body.as_bytes(), PDF);
    for nothing in ["/files/0", "/files/..%2f..%2fetc%2fpasswd", "/files"] {
        town.visitor().get(nothing).await.is(404);
    }
}

#[tokio::test]
async fn what_a_sender_attaches_is_looked_at_before_others_see_it() {
    let town = Town::open().await;
    let (entry, secret) = handed_in(&town).await;
    let (sender, manager) = (town.visitor(), town.manager().await);
    let path = format!("/receipt/{secret}/files");
    let sent = send(&sender, &path, &[("action", "add")], Some(("bro.jpg", jpeg(40, 30)))).await;
    assert_eq!(sent.leads_to(), format!("/receipt/{secret}?done=describe#files"));
    let page = sender.get(&format!("/receipt/{secret}?done=describe")).await.is(200).body;
    assert!(page.contains("bro.jpg") && page.contains("Skriv gärna vad den visar"), "{page}");
    let file = files(&manager, &entry).await.remove(0);
    let id = file["id"].as_str().expect("an id");
    let describe = [("action", "describe"), ("id", id), ("description", "En smal bro.")];
    send(&sender, &path, &[("action", "describe"), ("id", id), ("description", "x")], None).await.is(422);
    send(&sender, &path, &describe, None).await.is(303);
    // Only with its own secret.
    let (_, other) = handed_in(&town).await;
    send(&sender, &format!("/receipt/{other}/files"), &describe, None).await.is(404);
    send(&sender, "/receipt/0/files", &[("action", "add")], Some(("bro.jpg", jpeg(40, 30)))).await.is(404);

    assert!(manager.get(&format!("/manage/{entry}")).await.is(200).body.contains(&address(&file)));
    sender.get(&address(&file)).await.is(404);
    manager.publish(&entry).await.is(303);
    sender.get(&address(&file)).await.is(404);
    assert!(!sender.get(&format!("/portfolio/{entry}")).await.is(200).body.contains("/files/"));
    send(&sender, &path, &[("action", "add")], Some(("sen.jpg", jpeg(40, 30)))).await.is(404);
    send(&sender, &path, &describe, None).await.is(404);
    act(&manager, &entry, id, "show", "").await.is(303);
    sender.get(&address(&file)).await.is(200);
}

#[tokio::test]
async fn a_sender_attaches_five_and_no_more() {
    let town = Town::open().await;
    let (_, secret) = handed_in(&town).await;
    let path = format!("/receipt/{secret}/files");
    for _ in 0..5 {
        send(&town.visitor(), &path, &[("action", "add")], Some(("plan.pdf", PDF.to_vec()))).await.is(303);
    }
    let refused = send(&town.visitor(), &path, &[("action", "add")], Some(("plan.pdf", PDF.to_vec()))).await.is(422);
    assert!(refused.body.contains("plan.pdf"), "the receipt is there: {}", refused.body);
}

#[tokio::test]
async fn the_review_says_which_files_not_everybody_sees_and_those_stay_nowhere() {
    let town = Town::open().await;
    let (entry, secret) = handed_in(&town).await;
    let (manager, sender) = (town.manager().await, town.visitor());
    let path = format!("/receipt/{secret}/files");
    for number in 0..5 {
        let name = format!("plan{number}.pdf");
        send(&sender, &path, &[("action", "add")], Some((&name, PDF.to_vec()))).await.is(303);
    }
    assert!(!sender.get(&format!("/receipt/{secret}")).await.body.contains("type=\"file\""), "no more may be added");
    let review = manager.get(&format!("/manage/{entry}")).await.is(200).body;
    assert_eq!(review.matches("Visas inte än").count(), 5, "{review}");
    let file = files(&manager, &entry).await.remove(0);
    let answer = manager.get(&address(&file)).await.is(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.headers.get("etag").is_none());
    act(&manager, &entry, file["id"].as_str().expect("an id"), "withdraw", "").await.is(303);
    assert!(manager.get(&format!("/manage/{entry}")).await.body.contains("Borttagen"));
    assert!(sender.get(&format!("/receipt/{secret}")).await.body.contains("type=\"file\""), "one more may be");
}
