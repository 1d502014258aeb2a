//! A small real PNG made by code: no file is needed, and each name gives another picture.

use sha2::{Digest, Sha256};

const WIDTH: u32 = 320;
const HEIGHT: u32 = 180;

/// A calm gradient of two colours that follow from `name`.
pub fn png(name: &str) -> Vec<u8> {
    let colours = Sha256::digest(name.as_bytes());
    let mut rows = Vec::new();
    for y in 0..HEIGHT {
        rows.push(0); // no filter
        for x in 0..WIDTH {
            let along = (x + y) * 255 / (WIDTH + HEIGHT);
            for channel in 0..3 {
                let (from, to) = (u32::from(colours[channel]), u32::from(colours[channel + 3]));
                let mixed = 64 + (from * (255 - along) + to * along) / 255 / 2;
                rows.push(u8::try_from(mixed).unwrap_or(u8::MAX));
            }
        }
    }
    let mut header = Vec::new();
    header.extend(WIDTH.to_be_bytes());
    header.extend(HEIGHT.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]); // 8 bits a channel, RGB
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &header);
    chunk(&mut out, b"IDAT", &stored(&rows));
    chunk(&mut out, b"IEND", b"");
    out
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let checked = [kind.as_slice(), data].concat();
    out.extend(&checked);
    out.extend(crc32(&checked).to_be_bytes());
}

/// zlib without compression (RFC 1950, RFC 1951 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        out.push(u8::from(blocks.peek().is_none()));
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend(((b << 16) | a).to_be_bytes());
    out
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b"IEND"), 0xae42_6082);
        let adler = &stored(b"Wikipedia")[16..];
        assert_eq!(adler, 0x11e6_0398_u32.to_be_bytes());
        assert!(png("a") != png("b"));
    }
}
