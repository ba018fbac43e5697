//! Rules that hold a task definition against the files beside it.

mod image_port;
mod policy;
mod probe;
mod service;
mod workflow;

crate::rule::group! {
    /// What the Dockerfile, the workflow or the deployment beside a task definition say otherwise.
    "partners":
        workflow_container_mismatch, appspec_container_mismatch, architecture_mismatch,
        ignored_image_health_check, probe_command_not_in_image, container_port_mismatch,
        command_repeats_entry_point, command_ignored_by_entry_point, heap_exceeds_container_memory,
        read_only_root_conflict, unknown_container_user, mount_hides_application, secret_baked_into_image,
        shell_form_entry_point, workflow_region_mismatch,
        exec_prerequisite_missing, unspecified_build_platform, service_target_mismatch, image_definitions_container_mismatch,
        container_definitions_shape_mismatch, missing_execution_permission, wrong_trust_principal,
        workflow_task_definition_missing, invalid_service_definition, public_service_ip, outdated_platform_version,
        invalid_environment_file_line, compose_drift, dynamic_port_health_check
}
