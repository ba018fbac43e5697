//! `unknown-container-user`: a user that the image does not have.

use crate::rule::rule;
use crate::rules::ecs::partner::Partner;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{Base, Build};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::known_user;
use plimsoll_text::slice;

rule! {
    /// The container is told to run as a user that neither the base image has nor the Dockerfile creates.
    ///
    /// The container does not start. A number needs no entry in the image.
    ///
    /// ```text,context,file=Dockerfile
    /// FROM python:3.12-slim
    /// COPY app.py .
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1", "user": "web" }
    ///     //                                                                                      ^^^^^ warning: the image of container `web` has no user `web`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1", "user": "1000" }
    ///   ]
    /// }
    /// ```
    "unknown-container-user" {
        summary: "user that the image does not have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

/// Official images with no other users than those of their distribution. Source: their Dockerfiles, 2026-11.
const BASES: [&str; 7] = ["alpine", "debian", "python", "ruby", "golang", "rust", "busybox"];

/// Accounts that Debian or Alpine bring. Source: base-passwd 3.6, alpine-baselayout 3.6, 2026-11.
const ACCOUNTS: [&str; 42] = [
    "root",
    "daemon",
    "bin",
    "sys",
    "sync",
    "games",
    "man",
    "lp",
    "mail",
    "news",
    "uucp",
    "proxy",
    "www-data",
    "backup",
    "list",
    "irc",
    "gnats",
    "nobody",
    "_apt",
    "adm",
    "shutdown",
    "halt",
    "operator",
    "postmaster",
    "cron",
    "ftp",
    "sshd",
    "at",
    "squid",
    "xfs",
    "cyrus",
    "vpopmail",
    "ntp",
    "smmsp",
    "guest",
    "utmp",
    "svn",
    "games",
    "default",
    "node",
    "ubuntu",
    "app",
];

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: user, node, .. } = cx.container.object.name("user") else { return };
    let name = user.split(':').next().unwrap_or(&user);
    if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) || ACCOUNTS.contains(&name) {
        return;
    }
    let Some(partner) = Partner::of(cx, cx.container) else { return };
    let build = partner.build();
    if may_have(&build, name) {
        return;
    }
    sink.report(node.range(), format!("the image of {} has no user `{name}`", cx.container.called()))
        .note(format!("nothing in {} creates it, so the container does not start", partner.file.path));
}

/// Whether the image may have the user: its base is not known, or something in the Dockerfile may create it.
fn may_have(build: &Build<'_>, user: &str) -> bool {
    let Some(stage) = build.final_stage() else { return true };
    let Base::Image(image) = build.external_base(stage.id) else { return true };
    let base = ImageName::from_parts(image.registry(), image.repository());
    let is_plain = base.official().is_some_and(|name| BASES.contains(&name));
    if !is_plain || known_user(&base, image.tag()).is_some_and(|known| known.name == user) {
        return true;
    }
    build.ancestry(stage.id).any(|stage| {
        build.stage_steps(stage).any(|(_, instruction)| match &instruction.body {
            Body::Run(_) | Body::Copy(_) => {
                let text = slice(build.source, instruction.range);
                let creates = text.contains("useradd") || text.contains("adduser");
                // Packages bring users of their own, and a copied file may be anything.
                text.contains(user)
                    || creates && text.contains('$')
                    || text.contains("/etc")
                    || text.contains("install")
                    || text.contains("apk add")
                    || text.contains(" / ")
                    || text.trim_end().ends_with(" /")
            }
            Body::User(_) => slice(build.source, instruction.range).contains(user),
            _ => false,
        })
    })
}
