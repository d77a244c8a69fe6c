//! Any bytes may come as a snapshot: they are refused, or make a portfolio that answers.

#![no_main]

use domain::{chart::Chart, filter::Filter, language::Language, portfolio::Portfolio};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    // With a right check sum, so that the fuzzer gets past it.
    let mut bytes = content.to_vec();
    bytes.extend_from_slice(&crc32fast::hash(content).to_le_bytes());
    if let Ok(portfolio) = Portfolio::decode(&bytes) {
        for query in ["", "q=a", "q=v%C3%A4g&sort=title", "facet=mission&goal=3"] {
            portfolio.explore(&Filter::parse(query).filter, 24, Language::Swedish);
            let _ = Chart::of(&portfolio, query, Language::English);
        }
        assert_eq!(portfolio.encode().len(), Portfolio::decode(&portfolio.encode()).map_or(0, |same| same.encode().len()));
    }
});
