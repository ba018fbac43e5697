//! What the words of a task definition are.

use crate::{Token, View};

pub(crate) fn tokens(_view: &View<'_>) -> Vec<Token> {
    Vec::new()
}
