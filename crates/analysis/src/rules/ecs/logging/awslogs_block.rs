//! A log configuration for CloudWatch Logs, as fixes write it.

use crate::ContainerCx;
use plimsoll_json::quote;
use plimsoll_model::ecs::regions;

/// A `logConfiguration` with the driver `awslogs`, for the user to look over. The region is the one that the file
/// names elsewhere; if it names none or several, it stays blank.
pub(super) fn awslogs_block(cx: &ContainerCx<'_>) -> String {
    let family = cx.task.object.and_then(|task| task.name("family").known().cloned()).unwrap_or_default();
    let mut all: Vec<String> = regions(cx.task).into_iter().map(|place| place.name).collect();
    all.dedup();
    let region = if let [one] = &all[..] { one.as_str() } else { "" };
    let (group, prefix) = (quote(&format!("/ecs/{family}")), quote(&cx.container.name().unwrap_or_default()));
    format!(
        "{{\n  \"logDriver\": \"awslogs\",\n  \"options\": {{\n    \"awslogs-group\": {group},\n    \
         \"awslogs-region\": {},\n    \"awslogs-stream-prefix\": {prefix}\n  }}\n}}",
        quote(region)
    )
}
