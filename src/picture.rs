//! Pictures made small and plain: decoded within bounds, turned upright, shrunk, and written anew, so that nothing a
//! network or a camera put beside the pixels (places, names, a second file) reaches a visitor. Bytes in, bytes out: no
//! files, no HTTP, no posts.

use std::io::Cursor;

use fast_image_resize::images::Image;
use fast_image_resize::{IntoImageView, PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits,
};

/// What is asked for when a picture is fetched: the same each time, so that a server that chooses sends the same.
pub const ACCEPTED: &str = "image/webp,image/png,image/jpeg,image/gif";
/// Pixels of the largest picture that is opened: a decoded one takes four bytes a pixel.
const MOST_PIXELS: u64 = 40_000_000;
/// Pixels of its longer side.
const LONGEST_SIDE: u32 = 20_000;
/// Bytes a decoder may take.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// Scans of a progressive JPEG. A camera writes about ten; each costs a walk over all pixels whatever its length, so a
/// small file of thousands is a bomb.
const MOST_SCANS: usize = 100;
/// Pixels times scans: ten scans of the largest picture, a second or two of one core.
const MOST_WALKED: u64 = 10 * MOST_PIXELS;
/// Bytes of a colour profile that is carried along.
const LARGEST_PROFILE: usize = 64 * 1024;
/// Quality of the JPEG, of 100.
const QUALITY: u8 = 82;

/// What a page can say of a picture before the browser has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Its mean colour, red green blue; see-through parts count as white.
    pub colour: [u8; 3],
}

/// A picture as a visitor gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shrunk {
    /// A JPEG, or a PNG where it is see-through or smaller so.
    pub bytes: Vec<u8>,
    /// How it looks.
    pub look: Look,
}

