//! What the commands of a RUN do to the image: what they install, download and delete.
//!
//! Invariant: a word that may be an option's argument, or that holds an expansion, is never taken for a
//! package, a URL or a path.

mod downloads;
mod fetch;
mod foreign;
mod lists;
mod managers;
mod operands;
mod packages;
mod paths;
mod shells;
mod users;

pub use downloads::{Download, deletes, downloads};
pub use fetch::{Fetch, Fetcher, fetch, is_local};
pub use foreign::foreign_commands;
pub use lists::{is_last, main_list, stays_flat};
pub use managers::{Action, Manager};
pub use operands::{Operand, Operands};
pub use packages::{PackageCommand, package_command};
pub use paths::{directory_at, file_name_of_url, saved_file, written};
pub use shells::{makes_bash_sh, replaced_sh};
pub use users::{Account, created_account, created_user, joined_groups};

#[cfg(test)]
mod tests {
    use super::{Action, Manager, created_user, deletes, downloads, package_command};
    use plimsoll_shell::{Dialect, Script, parse};

    fn script(text: &str) -> Script {
        parse(text, 0.into(), Dialect::Sh)
    }

    /// Manager, action and packages of the first command.
    fn read(text: &str) -> Option<(Manager, Action, Vec<String>)> {
        let script = script(text);
        let command = package_command(script.commands.first()?)?;
        let packages = command.packages().map(|(_, text)| text.to_owned()).collect();
        Some((command.manager, command.action, packages))
    }

    #[test]
    fn what_is_installed() {
        for (text, manager, packages) in [
            ("apt-get install -y --no-install-recommends curl=7.88.* git", Manager::Apt, &["curl=7.88.*", "git"][..]),
            ("sudo apt-get -qq -o A=b install -yt bookworm-backports vim ./local.deb", Manager::Apt, &["vim"]),
            ("apk add --no-cache --virtual .build gcc", Manager::Apk, &["gcc"]),
            ("apk --no-cache add curl", Manager::Apk, &["curl"]),
            ("dnf -y install --setopt=install_weak_deps=0 httpd", Manager::Dnf, &["httpd"]),
            ("python3 -m pip install --target /x flask==3.1", Manager::Pip, &["flask==3.1"]),
            ("pip3.13 install -rrequirements.txt -c c.txt", Manager::Pip, &[]),
            ("uv tool install --with x ruff", Manager::Uv, &["ruff"]),
            ("npm install -g --registry https://r.example.com pnpm@9", Manager::Npm, &["pnpm@9"]),
            ("yarn global add serve", Manager::Yarn, &["serve"]),
            ("env A=1 gem install --version 2 rake", Manager::Gem, &["rake"]),
            ("yarn --frozen-lockfile", Manager::Yarn, &[]),
            ("bundle _2.5.0_ install -j4 --without development", Manager::Bundle, &[]),
            ("php /usr/bin/composer.phar global require --no-dev -d /x phpunit/phpunit", Manager::Composer, &[]),
            ("dotnet tool install -g --version 9.0.1 dotnet-ef", Manager::Dotnet, &["dotnet-ef"]),
            ("npm isntall -g x", Manager::Npm, &["x"]),
            ("bun add -d --cwd /app x", Manager::Bun, &["x"]),
        ] {
            let found = read(text).map(|(manager, action, packages)| (manager, action, packages.join(" ")));
            assert_eq!(found, Some((manager, Action::Install, packages.join(" "))), "{text}");
        }
    }

    #[test]
    fn what_else_is_asked_of_a_manager() {
        for (text, action) in [
            ("apt-get update", Action::Update),
            ("apt-get -y dist-upgrade", Action::Upgrade),
            ("apk del gcc", Action::Remove),
            ("yum clean all", Action::Clean),
            ("zypper refresh", Action::Update),
            ("cargo build --release --locked", Action::Build),
            ("bundle", Action::Install),
            ("npm prune --omit=dev", Action::Remove),
        ] {
            assert_eq!(read(text).map(|(_, action, _)| action), Some(action), "{text}");
        }
        for text in [
            "apt-get",
            "pip list",
            "python app.py",
            "npm run build",
            "echo apt-get install x",
            "$PM install x",
            "yarn --version",
            "yarn build",
            "bundle exec rails",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn words_that_may_be_arguments_are_no_packages() {
        assert_eq!(read("apt-get install $PACKAGES \"${ONE}\" two").map(|it| it.2), Some(vec!["two".to_owned()]));
        assert_eq!(read("brew install x"), None);
    }

    #[test]
    fn downloads_deletions_and_users() {
        let text = "curl -fsSL https://a.example.com/x | sh; wget -O y http://b/$V; git clone https://c/d; rm -rf /var/x *.deb; \
                    find /tmp -type f -delete; useradd -r -u 10 -d /app app; adduser -D web; adduser app docker; userdel app";
        let script = script(text);
        let urls: Vec<_> =
            script.commands.iter().flat_map(downloads).map(|it| (it.word.raw().to_owned(), it.whole)).collect();
        let expected = [("https://a.example.com/x", true), ("http://b/$V", false), ("https://c/d", true)];
        assert_eq!(urls, expected.map(|(url, whole)| (url.to_owned(), whole)));
        let deleted: Vec<_> = script.commands.iter().flat_map(deletes).map(|word| word.raw().to_owned()).collect();
        assert_eq!(deleted, ["/var/x", "*.deb", "/tmp"]);
        let users: Vec<_> = script.commands.iter().filter_map(created_user).collect();
        assert_eq!(users, ["app", "web"]);
    }
}
