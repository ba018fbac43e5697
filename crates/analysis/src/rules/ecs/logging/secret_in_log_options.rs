//! `secret-in-log-options`: a secret among the options of a log driver.

use super::log::log;
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::rules::ecs::inserts::{append, both};
use crate::rules::ecs::secrets::environment::is_dummy;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::quote;
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::secrets::{is_plain_value, secret_value};

rule! {
    /// A token, key or password is given as an option of the log driver.
    ///
    /// Everyone who can describe the task definition can read it. Put it into Secrets Manager or the Parameter Store, and
    /// name it under `secretOptions`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "splunk",
    ///         "options": {
    ///           "splunk-url": "https://splunk.example.com",
    ///           "splunk-token": "correct-horse-battery"
    ///         //^^^^^^^^^^^^^^ warning: the log option `splunk-token` of container `web` holds a secret
    ///         }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "splunk",
    ///         "options": { "splunk-url": "https://splunk.example.com", "splunk-token": "${SPLUNK_TOKEN}" }
    ///       }
    ///     },
    ///     {
    ///       "name": "api",
    ///       "image": "api:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awsfirelens",
    ///         "options": { "Name": "datadog" },
    ///         "secretOptions": [{ "name": "apikey", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/datadog" }]
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "secret-in-log-options" {
        summary: "secret among the options of a log driver",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(log) = log(cx.container) else { return };
    let Some(options) = log.options() else { return };
    for member in options.node.members() {
        let Some(name) = member.key.text().filter(|name| is_secret_name(name)) else { continue };
        let Field::Known { value, node, .. } = options.string(&name) else { continue };
        // On one value only the most exact rule speaks.
        let is_known_form = secret_value(value.as_bytes()).is_some();
        if is_dummy(&value) || is_plain_value(&value) || is_known_form || value.chars().count() < 4 {
            continue;
        }
        let entry = format!("{{ \"name\": {}, \"valueFrom\": \"\" }}", quote(&name));
        let edits = both(delete(member.key), append(log.object, "secretOptions", &entry));
        sink.report(member.key.range(), format!("the log option `{name}` of {} holds a secret", cx.container.called()))
            .note("everyone who can describe the task definition can read it; name it under `secretOptions` instead")
            .secret(node.range())
            .fix(edits.map(|edits| Fix::manual("move it to `secretOptions`", edits)));
    }
}

/// Whether an option of that name holds a secret, in the spellings of all plugins: `apikey`, `api_key`, `licenseKey`.
fn is_secret_name(name: &str) -> bool {
    const WORDS: [&str; 6] = ["token", "apikey", "password", "secret", "authorization", "licensekey"];
    const OTHERS: [&str; 8] = ["name", "arn", "url", "uri", "path", "file", "id", "type"];
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    WORDS.iter().any(|word| letters.contains(word)) && !OTHERS.iter().any(|other| letters.ends_with(other))
}
