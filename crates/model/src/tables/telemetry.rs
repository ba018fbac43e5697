//! Tools that report their use, and the variable that keeps them from it.
//!
//! Invariant: a program that is not listed has no answer.

use super::reader::{rows, words};

pub(super) const TEXT: &str = include_str!("../../data/telemetry.tsv");

/// A variable that keeps a tool from reporting its use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Switch {
    /// The variable.
    pub variable: &'static str,
    /// The value that says no.
    pub value: &'static str,
}

/// The switch of `program`.
#[must_use]
pub fn switch(program: &str) -> Option<Switch> {
    let [variable, value, _] = rows(TEXT).find(|[_, _, programs]| words(programs).any(|it| it == program))?;
    Some(Switch { variable, value })
}

#[cfg(test)]
mod tests {
    use super::switch;

    #[test]
    fn tools_have_their_switch() {
        assert_eq!(switch("dotnet").map(|it| (it.variable, it.value)), Some(("DOTNET_CLI_TELEMETRY_OPTOUT", "1")));
        assert_eq!(switch("make"), None);
    }
}
