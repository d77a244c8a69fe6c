//! The whole at a glance: what managers, and anyone curious, see of many entries at once.
//!
//! Everything here works on [`Row`](crate::portfolio::rows::Row)s, the facts of the entries that a filter finds.
//! [`target`] is the mix that has been agreed and [`balance`] how far the portfolio is from it; [`gaps`] are what
//! nobody works with; [`history`] is what is recorded of each entry's life, from which [`flow`] tells how entries come
//! from need to benefit and [`timeline`] how the portfolio stood on any day; [`scenario`] is a plan that changes
//! nothing.

pub mod balance;
pub mod flow;
pub mod gaps;
pub mod history;
pub mod quartiles;
pub mod scenario;
pub mod target;
#[cfg(test)]
pub(crate) mod testing;
pub mod timeline;
