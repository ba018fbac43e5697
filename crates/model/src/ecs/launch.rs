//! Where a task may run, by `requiresCompatibilities` and `runtimePlatform`.
//!
//! Invariant: nothing is concluded from an absent or partly unknown list. AWS validates against every listed
//! type, so a document that lists two must satisfy both.

use super::field::{Field, Object};

/// The launch types that a task definition asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Launch {
    /// `FARGATE` is listed.
    pub fargate: bool,
    /// `EC2` is listed.
    pub ec2: bool,
    /// `EXTERNAL` is listed.
    pub external: bool,
    /// `MANAGED_INSTANCES` is listed.
    pub managed_instances: bool,
    /// The operating system family starts with `WINDOWS`.
    pub windows: bool,
    /// The operating system family is written out as `LINUX`.
    pub linux: bool,
}

/// The network mode that a task will have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkMode {
    /// `awsvpc`, also where Fargate takes nothing else.
    Awsvpc,
    /// `host`
    Host,
    /// `bridge`, the default on Linux.
    Bridge,
    /// `none`
    None,
    /// A placeholder, a console spelling, or a default that depends on the operating system.
    Unknown,
}

impl Launch {
    /// Whether `requiresCompatibilities` is known and names a launch type.
    #[must_use]
    pub fn is_stated(self) -> bool {
        self.fargate || self.ec2 || self.external || self.managed_instances
    }

    /// Whether EC2 is the only launch type.
    #[must_use]
    pub fn is_only_ec2(self) -> bool {
        self.ec2 && !self.fargate && !self.external && !self.managed_instances
    }

    /// Reads the fields of a task definition.
    #[must_use]
    pub fn read(task: Object<'_>) -> Self {
        let mut launch = Self::default();
        if let Field::Known { value: list, .. } = task.array("requiresCompatibilities") {
            let names: Vec<_> = list.strings().collect();
            // An unknown element may be anything.
            if list.is_complete() && names.iter().all(|(_, name)| name.is_some()) {
                let has = |wanted: &str| names.iter().any(|(_, name)| name.as_deref() == Some(wanted));
                launch.fargate = has("FARGATE");
                launch.ec2 = has("EC2");
                launch.external = has("EXTERNAL");
                launch.managed_instances = has("MANAGED_INSTANCES");
            }
        }
        if let Field::Known { value: platform, .. } = task.object("runtimePlatform") {
            let family = platform.string("operatingSystemFamily");
            launch.windows = family.known().is_some_and(|family| family.starts_with("WINDOWS"));
            launch.linux = family.known().is_some_and(|family| family == "LINUX");
        }
        launch
    }
}

impl NetworkMode {
    /// Reads `networkMode`.
    #[must_use]
    pub fn read(task: Object<'_>, launch: Launch) -> Self {
        match task.name("networkMode") {
            Field::Known { value, .. } => match &*value {
                "awsvpc" => Self::Awsvpc,
                "host" => Self::Host,
                "bridge" => Self::Bridge,
                "none" => Self::None,
                _ => Self::Unknown,
            },
            Field::Absent { .. } if launch.fargate => Self::Awsvpc,
            Field::Absent { .. } if !launch.windows => Self::Bridge,
            _ => Self::Unknown,
        }
    }
}
