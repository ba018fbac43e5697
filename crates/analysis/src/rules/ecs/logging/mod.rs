//! Rules about where a container's output goes.

mod awslogs_block;
mod log;
mod stream_prefix;

crate::rule::group! {
    /// Where a container's output goes.
    "logging":
        missing_log_configuration, missing_log_option, disallowed_log_option, missing_log_stream_prefix,
        untraceable_log_stream, unsupported_log_driver, invalid_create_group, conflicting_multiline_options,
        implicit_log_mode, invalid_log_mode, ignored_log_buffer, blocking_log_mode, secret_in_log_options,
        missing_log_router, unused_log_router, multiple_log_routers, log_router_not_essential,
        self_logging_log_router, missing_log_router_dependency, invalid_log_buffer_limit,
        invalid_firelens_configuration
}
