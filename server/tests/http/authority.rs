//! Somebody who vouches for certificates.

use crate::proxied::run;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use tempfile::TempDir;
use tokio_rustls::rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

pub struct Authority(TempDir);

impl Authority {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Prov"];
        run("openssl", &[&new[..], &["-keyout", "own.key", "-out", "own.pem"]].concat(), folder.path());
        Self(folder)
    }

    /// What whoever trusts it has: its own certificate.
    pub fn certificate(&self) -> PathBuf {
        self.0.path().join("own.pem")
    }

    /// A server with a certificate for a name.
    pub fn vouch_for(&self, name: &str) -> Arc<ServerConfig> {
        let folder = self.0.path();
        let subject = format!("/CN={name}");
        let ask =
            ["req", "-newkey", "rsa:2048", "-nodes", "-subj", &subject, "-keyout", "key.pem", "-out", "asked.pem"];
        run("openssl", &ask, folder);
        let says = format!("subjectAltName=DNS:{name}\nbasicConstraints=CA:FALSE\n");
        std::fs::write(folder.join("says"), says).expect("written");
        let own = ["-CA", "own.pem", "-CAkey", "own.key", "-CAcreateserial"];
        let sign = ["x509", "-req", "-in", "asked.pem", "-days", "2", "-extfile", "says", "-out", "cert.pem"];
        run("openssl", &[&sign[..], &own].concat(), folder);
        Arc::new(server(&folder.join("cert.pem"), &folder.join("key.pem")))
    }
}

fn server(certificate: &Path, key: &Path) -> ServerConfig {
    let certificate = CertificateDer::from_pem_file(certificate).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(key).expect("a key");
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a server")
}
