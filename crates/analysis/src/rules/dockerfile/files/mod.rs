//! Rules about what COPY, ADD, WORKDIR and VOLUME do with files.

crate::rule::group! {
    /// Files: what is copied, where to, and where the image works.
    "files": copy_from_empty_stage, numeric_stage_reference
}
