//! `refresh eol [--checkout PATH]`: the ends of support in `eol.tsv`, from the data of endoflife.date (MIT).
//!
//! Invariant: rows are changed and added, never removed, and each change is printed; a release that the data knows no
//! day for keeps the day of the table.

use super::checkout::Checkout;
use crate::root;
use plimsoll_yaml::Node;

const TABLE: &str = "crates/model/data/eol.tsv";
const URL: &str = "https://github.com/endoflife-date/endoflife.date";

/// Which file of the data holds a product of the table, and which of its days ends free security support.
const SOURCES: [(&str, &str, &str); 26] = [
    ("debian", "debian", "eoes"),
    ("ubuntu", "ubuntu", "eol"),
    ("alpine", "alpine-linux", "eol"),
    ("centos", "centos", "eol"),
    ("fedora", "fedora", "eol"),
    ("amazonlinux", "amazon-linux", "eol"),
    ("rockylinux", "rocky-linux", "eol"),
    ("almalinux", "almalinux", "eol"),
    ("oraclelinux", "oracle-linux", "eol"),
    ("opensuse-leap", "opensuse", "eol"),
    ("node", "nodejs", "eol"),
    ("python", "python", "eol"),
    ("golang", "go", "eol"),
    ("php", "php", "eol"),
    ("ruby", "ruby", "eol"),
    ("dotnet", "dotnet", "eol"),
    ("temurin", "eclipse-temurin", "eol"),
    ("tomcat", "tomcat", "eol"),
    ("postgres", "postgresql", "eol"),
    ("mysql", "mysql", "eol"),
    ("mariadb", "mariadb", "eol"),
    ("redis", "redis", "eol"),
    ("mongo", "mongodb", "eol"),
    ("elasticsearch", "elasticsearch", "eol"),
    ("rabbitmq", "rabbitmq", "eol"),
    ("nginx", "nginx", "eol"),
];

/// A line of the table that is no comment.
struct Row {
    product: String,
    release: String,
    end: String,
    names: String,
}

/// What the data says of one release.
struct Release {
    cycle: String,
    end: Option<String>,
    name: Option<String>,
}

pub(super) fn run(options: &[String]) -> Result<(), String> {
    let checkout = Checkout::open(options, URL)?;
    let text = std::fs::read_to_string(root().join(TABLE)).map_err(|error| format!("{TABLE}: {error}"))?;
    let (head, mut rows) = read(&text);
    for (product, file, day) in SOURCES {
        if !rows.iter().any(|row| row.product == product) {
            continue;
        }
        let page = checkout.file(&format!("products/{file}.md"))?;
        let releases = releases(&page, day).ok_or(format!("products/{file}.md holds no releases"))?;
        merge(&mut rows, product, &releases);
        widen(&mut rows, product);
    }
    let date = checkout.date()?;
    let written = write(&head, &rows, &date, &today()?);
    std::fs::write(root().join(TABLE), written).map_err(|error| format!("{TABLE}: {error}"))
}

/// Days of known releases, and new releases at the end of the product. `releases` begins with the oldest.
fn merge(rows: &mut Vec<Row>, product: &str, releases: &[Release]) {
    let mut seen = false;
    for release in releases {
        let known = rows.iter_mut().find(|row| row.product == product && row.release == release.cycle);
        if let Some(row) = known {
            seen = true;
            let end = release.end.as_deref().unwrap_or(&row.end);
            if end != row.end {
                println!("{product} {}: {} is now {end}", row.release, row.end);
                row.end = end.to_owned();
            }
        } else if seen {
            // A release that is newer than one of the table. Its predecessors that are missing were left out on purpose.
            let Some(end) = release.end.clone() else { continue };
            let Some(last) = rows.iter().rposition(|row| row.product == product) else { continue };
            if version(&release.cycle) <= version(&rows[last].release) {
                continue;
            }
            println!("{product} {}: new, {end}", release.cycle);
            let named = rows[last].names != "-";
            let names = release.name.clone().filter(|_| named).unwrap_or_else(|| "-".to_owned());
            rows.insert(last + 1, Row { product: product.to_owned(), release: release.cycle.clone(), end, names });
        }
    }
}

/// A row `5` beside `5.5` and `5.6` ends with the last of them.
fn widen(rows: &mut [Row], product: &str) {
    for at in 0..rows.len() {
        if rows[at].product != product {
            continue;
        }
        let prefix = format!("{}.", rows[at].release);
        let ends = rows.iter().filter(|row| row.product == product && row.release.starts_with(&prefix));
        let latest = ends.map(|row| row.end.as_str()).max_by_key(|end| (*end == "-", *end)).map(str::to_owned);
        if let Some(latest) = latest.filter(|latest| *latest != rows[at].end) {
            println!("{product} {}: {} is now {latest}", rows[at].release, rows[at].end);
            rows[at].end = latest;
        }
    }
}

fn version(release: &str) -> Vec<u32> {
    release
        .split('.')
        .map(|part| part.trim_start_matches(|it: char| !it.is_ascii_digit()).parse().unwrap_or(0))
        .collect()
}

/// The releases of a page's front matter, the oldest first.
fn releases(page: &str, day: &str) -> Option<Vec<Release>> {
    let front = page.strip_prefix("---\n")?.split_once("\n---")?.0;
    let document = plimsoll_yaml::parse(front);
    let list = document.root()?.get("releases")?;
    let mut releases: Vec<Release> = list.items().filter_map(|node| release(node, day)).collect();
    releases.reverse();
    Some(releases)
}

fn release(node: Node<'_>, day: &str) -> Option<Release> {
    let text = |key: &str| node.get(key).and_then(|it| it.scalar()).map(|it| it.text.to_string());
    let end = text(day).or_else(|| text("eol"));
    let end = match end.as_deref() {
        Some("false") => Some("-".to_owned()),
        Some("true") | None => None,
        Some(date) => Some(date.to_owned()),
    };
    let name = text("codename").and_then(|name| name.split_whitespace().next().map(str::to_lowercase));
    Some(Release { cycle: text("releaseCycle")?, end, name })
}

fn read(text: &str) -> (Vec<String>, Vec<Row>) {
    let (mut head, mut rows) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells.as_slice() {
            [product, release, end, names] if !line.starts_with('#') => rows.push(Row {
                product: (*product).to_owned(),
                release: (*release).to_owned(),
                end: (*end).to_owned(),
                names: (*names).to_owned(),
            }),
            _ => head.push(line.to_owned()),
        }
    }
    (head, rows)
}

/// The day that the table's reader takes for now: what ended before it has ended.
fn today() -> Result<String, String> {
    let output = std::process::Command::new("date").args(["-u", "+%Y-%m-%d"]).output();
    let output = output.map_err(|error| format!("date cannot be started: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn write(head: &[String], rows: &[Row], date: &str, today: &str) -> String {
    let mut text = String::new();
    for line in head {
        let line = if line.starts_with("# source:") {
            format!(
                "# source: endoflife.date of {date} (MIT), through `cargo xtask refresh eol`; older rows from the vendors' release pages"
            )
        } else if line.starts_with("# as-of:") {
            format!("# as-of: {today}")
        } else {
            line.clone()
        };
        text.push_str(&line);
        text.push('\n');
    }
    for Row { product, release, end, names } in rows {
        text.push_str(&format!("{product}\t{release}\t{end}\t{names}\n"));
    }
    text
}
