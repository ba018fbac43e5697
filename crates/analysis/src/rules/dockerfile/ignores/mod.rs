//! Rules about ignore comments.

crate::rule::group! {
    /// Ignore comments: those that do nothing, name nothing, give no reason or mean everything.
    "suppression": unused_ignore, unknown_ignore, ignore_without_reason, blanket_ignore, inline_ignore
}
