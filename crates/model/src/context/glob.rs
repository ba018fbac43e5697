//! Patterns of COPY and of `.dockerignore`.
//!
//! Invariant: matching takes time in proportion to pattern and path, whatever the pattern.
//!
//! Example: `**/*.log` matches `a.log` and `a/b.log`; `a/*` matches `a/b`, not `a/b/c`.

/// A pattern in the notation of Go's `filepath.Match`: `*`, `?`, `[a-z]` and `\`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Literal(char),
    /// `?`
    One,
    /// `*`
    Within,
    /// `**` at the end.
    Everything,
    /// Before the folders of `**/`: they may be left out, and then the token behind is skipped as well.
    Folders,
    /// Inside the folders of `**/`; left behind a `/`.
    InFolders,
    /// `[…]`
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
}

impl Glob {
    /// A source of COPY or ADD. `**` is no more than `*` there.
    /// Source: Dockerfile reference, "COPY", 2026-11.
    #[must_use]
    pub fn source(pattern: &str) -> Self {
        Self::read(pattern, false)
    }

    /// A line of `.dockerignore`, in which `**` stands for any number of folders.
    /// Source: Docker documentation, "Build context", ".dockerignore files", 2026-11.
    #[must_use]
    pub fn ignore(pattern: &str) -> Self {
        Self::read(pattern, true)
    }

    /// Whether the pattern stands for more than itself.
    #[must_use]
    pub fn is_wild(&self) -> bool {
        !self.tokens.iter().all(|token| matches!(token, Token::Literal(_)))
    }

    /// Whether `path` has the form of the pattern.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let mut states = vec![false; self.tokens.len() + 1];
        states[0] = true;
        self.skip(&mut states);
        for character in path.chars() {
            let mut next = vec![false; states.len()];
            for at in (0..self.tokens.len()).filter(|at| states[*at]) {
                self.step(at, character, &mut next);
            }
            self.skip(&mut next);
            states = next;
        }
        states[self.tokens.len()]
    }

    fn step(&self, at: usize, character: char, next: &mut [bool]) {
        match &self.tokens[at] {
            Token::Literal(literal) => next[at + 1] |= *literal == character,
            Token::One => next[at + 1] |= character != '/',
            Token::Within => next[at] |= character != '/',
            Token::Everything => next[at] = true,
            Token::Folders => {}
            Token::InFolders => {
                next[at] = true;
                next[at + 1] |= character == '/';
            }
            Token::Class { negated, ranges } => {
                let is_in = ranges.iter().any(|(first, last)| (*first..=*last).contains(&character));
                next[at + 1] |= is_in != *negated && character != '/';
            }
        }
    }

    /// Goes on from tokens that may stand for nothing.
    fn skip(&self, states: &mut [bool]) {
        for (at, token) in self.tokens.iter().enumerate() {
            if states[at] {
                match token {
                    Token::Within | Token::Everything => states[at + 1] = true,
                    Token::Folders => (states[at + 1], states[at + 2]) = (true, true),
                    _ => {}
                }
            }
        }
    }

    fn read(pattern: &str, deep: bool) -> Self {
        let mut tokens = Vec::new();
        let mut rest = pattern.chars().peekable();
        while let Some(character) = rest.next() {
            match character {
                '*' if rest.peek() == Some(&'*') => {
                    while rest.next_if_eq(&'*').is_some() {}
                    if !deep {
                        tokens.push(Token::Within);
                        continue;
                    }
                    let _ = rest.next_if_eq(&'/');
                    match rest.peek() {
                        None => tokens.push(Token::Everything),
                        Some(_) => tokens.extend([Token::Folders, Token::InFolders]),
                    }
                }
                '*' => tokens.push(Token::Within),
                '?' => tokens.push(Token::One),
                '\\' => tokens.push(Token::Literal(rest.next().unwrap_or('\\'))),
                '[' => match class(&mut rest) {
                    Some(class) => tokens.push(class),
                    None => tokens.push(Token::Literal('[')),
                },
                other => tokens.push(Token::Literal(other)),
            }
        }
        Self { tokens }
    }
}

/// What stands behind `[`, up to the bracket that closes it; `None`, and nothing is read, without one.
fn class(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Token> {
    let mut ahead = rest.clone();
    let negated = ahead.next_if(|first| matches!(first, '^' | '!')).is_some();
    let mut ranges = Vec::new();
    loop {
        let first = match ahead.next()? {
            ']' if !ranges.is_empty() => break,
            '\\' => ahead.next()?,
            other => other,
        };
        let last = match ahead.peek() {
            Some('-') => {
                ahead.next();
                match ahead.next()? {
                    '\\' => ahead.next()?,
                    other => other,
                }
            }
            _ => first,
        };
        ranges.push((first, last));
    }
    *rest = ahead;
    Some(Token::Class { negated, ranges })
}

#[cfg(test)]
mod tests {
    use super::Glob;

    /// The rows of the table in Docker's documentation of `.dockerignore`, and what they imply.
    #[test]
    fn patterns_of_dockerignore() {
        for (pattern, yes, no) in [
            ("*/temp*", "somedir/temporary.txt", "a/b/temporary.txt"),
            ("*/*/temp*", "somedir/subdir/temporary.txt", "somedir/temp"),
            ("temp?", "tempa", "temp"),
            ("**/*.go", "a/b/c.go", "a/b/c.god"),
            ("**/*.go", "c.go", "cgo"),
            ("**", "a/b", ""),
            ("a/**", "a/b/c", "b/c"),
            ("a/**/z", "a/z", "az"),
            ("a/**/z", "a/b/c/z", "a/b/cz"),
            ("**/.git", "x/.git", "x.git"),
            ("a[0-9]", "a5", "ax"),
            ("a[^0-9]", "ax", "a5"),
            ("a\\*", "a*", "ab"),
            ("*.md", "README.md", "docs/README.md"),
        ] {
            let glob = Glob::ignore(pattern);
            assert!(glob.matches(yes), "{pattern} should match {yes}");
            assert!(no.is_empty() || !glob.matches(no), "{pattern} should not match {no}");
        }
    }

    #[test]
    fn patterns_of_copy() {
        assert!(Glob::source("package*.json").matches("package-lock.json"));
        assert!(!Glob::source("**/x").matches("a/b/x") && Glob::source("**/x").matches("a/x"));
        assert!(Glob::source("hom?.txt").is_wild() && !Glob::source("home.txt").is_wild());
        assert!(Glob::source("arr[[]0].txt").matches("arr[0].txt"));
        assert!(Glob::source("a[b").matches("a[b"));
    }

    #[test]
    fn many_stars_take_no_time() {
        let (pattern, path) = ("**/*a".repeat(40), "a/".repeat(2000));
        assert!(!Glob::ignore(&pattern).matches(&path));
    }
}
