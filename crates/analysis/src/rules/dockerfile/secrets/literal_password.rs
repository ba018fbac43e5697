//! `literal-password`: password of a user in the file.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};

rule! {
    /// The password of a user stands in the repository and in every copy of the image.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN echo 'app:correct-horse' | chpasswd
    /// #        ^^^^^^^^^^^^^^^^^^^ warning: the password of `app` stands in the file
    /// RUN useradd -m -p correct-horse web
    /// #              ^^ warning: `useradd` gets a literal password
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN echo "app:$(openssl rand -base64 24)" | chpasswd
    /// RUN useradd -m web && passwd -l web && usermod -p '*' app
    /// ```
    "literal-password" {
        summary: "password of a user in the file",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["CKV2_DOCKER_17"],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    match effective.name() {
        Some("echo" | "printf") if feeds_chpasswd(cx) => {
            for word in effective.args {
                let Some((user, password)) = word.literal().and_then(|text| text.split_once(':')) else { continue };
                let is_user =
                    !user.is_empty() && user.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
                let password = password.trim_end_matches("\\n");
                let is_locked = password.starts_with(['*', '!', '$']);
                if is_user && !password.is_empty() && !is_locked {
                    sink.report(word.range, format!("the password of `{user}` stands in the file"))
                        .note("it is the same in every copy of the image")
                        .secret(word.range);
                }
            }
        }
        Some(program @ ("useradd" | "usermod")) => {
            let args = effective.args;
            for (at, word) in args.iter().enumerate() {
                let Some(next) = args.get(at + 1).filter(|_| word.is("-p") || word.is("--password")) else { continue };
                let Some(value) = next.literal() else { continue };
                if !value.is_empty() && !value.starts_with(['*', '!']) {
                    sink.report(word.range, format!("`{program}` gets a literal password"))
                        .note("it is the same in every copy of the image")
                        .secret(next.range);
                }
            }
        }
        _ => {}
    }
}

/// `echo … | chpasswd`
fn feeds_chpasswd(cx: &CommandCx<'_>) -> bool {
    let Some(seat) = cx.command.place.pipeline else { return false };
    cx.script.commands.iter().any(|other| {
        other.place.pipeline.is_some_and(|next| next.id == seat.id && next.index == seat.index + 1)
            && other.effective().name() == Some("chpasswd")
    })
}
