//! Characters → windows-1252, for servers that say it is UTF-8.

/// What Danish needs of windows-1252; anything else becomes `?`.
pub fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '–' => 0x96,
            '—' => 0x97,
            '“' => 0x93,
            '”' => 0x94,
            '’' => 0x92,
            '…' => 0x85,
            '€' => 0x80,
            _ => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        })
        .collect()
}
