//! The port that an image listens on, by its Dockerfile.
//!
//! Invariant: only the strongest sign counts, and only if it gives one port.

use crate::rules::ecs::partner;
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::dockerfile::{BindingValue, Build};
use plimsoll_text::TextRange;

/// A port and the place that gives it.
pub(super) struct ImagePort {
    pub(super) port: i64,
    /// In the Dockerfile.
    pub(super) range: TextRange,
    /// What gives it: `CMD`, `ENV PORT` or `EXPOSE`.
    pub(super) by: &'static str,
}

/// The port of the final stage: on the command line of CMD and ENTRYPOINT, else ENV PORT, else EXPOSE if that is trusted.
pub(super) fn image_port(build: &Build<'_>, trusts_expose: bool) -> Option<ImagePort> {
    let stage = build.final_stage()?;
    let lines = [partner::entry_point(build), partner::command(build)];
    for (instruction, line) in lines.into_iter().flatten() {
        let words: Vec<String> = match line {
            CommandLine::Exec(array) => partner::words(build, array).into_iter().map(str::to_owned).collect(),
            CommandLine::Shell { .. } => {
                partner::shell_text(build, line)?.split_whitespace().map(str::to_owned).collect()
            }
            CommandLine::Empty => continue,
        };
        // A script may do anything with the port.
        if words.first().is_some_and(|first| first.ends_with(".sh")) {
            return None;
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let Some(port) = port_in(&words) {
            return Some(ImagePort { port, range: instruction.keyword_range, by: "the command" });
        }
    }
    if let Some(binding) = build.binding(stage.id, stage.steps.end, "PORT") {
        let BindingValue::Known(value) = &binding.value else { return None };
        let port = value.text.parse().ok()?;
        return Some(ImagePort { port, range: binding.pair.range, by: "`PORT`" });
    }
    if !trusts_expose {
        return None;
    }
    let mut ports = Vec::new();
    for stage in build.ancestry(stage.id) {
        for (step, instruction) in build.stage_steps(stage) {
            let Body::Expose(words) = &instruction.body else { continue };
            for word in words {
                let text = build.expand(step, word)?.text;
                let number = text.split('/').next().unwrap_or(&text);
                ports.push((number.parse::<i64>().ok()?, word.range));
            }
        }
    }
    let &[(port, range)] = ports.as_slice() else { return None };
    Some(ImagePort { port, range, by: "`EXPOSE`" })
}

/// The port on a command line: `--port 8000`, `-b 0.0.0.0:8000`, `-Dserver.port=8000`.
pub(super) fn port_in(words: &[&str]) -> Option<i64> {
    const LONG: [&str; 5] = ["--port", "--bind", "--http-port", "-Dserver.port", "--server.port"];
    let is_program =
        |names: &[&str]| words.iter().any(|word| word.rsplit('/').next().is_some_and(|name| names.contains(&name)));
    let short_bind = is_program(&["gunicorn", "hypercorn"]);
    let short_port =
        is_program(&["rails", "uvicorn", "flask", "waitress-serve", "http-server", "serve", "next", "puma"]);
    for (at, word) in words.iter().enumerate() {
        let (option, inline) = word.split_once('=').map_or((*word, None), |(option, value)| (option, Some(value)));
        let takes = LONG.contains(&option) || option == "-b" && short_bind || option == "-p" && short_port;
        if !takes {
            continue;
        }
        let value = inline.or_else(|| words.get(at + 1).copied())?;
        let number = value.rsplit(':').next().unwrap_or(value);
        return number.trim_matches(['"', '\'']).parse().ok();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::port_in;

    #[test]
    fn ports_on_command_lines() {
        let port = |line: &str| port_in(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(port("uvicorn app:app --host 0.0.0.0 --port 8000"), Some(8000));
        assert_eq!(port("gunicorn -b 0.0.0.0:5000 app"), Some(5000));
        assert_eq!(port("gunicorn --bind=:5000 app"), Some(5000));
        assert_eq!(port("java -Dserver.port=8081 -jar app.jar"), Some(8081));
        assert_eq!(port("rails server -p 3000"), Some(3000));
        assert_eq!(port("mkdir -p 3000"), None);
        assert_eq!(port("uvicorn --port $PORT"), None);
    }
}
