//! AWS SDKs among the runtime dependencies that a manifest lists.
//!
//! Invariant: manifests are read line by line and tolerantly; what cannot be told to be a runtime dependency is
//! passed over.

use super::{SdkUse, WorkspaceFile};
use plimsoll_text::{lines, range};

/// A package manager's world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ecosystem {
    Requirements,
    Pyproject,
    Pipfile,
    Node,
    Go,
    Maven,
    Gradle,
    Ruby,
    Php,
    DotNet,
    Rust,
    Elixir,
}

impl Ecosystem {
    /// That of the manifest at `path`; `None` for other files and for lists of development dependencies.
    pub(super) fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        Some(match name {
            "pyproject.toml" => Self::Pyproject,
            "Pipfile" => Self::Pipfile,
            "package.json" => Self::Node,
            "go.mod" => Self::Go,
            "pom.xml" => Self::Maven,
            "build.gradle" | "build.gradle.kts" => Self::Gradle,
            "Gemfile" => Self::Ruby,
            "composer.json" => Self::Php,
            "Cargo.toml" => Self::Rust,
            "mix.exs" => Self::Elixir,
            _ if name.ends_with(".csproj") => Self::DotNet,
            _ if name.starts_with("requirements") && name.ends_with(".txt") && is_runtime(name) => Self::Requirements,
            _ => return None,
        })
    }

    /// Whether a Dockerfile (in lower case) has to do with it.
    pub(super) fn is_spoken_of(self, dockerfile: &str) -> bool {
        let words: &[&str] = match self {
            Self::Requirements | Self::Pyproject | Self::Pipfile => {
                &["python", "pip", "poetry", "uv sync", "uv run", "conda", "requirements"]
            }
            Self::Node => &["node", "npm", "yarn", "pnpm", "bun "],
            Self::Go => &["golang", "go build", "go.mod", "go install", "go mod"],
            Self::Maven | Self::Gradle => {
                &["java", "jdk", "jre", ".jar", ".war", "mvn", "maven", "gradle", "temurin", "corretto", "tomcat"]
            }
            Self::Ruby => &["ruby", "bundle", "gemfile"],
            Self::Php => &["php", "composer"],
            Self::DotNet => &["dotnet"],
            Self::Rust => &["cargo", "rust"],
            Self::Elixir => &["elixir", "mix "],
        };
        words.iter().any(|word| dockerfile.contains(word))
    }
}

/// Whether a requirements file is not one for development by its name.
fn is_runtime(name: &str) -> bool {
    let stem = name.trim_end_matches(".txt");
    !stem.split(['-', '_', '.']).any(|word| {
        matches!(
            word,
            "dev" | "develop" | "development" | "test" | "tests" | "testing" | "lint" | "docs" | "doc" | "ci" | "local"
        )
    })
}

/// The first AWS SDK among the runtime dependencies of a manifest.
pub(super) fn sdk(file: &WorkspaceFile, ecosystem: Ecosystem) -> Option<SdkUse> {
    let text: &str = &file.text;
    let (at, package) = match ecosystem {
        Ecosystem::Requirements => requirements(text),
        Ecosystem::Pyproject => toml(text, pyproject),
        Ecosystem::Pipfile => toml(text, |section, key| section == "packages" && is_python(key)),
        Ecosystem::Rust => toml(text, |section, key| section == "dependencies" && is_rust(key)),
        Ecosystem::Node => json(text, "dependencies", is_node),
        Ecosystem::Php => json(text, "require", |name| name == "aws/aws-sdk-php"),
        Ecosystem::Go => go(text),
        Ecosystem::Maven => maven(text),
        Ecosystem::Gradle => gradle(text),
        Ecosystem::Ruby => ruby(text),
        Ecosystem::DotNet => {
            quoted(text, |line, name| line.contains("<PackageReference") && name.starts_with("AWSSDK."))
        }
        Ecosystem::Elixir => elixir(text),
    }?;
    let line = text[..at].matches('\n').count() + 1;
    let range = range(at, at + package.len());
    Some(SdkUse { path: file.path.clone(), range, package: package.to_owned(), line })
}

