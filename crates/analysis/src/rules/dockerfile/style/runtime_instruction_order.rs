//! `runtime-instruction-order`: instructions of the running container in another order.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{ItemKind, Keyword};
use plimsoll_text::{Edit, Edits};

rule! {
    /// STOPSIGNAL, EXPOSE, HEALTHCHECK, ENTRYPOINT and CMD say how the container runs. In this order, one behind the other, they
    /// are found at the end of the stage.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// CMD ["app"]
    /// EXPOSE 8080
    /// ^^^^^^ note: EXPOSE stands behind CMD
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// EXPOSE 8080
    /// CMD ["app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// EXPOSE 8080
    /// ENTRYPOINT ["app"]
    /// CMD ["serve"]
    /// ```
    "runtime-instruction-order" {
        summary: "instructions of the running container in another order",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for pair in cx.syntax.items.windows(2) {
        let (ItemKind::Instruction(first), ItemKind::Instruction(second)) = (&pair[0].kind, &pair[1].kind) else {
            continue;
        };
        let (Some(left), Some(right)) = (rank(first.keyword), rank(second.keyword)) else { continue };
        if left <= right {
            continue;
        }
        let (one, other) = (pair[0].range, pair[1].range);
        // Only whole lines change places, and a file's last one may lack its end.
        let is_whole = cx.text(other).ends_with('\n');
        let edits = vec![Edit::replace(one, cx.text(other)), Edit::replace(other, cx.text(one))];
        let fix = Edits::new(edits).ok().filter(|_| is_whole);
        let (before, behind) = (first.keyword.as_str(), second.keyword.as_str());
        sink.report(second.keyword_range, format!("{behind} stands behind {before}"))
            .fix(fix.map(|edits| Fix::safe("swap them", edits)));
    }
}

fn rank(keyword: Keyword) -> Option<usize> {
    let order = [Keyword::Stopsignal, Keyword::Expose, Keyword::Healthcheck, Keyword::Entrypoint, Keyword::Cmd];
    order.iter().position(|other| *other == keyword)
}
