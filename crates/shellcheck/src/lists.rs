//! Words that are to be taken apart, and substitutions that print one word.
//!
//! Invariant: what is called a list is one by the command that takes it or by the name of the variable; what is called one
//! word cannot hold a blank.

use crate::quiet::{base, innermost};
use crate::words::{ONE_WORD, PACKAGE_COMMANDS, WORD_LISTS, is_list_name};
use plimsoll_shell::Script;
use plimsoll_text::TextRange;

/// Whether a range stands among the arguments of a command that takes a list, or in a variable that holds one.
pub(crate) fn is_list_on_purpose(range: TextRange, script: &Script) -> bool {
    let Some(command) = innermost(range, script) else { return false };
    let effective = command.effective();
    let takes_list = effective.name().is_some_and(|name| PACKAGE_COMMANDS.contains(&name));
    if takes_list && effective.args.iter().any(|word| word.range.contains_range(range)) {
        return true;
    }
    let word = command.words.iter().find(|word| word.range.contains_range(range));
    word.is_some_and(|word| {
        // `$JAVA_OPTS` as a word of its own.
        let is_alone = word.parts().len() == 1;
        let variables = word.variables();
        is_alone && !variables.is_empty() && variables.iter().all(|variable| is_list_name(variable.name))
    })
}

/// Whether the command of `$( … )` prints one word, or a list on purpose.
pub(crate) fn prints_what_is_wanted(substitution: &str) -> bool {
    let inner =
        substitution.trim_start_matches(['$', '(', '`', '"', ' ', '\\']).trim_end_matches([')', '`', ' ', '\\']);
    let last = inner.rsplit(['|', ';']).next().unwrap_or(inner).trim();
    let first_words: Vec<&str> = inner.split_ascii_whitespace().collect();
    let last_words: Vec<&str> = last.split_ascii_whitespace().collect();
    let name = |words: &[&str]| words.first().map_or(String::new(), |word| base(word).to_owned());
    let (first, last) = (name(&first_words), name(&last_words));
    if WORD_LISTS.contains(&last.as_str()) || last.ends_with("-config") || last.ends_with("-config-script") {
        return true;
    }
    let second = first_words.get(1).copied().unwrap_or("");
    let is_one_word = match (first.as_str(), second) {
        // `nproc || echo 1`
        ("nproc", _) => return true,
        ("dpkg", "--print-architecture") | ("go" | "npm", "env" | "bin") => true,
        ("python" | "python3" | "node" | "ruby" | "php", "-c" | "-p" | "-e" | "-r") => true,
        ("git", "rev-parse" | "describe") | ("npm", "root" | "prefix") | ("openssl", "passwd") => true,
        // `$(cat packages.txt)`, `$(cat VERSION)`, `$(</etc/os)`: the content of a file that is known to be one.
        ("cat", _) => first_words.len() == 2,
        (name, _) => ONE_WORD.contains(&name),
    };
    let is_alone = !inner.contains(['|', ';', '&']);
    is_alone && is_one_word || is_filtered_word(inner) || is_one_number(inner)
}

/// `seq 1 9`, `grep -c x file`, `… | wc -l`: numbers.
pub(crate) fn is_one_number(pipeline: &str) -> bool {
    let last = pipeline.rsplit('|').next().unwrap_or(pipeline);
    let mut words = last.split_ascii_whitespace();
    let is_counting = |word: &str| word.starts_with('-') && !word.starts_with("--") && word.contains('c');
    !pipeline.contains([';', '&'])
        && match words.next().map(base) {
            Some("seq" | "nproc") => true,
            Some("wc") => pipeline.contains('|'),
            Some("grep" | "egrep") => words.any(is_counting),
            _ => false,
        }
}

/// `set -- $(…)`, `rm $(find …)`, `$(if …; then echo --with x; fi)`: the output is a list, quotes would make one of it.
pub(crate) fn is_taken_apart(substitution: &str, range: TextRange, script: &Script) -> bool {
    let inner = substitution.trim_start_matches(['$', '(', '`', ' ']);
    let takes_list = ["rm", "rmdir", "strip", "chmod", "chown", "chgrp", "touch", "ls", "ldd"];
    let program = innermost(range, script).and_then(|command| command.effective().name());
    let lists = inner.starts_with("find ") && !inner.contains("head") && !inner.contains("-quit");
    // Something or nothing, as a word of its own.
    let command = innermost(range, script);
    let is_alone = command.is_some_and(|command| command.words.iter().any(|word| word.range == range));
    let offers = is_alone && ["if ", "test ", "[ "].iter().any(|it| inner.starts_with(it)) && inner.contains("echo ");
    program == Some("set") || offers || lists && program.is_some_and(|name| takes_list.contains(&name))
}

/// `export A=$(…)`: bash does not take it apart, and it may be bash.
pub(crate) fn is_declared(range: TextRange, script: &Script) -> bool {
    script.commands.iter().flat_map(|command| &command.declarations).any(|it| it.value.range.contains_range(range))
}

/// `$(uname -m | sed s/x86_64/amd64/)`: one word stays one.
fn is_filtered_word(pipeline: &str) -> bool {
    let mut parts = pipeline.split('|').map(str::trim);
    let source = parts.next().unwrap_or("");
    let is_source = source.starts_with("dpkg --print-architecture")
        || source.starts_with("apk --print-arch")
        || ["uname", "arch", "nproc", "lsb_release", "id", "hostname"]
            .contains(&source.split(' ').next().unwrap_or(""));
    let is_filter = |part: &str| {
        ["sed", "awk", "tr", "cut", "head", "tail", "xargs"].contains(&part.split(' ').next().unwrap_or(""))
    };
    is_source && !pipeline.contains("||") && !pipeline.contains([';', '&']) && parts.all(is_filter)
}
