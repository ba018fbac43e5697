//! Where a digest goes so that it pins an image, and nothing else.
//!
//! Invariant: a place is given only if a digest there goes with the repository and tag that it belongs to: whoever
//! replaces the default of an ARG replaces the digest with it, and nothing but FROM reads that ARG.

use super::build::Build;
use super::image::{ImageUse, UseKind};
use super::scope::Binding;
use super::stage::Base;
use plimsoll_dockerfile::{Word, WordPart};
use plimsoll_text::{TextRange, TextSize, range, slice};

/// Where the digest of an image is, or would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinPlace {
    /// There is no digest; `@sha256:…` goes here, behind the tag.
    Open {
        /// The end of the reference as it is written, in the default of an ARG if it comes from there.
        at: TextSize,
        /// Whether the reference has no tag, which means `latest`.
        untagged: bool,
    },
    /// There is one.
    Pinned {
        /// `sha256:…`
        digest: TextRange,
        /// Whether the reference has no tag.
        untagged: bool,
    },
}

/// Why a digest has no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinObstacle {
    /// Repository and tag are put together from several variables, or from one and literal text.
    Composed,
    /// The ARG that holds the reference is read for something else, too.
    Shared {
        /// Its name.
        argument: String,
    },
}

impl Build<'_> {
    /// Where the digest of `used` is, or would be.
    ///
    /// # Errors
    /// There is no such place.
    pub fn pin_place(&self, used: &ImageUse) -> Result<PinPlace, PinObstacle> {
        let image = &used.image;
        let place = pin_place(used).ok_or(PinObstacle::Composed)?;
        let at = match place {
            PinPlace::Open { at, .. } => at,
            PinPlace::Pinned { digest, .. } => digest.start(),
        };
        // What stands in the instruction itself belongs to nobody else.
        if used.range.contains_inclusive(at) {
            let repository = image.repository_origin();
            let is_literal = repository.is_some_and(|repository| used.range.contains_range(repository));
            return if is_literal { Ok(place) } else { Err(PinObstacle::Composed) };
        }
        let holder = self.global_args.iter().find(|binding| holds(binding, at)).ok_or(PinObstacle::Composed)?;
        if self.is_only_read_for(holder, image.text(), at) {
            Ok(place)
        } else {
            Err(PinObstacle::Shared { argument: holder.name.clone() })
        }
    }

    /// The words of FROM whose value cannot be known from the file.
    pub fn unknown_bases(&self) -> impl Iterator<Item = &Word> {
        let unknown = self.stages.iter().filter(|stage| stage.base == Base::Unknown);
        unknown.filter_map(|stage| stage.from.image.as_ref())
    }

    /// Whether all that reads the ARG `holder`, others that are made of it included, is FROMs of `image` whose
    /// digest goes to `at`.
    fn is_only_read_for(&self, holder: &Binding<'_>, image: &str, at: TextSize) -> bool {
        let mut names = vec![holder.name.as_str()];
        let mut next = 0;
        while let Some(name) = names.get(next).copied() {
            next += 1;
            for binding in &self.global_args {
                let reads = binding.pair.value.as_ref().is_some_and(|word| mentions(self.source, word, name));
                if reads && !names.contains(&binding.name.as_str()) {
                    names.push(&binding.name);
                }
            }
        }
        let in_stages = self.stages.iter().any(|stage| {
            stage.bindings.iter().any(|binding| names.contains(&binding.name.as_str()) && binding.pair.value.is_none())
        });
        let reads = |word: &Word| names.iter().any(|name| mentions(self.source, word, name));
        !in_stages
            && self.stages.iter().all(|stage| {
                let instruction = self.steps[stage.from_step].instruction;
                let in_flags = instruction.flags.iter().filter_map(|flag| flag.value.as_ref()).any(reads);
                let in_image = stage.from.image.as_ref().is_some_and(reads);
                let is_pinned_here = || {
                    let of_stage = |used: &&ImageUse| {
                        used.kind == UseKind::From && used.step == stage.from_step && used.image.text() == image
                    };
                    self.images.iter().find(of_stage).and_then(pin_place).is_some_and(|place| match place {
                        PinPlace::Open { at: other, .. } => other == at,
                        PinPlace::Pinned { digest, .. } => digest.start() == at,
                    })
                };
                !in_flags && (!in_image || is_pinned_here())
            })
    }
}

/// The place without a look at who else reads it; `None` when repository, tag and digest are not at one place each.
fn pin_place(used: &ImageUse) -> Option<PinPlace> {
    let image = &used.image;
    let untagged = image.tag().is_none();
    if let Some(digest) = image.digest() {
        let start = image.text().len() - digest.len();
        let digest = image.value.origin(range(start, image.text().len()))?;
        return (!digest.is_empty()).then_some(PinPlace::Pinned { digest, untagged });
    }
    let repository = image.repository_origin()?;
    let at = match image.tag_origin() {
        _ if untagged => image.end_origin()?,
        Some(tag) if !tag.is_empty() => tag.end(),
        _ => return None,
    };
    // The end of a repository that a variable follows is not the end of the reference.
    (at == image.end_origin()? && (!untagged || repository.end() == at)).then_some(PinPlace::Open { at, untagged })
}

