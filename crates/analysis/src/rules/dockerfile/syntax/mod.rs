//! What BuildKit refuses, each kind of it a rule of its own.
//!
//! The parser finds the errors and says what was expected; the rules add what to do.

#[cfg(test)]
mod blanks;
mod heredocs;
mod image_stage;
mod mounts;
mod report;

pub(in crate::rules::dockerfile) use mounts::{mounts, option};

crate::rule::group! {
    /// What BuildKit refuses. One broken line never hides the others.
    "syntax": unknown_instruction, oversized_line, duplicate_directive, invalid_escape_directive, unterminated_heredoc, unbalanced_quote, bad_substitution, missing_from, instruction_before_from, from_argument_count, unexpected_word_in_from, invalid_stage_name, unknown_flag, duplicate_flag, flag_without_value, non_boolean_flag, unknown_mount_type, invalid_mount_option, invalid_network_mode, invalid_security_mode, missing_argument, extra_argument, pair_without_equals, blank_key, copy_without_destination, heredoc_as_destination, shell_not_json, healthcheck_none_with_arguments, invalid_healthcheck_type, invalid_duration, invalid_retries, forbidden_onbuild_trigger, variable_in_mount_from, invalid_cache_sharing, invalid_mount_ownership, invalid_secret_mount, invalid_mount_target, mount_from_later_stage, copy_from_own_stage, copy_from_later_stage, stage_index_out_of_range, variable_in_copy_from, multiple_sources_to_file, invalid_stopsignal, invalid_port, invalid_port_protocol, invalid_chmod, invalid_chown, misplaced_checksum, copy_of_url, empty_run, malformed_instruction, misspelled_onbuild_trigger, misplaced_directive, invalid_platform, source_outside_context, invalid_image_reference, empty_base_name, legacy_syntax_image, empty_directive, empty_volume, malformed_flag, misspelled_directive, circular_stages, feature_newer_than_syntax, missing_copy_source, invalid_device, conflicting_git_options, invalid_epoch_stage, space_indented_heredoc_end, crlf_in_heredoc, unknown_target
}
