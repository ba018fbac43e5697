//! All rules, in groups.
//!
//! Invariant: one file, one rule; the file's name is the rule's id in snake case. A test holds it.

mod dockerfile;
mod ecs;

/// The option with which a rule counts as hadolint does.
pub(crate) const AS_HADOLINT: &str = dockerfile::AS_HADOLINT;

use std::sync::LazyLock;

/// All groups in the order of the documentation.
pub(crate) static GROUPS: LazyLock<Vec<&crate::Group>> = LazyLock::new(|| {
    vec![
        &dockerfile::syntax::GROUP,
        &dockerfile::base_image::GROUP,
        &dockerfile::packages::GROUP,
        &dockerfile::downloads::GROUP,
        &dockerfile::shell::GROUP,
        dockerfile::shellcheck::group(),
        &dockerfile::secrets::GROUP,
        &dockerfile::variables::GROUP,
        &dockerfile::users::GROUP,
        &dockerfile::files::GROUP,
        &dockerfile::entrypoint::GROUP,
        &dockerfile::stages::GROUP,
        &dockerfile::style::GROUP,
        &dockerfile::windows::GROUP,
        &dockerfile::ecosystems::GROUP,
        &dockerfile::ignores::GROUP,
        &ecs::document::GROUP,
        &ecs::task::GROUP,
        &ecs::fargate::GROUP,
        &ecs::platform::GROUP,
        &ecs::resources::GROUP,
        &ecs::networking::GROUP,
        &ecs::logging::GROUP,
        &ecs::health::GROUP,
        &ecs::secrets::GROUP,
        &ecs::storage::GROUP,
        &ecs::security::GROUP,
        &ecs::image::GROUP,
        &ecs::roles::GROUP,
        &ecs::partners::GROUP,
    ]
});
