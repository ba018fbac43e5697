//! Amazon Resource Names.
//!
//! Invariant: a text is an ARN only with all six fields; what the last one means, each service says.
//! Source: AWS general reference, "Amazon Resource Names", 2026-11.

/// `arn:partition:service:region:account:resource`; the resource may hold further colons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'t> {
    /// `aws`, `aws-cn` …
    pub partition: &'t str,
    /// `secretsmanager`
    pub service: &'t str,
    /// `eu-west-1`; empty for services without regions.
    pub region: &'t str,
    /// Twelve digits; empty for services without accounts.
    pub account: &'t str,
    /// Everything behind the fifth colon.
    pub resource: &'t str,
}

impl<'t> Arn<'t> {
    /// Reads `text`; `None` unless it begins with `arn:` and has six fields.
    #[must_use]
    pub fn parse(text: &'t str) -> Option<Self> {
        let mut fields = text.strip_prefix("arn:")?.splitn(5, ':');
        let mut next = || fields.next();
        Some(Self { partition: next()?, service: next()?, region: next()?, account: next()?, resource: next()? })
    }
}

/// Whether `text` is the ARN of an object in S3: `arn:aws:s3:::bucket/key`.
#[must_use]
pub fn is_s3_object(text: &str) -> bool {
    let is_object = |arn: &Arn<'_>| {
        let object = arn.resource.split_once('/');
        arn.partition.starts_with("aws")
            && arn.service == "s3"
            && arn.region.is_empty()
            && arn.account.is_empty()
            && object.is_some_and(|(bucket, key)| !bucket.is_empty() && !key.is_empty())
    };
    Arn::parse(text).as_ref().is_some_and(is_object)
}

#[cfg(test)]
mod tests {
    use super::{Arn, is_s3_object};

    #[test]
    fn six_fields_or_none() {
        let arn = Arn::parse("arn:aws:secretsmanager:eu-west-1:123456789012:secret:db:key::").unwrap();
        assert_eq!((arn.service, arn.region, arn.resource), ("secretsmanager", "eu-west-1", "secret:db:key::"));
        assert_eq!(Arn::parse("arn:aws:iam::123456789012"), None);
        assert_eq!(Arn::parse("db:password::"), None);
    }

    #[test]
    fn objects_in_s3() {
        assert!(is_s3_object("arn:aws:s3:::bucket/a/b.env") && is_s3_object("arn:aws-cn:s3:::bucket/b.env"));
        for text in ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/", "s3://bucket/b.env", "arn:aws:s3:eu-west-1::b/c"] {
            assert!(!is_s3_object(text), "{text}");
        }
    }
}
