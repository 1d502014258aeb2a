//! robots.txt (RFC 9309): what a site asks programs like us not to fetch. Fetches nothing.

/// The rules for us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    /// Path patterns, and whether they allow.
    rules: Vec<(String, bool)>,
}

/// Rules that are read.
const MOST: usize = 1_000;

impl Robots {
    /// Reads the group that names us, else the one for everybody.
    pub fn read(text: &str) -> Self {
        let mut ours: Vec<(String, bool)> = Vec::new();
        let mut all: Vec<(String, bool)> = Vec::new();
        let (mut for_us, mut for_all, mut in_rules) = (false, false, false);
        let mut named = false;
        for line in text.lines().take(10_000) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if in_rules {
                        (for_us, for_all, in_rules) = (false, false, false);
                    }
                    for_us |= value.eq_ignore_ascii_case("hashwall");
                    named |= for_us;
                    for_all |= value == "*";
                }
                rule @ ("allow" | "disallow") => {
                    in_rules = true;
                    if value.is_empty() {
                        continue; // "Disallow:" allows everything
                    }
                    for (wanted, group) in [(for_us, &mut ours), (for_all, &mut all)] {
                        if wanted && group.len() < MOST {
                            group.push((value.to_owned(), rule == "allow"));
                        }
                    }
                }
                _ => {}
            }
        }
        // A group that names us and forbids nothing allows everything, whatever is asked of the others.
        Self { rules: if named { ours } else { all } }
    }

    /// The longest pattern that fits a path (with its query) decides; allowing wins a draw.
    pub fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allows)| (pattern.len(), *allows)).is_none_or(|(_, allows)| *allows)
    }
}

/// `*` is anything, `$` the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (at, part) in parts.iter().enumerate() {
        if to_end && at + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(found) => rest = &rest[found + part.len()..],
            None => return false,
        }
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_for_us_decides() {
        let robots = Robots::read(
            "User-agent: googlebot\nDisallow: /\n\nUser-agent: *\nDisallow: /kalender/intern\nAllow: /kalender/intern/aaben\nDisallow: /*.pdf$\n",
        );
        assert!(
            robots.allows("/kalender/1")
                && robots.allows("/kalender/intern/aaben/2")
                && robots.allows("/a.pdf?x")
        );
        assert!(!robots.allows("/kalender/intern/3") && !robots.allows("/a/b.pdf"));
        assert!(!Robots::read("User-agent: *\nUser-agent: Hashwall\nDisallow: /").allows("/x"));
        assert!(Robots::read("User-agent: *\nDisallow:").allows("/x"));
        assert!(Robots::read("<html>404</html>").allows("/x"));
        let named = Robots::read("User-agent: *\nDisallow: /\n\nUser-agent: Hashwall\nDisallow:\n");
        assert!(named.allows("/x"), "what is asked of everybody else is not asked of us");
        assert!(!Robots::read("User-agent: *\nDisallow: /*?id=").allows("/x?id=7"));
    }
}
