//! Rules about what package managers install.

crate::rule::group! {
    /// What package managers install: which versions, and what they leave behind.
    "packages": unpinned_pip_package, unpinned_requirement
}
