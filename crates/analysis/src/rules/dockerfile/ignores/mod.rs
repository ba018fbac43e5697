//! Rules about ignore comments.

crate::rule::group! {
    /// Ignore comments: those that do nothing, and those that name nothing.
    "suppression": unused_ignore, unknown_ignore
}
