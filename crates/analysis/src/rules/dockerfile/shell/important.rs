//! Commands whose failure nobody wants to miss.

use plimsoll_model::commands::{Action, fetch, package_command};
use plimsoll_shell::Command;

/// Whether a command installs, downloads, builds or copies something.
pub(super) fn is_important(command: &Command) -> bool {
    let asked = package_command(command)
        .is_some_and(|it| matches!(it.action, Action::Install | Action::Update | Action::Upgrade));
    let effective = command.effective();
    let name = effective.name().unwrap_or("");
    let first = effective.args.first().and_then(|word| word.literal()).unwrap_or("");
    let works = match name {
        "make"
        | "cmake"
        | "ninja"
        | "gcc"
        | "g++"
        | "cc"
        | "tar"
        | "unzip"
        | "cp"
        | "mv"
        | "configure"
        | "rustup"
        | "bundle"
        | "composer"
        | "poetry"
        | "mvn"
        | "gradle"
        | "mvnw"
        | "gradlew"
        | "docker-php-ext-install"
        | "docker-php-ext-configure"
        | "pecl"
        | "meson"
        | "install"
        | "javac" => true,
        "cargo" | "go" | "dotnet" | "npm" | "yarn" | "pnpm" => {
            matches!(first, "build" | "install" | "publish" | "restore" | "run" | "ci" | "test")
        }
        "git" => matches!(first, "clone" | "checkout" | "pull" | "submodule"),
        "dpkg" => first.starts_with("-i") || first == "--install",
        "rpm" => first.starts_with("-i") || first.starts_with("-U") || first == "--import",
        "python" | "python3" => first == "setup.py",
        _ => false,
    };
    asked || works || fetch(command).is_some_and(|it| it.fetches())
}
