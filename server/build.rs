//! Takes the browser's files into the program: `public/` as it lies in git, and the site that the Makefile builds.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SITE_FOLDER");

    let manifest = env::var("CARGO_MANIFEST_DIR")?;
    let root = Path::new(&manifest).parent().ok_or("the server has a workspace around it")?;
    let site = root.join(env::var("SITE_FOLDER").unwrap_or_else(|_| "target/site".to_owned()));
    // A fresh clone has no site yet, and `cargo check` must not need one.
    fs::create_dir_all(&site)?;

    memory_serve::load_names_directories([("site", site), ("public", root.join("public"))], true);
    Ok(())
}
