//! Rules about the order in which containers start and stop.

mod check;
mod dependencies;
pub(super) mod translate;

crate::rule::group! {
    /// The order in which containers start and stop, and what waits for what.
    "health":
        depends_on_cycle, missing_health_check, invalid_health_check_command, ignored_health_check_arguments,
        unrunnable_health_check, invalid_health_check_timing, health_check_timeout_exceeds_interval,
        healthy_condition_without_health_check, completion_of_essential_container, invalid_container_timeout,
        ineffective_start_timeout, restart_policy_blocks_completion, missing_init_process,
        interactive_container, unsplit_command, ignored_command_arguments, relative_working_directory
}
