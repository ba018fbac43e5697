//! Facts about ECS that its field list does not hold: log drivers, capabilities, partitions.

use std::sync::LazyLock;

use super::image_name::ImageName;
use super::pattern::{Patterns, Subject};
use super::reader::{rows, words};

pub(super) const AWS_ACCOUNTS: &str = include_str!("../../data/ecs/aws-accounts.tsv");
pub(super) const CAPABILITIES: &str = include_str!("../../data/ecs/capabilities.tsv");
pub(super) const HOST_PATHS: &str = include_str!("../../data/ecs/host-paths.tsv");
pub(super) const LOG_DRIVERS: &str = include_str!("../../data/ecs/log-drivers.tsv");
pub(super) const PARTITIONS: &str = include_str!("../../data/ecs/partitions.tsv");
pub(super) const WRITTEN_PATHS: &str = include_str!("../../data/ecs/written-paths.tsv");

/// A log driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogDriver {
    /// `"awslogs"`.
    pub name: &'static str,
    /// Whether tasks on Fargate may use it.
    pub on_fargate: bool,
    /// Whether tasks on Managed Instances may use it.
    pub on_managed_instances: bool,
    /// Options that it does not work without.
    pub required: Vec<&'static str>,
    /// Options that Fargate demands besides.
    pub required_on_fargate: Vec<&'static str>,
    /// All its options, the required ones first.
    pub options: Vec<&'static str>,
    /// Whether ECS refuses options that are not among `options`. Elsewhere unknown options must not be judged.
    pub closed: bool,
}

/// A Linux capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capability {
    /// `"SYS_ADMIN"`: capitals, without `CAP_`.
    pub name: &'static str,
    /// Docker gives it to every container; adding it changes nothing.
    pub default: bool,
    /// It comes close to root on the host.
    pub dangerous: bool,
    /// Fargate lets tasks add it.
    pub may_be_added_on_fargate: bool,
}

/// How dangerous a path of the instance is in a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostPathRisk {
    /// Who can write to it can take over the instance.
    Write,
    /// Reading is enough.
    Read,
}

/// A partition of AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    /// The second field of its ARNs: `"aws-cn"`.
    pub name: &'static str,
    /// The end of its host names: `"amazonaws.com.cn"`.
    pub suffix: &'static str,
    starts: Vec<&'static str>,
}

/// The log driver `name`, in the API's spelling.
#[must_use]
pub fn log_driver(name: &str) -> Option<&'static LogDriver> {
    log_drivers().iter().find(|driver| driver.name == name)
}

/// All log drivers.
#[must_use]
pub fn log_drivers() -> &'static [LogDriver] {
    &LOG_DRIVER_TABLE
}

/// The capability `name`, in the API's spelling; `CAP_SYS_ADMIN` and `sys_admin` are none.
#[must_use]
pub fn capability(name: &str) -> Option<&'static Capability> {
    capabilities().iter().find(|capability| capability.name == name)
}

/// All capabilities, `ALL` included.
#[must_use]
pub fn capabilities() -> &'static [Capability] {
    &CAPABILITY_TABLE
}

/// What a container could do with `path` of the instance, a normalized one; `None` for paths that are not listed.
#[must_use]
pub fn host_path_risk(path: &str) -> Option<HostPathRisk> {
    let [_, _, marks] = rows::<3>(HOST_PATHS).find(|[listed, reach, _]| {
        let below = path.strip_prefix(listed).and_then(|rest| rest.strip_prefix('/')).filter(|rest| !rest.is_empty());
        path == *listed
            || match *reach {
                "below" => below.is_some(),
                "user" => below.is_some_and(|rest| !rest.contains('/')),
                _ => false,
            }
    })?;
    match marks {
        "harmless" => None,
        "read" => Some(HostPathRisk::Read),
        _ => Some(HostPathRisk::Write),
    }
}

/// The folders that `image` writes to when it runs, besides its volumes. None for an image that is not listed.
pub fn written_paths(image: &ImageName<'_>, tag: Option<&str>) -> impl Iterator<Item = &'static str> {
    let folders = WRITTEN_PATHS_TABLE.first(&Subject::new(image, tag)).map_or("", |[folders, ..]| *folders);
    words(folders)
}

/// The partition of `region`: `aws-us-gov` for `us-gov-west-1`. `None` if no region can be called so.
#[must_use]
pub fn partition(region: &str) -> Option<&'static Partition> {
    let (head, number) = region.rsplit_once('-')?;
    let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let place = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fits =
        |partition: &&Partition| partition.starts.iter().any(|start| head.strip_prefix(start).is_some_and(place));
    PARTITION_TABLE.iter().find(fits).filter(|_| numbered)
}

/// The partition that ARNs call `name`.
#[must_use]
pub fn partition_named(name: &str) -> Option<&'static Partition> {
    PARTITION_TABLE.iter().find(|partition| partition.name == name)
}

