//! Numbers that ECS holds a task definition to.
//!
//! Source: botocore 1.44.5 prose, AWS service quotas, error answers of the API; 2026-11. Ranges include both ends.

use std::ops::RangeInclusive;

/// Containers in one task definition.
pub const CONTAINERS: usize = 10;
/// Bytes of the document without blanks.
pub const DOCUMENT_BYTES: usize = 65_536;
/// Tags of a task definition.
pub const TAGS: usize = 50;
/// Characters of a tag's key.
pub const TAG_KEY: RangeInclusive<usize> = 1..=128;
/// Characters of a tag's value.
pub const TAG_VALUE: RangeInclusive<usize> = 0..=256;
/// Environment files of a container.
pub const ENVIRONMENT_FILES: usize = 10;
/// Placement constraints of a task definition.
pub const PLACEMENT_CONSTRAINTS: usize = 10;
/// Port ranges of a container.
pub const PORT_RANGES: usize = 100;
/// Credential specifications of a container.
pub const CREDENTIAL_SPECS: usize = 1;
/// Volumes that are configured at launch.
pub const LAUNCH_VOLUMES: usize = 1;
/// Exit codes that a restart policy may ignore.
pub const IGNORED_EXIT_CODES: usize = 50;
/// Characters of the names of families, containers and volumes.
pub const NAME: usize = 255;
/// Characters of the name of a port mapping.
pub const PORT_NAME: usize = 64;
/// Characters of an image reference.
pub const IMAGE: usize = 255;

/// `containerPort`.
pub const CONTAINER_PORT: RangeInclusive<i64> = 1..=65_535;
/// `hostPort`; 0 asks for any free port.
pub const HOST_PORT: RangeInclusive<i64> = 0..=65_535;
/// Host ports that the instance's SSH server, Docker and the ECS agent hold.
pub const RESERVED_HOST_PORTS: [i64; 6] = [22, 2375, 2376, 51_678, 51_679, 51_680];
/// Host ports from which free ones are taken, for dynamic mappings and outgoing connections.
pub const EPHEMERAL_HOST_PORTS: RangeInclusive<i64> = 32_768..=65_535;
/// Container ports that Fargate keeps for itself on Windows.
pub const RESERVED_FARGATE_WINDOWS_PORTS: [i64; 1] = [3150];

/// Seconds between health checks; 30 if absent.
pub const HEALTH_INTERVAL: RangeInclusive<i64> = 5..=300;
/// Seconds that a health check may take; 5 if absent.
pub const HEALTH_TIMEOUT: RangeInclusive<i64> = 2..=60;
/// Failures before a container is unhealthy; 3 if absent.
pub const HEALTH_RETRIES: RangeInclusive<i64> = 1..=10;
/// Seconds before failures count; 0 if absent.
pub const HEALTH_START_PERIOD: RangeInclusive<i64> = 0..=300;

/// Least `startTimeout` and `stopTimeout` in seconds.
pub const CONTAINER_TIMEOUT_LEAST: i64 = 2;
/// Largest `startTimeout` and `stopTimeout` on Fargate in seconds.
pub const FARGATE_TIMEOUT_MOST: i64 = 120;
/// Seconds in which restarts are not repeated; 300 if absent.
pub const RESTART_ATTEMPT_PERIOD: RangeInclusive<i64> = 60..=1800;

/// Gibibytes of `ephemeralStorage`; 20 if absent, which may not be written.
pub const EPHEMERAL_STORAGE_GIB: RangeInclusive<i64> = 21..=200;
/// `swappiness`; 60 if absent.
pub const SWAPPINESS: RangeInclusive<i64> = 0..=100;
/// Least memory of a container in MiB; Docker refuses less.
pub const CONTAINER_MEMORY_LEAST_MIB: i64 = 6;
/// Largest soft and hard limit of open files on Fargate.
pub const FARGATE_NOFILE_MOST: i64 = 1_048_576;
/// Task CPU in units outside Fargate.
pub const TASK_CPU_UNITS: RangeInclusive<i64> = 128..=196_608;
/// Percent of a GPU's threads or memory under MPS.
pub const MPS_PERCENT: RangeInclusive<i64> = 1..=100;
/// The `awsfirelens` option `log-driver-buffer-limit`.
pub const FIRELENS_BUFFER_LIMIT: RangeInclusive<i64> = 0..=536_870_912;