/// Whether the default of the ARG covers `at`.
fn holds(binding: &Binding<'_>, at: TextSize) -> bool {
    binding.pair.value.as_ref().is_some_and(|word| word.range.contains_inclusive(at))
}

/// Whether `word` reads the variable `name`, in the word behind `:-` too.
fn mentions(source: &str, word: &Word, name: &str) -> bool {
    word.parts.iter().any(|part| match part {
        WordPart::Text { .. } => false,
        WordPart::Variable(variable) => {
            slice(source, variable.name) == name
                || variable.modifier.as_ref().is_some_and(|modifier| mentions(source, &modifier.word, name))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{PinObstacle, PinPlace};
    use crate::dockerfile::Build;
    use plimsoll_dockerfile::parse;

    /// For each image the file with `<>` at its place, or the obstacle.
    fn places(text: &str) -> Vec<Result<String, PinObstacle>> {
        let syntax = parse(text);
        let build = Build::new(text, &syntax);
        let shown = |place: PinPlace| match place {
            PinPlace::Open { at, .. } => {
                let (before, behind) = text.split_at(at.into());
                let line = |part: &str| part.split('\n').next().unwrap_or_default().to_owned();
                format!("{}<>{}", before.rsplit('\n').next().unwrap_or_default(), line(behind))
            }
            PinPlace::Pinned { digest, .. } => plimsoll_text::slice(text, digest).to_owned(),
        };
        build.images.iter().map(|used| build.pin_place(used).map(shown)).collect()
    }

    fn shared(name: &str) -> Result<String, PinObstacle> {
        Err(PinObstacle::Shared { argument: name.to_owned() })
    }

    #[test]
    fn where_it_is_written() {
        for (text, expected) in [
            ("FROM python:3.12-slim AS a\n", "FROM python:3.12-slim<> AS a"),
            ("FROM \"python:3.12\"\n", "FROM \"python:3.12<>\""),
            ("FROM python\n", "FROM python<>"),
            ("FROM localhost:5000/python\r\n", "FROM localhost:5000/python<>\r"),
            ("FROM ${BASE:-python:3.12}\n", "FROM ${BASE:-python:3.12<>}"),
            ("FROM python:${TAG:-3.12}\n", "FROM python:${TAG:-3.12<>}"),
            ("ARG BASE=python:3.12\nFROM $BASE\n", "ARG BASE=python:3.12<>"),
            ("ARG BASE='python:3.12' # é\nFROM $BASE\n", "ARG BASE='python:3.12<>' # é"),
            ("ARG TAG=3.12\nFROM python:${TAG}\n", "ARG TAG=3.12<>"),
            ("ARG HOST=mirror.example.com\nFROM ${HOST}/library/python:3.12\n", "FROM ${HOST}/library/python:3.12<>"),
            ("ARG A=python:3.12\nARG B=$A\nFROM $B\n", "ARG A=python:3.12<>"),
        ] {
            assert_eq!(places(text), [Ok(expected.to_owned())], "{text}");
        }
    }

    #[test]
    fn copies_and_mounts() {
        let text = "FROM scratch\nCOPY --from=busybox:1.37 /bin /bin\nRUN --mount=from=alpine:3.22,target=/a ls\n";
        let expected = ["COPY --from=busybox:1.37<> /bin /bin", "RUN --mount=from=alpine:3.22<>,target=/a ls"];
        assert_eq!(places(text), expected.map(|line| Ok(line.to_owned())));
    }

    #[test]
    fn a_digest_is_found() {
        assert_eq!(places("FROM a:1@sha256:ff\n"), [Ok("sha256:ff".to_owned())]);
        assert_eq!(places("ARG B=a@sha256:ff\nFROM $B\n"), [Ok("sha256:ff".to_owned())]);
    }

    #[test]
    fn put_together() {
        for text in [
            "ARG V=3.12\nFROM python:${V}-slim\n",
            "ARG V=3.12\nFROM python:slim-${V}\nFROM x\n",
            "ARG ORG=acme\nFROM ${ORG}/app:1\n",
            "ARG NAME=python\nFROM ${NAME}:3.12\n",
            "ARG REG=docker.io/library/\nFROM ${REG}python:3.12\n",
            "ARG SUFFIX=\nFROM python:3.12${SUFFIX}x\n",
        ] {
            assert_eq!(places(text)[0], Err(PinObstacle::Composed), "{text}");
        }
    }

    #[test]
    fn an_argument_that_others_read() {
        for text in [
            "ARG T=3.12\nFROM python:$T\nARG T\nRUN echo $T\n",
            "ARG T=3.12\nFROM python:$T\nFROM other:$T-x\n",
            "ARG T=3.12\nFROM --platform=$T python:$T\n",
            "ARG T=3.12\nARG U=v$T\nFROM python:$T\nFROM other:$U\n",
        ] {
            assert_eq!(places(text)[0], shared("T"), "{text}");
        }
        let twice = "ARG T=3.12\nFROM python:$T AS a\nFROM python:$T\n";
        assert_eq!(places(twice), [Ok("ARG T=3.12<>".to_owned()), Ok("ARG T=3.12<>".to_owned())]);
        assert_eq!(places("ARG T=3.12\nFROM python:$T\nFROM pypy:$T\n"), [shared("T"), shared("T")]);
    }
}
