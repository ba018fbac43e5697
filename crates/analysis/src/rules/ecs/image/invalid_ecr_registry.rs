//! `invalid-ecr-registry`: ECR registry that cannot be.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::tables::ecs::partition;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// A private ECR registry is the number of an account with 12 digits, a region, and the domain of its partition.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "12345678901.dkr.ecr.eu-west-1.amazonaws.com/web:1" },
    /// //                             ^^^^^^^^^^^ error: the account `12345678901` has 11 digits, not 12
    ///     { "name": "log", "image": "123456789012.dkr.ecr.cn-north-1.amazonaws.com/log:1" }
    /// //                                                             ^^^^^^^^^^^^^ error: the registries of `cn-north-1` end in `amazonaws.com.cn`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "12345678901.dkr.ecr.eu-west-1.amazonaws.com/web:1" },
    ///     { "name": "log", "image": "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/log:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/web:1" },
    ///     { "name": "log", "image": "123456789012.dkr-ecr.eu-west-1.on.aws/log:1" },
    ///     { "name": "api", "image": "${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/api:1" },
    ///     { "name": "job", "image": "ACCOUNT.dkr.ecr.REGION.amazonaws.com/job:1" }
    ///   ]
    /// }
    /// ```
    "invalid-ecr-registry" {
        summary: "ECR registry that cannot be",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(image) = cx.container.image_parts().filter(|image| image.is_private_ecr()) else { return };
    let Some((range, host)) = image.parts.registry.zip(image.registry()) else { return };
    let place = image.file_range(range);
    // Of a name with placeholders nothing is known for sure.
    if image.node.parts().iter().any(|part| part.placeholder.is_some() && part.range.intersect(place).is_some()) {
        return;
    }
    let at = |part: &str| {
        let start = host.find(part).unwrap_or_default();
        let from = range.start() + plimsoll_text::size(start);
        image.file_range(TextRange::at(from, plimsoll_text::size(part.len())))
    };
    let fields: Vec<&str> = host.splitn(5, '.').collect();
    let (account, region, suffix) = match fields[..] {
        [account, "dkr", "ecr" | "ecr-fips", region, suffix] => (account, region, Some(suffix)),
        [account, "dkr-ecr" | "dkr-ecr-fips", region, "on", _] => (account, region, None),
        _ => return,
    };
    let is_number = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && account.len() != 12 {
        sink.report(at(account), format!("the account `{account}` has {} digits, not 12", account.len()));
    }
    // A word without digits, such as `REGION`, is there to be replaced.
    if !region.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    match (partition(region), suffix) {
        (None, _) => {
            sink.report(at(region), format!("`{region}` is no region of AWS"));
        }
        (Some(partition), Some(suffix)) if suffix != partition.suffix => {
            let place = at(suffix);
            let is_cn = suffix.strip_suffix(".cn").unwrap_or(suffix) == partition.suffix.trim_end_matches(".cn");
            let fix = is_cn.then(|| {
                Fix::r#unsafe(format!("write `{}`", partition.suffix), Edit::replace(place, partition.suffix))
            });
            sink.report(place, format!("the registries of `{region}` end in `{}`", partition.suffix)).fix(fix);
        }
        _ => {}
    }
}
