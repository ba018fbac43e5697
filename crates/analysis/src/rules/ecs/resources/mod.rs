//! Rules about CPU and memory.

crate::rule::group! {
    /// CPU and memory of containers, and of the task around them.
    "resources": container_memory_exceeds_task, reserved_memory_exceeds_task, memory_below_reservation,
    missing_container_memory, oversubscribed_task_memory, cpu_exceeds_task, tiny_container_memory,
    missing_hard_memory_limit, inverted_ulimit, duplicate_ulimit, invalid_swappiness, swappiness_without_max_swap,
    invalid_capability, conflicting_capability, invalid_resource_requirement, invalid_tmpfs,
    invalid_restart_policy, invalid_credential_spec
}
