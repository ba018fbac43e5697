//! Rules about secrets in task definitions.

mod command_secret;
pub(super) mod environment;
mod expansion;

crate::rule::group! {
    /// Secrets in task definitions: everyone with `ecs:DescribeTaskDefinition` can read them.
    "ecs-secrets":
        aws_credentials_in_environment, hardcoded_credential, secret_in_environment,
        environment_secret_conflict, duplicate_environment_variable, invalid_environment_name,
        reserved_environment_variable, static_credentials_shadow_role, malformed_secret_arn,
        secret_name_with_json_key, secret_arn_without_suffix, invalid_environment_file, secret_in_command,
        unexpanded_variable
}
