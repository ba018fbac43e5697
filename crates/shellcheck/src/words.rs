//! What commands and variables are called whose values are one word, or a list of words on purpose.
//!
//! Invariant: a name stands here for what it means everywhere, not in one image.

/// Commands that take a list of packages: an unquoted variable among their arguments is a list on purpose.
pub(crate) const PACKAGE_COMMANDS: &[&str] = &[
    "apt", "apt-get", "aptitude", "apt-mark", "apk", "yum", "dnf", "microdnf", "tdnf", "zypper", "rpm", "dpkg", "pacman",
    "pip", "pip2", "pip3", "uv", "conda", "mamba", "micromamba", "npm", "yarn", "pnpm", "gem", "bundle", "cargo", "go",
    "docker-php-ext-install", "docker-php-ext-enable", "docker-php-ext-configure", "pecl", "pear", "install_packages",
    "emerge", "xbps-install", "opkg", "install-php-extensions", "debconf-set-selections", "luarocks", "cpanm", "R",
];

/// Commands that print one word, or none of which anybody would quote the output.
pub(crate) const ONE_WORD: &[&str] = &[
    "nproc", "uname", "arch", "id", "lsb_release", "getconf", "hostname", "whoami", "mktemp", "pwd", "date",
    "dpkg-architecture", "which", "command", "type", "realpath", "readlink", "rustc", "tty", "stat", "sha256sum",
    "md5sum", "wc", "ps_version", "expr", "seq", "basename", "dirname",
];

/// Commands whose output is a list of words on purpose: compiler flags, packages, processes.
pub(crate) const WORD_LISTS: &[&str] =
    &["pkg-config", "pkgconf", "xargs", "apt-mark", "apk", "dpkg-query", "rpm", "jobs", "pgrep", "pidof", "find-elf"];

/// Whether a variable is named like a list of words: `buildDeps`, `CFLAGS`, `JAVA_OPTS`.
pub(crate) fn is_list_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let ends = [
        "DEPS", "DEP", "PACKAGES", "PACKAGE", "PKGS", "PKG", "FLAGS", "FLAG", "OPTS", "OPT", "OPTIONS", "OPTION", "ARGS",
        "ARG", "PARAMS", "PARAMETERS", "MODULES", "EXTENSIONS", "EXT", "EXTS", "LIBS", "LIST", "CONFIG", "CMD", "COMMAND",
        "DEPENDENCIES", "REQUIREMENTS", "PLUGINS", "TARGETS", "FEATURES", "TOOLS", "COMPONENTS", "KEYS", "FILES", "TESTS",
        "SUDO", "FETCH",
    ];
    ends.iter().any(|end| name.ends_with(end))
}

/// Whether a variable is named like a version, number or name of a platform: its value has no blanks.
pub(crate) fn is_one_word_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let ends = [
        "VERSION", "VER", "ARCH", "PLATFORM", "UID", "GID", "PORT", "SHA", "SHA1", "SHA256", "SHA512", "MD5", "DIGEST",
        "CHECKSUM", "HASH", "TAG", "COMMIT", "REVISION", "REV", "RELEASE", "CODENAME", "VARIANT", "TARGETOS", "BUILDOS",
        "OS_ID", "MAJOR", "MINOR", "PATCH", "BRANCH", "HOME", "USER", "USERNAME", "GROUP", "TOKEN", "TRIPLE", "DISTRO",
    ];
    ends.iter().any(|end| name.ends_with(end)) || matches!(name.as_str(), "PWD" | "HOSTNAME" | "ID" | "RANDOM")
}

/// Commands that give a single-quoted `$` a meaning of their own, or pass it on to something that does.
pub(crate) const READS_DOLLARS: &[&str] = &[
    "sed", "gsed", "awk", "gawk", "mawk", "nawk", "perl", "envsubst", "jq", "yq", "dpkg-query", "find", "sh", "bash",
    "ash", "dash", "zsh", "ksh", "su", "runuser", "gosu", "su-exec", "sudo", "eval", "trap", "alias", "php", "ruby",
    "node", "python", "python2", "python3", "grep", "egrep", "fgrep", "rg", "git", "rename", "psql", "mysql", "sqlite3",
    "mongo", "mongosh", "Rscript", "R", "crontab", "xargs", "parallel", "watch", "make", "cmake", "expect", "pwsh",
    "powershell", "powershell.exe", "cmd", "docker", "bundle", "ssh", "chroot", "htpasswd", "rpm", "stap", "nginx",
    "fish", "repoquery", "dnf", "jshell", "java", "go", "gomplate", "augtool", "patchelf", "chrpath", "install_name_tool",
    "xmlstarlet", "curl", "http", "ldapmodify", "setfattr", "svn", "tee", "patch", "timeout",
];