/// Whether AWS publishes images for everybody from `account`.
#[must_use]
pub fn is_aws_account(account: &str) -> bool {
    rows::<1>(AWS_ACCOUNTS).any(|[known]| known == account)
}

static WRITTEN_PATHS_TABLE: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(WRITTEN_PATHS));

static LOG_DRIVER_TABLE: LazyLock<Vec<LogDriver>> = LazyLock::new(|| {
    rows(LOG_DRIVERS)
        .map(|[name, runs, closed, required, on_fargate, others]| LogDriver {
            name,
            on_fargate: words(runs).any(|place| place == "fargate"),
            on_managed_instances: words(runs).any(|place| place == "managed"),
            required: words(required).collect(),
            required_on_fargate: words(on_fargate).collect(),
            options: words(required).chain(words(others)).collect(),
            closed: closed == "all",
        })
        .collect()
});

static CAPABILITY_TABLE: LazyLock<Vec<Capability>> = LazyLock::new(|| {
    rows(CAPABILITIES)
        .map(|[name, marks]| {
            let has = |mark| words(marks).any(|it| it == mark);
            Capability {
                name,
                default: has("default"),
                dangerous: has("dangerous"),
                may_be_added_on_fargate: has("fargate"),
            }
        })
        .collect()
});

static PARTITION_TABLE: LazyLock<Vec<Partition>> = LazyLock::new(|| {
    rows(PARTITIONS).map(|[name, starts, suffix]| Partition { name, suffix, starts: words(starts).collect() }).collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schema;

    #[test]
    fn log_drivers_are_those_of_the_api() {
        let mut names: Vec<_> = log_drivers().iter().map(|driver| driver.name).collect();
        let mut expected = schema::enum_values("LogDriver").unwrap().to_vec();
        names.sort_unstable();
        expected.sort_unstable();
        assert_eq!(names, expected);
    }

    #[test]
    fn log_drivers_know_where_they_run_and_what_they_need() {
        let awslogs = log_driver("awslogs").unwrap();
        assert_eq!(awslogs.required, ["awslogs-group", "awslogs-region"]);
        assert_eq!(awslogs.required_on_fargate, ["awslogs-stream-prefix"]);
        assert!(awslogs.closed && awslogs.options.contains(&"max-buffer-size"));
        assert!(!awslogs.options.contains(&"awslogs-endpoint"));
        let json_file = log_driver("json-file").unwrap();
        assert!(!json_file.on_fargate && json_file.on_managed_instances && !json_file.closed);
        assert!(!log_driver("awsfirelens").unwrap().closed);
        assert_eq!(log_driver("logentries"), None);
        assert_eq!(log_driver("none"), None);
    }

    #[test]
    fn capabilities_are_marked() {
        assert_eq!(capabilities().len(), 38);
        assert!(capability("SYS_ADMIN").is_some_and(|it| it.dangerous && !it.default && !it.may_be_added_on_fargate));
        assert!(capability("SYS_PTRACE").is_some_and(|it| it.may_be_added_on_fargate));
        assert!(capability("DAC_OVERRIDE").is_some_and(|it| it.default && it.dangerous));
        assert_eq!(capabilities().iter().filter(|it| it.default).count(), 14);
        for name in ["CAP_SYS_ADMIN", "sys_admin", "AUDIT_READ", ""] {
            assert_eq!(capability(name), None, "{name}");
        }
    }

    #[test]
    fn host_paths_are_listed_by_reach() {
        use HostPathRisk::{Read, Write};
        for (path, risk) in [("/", Read), ("/etc", Write), ("/etc/ecs/ecs.config", Read), ("/home/ec2-user", Write)] {
            assert_eq!(host_path_risk(path), Some(risk), "{path}");
        }
        for path in
            ["/srv", "/etcetera", "/etc/localtime", "/dev/shm/x", "/home/ec2-user/app", "/var/run/datadog", "/var/log"]
        {
            assert_eq!(host_path_risk(path), None, "{path}");
        }
    }

    #[test]
    fn regions_lie_in_partitions() {
        for (region, name) in [
            ("eu-west-1", "aws"),
            ("us-east-1", "aws"),
            ("ap-southeast-5", "aws"),
            ("mx-central-1", "aws"),
            ("us-gov-west-1", "aws-us-gov"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("eusc-de-east-1", "aws-eusc"),
            ("cn-north-1", "aws-cn"),
        ] {
            assert_eq!(partition(region).map(|it| it.name), Some(name), "{region}");
        }
        for region in ["", "us", "us-east", "us--1", "xx-west-1", "us-east-1a", "us-east-", "eu-west-1-x"] {
            assert_eq!(partition(region), None, "{region}");
        }
        assert_eq!(partition_named("aws-cn").map(|it| it.suffix), Some("amazonaws.com.cn"));
    }
}
