//! Turns the words of `locales/<language>/<namespace>.json` into the `i18n` module. A word that a page names and no
//! file holds, or that one language lacks, fails the build.

use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};
use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    // wasm-split-cli cuts the browser's program along what refers to what.
    if env::var("CARGO_CFG_TARGET_ARCH")? == "wasm32" {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
    println!("cargo::rerun-if-changed=locales");

    let mut namespaces = Vec::new();
    for file in fs::read_dir("locales/sv")? {
        let path = file?.path();
        if let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) {
            namespaces.push(name.to_owned());
        }
    }
    namespaces.sort();

    let config = Config::new("sv")?
        .add_locale("en")?
        .add_namespaces(namespaces)?
        .parse_options(ParseOptions::default().interpolate_display(true));
    let words = parse_locales(None, config)?;
    let errors: Vec<_> = words.diag.errors().iter().map(ToString::to_string).collect();
    let warnings: Vec<_> = words.diag.warnings().iter().map(ToString::to_string).collect();
    if let Some(fault) = errors.into_iter().chain(warnings).next() {
        return Err(format!("locales: {fault}").into());
    }

    let module = leptos_i18n_codegen::gen_code(&words, None, false, None, false)?;
    let out = PathBuf::from(env::var("OUT_DIR")?).join("i18n.rs");
    fs::write(out, module.to_string())?;
    Ok(())
}
