//! Rules about build arguments, environment variables and labels.

mod label_values;
pub(super) mod pairs;
mod policy;
mod references;

pub(super) use references::{expanded_words, variables};

pub(in crate::rules::dockerfile) use pairs::delete_pair;

crate::rule::group! {
    /// Build arguments, environment variables and labels: values that do not arrive, and names that mean nothing.
    "variables": maintainer_instruction, legacy_key_value, space_around_equals, same_instruction_reference, undefined_variable, arg_out_of_scope, arg_shadows_predefined, path_overwritten, duplicate_label, duplicate_env_key, invalid_label_key, reserved_label_namespace, unused_arg, arg_shadowed_by_env, debug_mode_enabled, missing_label, unknown_label, empty_label, label_not_url, label_not_rfc3339, label_not_spdx, label_not_git_hash, label_not_semver, label_not_email, label_pattern_mismatch, stale_base_digest_label, label_overlaps_build_metadata, missing_required_instruction, forbidden_value
}
