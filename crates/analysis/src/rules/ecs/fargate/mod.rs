//! Rules about what Fargate offers and demands.

crate::rule::group! {
    /// What Fargate offers and demands.
    "fargate": invalid_fargate_size, missing_fargate_size, fargate_without_awsvpc
}
