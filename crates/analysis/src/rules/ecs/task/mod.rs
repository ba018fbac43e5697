//! Rules about the task as a whole.

crate::rule::group! {
    /// The task as a whole: its containers and what holds them together.
    "task": empty_container_list, missing_essential_container, duplicate_container_name, invalid_family_name,
    too_many_containers, invalid_container_name, missing_requires_compatibilities, invalid_tag,
    untagged_task_definition, too_many_placement_constraints, invalid_task_size, host_pid_mode, host_ipc_mode,
    host_network_mode, network_mode_not_awsvpc, implicit_network_mode, implicit_runtime_platform,
    fault_injection_unsupported, invalid_proxy_configuration, retired_app_mesh_proxy
}
