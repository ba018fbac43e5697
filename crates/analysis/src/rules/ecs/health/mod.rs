//! Rules about the order in which containers start and stop.

crate::rule::group! {
    /// The order in which containers start and stop, and what waits for what.
    "health": depends_on_cycle
}
