//! Pictures on their way to a printing house: the engine's file has something small in their place, and the press puts them there in CMYK.
//! Nothing is written in RGB and read again only to be converted.

/// The values of a picture of four pixels in RGB that stands for another one.
pub type Key = [u8; 12];

/// Width and height in pixels of what stands for a picture.
pub const STAND_IN: (u32, u32) = (4, 1);

/// A picture that is to be written in CMYK.
pub struct Plate {
    /// What stands for it. Another picture, or the same one with other pixels, has another key.
    pub key: Key,
    /// Width and height in pixels, as it is to be written.
    pub size: (u32, u32),
    /// Whether it came with loss, as photographs do, and may leave so.
    pub lossy: bool,
    /// The ICC profile of its colours; none for sRGB.
    pub profile: Option<Vec<u8>>,
    /// Its pixels in RGB, row by row: computed when they are wanted, since two files may show one picture. None when there is no memory for them.
    pub pixels: Box<dyn Fn() -> Option<Vec<u8>> + Send + Sync>,
}
