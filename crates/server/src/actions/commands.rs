//! The commands that a client may send.
//!
//! Invariant: arguments are read before anything is done; wrong ones are an error that says what was expected.
//!
//! A command that takes its time (asking a registry, say) begins with a [`Step`](crate::outbox::Step) of its own and
//! ends with an edit for the client, like [`Command::ApplyEdit`].

use crate::pin;
use crate::protocol::{ExecuteCommandParams, Uri, WorkspaceEdit};
use plimsoll_analysis::registry;
use serde_json::Value;

/// Applies an edit: `[WorkspaceEdit]`. For clients that know no actions with edits.
pub(crate) const APPLY_EDIT: &str = "plimsoll.applyEdit";

/// Opens the page of a rule: `[rule id]`.
pub(crate) const OPEN_RULE_PAGE: &str = "plimsoll.openRulePage";

/// Pins images by digest: `[address of the document, range?]`.
pub(crate) const PIN: &str = "plimsoll.pin";

/// All commands, for the list of capabilities.
pub(crate) const NAMES: [&str; 3] = [APPLY_EDIT, OPEN_RULE_PAGE, PIN];

/// A command with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    ApplyEdit(Box<WorkspaceEdit>),
    OpenRulePage(Uri),
    Pin(pin::Request),
}

impl Command {
    /// # Errors
    /// There is no such command, or its arguments are others; the message is for the log.
    pub(crate) fn read(params: ExecuteCommandParams) -> Result<Self, String> {
        let mut arguments = params.arguments.into_iter();
        let first = arguments.next().unwrap_or(Value::Null);
        match params.command.as_str() {
            APPLY_EDIT => {
                let edit = serde_json::from_value(first).map_err(|error| format!("{APPLY_EDIT}: {error}"))?;
                Ok(Self::ApplyEdit(Box::new(edit)))
            }
            OPEN_RULE_PAGE => {
                let rule = first.as_str().and_then(registry::by_id);
                let page = rule.and_then(|rule| rule.url().parse().ok());
                page.map(Self::OpenRulePage).ok_or_else(|| format!("{OPEN_RULE_PAGE}: expected the id of a rule"))
            }
            PIN => {
                let expected = |error| format!("{PIN}: expected the address of a document: {error}");
                let uri = serde_json::from_value(first).map_err(expected)?;
                let expected = |error| format!("{PIN}: expected a range: {error}");
                let range = arguments.next().filter(|range| !range.is_null());
                let range = range.map(serde_json::from_value).transpose().map_err(expected)?;
                Ok(Self::Pin(pin::Request { uri, range }))
            }
            other => Err(format!("unknown command `{other}`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{APPLY_EDIT, Command, NAMES, OPEN_RULE_PAGE};
    use crate::protocol::ExecuteCommandParams;
    use serde_json::{Value, json};

    fn read(command: &str, arguments: Vec<Value>) -> Result<Command, String> {
        Command::read(ExecuteCommandParams { command: command.into(), arguments, ..ExecuteCommandParams::default() })
    }

    #[test]
    fn wrong_arguments_are_errors() {
        for name in NAMES {
            assert!(read(name, vec![json!(7)]).is_err(), "{name}");
        }
        assert!(read("other", Vec::new()).unwrap_err().contains("unknown command `other`"));
        assert!(matches!(read(OPEN_RULE_PAGE, vec![json!("latest-tag")]), Ok(Command::OpenRulePage(_))));
        assert!(matches!(read(APPLY_EDIT, vec![json!({ "changes": {} })]), Ok(Command::ApplyEdit(_))));
    }
}
