//! `cargo xtask picture`: the output in README.md, as text and as a picture, from a real run.
//!
//! Invariant: both show what the program prints today; a check fails when it prints something else.

use crate::docs::between;
use crate::{root, write_or_check};
use std::fmt::Write;
use std::process::Command;

const FOLDER: &str = "fixtures/walkthrough";

pub(crate) fn run(check: bool) -> Result<(), String> {
    write_or_check("docs/walkthrough.svg", &svg(&lint("always")?), check)?;
    let readme = std::fs::read_to_string(root().join("README.md")).map_err(|error| format!("README.md: {error}"))?;
    let output = format!("\n```text\n$ plimsoll lint {FOLDER}\n{}```\n", lint("never")?);
    let readme = between(&readme, "<!-- walkthrough -->", "<!-- /walkthrough -->", &output)
        .ok_or("README.md has no place for the walkthrough")?;
    write_or_check("README.md", &readme, check)
}

fn lint(color: &str) -> Result<String, String> {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "plimsoll", "--bin", "plimsoll", "--", "lint", "--no-config"])
        .args(["--color", color, FOLDER])
        .current_dir(root())
        .output()
        .map_err(|error| format!("cargo did not start: {error}"))?;
    // 1 says that there are findings; the walkthrough has some.
    if output.status.code() != Some(1) && output.status.code() != Some(0) {
        return Err(format!("the run over {FOLDER} failed:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|_| "the output is not UTF-8".to_owned())
}

/// Height of a line and width of a character, in pixels, at 13 px of a monospaced font.
const LINE: f64 = 17.0;
const CHARACTER: f64 = 7.83;

/// A terminal window with `output`, whose colours are ANSI escape sequences.
fn svg(output: &str) -> String {
    let lines: Vec<Vec<Run>> = styled_lines(&format!("\x1b[1m$ plimsoll lint {FOLDER}\x1b[0m\n{output}"));
    let columns = lines.iter().map(|line| line.iter().map(|run| run.text.chars().count()).sum()).max().unwrap_or(0);
    let (width, height) = (columns as f64 * CHARACTER + 32.0, lines.len() as f64 * LINE + 56.0);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#12181f\"/>\n\
         <circle cx=\"20\" cy=\"18\" r=\"6\" fill=\"#ff5f57\"/><circle cx=\"40\" cy=\"18\" r=\"6\" fill=\"#febc2e\"/>\
         <circle cx=\"60\" cy=\"18\" r=\"6\" fill=\"#28c840\"/>\n"
    );
    for (row, line) in lines.iter().enumerate() {
        let y = 52.0 + row as f64 * LINE;
        let mut column = 0;
        for run in line {
            let x = 16.0 + column as f64 * CHARACTER;
            let count = run.text.chars().count();
            let weight = if run.bold { " font-weight=\"bold\"" } else { "" };
            let _ = writeln!(
                text,
                "<text xml:space=\"preserve\" x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{}\"{weight} textLength=\"{:.1}\">{}</text>",
                run.color,
                count as f64 * CHARACTER,
                escaped(&run.text)
            );
            column += count;
        }
    }
    text.push_str("</svg>\n");
    text
}

/// Characters of one style.
struct Run {
    text: String,
    color: &'static str,
    bold: bool,
}

const PLAIN: &str = "#d4d8de";

fn styled_lines(output: &str) -> Vec<Vec<Run>> {
    let mut lines = vec![Vec::new()];
    let (mut color, mut bold, mut text) = (PLAIN, false, String::new());
    let mut rest = output;
    while let Some(character) = rest.chars().next() {
        let last = lines.len() - 1;
        let flush = |text: &mut String, line: &mut Vec<Run>| {
            if !text.is_empty() {
                line.push(Run { text: std::mem::take(text), color, bold });
            }
        };
        if let Some(sequence) = rest.strip_prefix("\x1b[").and_then(|tail| tail.split_once('m')) {
            flush(&mut text, &mut lines[last]);
            (color, bold) = style(sequence.0, color, bold);
            rest = sequence.1;
            continue;
        }
        if let Some(link) = rest.strip_prefix("\x1b]8;") {
            // A hyperlink's start or end; it shows nothing itself.
            let end = link.find("\x1b\\").map(|at| at + 2).or_else(|| link.find('\x07').map(|at| at + 1));
            rest = &link[end.unwrap_or(link.len())..];
            continue;
        }
        if character == '\n' {
            flush(&mut text, &mut lines[last]);
            lines.push(Vec::new());
        } else {
            text.push(character);
        }
        rest = &rest[character.len_utf8()..];
    }
    while lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

fn style(sequence: &str, mut color: &'static str, mut bold: bool) -> (&'static str, bool) {
    let mut codes = sequence.split(';');
    while let Some(code) = codes.next() {
        match code {
            "0" | "" => (color, bold) = (PLAIN, false),
            "1" => bold = true,
            "22" => bold = false,
            "31" | "91" => color = "#ff6b68",
            "32" | "92" => color = "#5fd787",
            "33" | "93" => color = "#f0c05a",
            "34" | "94" => color = "#6ea8fe",
            "35" | "95" => color = "#d78bff",
            "36" | "96" => color = "#56c8d8",
            "39" => color = PLAIN,
            // An indexed colour: annotate-snippets uses 9 and 12 of the bright half.
            "38" => {
                color = match (codes.next(), codes.next()) {
                    (Some("5"), Some("9" | "1")) => "#ff6b68",
                    (Some("5"), Some("10" | "2")) => "#5fd787",
                    (Some("5"), Some("11" | "3")) => "#f0c05a",
                    (Some("5"), Some("12" | "4")) => "#6ea8fe",
                    (Some("5"), Some("14" | "6")) => "#56c8d8",
                    _ => PLAIN,
                }
            }
            _ => {}
        }
    }
    (color, bold)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{styled_lines, svg};

    #[test]
    fn colours_become_runs_and_links_vanish() {
        let lines = styled_lines("\x1b[1;31merror\x1b[0m: \x1b]8;;https://x\x1b\\here\x1b]8;;\x1b\\\nnext\n");
        let shown: Vec<(String, bool)> = lines[0].iter().map(|run| (run.text.clone(), run.bold)).collect();
        assert_eq!(shown, [("error".to_owned(), true), (": here".to_owned(), false)]);
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn markup_is_escaped() {
        assert!(svg("a < b & c\n").contains("a &lt; b &amp; c"));
    }
}
