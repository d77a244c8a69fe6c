//! Any text may stand in an address or be searched for.

#![no_main]

use domain::{filter::Filter, search::query::Query};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let filter = Filter::parse(text).filter;
    assert_eq!(Filter::parse(&filter.query()).filter, filter);
    for phrase in Query::parse(text).phrases {
        let _ = phrase.stands_in(text);
    }
});
