//! The facts that plimsoll knows: small tables with source and date, read from `data/`.
//!
//! Invariant: a table answers only what it holds. A name, release or value that is not listed gives `None`, and
//! the rule that asked stays silent. Each table is text embedded in the program, parsed once, at first use; the
//! ECS field list alone is Rust, because it is asked in every run (`schema`).

pub mod accounts;
pub mod arguments;
pub mod cuda;
pub mod debug;
pub mod ecs;
pub mod ecs_schema_docs;
pub mod ecs_schema_skeletons;
pub mod eol;
pub mod fargate;
pub mod frontend;
pub mod https;
pub mod image_name;
pub mod image_page;
pub mod images;
pub mod installers;
pub mod instructions;
pub mod limits;
pub mod linux;
pub mod managed;
pub mod managers;
pub mod options;
pub mod platforms;
pub mod ports;
pub mod python;
pub mod recommends;
pub mod repositories;
pub mod retired;
pub mod schema;
pub mod secrets;
pub mod shells;
pub mod signals;
pub mod spdx;
pub mod telemetry;
pub mod tools;
pub mod unsupported;
pub mod variables;
pub mod workdirs;

mod date;
#[rustfmt::skip]
mod ecs_schema;
mod pattern;
mod reader;

pub use date::Date;
pub use reader::TableInfo;

/// What each table says, where from and as of when; in the order of the files' names. For people who ask what a
/// finding rests on.
#[must_use]
pub fn infos() -> Vec<TableInfo> {
    FILES.iter().map(|(name, text)| reader::info(name, text)).collect()
}

/// Every embedded file, by name.
const FILES: &[(&str, &str)] = &[
    ("apt-recommends", recommends::TEXT),
    ("arguments", arguments::TEXT),
    ("base-accounts", accounts::TEXT),
    ("cache-mounts", managers::CACHE_MOUNTS),
    ("cleaners", managers::CLEANERS),
    ("credential-files", secrets::FILES),
    ("debug-settings", debug::TEXT),
    ("deprecated-images", images::DEPRECATED),
    ("ecs/aws-accounts", ecs::AWS_ACCOUNTS),
    ("ecs/capabilities", ecs::CAPABILITIES),
    ("ecs/docs", ecs_schema_docs::DOCS),
    ("ecs/extra", schema::EXTRA),
    ("ecs/host-paths", ecs::HOST_PATHS),
    ("ecs/keys", ecs_schema_docs::KEYS),
    ("ecs/log-drivers", ecs::LOG_DRIVERS),
    ("ecs/mount-options", linux::MOUNT_OPTIONS),
    ("ecs/partitions", ecs::PARTITIONS),
    ("ecs/platforms", platforms::TEXT),
    ("ecs/skeletons", ecs_schema_skeletons::TEXT),
    ("ecs/system-controls", linux::SYSTEM_CONTROLS),
    ("ecs/unsupported", unsupported::TEXT),
    ("ecs/values", ecs_schema_docs::VALUES),
    ("ecs/written-paths", ecs::WRITTEN_PATHS),
    ("eol", eol::RELEASES),
    ("eol-products", eol::PRODUCTS),
    ("fargate-sizes", fargate::TEXT),
    ("flags", instructions::FLAGS),
    ("frontend-features", frontend::TEXT),
    ("https-hosts", https::TEXT),
    ("image-shells", shells::TEXT),
    ("image-users", images::USERS),
    ("image-variables", variables::TEXT),
    ("installers", installers::INSTALLERS),
    ("instructions", instructions::INSTRUCTIONS),
    ("lock-files", managers::LOCK_FILES),
    ("managed-pythons", managed::TEXT),
    ("missing-tools", tools::TEXT),
    ("mount-keys", instructions::MOUNT_KEYS),
    ("native-node-packages", managers::NATIVE_NODE),
    ("nonroot-images", images::NONROOT),
    ("official-images", images::OFFICIAL),
    ("options", options::TEXT),
    ("own-repositories", repositories::TEXT),
    ("parameters", instructions::PARAMETERS),
    ("ports", ports::TEXT),
    ("publishers", images::PUBLISHERS),
    ("python-images", python::TEXT),
    ("pytorch-wheels", cuda::TEXT),
    ("retired-commands", retired::TEXT),
    ("root-bases", images::ROOT_BASES),
    ("root-images", images::ROOT),
    ("root-workdirs", workdirs::TEXT),
    ("rpm-images", repositories::RPM),
    ("secret-names", secrets::NAMES),
    ("secret-values", secrets::VALUES),
    ("signals", signals::TEXT),
    ("spdx", spdx::TEXT),
    ("telemetry", telemetry::TEXT),
];

#[cfg(test)]
mod tests {
    #[test]
    fn every_table_says_what_it_is_and_where_it_comes_from() {
        for info in super::infos() {
            assert!(!info.what.is_empty(), "{} lacks `# what:`", info.name);
            assert!(!info.source.is_empty(), "{} lacks `# source:`", info.name);
            assert!(info.as_of.is_some(), "{} lacks `# as-of:`", info.name);
        }
    }

    #[test]
    fn tables_are_listed_in_order() {
        assert!(super::FILES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
