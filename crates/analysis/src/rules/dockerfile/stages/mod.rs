//! Rules about stages and how they hang together.

mod rename;

crate::rule::group! {
    /// Stages: their names, and what they take from one another.
    "stages": duplicate_stage_name, reserved_stage_name, stage_name_casing, shell_run_in_scratch, env_lost_between_stages, unreachable_stage, devel_image_at_runtime, toolchain_in_final_image
}
