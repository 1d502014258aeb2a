//! Small real pictures: a PNG with a soft slope of two colours, another for each seed.

/// Pixels of every picture.
pub const SIZE: (u32, u32) = (320, 180);
/// Shades between the two colours.
const SHADES: u32 = 16;

/// A PNG of [`SIZE`] whose colours follow from `seed`.
pub fn png(seed: &str) -> Vec<u8> {
    let (width, height) = SIZE;
    let hash =
        seed.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([4, 3, 0, 0, 0]); // four bits a pixel, palette
    let palette: Vec<u8> = (0..SHADES).flat_map(|shade| colour(hash, shade)).collect();
    let mut pixels = Vec::new();
    for y in 0..height {
        pixels.push(0); // no filter
        for x in (0..width).step_by(2) {
            pixels.push((shade(x, y) << 4 | shade(x + 1, y)) as u8);
        }
    }
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, b"IHDR", &header);
    chunk(&mut file, b"PLTE", &palette);
    chunk(&mut file, b"IDAT", &stored(&pixels));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn shade(x: u32, y: u32) -> u32 {
    ((x * 9 + y * 16) * SHADES / (SIZE.0 * 9 + SIZE.1 * 16 + 1)).min(SHADES - 1)
}

fn colour(hash: u32, shade: u32) -> [u8; 3] {
    let part = |bits: u32, at: u32| {
        let (from, to) = (40 + (hash >> bits & 0x7f), 100 + (hash >> (bits + 3) & 0x7f));
        ((from * (SHADES - at) + to * at) / SHADES).min(255) as u8
    };
    [part(0, shade), part(8, shade), part(16, shade)]
}

/// A zlib stream of stored blocks (RFC 1950, RFC 1951 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    stream.extend((b << 16 | a).to_be_bytes());
    stream
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let checked: Vec<u8> = kind.iter().chain(data).copied().collect();
    file.extend(&checked);
    file.extend(crc(&checked).to_be_bytes());
}

/// CRC-32 as the PNG specification has it.
fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| {
                if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_specifications() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc(b"IEND"), 0xae42_6082);
    }
}
