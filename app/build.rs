//! Rebuilds when a word in `locales/` changes: the macro that reads the files cannot say so itself.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=locales");
}
