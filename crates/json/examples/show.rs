fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let document = plimsoll_json::parse(&text);
        let mut at = 0;
        for t in document.tokens() {
            assert_eq!(usize::from(t.range.start()), at);
            at = t.range.end().into();
        }
        assert_eq!(at, text.len());
        let strict = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        println!(
            "== {path} strict={strict} template={} errors={} nodes={}",
            document.is_template(),
            document.errors().len(),
            document.nodes().count()
        );
        for e in document.errors() {
            let s: usize = e.range.start().into();
            let line = text[..s].matches('\n').count() + 1;
            println!("  {line}: {:?} {:?} {}", e.kind, &text[e.range.start().into()..e.range.end().into()], e.message);
        }
        if std::env::var("PATHS").is_ok() {
            for n in document.nodes() {
                if !n.is_key() {
                    println!(
                        "    {} {:?} c={} {:.60}",
                        n.path(),
                        n.kind(),
                        n.is_complete(),
                        n.source().replace('\n', " ")
                    );
                }
            }
        }
    }
}
