//! Rules about the task as a whole.

crate::rule::group! {
    /// The task as a whole: its containers and what holds them together.
    "task": empty_container_list, missing_essential_container, duplicate_container_name
}