type Found<'t> = Option<(usize, &'t str)>;

/// Python packages that call AWS; `-` and `_` are the same.
fn is_python(name: &str) -> bool {
    const NAMES: &[&str] = &["boto3", "botocore", "aioboto3", "aiobotocore", "s3fs", "watchtower"];
    NAMES.contains(&name.to_ascii_lowercase().replace('_', "-").as_str())
}

fn requirements(text: &str) -> Found<'_> {
    let all: Vec<_> = lines(text).collect();
    for (index, line) in all.iter().enumerate() {
        let content = line.text.trim_start();
        let at = line.start + line.text.len() - content.len();
        let end = content.find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c))).unwrap_or(content.len());
        let name = &content[..end];
        // A compiled list says behind each package who wants it; only direct ones (`-r …`) count.
        let own = content.split_once("# via").map(|(_, via)| via);
        let next = all.get(index + 1).and_then(|next| next.text.trim().strip_prefix("# via"));
        let is_transitive = own.or(next).is_some_and(|via| !via.is_empty() && !via.contains("-r "));
        let rest = content[end..].split(']').next().unwrap_or("");
        let is_storage =
            name.eq_ignore_ascii_case("django-storages") && (rest.contains("[s3") || rest.contains("[boto3"));
        if (is_python(name) || is_storage) && !is_transitive {
            return Some((at, name));
        }
    }
    None
}

/// The first key, or string of a `dependencies` list, that `accept` takes; it is asked with the section.
fn toml(text: &str, accept: impl Fn(&str, &str) -> bool) -> Found<'_> {
    let mut section = String::new();
    let mut in_list = false;
    for line in lines(text) {
        let content = line.text.trim();
        let start = line.start;
        if content.starts_with('#') {
            continue;
        }
        if content.starts_with('[') && !in_list {
            section = content.trim_matches(['[', ']']).to_owned();
            continue;
        }
        let key = content.split(['=', ' ']).next().unwrap_or("").trim_matches(['"', '\'']);
        if section == "project" && key == "dependencies" && content.contains('[') {
            in_list = true;
        }
        if in_list {
            for (at, name) in strings(line.text) {
                let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c))).unwrap_or(name.len());
                if accept("project.dependencies", &name[..end]) {
                    return Some((start + at, &name[..end]));
                }
            }
            in_list = !(content.ends_with(']') || content == "],");
            continue;
        }
        if content.contains('=') && accept(&section, key) {
            return Some((start + line.text.find(key)?, key));
        }
    }
    None
}

fn pyproject(section: &str, key: &str) -> bool {
    matches!(section, "project.dependencies" | "tool.poetry.dependencies") && is_python(key)
}

fn is_rust(key: &str) -> bool {
    let name = key.split('.').next().unwrap_or(key);
    name == "aws-config" || name.starts_with("aws-sdk-") || name.starts_with("rusoto_")
}

fn is_node(name: &str) -> bool {
    const PREFIXES: &[&str] = &["@aws-sdk/client-", "@aws-sdk/lib-", "@aws-sdk/credential-provider"];
    matches!(name, "aws-sdk" | "multer-s3" | "sqs-consumer") || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

fn json<'t>(text: &'t str, section: &str, accept: impl Fn(&str) -> bool) -> Found<'t> {
    let document = plimsoll_json::parse(text);
    let list = document.root()?.get(section)?;
    let key = list.members().map(|member| member.key).find(|key| key.text().is_some_and(|name| accept(&name)))?;
    let content = key.content_range()?;
    Some((content.start().into(), text.get(usize::from(content.start())..usize::from(content.end()))?))
}

