//! Lines above containers.

use crate::{Lens, View};

pub(crate) fn lenses(_view: &View<'_>) -> Vec<Lens> {
    Vec::new()
}
