//! Rules about what a container runs and how it is watched and stopped.

pub(super) mod command;
mod duplicates;
mod install;
mod port;
mod requests;

crate::rule::group! {
    /// What a container runs, and how it is checked, stopped and reached.
    "entrypoint": duplicate_cmd, duplicate_entrypoint, duplicate_healthcheck, shell_form_command, shell_form_healthcheck, shell_operator_in_exec_form, command_line_in_one_element, variable_in_exec_form, cmd_ignored_by_entrypoint, shell_cmd_to_exec_entrypoint, cmd_reset_by_entrypoint, expose_with_host_port, port_protocol_casing, duplicate_expose, admin_port_exposed, stopsignal_spelling, ungraceful_stopsignal, systemd_without_sigrtmin3, missing_healthcheck, package_manager_as_process, dev_server_in_final_image, invalid_exec_form, healthcheck_timing, nginx_without_sigquit, entrypoint_not_executable, script_with_crlf, script_without_exec, missing_interpreter, healthcheck_binary_missing, missing_command, pointless_healthcheck_none
}
