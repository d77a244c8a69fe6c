//! The whole at a glance: one file for each of its pages, and the frame around all of them.

mod balance;
mod flow;
mod frame;
mod gaps;
mod report;
mod target;
mod time;
mod what_if;

pub use balance::Balance;
pub use flow::Flow;
pub use gaps::Gaps;
pub use report::Report;
pub use target::SetTarget;
pub use time::Time;
pub use what_if::TryOut;
