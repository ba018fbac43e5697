//! What an editor gets to know about Dockerfiles, by the fixtures of `fixtures/ide/dockerfile`.

mod notation;

use plimsoll_analysis::FileKind;

macro_rules! fixtures {
    ($($name:ident),+ $(,)?) => {
        $(#[test]
        fn $name() {
            notation::check(concat!("dockerfile/", stringify!($name), ".md"), FileKind::Dockerfile, "Dockerfile");
        })+
    };
}

fixtures!(completion, folding, format, hints, hover, links, names, outline, rename, selection, signature, tokens);