/// Why a picture is not shown.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Not JPEG, PNG, GIF or WebP, whatever it was called.
    #[error("the file is no JPEG, PNG, GIF or WebP")]
    Format,
    /// Larger than we open.
    #[error("{width} × {height} pixels; at most {MOST_PIXELS} in all and {LONGEST_SIDE} a side are opened")]
    Size {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// A progressive JPEG with more scans than any camera writes.
    #[error("a JPEG of more scans than any camera writes")]
    Scans,
    /// Broken, or beyond the decoder's memory.
    #[error("{0}")]
    Broken(#[from] ImageError),
    /// The shrinking failed.
    #[error("shrinking: {0}")]
    Resize(#[from] fast_image_resize::ResizeError),
}

/// `image/…` by the first bytes: what a server claims is not believed, and nothing that can hold a script is a picture.
pub fn content_type(bytes: &[u8]) -> Option<&'static str> {
    match format(bytes)? {
        ImageFormat::Jpeg => Some("image/jpeg"),
        ImageFormat::Png => Some("image/png"),
        ImageFormat::Gif => Some("image/gif"),
        ImageFormat::WebP => Some("image/webp"),
        _ => None,
    }
}

fn format(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(ImageFormat::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(ImageFormat::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// The picture, at most `width` pixels across and four times that down, never larger than it was. Of a moving one the
/// first frame: nothing on a wall moves by itself (WCAG 2.2.2).
///
/// Takes milliseconds to a second and up to [`MOST_MEMORY`]: not for a thread that answers others.
///
/// # Errors
/// Why it is not shown.
pub fn shrink(bytes: &[u8], width: u32) -> Result<Shrunk, Refused> {
    let format = format(bytes).ok_or(Refused::Format)?;
    let scans = if format == ImageFormat::Jpeg { scans(bytes) } else { 1 };
    if scans > MOST_SCANS {
        return Err(Refused::Scans);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (across, down) = decoder.dimensions();
    if u64::from(across) * u64::from(down) > MOST_PIXELS || across.min(down) == 0 {
        return Err(Refused::Size { width: across, height: down });
    }
    if u64::from(across) * u64::from(down) * scans as u64 > MOST_WALKED {
        return Err(Refused::Scans);
    }
    // A camera's turn and a profile that cannot be read are as good as none: the picture is shown as it lies.
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= LARGEST_PROFILE);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(turn);
    let small = fit(picture, width)?;
    let colour = mean(&small)?;
    let look = Look { width: small.width(), height: small.height(), colour };
    Ok(Shrunk { bytes: write(&small, profile, format)?, look })
}

/// SOS markers (ITU T.81 B.1.1.3). Entropy-coded data escapes 0xff as 0xff00, so none is counted there; what hides in
/// a comment is counted too, and nobody writes a hundred there.
fn scans(jpeg: &[u8]) -> usize {
    jpeg.windows(2).filter(|pair| *pair == [0xff, 0xda]).count()
}

/// As eight-bit colour, see-through only where it was, within the bounds.
fn fit(picture: DynamicImage, width: u32) -> Result<DynamicImage, Refused> {
    let opaque = !picture.color().has_alpha();
    let plain = if opaque {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    } else {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    };
    let (across, down) = (plain.width(), plain.height());
    let scale = (f64::from(width) / f64::from(across)).min(f64::from(width) * 4.0 / f64::from(down));
    if scale >= 1.0 {
        return Ok(plain);
    }
    let side = |pixels: u32| ((f64::from(pixels) * scale).round() as u32).max(1);
    resized(&plain, side(across), side(down))
}

fn resized(picture: &DynamicImage, width: u32, height: u32) -> Result<DynamicImage, Refused> {
    let pixels = picture.pixel_type().unwrap_or(PixelType::U8x4);
    let mut small = Image::new(width, height, pixels);
    Resizer::new().resize(picture, &mut small, &ResizeOptions::new())?;
    let made = match pixels {
        PixelType::U8x3 => {
            image::RgbImage::from_raw(width, height, small.into_vec()).map(DynamicImage::ImageRgb8)
        }
        _ => image::RgbaImage::from_raw(width, height, small.into_vec()).map(DynamicImage::ImageRgba8),
    };
    // The buffer was made for these very sides.
    made.ok_or(Refused::Size { width, height })
}

/// Mean colour on white, from a picture of a few pixels.
fn mean(picture: &DynamicImage) -> Result<[u8; 3], Refused> {
    let few = resized(picture, picture.width().min(8), picture.height().min(8))?.into_rgba8();
    let mut sum = [0_u64; 3];
    for pixel in few.pixels() {
        let alpha = u64::from(pixel[3]);
        for (total, channel) in sum.iter_mut().zip(pixel.0) {
            *total += (u64::from(channel) * alpha + 255 * (255 - alpha)) / 255;
        }
    }
    let count = u64::from(few.width()) * u64::from(few.height());
    Ok(sum.map(|total| u8::try_from(total / count.max(1)).unwrap_or(u8::MAX)))
}

fn write(picture: &DynamicImage, profile: Option<Vec<u8>>, from: ImageFormat) -> Result<Vec<u8>, Refused> {
    let see_through = picture.as_rgba8().is_some_and(|rgba| rgba.pixels().any(|pixel| pixel[3] < u8::MAX));
    let png = || -> Result<Vec<u8>, ImageError> {
        let mut bytes = Vec::new();
        let mut encoder = PngEncoder::new(&mut bytes);
        carry(&mut encoder, &profile);
        encoder.write_image(picture.as_bytes(), picture.width(), picture.height(), picture.color().into())?;
        Ok(bytes)
    };
    if see_through {
        return Ok(png()?);
    }
    let rgb = picture.to_rgb8();
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    carry(&mut encoder, &profile);
    encoder.write_image(rgb.as_raw(), rgb.width(), rgb.height(), ExtendedColorType::Rgb8)?;
    // A drawing of few colours is smaller, and sharper, as the PNG it came as.
    if from == ImageFormat::Png {
        let drawn = png()?;
        if drawn.len() <= bytes.len() {
            return Ok(drawn);
        }
    }
    Ok(bytes)
}

fn carry(encoder: &mut impl ImageEncoder, profile: &Option<Vec<u8>>) {
    // An encoder that cannot carry a profile leaves it out: the colours are then a shade off.
    if let Some(profile) = profile
        && let Err(left_out) = encoder.set_icc_profile(profile.clone())
    {
        tracing::debug!(%left_out, "a colour profile was left out");
    }
}
