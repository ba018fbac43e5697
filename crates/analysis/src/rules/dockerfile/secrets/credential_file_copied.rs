//! `credential-file-copied`: a file with credentials in the image.

use super::instead_of_copy::{Mounted, mount_instead};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Copy};
use plimsoll_model::tables::secrets::credential_file;

rule! {
    /// A file that holds credentials is copied into the image.
    ///
    /// It stays in its layer even if a later RUN deletes it. Mount it for the RUN that needs it:
    /// `RUN --mount=type=secret,id=…,target=…`.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// COPY .env id_rsa /app/
    ///    # ^^^^ warning: `.env` is copied into the image: environment file
    ///         # ^^^^^^ warning: `id_rsa` is copied into the image: private SSH key
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY id_rsa /root/.ssh/id_rsa
    /// #    ^^^^^^ warning: `id_rsa` is copied into the image: private SSH key
    /// RUN chmod 600 /root/.ssh/id_rsa && ssh -i /root/.ssh/id_rsa git@git.acme.io info
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --mount=type=secret,id=id_rsa,target=/root/.ssh/id_rsa,required=true ssh -i /root/.ssh/id_rsa git@git.acme.io info
    /// ```
    ///
    /// Public keys, samples and files of tests are fine, and so is a file of which only the content could tell:
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// COPY .env.example id_rsa.pub tests/fixtures/id_rsa .npmrc ca.pem /app/
    /// COPY --from=build /app/.env /app/
    /// ```
    "credential-file-copied" {
        summary: "file with credentials in the image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DS-0031"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Copy(copy) = &cx.instruction.body else { return };
    if cx.instruction.flag(cx.source(), "from").is_some() {
        return;
    }
    for source in &copy.sources {
        let Some(path) = cx.build.expand(cx.step, source) else { continue };
        let Some(file) = credential_file(&path.text).filter(|file| file.sure) else { continue };
        sink.report(source.range, format!("`{}` is copied into the image: {}", path.text, file.what))
            .note("it stays in its layer even if a later instruction deletes it")
            .fix(fix(cx, copy));
    }
}

/// Gives the file as a secret to the RUNs that name it.
fn fix(cx: &InstructionCx<'_>, copy: &Copy) -> Option<Fix> {
    let target = cx.build.expand(cx.step, copy.destination.as_ref()?)?.text;
    let [source] = &copy.sources[..] else { return None };
    let name = cx.text(source.range).rsplit('/').next()?;
    let path = if target.ends_with('/') { format!("{target}{name}") } else { target };
    let edits = mount_instead(cx, cx.stage?, cx.step, &path, Mounted::Secret)?;
    Some(Fix::r#unsafe("give it as a secret to the RUNs that use it", edits))
}