fn go(text: &str) -> Found<'_> {
    for line in lines(text) {
        let content = line.text.trim();
        let module = content.strip_prefix("require ").unwrap_or(content).split_whitespace().next().unwrap_or("");
        let is_sdk = module == "github.com/aws/aws-sdk-go" || module.starts_with("github.com/aws/aws-sdk-go-v2");
        if is_sdk && !content.contains("// indirect") && !content.contains("=>") {
            return Some((line.start + line.text.find(module)?, module));
        }
    }
    None
}

fn maven(text: &str) -> Found<'_> {
    let managed = text.find("<dependencyManagement>").zip(text.find("</dependencyManagement>"));
    let mut from = 0;
    while let Some(start) = text[from..].find("<dependency>").map(|at| from + at) {
        let end = text[start..].find("</dependency>").map(|at| start + at)?;
        from = end;
        let block = &text[start..end];
        let is_managed = managed.is_some_and(|(open, close)| (open..close).contains(&start));
        let is_runtime = !block.contains("<scope>test") && !block.contains("<scope>import") && !is_managed;
        let Some(group) = block.find("<groupId>").map(|at| start + at + "<groupId>".len()) else { continue };
        let name = text[group..end].split('<').next().unwrap_or("").trim_end();
        let is_sdk = matches!(name, "software.amazon.awssdk" | "io.awspring.cloud")
            || name == "com.amazonaws" && block.contains(">aws-java-sdk");
        if is_sdk && is_runtime {
            return Some((group, name));
        }
    }
    None
}

fn gradle(text: &str) -> Found<'_> {
    const SCOPES: &[&str] = &["implementation", "api", "compile", "runtimeOnly"];
    const GROUPS: &[&str] = &["software.amazon.awssdk", "com.amazonaws:aws-java-sdk", "io.awspring.cloud"];
    for line in lines(text) {
        let content = line.text.trim_start();
        let is_platform = content.contains("platform(") || content.contains("Bom");
        if is_platform || !SCOPES.iter().any(|scope| content.starts_with(scope)) {
            continue;
        }
        if let Some((at, group)) = GROUPS.iter().find_map(|group| line.text.find(group).zip(Some(*group))) {
            let start = line.start + at;
            return Some((start, text.get(start..start + group.len())?));
        }
    }
    None
}

fn ruby(text: &str) -> Found<'_> {
    let mut in_development = false;
    for line in lines(text) {
        let content = line.text.trim();
        let is_aside = content.contains(":development") || content.contains(":test");
        match content {
            _ if content.starts_with("group ") => in_development = is_aside,
            "end" => in_development = false,
            _ if content.starts_with("gem ") && !in_development && !is_aside => {
                let found = strings(line.text).next().filter(|(_, name)| name.starts_with("aws-sdk"));
                if let Some((at, name)) = found {
                    return Some((line.start + at, name));
                }
            }
            _ => {}
        }
    }
    None
}

fn elixir(text: &str) -> Found<'_> {
    for line in lines(text) {
        let content = line.text.trim_start();
        let is_runtime = !content.starts_with('#') && !content.contains("only:");
        if let Some(at) = line.text.find("{:ex_aws").filter(|_| is_runtime) {
            let start = line.start + at + 2;
            let name = text[start..].split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next()?;
            return Some((start, name));
        }
    }
    None
}

/// The first string in double quotes that `accept` takes; it is asked with the line.
fn quoted(text: &str, accept: impl Fn(&str, &str) -> bool) -> Found<'_> {
    lines(text).find_map(|line| {
        let (at, name) = strings(line.text).find(|(_, name)| accept(line.text, name))?;
        Some((line.start + at, name))
    })
}

