//! Rules about operating systems and about other places than Fargate.

crate::rule::group! {
    /// Operating systems, and what EC2, external and managed instances offer and demand.
    "platform": unsupported_windows_setting, unsupported_external_setting, unsupported_ec2_setting,
    unsupported_linux_setting, unsupported_runtime_platform, ignored_windows_task_size,
    trusted_execution_without_managed_instances, missing_attestation_policy
}
