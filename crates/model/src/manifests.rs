//! What manifests and lock files say about a project's dependencies.
//!
//! Invariant: lists are searched line by line, not understood; a line that reads otherwise gives nothing.
//!
//! Example: in a `Gemfile.lock`, `    rails (7.1.3)` says that Rails 7.1.3 is used; `      rails (>= 6)` is what another
//! gem asks for, and does not count.

/// The version of the gem `name` in a `Gemfile.lock`.
#[must_use]
pub fn locked_gem<'t>(lock: &'t str, name: &str) -> Option<&'t str> {
    lock.lines().find_map(|line| {
        let rest = line.strip_prefix("    ").filter(|rest| !rest.starts_with(' '))?;
        let version = rest.strip_prefix(name)?.strip_prefix(" (")?;
        version.trim_end().strip_suffix(')')
    })
}

/// The names of the dependencies in a `package.json`, those for development too.
#[must_use]
pub fn npm_dependencies(manifest: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        let Some((key, value)) = line.strip_prefix('"').and_then(|rest| rest.split_once('"')) else {
            inside &= !line.starts_with('}');
            continue;
        };
        if value.trim_start_matches([':', ' ']).starts_with('{') {
            let is_list = matches!(key, "dependencies" | "devDependencies" | "optionalDependencies");
            inside = is_list && !value.contains('}');
        } else if inside {
            names.push(key);
        }
    }
    names
}

/// What the script `name` of a `package.json` runs; `None` for a manifest that is no JSON.
#[must_use]
pub fn npm_script(manifest: &str, name: &str) -> Option<String> {
    let document = plimsoll_json::parse(manifest);
    let root = document.root().filter(|_| document.errors().is_empty())?;
    let script = root.get("scripts")?.get(name)?;
    Some(script.text()?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{locked_gem, npm_dependencies, npm_script};

    #[test]
    fn gems_are_read_from_the_list_of_what_is_installed() {
        let lock = "GEM\n  remote: https://rubygems.org/\n  specs:\n    bootsnap (1.18.4)\n      rails (>= 6)\n    rails (7.1.3)\n    rails-html (1.0)\n\nDEPENDENCIES\n  rails (~> 7.1)\n";
        assert_eq!(locked_gem(lock, "rails"), Some("7.1.3"));
        assert_eq!(locked_gem(lock, "puma"), None);
    }

    #[test]
    fn scripts_of_npm() {
        let manifest = r#"{ "scripts": { "start": "node \"a b.js\"", "test": 1 } }"#;
        assert_eq!(npm_script(manifest, "start").as_deref(), Some("node \"a b.js\""));
        assert_eq!(npm_script(manifest, "test"), None);
        assert_eq!(npm_script("{ \"scripts\": {", "start"), None);
    }

    #[test]
    fn dependencies_of_npm() {
        let manifest = "{\n  \"name\": \"bcrypt\",\n  \"scripts\": {\n    \"canvas\": \"x\"\n  },\n  \"dependencies\": {\n    \"express\": \"^5\",\n    \"sqlite3\": \"5\"\n  },\n  \"devDependencies\": {},\n  \"main\": \"x\"\n}\n";
        assert_eq!(npm_dependencies(manifest), ["express", "sqlite3"]);
    }
}
