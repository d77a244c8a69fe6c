//! `bench FOLDER COUNT...`: writes portfolios of these sizes, and what is asked of them, for the browser's benchmark.

use bench::{
    entries::{Broken, entries, taxonomies},
    questions, record,
};
use domain::portfolio::Portfolio;
use serde::Serialize;
use std::{
    env,
    fs::{self, File},
    io::BufWriter,
    path::{Path, PathBuf},
};

/// How many filters, and how many texts.
const QUESTIONS: usize = 200;

fn main() -> Result<(), Broken> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("bench FOLDER COUNT...")?);
    for count in arguments {
        write(&folder.join(&count), count.parse()?)?;
    }
    Ok(())
}

fn write(folder: &Path, count: usize) -> Result<(), Broken> {
    fs::create_dir_all(folder)?;
    let (entries, taxonomies) = (entries(count)?, taxonomies()?);
    let records = record::records(&entries);
    json(&folder.join("filters.json"), &questions::filters(QUESTIONS, &taxonomies, &records))?;
    json(&folder.join("texts.json"), &questions::texts(QUESTIONS, &records)?)?;
    json(&folder.join("records.json"), &records)?;
    fs::write(folder.join("snapshot"), Portfolio::new(&entries, taxonomies).encode())?;
    Ok(())
}

fn json(path: &Path, value: &impl Serialize) -> Result<(), Broken> {
    Ok(serde_json::to_writer(BufWriter::new(File::create(path)?), value)?)
}
