//! Rules about what RUN executes, and about its flags and mounts.

mod copied;
mod important;
mod members;

crate::rule::group! {
    /// What RUN executes: whether a failure is noticed, whether an effect outlives the RUN, and what its mounts do.
    "shell": pipe_without_pipefail, semicolon_hides_failure, heredoc_without_errexit, instruction_inside_run, sudo_used, lost_cd, lost_environment, rc_file_not_read, ineffective_unset, service_started_in_run, bin_sh_replaced, cleanup_in_later_layer, chmod_after_copy, chown_in_own_layer, large_uid_without_no_log_init, setuid_bit, insecure_run, host_network_run, output_lost_in_mount, root_owned_cache_mount, apt_cache_mount_not_locked, apt_cache_mount_emptied, cd_in_run, pointless_command, redundant_mkdir, file_written_with_echo, telemetry_enabled
}
