//! Rules about where a container's output goes.

crate::rule::group! {
    /// Where a container's output goes.
    "logging": missing_log_configuration
}
