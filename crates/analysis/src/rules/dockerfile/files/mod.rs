//! Rules about what COPY, ADD, WORKDIR and VOLUME do with files.

mod base;
mod ignoring;
mod manifests;
mod sources;
mod unwanted;

pub(super) use sources::context_sources;

crate::rule::group! {
    /// Files: what is copied, where to, and where the image works.
    "files": copy_from_empty_stage, numeric_stage_reference, add_instead_of_copy, whole_filesystem_copy, whole_context_copy, relative_workdir, system_workdir, tilde_in_path, system_volume, copy_to_relative_path, undefined_stage, archive_copied_then_extracted, dockerignored_source, missing_dockerignore, unwanted_files_in_context, vex_document_copied, copy_as_root_after_user, run_below_volume, source_before_dependencies
}
