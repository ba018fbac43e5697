//! Renames a stage with all its references.
//!
//! Invariant: there is an answer only if every reference is written out as the name itself.

use crate::DockerfileCx;
use plimsoll_model::dockerfile::Stage;
use plimsoll_text::{Edit, Edits};

/// The edits that call `stage` `new`, references by number left as they are.
pub(super) fn rename(cx: &DockerfileCx<'_>, stage: &Stage<'_>, new: &str) -> Option<Edits> {
    let word = stage.from.name.as_ref()?;
    let old = cx.text(word.range);
    let mut edits = vec![Edit::replace(word.range, new)];
    for edge in cx.build.stages.iter().flat_map(|stage| &stage.edges).filter(|edge| edge.to == stage.id) {
        let text = cx.text(edge.range);
        if text.eq_ignore_ascii_case(old) {
            edits.push(Edit::replace(edge.range, new));
        } else if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
    }
    edits.retain(|edit| cx.text(edit.range) != edit.text);
    Edits::new(edits).ok()
}
