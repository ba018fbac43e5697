//! hadolint's formats of XML.
//!
//! Invariant: every file has its element, also one without findings.

use super::{Finding, HADOLINT_VERSION, HadolintFile};
use crate::xml::{attribute, text};
use std::io::{self, Write};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

pub(super) fn checkstyle(files: &[HadolintFile<'_>], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{HEAD}<checkstyle version=\"4.3\">")?;
    for file in files {
        let error = |it: &Finding| {
            let source = match it.is_parse_error() {
                true => String::new(),
                false => format!(" source=\"{}\"", it.code),
            };
            format!(
                "<error column=\"{}\" line=\"{}\" message=\"{}\" severity=\"{}\"{source}/>",
                it.column,
                it.line,
                attribute(&it.message),
                it.severity.as_str()
            )
        };
        element(out, "file", &format!(" name=\"{}\"", attribute(file.path)), file.findings.iter().map(error))?;
    }
    write!(out, "</checkstyle>")
}

pub(super) fn junit(files: &[HadolintFile<'_>], now: u64, out: &mut dyn Write) -> io::Result<()> {
    let [year, month, day, hour, minute, second] = calendar(now);
    write!(
        out,
        "{HEAD}<testsuites id=\"{year}{month:02}{day:02}_{hour:02}{minute:02}{second:02}\" name=\"Hadolint run at \
         {year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}\" time=\"0.001\">"
    )?;
    for file in files {
        let errors = file.findings.iter().filter(|it| it.is_parse_error()).count();
        let attributes = format!(
            " errors=\"{errors}\" failures=\"{}\" id=\"hadolint\" name=\"Hadolint {HADOLINT_VERSION}\" time=\"0.001\"",
            file.findings.len()
        );
        element(out, "testsuite", &attributes, file.findings.iter().map(|it| test(file.path, it)))?;
    }
    write!(out, "</testsuites>")
}

fn test(path: &str, it: &Finding) -> String {
    if it.is_parse_error() {
        return format!(
            "<testcase id=\"hadolint.error\" name=\"{}\" time=\"0.001\"><failure message=\"parse error at line {}, \
             column {}\" type=\"error\">Parse Error in {}\nLine: {}\nColumn: {}\nParse Error: {}\n</failure></testcase>",
            it.code,
            it.line,
            it.column,
            text(path),
            it.line,
            it.column,
            text(&it.message)
        );
    }
    format!(
        "<testcase id=\"hadolint.rule.{code}\" time=\"0.001\"><failure id=\"{code}\" message=\"{}\" \
         type=\"{severity}\">File: {}\nLine: {}\nCategory: Hadolint - Dockerfile Static Analysis\n{severity}: \
         {}\n</failure></testcase>",
        attribute(&it.message),
        text(path),
        it.line,
        text(&it.message),
        code = it.code,
        severity = it.severity.as_str(),
    )
}

fn element(
    out: &mut dyn Write,
    name: &str,
    attributes: &str,
    children: impl ExactSizeIterator<Item = String>,
) -> io::Result<()> {
    if children.len() == 0 {
        return write!(out, "<{name}{attributes}/>");
    }
    write!(out, "<{name}{attributes}>{}</{name}>", children.collect::<String>())
}

/// Year, month, day, hour, minute and second (UTC) of a second since 1970, by the Gregorian calendar.
fn calendar(now: u64) -> [u64; 6] {
    let is_leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let (mut year, mut days) = (1970, now / 86_400);
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    [year, month, days + 1, now / 3600 % 24, now / 60 % 60, now % 60]
}

#[cfg(test)]
mod tests {
    use super::calendar;

    #[test]
    fn days_of_the_calendar() {
        for (now, expected) in [
            (0, [1970, 1, 1, 0, 0, 0]),
            (951_782_399, [2000, 2, 28, 23, 59, 59]),
            (951_782_400, [2000, 2, 29, 0, 0, 0]),
            (1_795_705_200, [2026, 11, 26, 15, 0, 0]),
            (4_102_444_799, [2099, 12, 31, 23, 59, 59]),
        ] {
            assert_eq!(calendar(now), expected, "{now}");
        }
    }
}
