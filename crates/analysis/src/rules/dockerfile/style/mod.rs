//! Rules about how a Dockerfile looks.
//!
//! What `plimsoll format` would change is asked from it, so that the two never disagree.

mod aspects;
mod wrap;

crate::rule::group! {
    /// How a file looks: casing, blanks, line ends, the order of words. Preset `style` turns these rules on.
    "style": instruction_casing, from_as_casing, empty_continuation, directive_casing, trailing_whitespace, missing_final_newline, repeated_blank_lines, repeated_spaces, instruction_spacing, inconsistent_indentation, unsorted_packages, mixed_line_endings, unwrapped_chain, overlong_line, overlong_file, leftover_todo, malformed_description, consecutive_runs, long_run_chain, ungrouped_labels, unordered_labels, runtime_instruction_order, unformatted_heredoc
}
