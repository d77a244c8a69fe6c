include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
use i18n::*;
use leptos_i18n::td_string;
pub fn hej(l: Locale) -> String { format!("{} {}", td_string!(l, common.skip), td_string!(l, common.count, count = 3)) }
