//! Rules about CPU and memory.

crate::rule::group! {
    /// CPU and memory of containers, and of the task around them.
    "resources": container_memory_exceeds_task, reserved_memory_exceeds_task, memory_below_reservation
}
