//! Behind nginx, with the settings that the operations guide gives, over TLS.

use crate::harness::*;
use fyrfalt::router::Options;
use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

const SAMPLE: &str = include_str!("../../deploy/nginx.conf");
const NAME: &str = "portfolj.example.se";

/// nginx in front of a town.
struct Proxy {
    nginx: Child,
    folder: TempDir,
    http: u16,
    https: u16,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.nginx.kill();
        let _ = self.nginx.wait();
    }
}

pub fn free() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

pub fn run(program: &str, arguments: &[&str], folder: &Path) {
    let output = Command::new(program).args(arguments).current_dir(folder).output().expect(program);
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

impl Proxy {
    /// In front of what answers at an address, such as `http://127.0.0.1:40123`.
    fn before(url: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        let subject = format!("/CN={NAME}");
        let certificate = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", &subject];
        run("openssl", &[&certificate[..], &["-keyout", "key.pem", "-out", "cert.pem"]].concat(), folder.path());
        let (http, https) = (free(), free());
        let at = |file: &str| folder.path().join(file).display().to_string();
        let mut sites = SAMPLE.to_owned();
        for (theirs, ours) in [
            ("listen 80;", format!("listen 127.0.0.1:{http};")),
            ("listen 443 ssl http2;", format!("listen 127.0.0.1:{https} ssl http2;")),
            ("server 127.0.0.1:3000;", format!("server {};", url.trim_start_matches("http://"))),
            ("/etc/letsencrypt/live/portfolj.example.se/fullchain.pem", at("cert.pem")),
            ("/etc/letsencrypt/live/portfolj.example.se/privkey.pem", at("key.pem")),
            ("/var/log/nginx/error.log", at("error.log")),
        ] {
            assert!(sites.contains(theirs), "the sample has no {theirs}");
            sites = sites.replace(theirs, &ours);
        }
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {};\n", at(kind)))
            .concat();
        let whole = format!(
            "daemon off;\nmaster_process off;\nuser root;\npid {};\nerror_log {};\nevents {{}}\nhttp {{\naccess_log {};\n{temporary}{sites}\n}}\n",
            at("nginx.pid"),
            at("error.log"),
            at("access.log")
        );
        std::fs::write(folder.path().join("nginx.conf"), whole).expect("written");
        let nginx = Command::new("/usr/sbin/nginx")
            .args(["-c", &at("nginx.conf"), "-p", &at("")])
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx starts");
        let proxy = Self { nginx, folder, http, https };
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", https)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(10), "nginx does not listen: {}", proxy.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        proxy
    }

    fn log(&self) -> String {
        let read = |name| std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        read("error.log") + &read("access.log")
    }

    /// What curl is told, headers first.
    async fn ask(&self, address: &str, more: &[&str]) -> String {
        let output = tokio::process::Command::new("curl")
            .args(["--silent", "--insecure", "--include", "--max-time", "30"])
            .args(["--connect-to", &format!("{NAME}:443:127.0.0.1:{}", self.https)])
            .args(["--connect-to", &format!("{NAME}:80:127.0.0.1:{}", self.http)])
            .args(more)
            .arg(address)
            .current_dir(self.folder.path())
            .output()
            .await
            .expect("curl");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_of_nginx_serves_the_site_over_tls() {
    let site = format!("https://{NAME}");
    let options = Options {
        proxies: "127.0.0.1".parse().expect("proxies"),
        site: fyrfalt::mail::settings::SiteUrl::parse(&site),
        ..generous()
    };
    let town = Town::open_with(options).await;
    let entry = town.published("Säkrare väg till skolan").await;
    let proxy = Proxy::before(&town.url);
    let plain = proxy.ask(&format!("http://{NAME}/portfolio?q=v%C3%A4g"), &[]).await;
    assert!(plain.contains("308") && plain.contains(&format!("{site}/portfolio?q=v%C3%A4g")), "{plain}");
    let page = proxy.ask(&format!("{site}/portfolio/{entry}"), &[]).await;
    assert!(page.starts_with("HTTP/2 200") && page.contains("Säkrare väg till skolan"), "{page}");
    assert!(page.contains("strict-transport-security: max-age="), "{page}");

    // A form is taken from our own page, and from no other.
    let fields = format!(
        "email={MANAGER}&password={}",
        PASSWORD.replace(' ', "%20").replace('å', "%C3%A5").replace('ö', "%C3%B6")
    );
    let sign_in = format!("{site}/sign-in");
    let own =
        proxy.ask(&sign_in, &["--data", &fields, "--header", &format!("Origin: {site}"), "--cookie-jar", "jar"]).await;
    assert!(
        own.contains("303") && own.contains("set-cookie: __Host-fyrfalt_session=") && own.contains("Secure"),
        "{own}"
    );
    let foreign = proxy.ask(&sign_in, &["--data", &fields, "--header", "Origin: https://elak.example.com"]).await;
    assert!(foreign.starts_with("HTTP/2 403"), "{foreign}");

    // A file that is too large is told so in words of ours, not in nginx's.
    std::fs::write(proxy.folder.path().join("large.pdf"), vec![b' '; 12 << 20]).expect("written");
    let path = format!("{site}/portfolio/{entry}/files");
    let origin = format!("Origin: {site}");
    let send = [
        "--form",
        "action=add",
        "--form",
        "file=@large.pdf",
        "--header",
        &origin,
        "--cookie",
        "jar",
        "--header",
        "Expect:",
    ];
    let large = proxy.ask(&path, &send).await;
    assert!(large.contains("HTTP/2 413") && large.contains("<h1") && large.contains("MB"), "{large}");
    assert_eq!(proxy.log(), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_of_a_receipt_is_in_no_log_of_nginx_either_when_nobody_answers() {
    let proxy = Proxy::before(&format!("http://127.0.0.1:{}", free()));
    let answer = proxy.ask(&format!("https://{NAME}/receipt/hemlig"), &[]).await;
    assert!(answer.starts_with("HTTP/2 502"), "{answer}");
    let plain = proxy.ask(&format!("http://{NAME}/receipt/hemlig"), &[]).await;
    assert!(plain.contains("308"), "{plain}");
    assert_eq!(proxy.log(), "");
}
