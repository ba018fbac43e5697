//! Rules about what Fargate offers and demands.

crate::rule::group! {
    /// What Fargate offers and demands.
    "fargate": invalid_fargate_size, missing_fargate_size, fargate_without_awsvpc, unsupported_fargate_setting,
    invalid_ephemeral_storage, excessive_nofile_limit, reserved_fargate_port
}