/// The strings of a line in single or double quotes, each with the place of its first character.
fn strings(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = line[from..].find(['"', '\'']).map(|at| from + at)?;
        let quote = line[start..].chars().next()?;
        let end = line[start + 1..].find(quote).map(|at| start + 1 + at)?;
        from = end + 1;
        Some((start + 1, &line[start + 1..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::{Ecosystem, sdk};
    use crate::WorkspaceFile;

    fn found(path: &str, text: &str) -> Option<(usize, String)> {
        let file = WorkspaceFile { path: path.to_owned(), text: text.into(), kind: None };
        let sdk = sdk(&file, Ecosystem::of(path)?)?;
        assert_eq!(plimsoll_text::slice(text, sdk.range), sdk.package);
        Some((sdk.line, sdk.package))
    }

    fn check(path: &str, text: &str, expected: Option<(usize, &str)>) {
        let found = found(path, text);
        assert_eq!(found.as_ref().map(|(line, name)| (*line, name.as_str())), expected, "{path}\n{text}");
    }

    #[test]
    fn python() {
        check("requirements.txt", "requests\nBoto3 >= 1.2\n", Some((2, "Boto3")));
        check("requirements-dev.txt", "boto3\n", None);
        check("requirements.txt", "django-storages[s3]==1\n", Some((1, "django-storages")));
        check("requirements.txt", "botocore==1 \n    # via boto3-stubs\n", None);
        check("requirements.txt", "boto3==1\n    # via -r requirements.in\n", Some((1, "boto3")));
        check("requirements.txt", "boto3-stubs\n", None);
        check("pyproject.toml", "[project]\ndependencies = [\n  \"x\",\n  \"boto3>=1\",\n]\n", Some((4, "boto3")));
        check("pyproject.toml", "[tool.poetry.dependencies]\nboto3 = \"^1\"\n", Some((2, "boto3")));
        check("pyproject.toml", "[tool.poetry.group.dev.dependencies]\nboto3 = \"^1\"\n", None);
        check(
            "pyproject.toml",
            "[project]\ndependencies = [\"x[y]>=1\"]\n[project.optional-dependencies]\na = [\"boto3\"]\n",
            None,
        );
        check("Pipfile", "[dev-packages]\nboto3 = \"*\"\n[packages]\naioboto3 = \"*\"\n", Some((4, "aioboto3")));
    }

    #[test]
    fn others() {
        check(
            "package.json",
            r#"{"devDependencies": {"aws-sdk": "2"}, "dependencies": {"@aws-sdk/client-s3": "3"}}"#,
            Some((1, "@aws-sdk/client-s3")),
        );
        check("package.json", r#"{"devDependencies": {"aws-sdk": "2"}}"#, None);
        check(
            "go.mod",
            "require (\n\tgithub.com/aws/aws-sdk-go v1.2 // indirect\n\tgithub.com/aws/aws-sdk-go-v2/config v1\n)\n",
            Some((3, "github.com/aws/aws-sdk-go-v2/config")),
        );
        check(
            "pom.xml",
            "<dependencies>\n<dependency><groupId>software.amazon.awssdk</groupId><artifactId>s3</artifactId></dependency>",
            Some((2, "software.amazon.awssdk")),
        );
        check("pom.xml", "<dependency><groupId>software.amazon.awssdk</groupId><scope>test</scope></dependency>", None);
        check(
            "build.gradle",
            "testImplementation 'software.amazon.awssdk:s3:2'\nimplementation 'software.amazon.awssdk:sqs:2'\n",
            Some((2, "software.amazon.awssdk")),
        );
        check("Gemfile", "group :test do\n  gem 'aws-sdk-s3'\nend\ngem \"aws-sdk-sqs\"\n", Some((4, "aws-sdk-sqs")));
        check("composer.json", r#"{"require": {"aws/aws-sdk-php": "^3"}}"#, Some((1, "aws/aws-sdk-php")));
        check("App.csproj", "<PackageReference Include=\"AWSSDK.S3\" Version=\"3\" />", Some((1, "AWSSDK.S3")));
        check(
            "Cargo.toml",
            "[dev-dependencies]\naws-config = \"1\"\n[dependencies]\naws-sdk-s3 = \"1\"\n",
            Some((4, "aws-sdk-s3")),
        );
        check("mix.exs", "{:ex_aws, \"~> 2\", only: :test},\n{:ex_aws_s3, \"~> 2\"},\n", Some((2, "ex_aws_s3")));
    }
}
