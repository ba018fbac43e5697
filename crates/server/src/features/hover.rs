//! `textDocument/hover`

use super::markup;
use crate::protocol::{Hover, HoverContents, HoverParams};
use crate::state::Snapshot;

pub(crate) fn hover(snapshot: &Snapshot, params: &HoverParams) -> Option<Hover> {
    let offset = snapshot.text.offset(params.text_document_position_params.position);
    let found = plimsoll_ide::hover(&snapshot.view(), offset)?;
    let contents = HoverContents::Markup(markup(snapshot, &found.markdown));
    Some(Hover { contents, range: Some(snapshot.text.range(found.range)) })
}
