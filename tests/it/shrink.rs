//! Pictures made small: sides, colours and turns kept, everything beside the pixels gone, and no file a bomb.

use std::io::Cursor;

use hashwall::picture::{Refused, content_type, shrink};
use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

/// A photograph, more or less: many colours, red to the left and blue to the right.
fn photograph(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 13 & 31;
        if x < width / 2 { Rgb([200 + noise as u8, 20, 20]) } else { Rgb([20, 20, 200 + noise as u8]) }
    }))
}

/// The same as a JPEG file.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    file(&photograph(width, height), ImageFormat::Jpeg)
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn opened(bytes: &[u8]) -> RgbaImage {
    image::load_from_memory(bytes).unwrap().into_rgba8()
}

#[test]
fn a_photograph_becomes_a_small_one_of_the_same_sides_and_colours() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let sent = file(&photograph(2400, 1350), format);
        let small = shrink(&sent, 640).unwrap();
        assert_eq!((small.look.width, small.look.height), (640, 360), "{format:?}");
        assert_eq!(content_type(&small.bytes), Some("image/jpeg"), "{format:?}");
        assert!(small.bytes.len() < 100_000, "{format:?}: {}", small.bytes.len());
        let shown = opened(&small.bytes);
        assert_eq!(shown.dimensions(), (640, 360));
        assert!(shown.get_pixel(100, 100)[0] > 150 && shown.get_pixel(540, 100)[2] > 150);
        let [red, green, blue] = small.look.colour;
        assert!(red.abs_diff(blue) < 20 && green < 60, "{:?}", small.look.colour);
    }
}

#[test]
fn a_small_one_is_never_made_larger_and_a_tall_one_is_bounded() {
    let small = shrink(&file(&photograph(200, 100), ImageFormat::Jpeg), 1600).unwrap();
    assert_eq!((small.look.width, small.look.height), (200, 100));
    let tall = shrink(&file(&photograph(300, 9000), ImageFormat::Jpeg), 320).unwrap();
    assert_eq!((tall.look.width, tall.look.height), (43, 1280));
}

#[test]
fn see_through_stays_see_through_and_flat_drawings_stay_sharp() {
    let mut logo = RgbaImage::from_pixel(400, 400, Rgba([0, 0, 0, 0]));
    for at in 100..300 {
        logo.put_pixel(at, 200, Rgba([255, 0, 0, 255]));
    }
    let shown = shrink(&file(&DynamicImage::ImageRgba8(logo), ImageFormat::Png), 200).unwrap();
    assert_eq!(content_type(&shown.bytes), Some("image/png"));
    assert_eq!(opened(&shown.bytes).get_pixel(0, 0)[3], 0);
    let flat = DynamicImage::ImageRgb8(RgbImage::from_pixel(800, 400, Rgb([10, 90, 160])));
    let shown = shrink(&file(&flat, ImageFormat::Png), 400).unwrap();
    assert_eq!((content_type(&shown.bytes), shown.look.colour), (Some("image/png"), [10, 90, 160]));
}

#[test]
fn what_moves_stands_still() {
    let mut bytes = Vec::new();
    let mut gif = GifEncoder::new(&mut bytes);
    for shade in [0, 128, 255] {
        let frame = RgbaImage::from_pixel(64, 64, Rgba([shade, shade, shade, 255]));
        gif.encode_frame(Frame::new(frame)).unwrap();
    }
    drop(gif);
    let shown = shrink(&bytes, 640).unwrap();
    assert_ne!(content_type(&shown.bytes), Some("image/gif"));
    assert!(opened(&shown.bytes).get_pixel(5, 5)[0] < 10, "the first frame");
}

/// A JPEG with an EXIF block that says "turn me a quarter to the right" and where it was taken.
fn turned() -> Vec<u8> {
    let plain = file(&photograph(400, 200), ImageFormat::Jpeg);
    let tiff: &[u8] =
        b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0 GPS 55.67 12.56 Mette";
    let mut exif = b"Exif\0\0".to_vec();
    exif.extend(tiff);
    let mut sent = plain[..2].to_vec();
    sent.extend([0xff, 0xe1]);
    sent.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    sent.extend(exif);
    sent.extend(&plain[2..]);
    sent
}

#[test]
fn a_camera_held_upright_is_believed_and_what_else_it_wrote_is_gone() {
    let sent = turned();
    assert!(sent.windows(5).any(|piece| piece == b"Mette"));
    let shown = shrink(&sent, 640).unwrap();
    assert_eq!((shown.look.width, shown.look.height), (200, 400));
    assert!(opened(&shown.bytes).get_pixel(100, 50)[0] > 150, "the left side is up");
    for word in [b"Exif".as_slice(), b"Mette", b"GPS"] {
        assert!(!shown.bytes.windows(word.len()).any(|piece| piece == word));
    }
}

/// A PNG that claims these sides and holds next to nothing.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = file(&photograph(2, 2), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = bytes[12..29].iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 },
        )
    });
    bytes[29..33].copy_from_slice(&(!sum).to_be_bytes());
    bytes
}

#[test]
fn bombs_are_refused_before_they_are_opened() {
    assert!(shrink(&claims(2, 2), 320).is_ok(), "the sum is right");
    for (width, height) in [(100_000, 100_000), (20_000, 20_000), (u32::MAX, 1), (0x7fff_ffff, 0x7fff_ffff)] {
        let refused = shrink(&claims(width, height), 320).unwrap_err();
        assert!(matches!(refused, Refused::Size { .. } | Refused::Broken(_)), "{refused}");
    }
    let mut scans = file(&photograph(64, 64), ImageFormat::Jpeg);
    scans.extend([0xff, 0xda].repeat(5_000));
    assert!(matches!(shrink(&scans, 320), Err(Refused::Scans)));
}

#[test]
fn what_is_no_picture_is_refused_with_a_reason() {
    for (file, why) in [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(), "no JPEG"),
        (b"", "no JPEG"),
        (b"BM\x3a\0\0\0", "no JPEG"),
        (b"\x89PNG\r\n\x1a\nrest", ""),
        (b"GIF89a", ""),
        (b"RIFF\xff\xff\xff\xffWEBPVP8 ", ""),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", ""),
    ] {
        let refused = shrink(file, 320).unwrap_err().to_string();
        assert!(refused.contains(why), "{file:?}: {refused}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn broken_files_never_panic(at in 0_usize..4000, byte: u8, cut in 0_usize..4000, which in 0_usize..4) {
        let picture = photograph(80, 60);
        let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP];
        let mut bytes = file(&picture, formats[which]);
        let (at, cut) = (at % bytes.len(), cut % bytes.len());
        bytes[at] = byte;
        // Either answer is fine; a panic is not.
        prop_assert!(shrink(&bytes, 40).map_or(true, |small| small.look.width <= 40));
        prop_assert!(shrink(&bytes[..cut], 40).map_or(true, |small| small.look.width <= 40));
    }
}

#[test]
fn the_quality_asked_for_by_a_network_does_not_matter() {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 100).encode_image(&photograph(640, 360)).unwrap();
    let again = shrink(&bytes, 640).unwrap();
    assert!(again.bytes.len() < bytes.len());
}
