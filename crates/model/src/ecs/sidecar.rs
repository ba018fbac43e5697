//! Companions that many tasks carry beside the application.
//!
//! Invariant: a match says "not the application"; no match says nothing.

/// Last path segments of images that are companions wherever they come from. Collected November 2026.
const BASE_NAMES: &[&str] = &[
    "amazon-cloudwatch-agent",
    "amazon-ecs-local-container-endpoints",
    "amazon-ssm-agent",
    "aws-appmesh-envoy",
    "aws-for-fluent-bit",
    "aws-otel-collector",
    "aws-xray-daemon",
    "cloudflared",
    "cloudwatch-agent",
    "consul-ecs",
    "datadog-agent",
    "envoy",
    "falco",
    "fluent-bit",
    "fluentd",
    "newrelic-fluentbit-output",
    "nri-ecs",
    "oneagent",
    "opentelemetry-collector",
    "opentelemetry-collector-contrib",
    "promtail",
    "splunk-otel-collector",
    "vault-agent",
    "workload-agent",
];

/// Path endings that are companions although the last segment alone says too little.
const PATHS: &[&str] = &["datadog/agent", "hashicorp/vault", "timberio/vector"];

/// Whether the repository (a path without registry) is a well-known companion container.
#[must_use]
pub fn is_sidecar(repository: &str) -> bool {
    let base_name = repository.rsplit('/').next().unwrap_or(repository);
    let ends_with = |path: &str| {
        let rest = repository.strip_suffix(path);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
    };
    BASE_NAMES.contains(&base_name) || PATHS.iter().any(|path| ends_with(path))
}

#[cfg(test)]
mod tests {
    use super::is_sidecar;

    #[test]
    fn companions_are_known_by_their_path() {
        assert!(is_sidecar("aws-observability/aws-for-fluent-bit"));
        assert!(is_sidecar("amazon/aws-xray-daemon"));
        assert!(is_sidecar("datadog/agent"));
        assert!(!is_sidecar("mydatadog/agent"));
        assert!(!is_sidecar("vector"));
        assert!(!is_sidecar("nginx"));
    }
}
