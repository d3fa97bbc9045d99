//! The comment by which a line of a text allows a rule: `<!-- livret: permettre C113 « raison » -->`.

/// What a comment for the program begins with.
pub const MARK: &str = "livret:";

/// Whether a piece of HTML is a comment for the program, and nothing else: it leaves nothing in print.
pub fn is_comment(html: &str) -> bool {
    let html = html.trim();
    let inner = html.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    inner.is_some_and(|inner| !inner.contains("-->") && inner.trim_start().starts_with(MARK))
}
