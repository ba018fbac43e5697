//! Rules about secrets in task definitions.

pub(super) mod environment;

crate::rule::group! {
    /// Secrets in task definitions: everyone with `ecs:DescribeTaskDefinition` can read them.
    "ecs-secrets": aws_credentials_in_environment, hardcoded_credential, secret_in_environment
}
