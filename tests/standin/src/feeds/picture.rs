//! Small PNG pictures made from a number: calm stripes, so that pages have something to show without any file.

/// A PNG of 160 × 90 pixels; the same number gives the same picture.
pub fn png(seed: u32) -> Vec<u8> {
    const WIDTH: u32 = 160;
    const HEIGHT: u32 = 90;
    let tones = [
        (0x1f, 0x4e, 0x5f),
        (0x79, 0xa8, 0xa9),
        (0xf4, 0xd1, 0x60),
        (0xc8, 0x55, 0x3d),
        (0x58, 0x4b, 0x53),
        (0xf2, 0xef, 0xe8),
    ];
    let mut palette = Vec::new();
    for (red, green, blue) in tones {
        palette.extend([red, green, blue]);
    }
    let mut pixels = Vec::new();
    for y in 0..HEIGHT {
        pixels.push(0); // no filter
        for x in 0..WIDTH {
            let wave = (x + y * (1 + seed % 3) + seed * 37) / (18 + seed % 11);
            pixels.push(u8::try_from((wave + seed) % 6).unwrap_or(0));
        }
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(WIDTH.to_be_bytes());
    header.extend(HEIGHT.to_be_bytes());
    header.extend([8, 3, 0, 0, 0]); // 8 bits, palette
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"PLTE", &palette);
    chunk(&mut png, b"IDAT", &stored(&pixels));
    chunk(&mut png, b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    png.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    let mut body = name.to_vec();
    body.extend(data);
    let crc = crc32(&body);
    png.extend(body);
    png.extend(crc.to_be_bytes());
}

/// zlib without compression: RFC 1950 and the stored blocks of RFC 1951.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks: Vec<&[u8]> = data.chunks(65_535).collect();
    for (at, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(at + 1 == blocks.len()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(*block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend((b << 16 | a).to_be_bytes());
    out
}

fn crc32(data: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_specifications() {
        // The last chunk of every PNG, and Adler-32's usual example.
        assert!(png(7).ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82"));
        assert!(stored(b"Wikipedia").ends_with(&[0x11, 0xe6, 0x03, 0x98]));
        assert_ne!(png(1), png(2));
    }
}
