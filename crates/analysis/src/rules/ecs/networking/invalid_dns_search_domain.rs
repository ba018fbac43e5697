//! `invalid-dns-search-domain`: search domain that is no domain.

use crate::rule::rule;
use crate::rules::ecs::names;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::NetworkMode;

rule! {
    /// A search domain has letters, digits, `-` and `.`, and ends with a letter or digit.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "dnsSearchDomains": ["example.com."] }
    /// //                                                                         ^^^^^^^^^^^^^^ error: `example.com.` is no search domain
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "dnsSearchDomains": ["example.com", "${DOMAIN}"] }
    ///   ]
    /// }
    /// ```
    "invalid-dns-search-domain" {
        summary: "search domain that is no domain",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    // With awsvpc there can be none at all.
    let is_judged = (launch.ec2 || launch.external) && !launch.fargate && cx.task.network_mode() != NetworkMode::Awsvpc;
    let Some(list) = cx.container.object.array("dnsSearchDomains").known().copied().filter(|_| is_judged) else {
        return;
    };
    for (node, domain) in list.strings() {
        let Some(domain) = domain else { continue };
        let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
        let ends_well = domain.bytes().last().is_some_and(|last| last.is_ascii_alphanumeric());
        if names::may_be_replaced(&domain) {
            continue;
        }
        if !ends_well || domain.len() > 254 || !domain.bytes().all(is_usual) {
            sink.report(node.range(), format!("`{domain}` is no search domain"))
                .note("it has letters, digits, `-` and `.`, and ends with a letter or digit");
        }
    }
}
