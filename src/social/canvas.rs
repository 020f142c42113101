//! The pixels of a card, and the PNG of them.
//!
//! A card has few colours, so each pixel is one byte: which blend of two colours it lies in, and how far along. That keeps
//! the file small and needs no guess at a palette.

use skrifa::{DrawMemory, PathSink, ScalerFont};
use zeno::{Command, Fill, Mask, Point, Scratch};

use super::fonts::Fonts;
use super::text::Lines;

/// A colour: red, green, blue.
pub(super) type Colour = [u8; 3];

/// What is drawn so far.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    /// In the upper five bits the number of a blend, in the lower three how much of its second colour.
    pixels: Vec<u8>,
    blends: Vec<(Colour, Colour)>,
    path: Path,
    scratch: Scratch,
    mask: Vec<u8>,
}

/// A blend from one colour to another, as a canvas knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Blend(u8);

/// An outline moved to its place.
#[derive(Default)]
pub(super) struct Path {
    commands: Vec<Command>,
    x: f32,
    y: f32,
}

impl Canvas {
    /// A canvas of one colour.
    pub(super) fn new(width: usize, height: usize, paper: Colour) -> Self {
        Self {
            width,
            height,
            pixels: vec![0; width * height],
            blends: vec![(paper, paper)],
            path: Path::default(),
            scratch: Scratch::new(),
            mask: Vec::new(),
        }
    }

    /// The blend of a colour with what is below it. Of more than there is room for, the last counts for all.
    pub(super) fn blend(&mut self, below: Colour, colour: Colour) -> Blend {
        let known = self.blends.iter().position(|it| *it == (below, colour));
        let number = known.unwrap_or_else(|| {
            if self.blends.len() < BLENDS {
                self.blends.push((below, colour));
            }
            self.blends.len() - 1
        });
        Blend(u8::try_from(number).unwrap_or_default())
    }

    /// A rectangle on whole pixels.
    pub(super) fn rectangle(&mut self, (x, y): (usize, usize), (width, height): (usize, usize), blend: Blend) {
        for row in y..(y + height).min(self.height) {
            let start = row * self.width;
            let (from, to) = (x.min(self.width), (x + width).min(self.width));
            self.pixels[start + from..start + to].fill(blend.full());
        }
    }

    /// An outline, drawn by `draw` around its place.
    pub(super) fn shape(&mut self, at: (f32, f32), blend: Blend, draw: impl FnOnce(&mut Path)) {
        self.path.start(at);
        draw(&mut self.path);
        self.fill(Fill::EvenOdd, blend);
    }

    /// A text whose first base line begins here, or ends here when it is written from the right.
    pub(super) fn text(&mut self, fonts: &Fonts, lines: &Lines, (x, y): (f32, f32), height: f32, blend: Blend) {
        let mut scalers: Vec<Option<ScalerFont>> = Vec::new();
        let mut y = y;
        for line in &lines.all {
            let left = if lines.rtl { x - line.width } else { x };
            for glyph in &line.glyphs {
                scalers.resize_with(scalers.len().max(glyph.face + 1), || None);
                let scaler = match &mut scalers[glyph.face] {
                    Some(scaler) => scaler,
                    empty => {
                        let Some(font) = fonts.face(glyph.face) else { continue };
                        empty.insert(ScalerFont::force_unhinted(font.clone(), Some(lines.size)))
                    }
                };
                self.path.start((left + glyph.x, y + glyph.y));
                let outline = scaler.outline(glyph.id);
                if outline.is_some_and(|it| it.draw(DrawMemory::Scratch, &mut self.path).is_ok()) {
                    self.fill(Fill::NonZero, blend);
                }
            }
            y += height;
        }
    }

    /// The PNG (W3C Portable Network Graphics, third edition) with a palette.
    pub(super) fn png(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(32 * 1024);
        let size = |length: usize| u32::try_from(length).unwrap_or_default();
        let mut encoder = png::Encoder::new(&mut bytes, size(self.width), size(self.height));
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(self.palette());
        encoder.set_filter(png::Filter::NoFilter);
        // Beyond the fourth of nine levels a card costs twice the time and gets a twentieth smaller.
        encoder.set_deflate_compression(png::DeflateCompression::Level(4));
        // Writing to memory does not fail, and the pixels are as many as was said.
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&self.pixels)?;
            writer.finish()
        });
        debug_assert!(written.is_ok(), "{written:?}");
        bytes
    }

    fn palette(&self) -> Vec<u8> {
        let mix = |below: u8, above: u8, level: u8| {
            let (below, above, level, full) = (u16::from(below), u16::from(above), u16::from(level), u16::from(FULL));
            u8::try_from((below * (full - level) + above * level + full / 2) / full).unwrap_or(u8::MAX)
        };
        let levels = |(below, above): &(Colour, Colour)| {
            let (below, above) = (*below, *above);
            (0..=FULL).flat_map(move |level| (0..3).map(move |part| mix(below[part], above[part], level)))
        };
        self.blends.iter().flat_map(levels).collect()
    }

    fn fill(&mut self, fill: Fill, blend: Blend) {
        let commands = self.path.commands.as_slice();
        let mut mask = Mask::with_scratch(commands, &mut self.scratch);
        let pixels = &mut self.mask;
        let mut fits = false;
        mask.style(fill).inspect(|format, width, height| {
            let length = format.buffer_size(width, height);
            // A glyph of a broken font may be of any size.
            fits = width <= 4096 && height <= 4096;
            pixels.clear();
            pixels.resize(if fits { length } else { 0 }, 0);
        });
        if !fits || pixels.is_empty() {
            return;
        }
        let place = mask.render_into(pixels, None);
        let (width, height) = (place.width as usize, place.height as usize);
        for row in 0..height {
            let Some(y) = inside(place.top, row, self.height) else { continue };
            for (column, cover) in self.mask[row * width..(row + 1) * width].iter().enumerate() {
                let level = u8::try_from((u16::from(*cover) * u16::from(FULL) + 127) / 255).unwrap_or(FULL);
                if let (1.., Some(x)) = (level, inside(place.left, column, self.width)) {
                    let pixel = &mut self.pixels[y * self.width + x];
                    // Neighbouring letters that touch add up.
                    let before = if *pixel | FULL == blend.full() { *pixel & FULL } else { 0 };
                    *pixel = blend.full() - FULL + (before + level).min(FULL);
                }
            }
        }
    }
}

impl Blend {
    /// A pixel that is wholly of its second colour.
    fn full(self) -> u8 {
        self.0 << 3 | FULL
    }
}

impl Path {
    fn start(&mut self, (x, y): (f32, f32)) {
        self.commands.clear();
        (self.x, self.y) = (x, y);
    }

    /// A circle around a point.
    pub(super) fn circle(&mut self, (x, y): (f32, f32), radius: f32) {
        self.arc_box((x - radius, y - radius), (radius * 2.0, radius * 2.0), radius);
    }

    /// A rectangle with round corners.
    pub(super) fn arc_box(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), radius: f32) {
        let (right, down, bend) = (x + width, y + height, radius * (1.0 - KAPPA));
        self.move_to_down(x + radius, y);
        self.line_to_down(right - radius, y);
        self.curve_to_down([(right - bend, y), (right, y + bend), (right, y + radius)]);
        self.line_to_down(right, down - radius);
        self.curve_to_down([(right, down - bend), (right - bend, down), (right - radius, down)]);
        self.line_to_down(x + radius, down);
        self.curve_to_down([(x + bend, down), (x, down - bend), (x, down - radius)]);
        self.line_to_down(x, y + radius);
        self.curve_to_down([(x, y + bend), (x + bend, y), (x + radius, y)]);
        self.commands.push(Command::Close);
    }

    /// The left half of a circle around the origin.
    pub(super) fn half(&mut self, radius: f32) {
        let bend = radius * KAPPA;
        self.move_to_down(0.0, -radius);
        self.curve_to_down([(-bend, -radius), (-radius, -bend), (-radius, 0.0)]);
        self.curve_to_down([(-radius, bend), (-bend, radius), (0.0, radius)]);
        self.commands.push(Command::Close);
    }

    /// A bar from the lower left to the upper right through the origin: half its length and half its width.
    pub(super) fn strike(&mut self, length: f32, width: f32) {
        let (along, across) = (length * DIAGONAL, width * DIAGONAL);
        self.move_to_down(-along - across, along - across);
        self.line_to_down(along - across, -along - across);
        self.line_to_down(along + across, -along + across);
        self.line_to_down(-along + across, along + across);
        self.commands.push(Command::Close);
    }

    fn point(&self, x: f32, y: f32) -> Point {
        Point::new(self.x + x, self.y + y)
    }

    fn move_to_down(&mut self, x: f32, y: f32) {
        self.commands.push(Command::MoveTo(self.point(x, y)));
    }

    fn line_to_down(&mut self, x: f32, y: f32) {
        self.commands.push(Command::LineTo(self.point(x, y)));
    }

    fn curve_to_down(&mut self, [a, b, c]: [(f32, f32); 3]) {
        let point = |(x, y)| self.point(x, y);
        self.commands.push(Command::CurveTo(point(a), point(b), point(c)));
    }
}

/// Outlines of fonts grow upwards, pixels downwards.
impl PathSink for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.move_to_down(x, -y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.line_to_down(x, -y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.commands.push(Command::QuadTo(self.point(cx0, -cy0), self.point(x, -y)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.curve_to_down([(cx0, -cy0), (cx1, -cy1), (x, -y)]);
    }

    fn close(&mut self) {
        self.commands.push(Command::Close);
    }
}

/// The pixel so far from a start, if it is on the canvas.
fn inside(start: i32, step: usize, length: usize) -> Option<usize> {
    let at = i64::from(start) + i64::try_from(step).ok()?;
    usize::try_from(at).ok().filter(|at| *at < length)
}

/// How many blends a canvas can hold.
const BLENDS: usize = 32;
/// All of the second colour of a blend. Eight steps are as good to the eye as more, and make the file a quarter smaller.
const FULL: u8 = 7;
/// How far the handles of a cubic curve lie along a quarter of a circle, as a share of its radius.
const KAPPA: f32 = 0.552_284_8;
/// The sine of 45 degrees.
const DIAGONAL: f32 = std::f32::consts::FRAC_1_SQRT_2;

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: Colour = [250, 250, 250];
    const INK: Colour = [10, 20, 30];

    #[test]
    fn what_is_drawn_partly_outside_is_cut() {
        let mut canvas = Canvas::new(20, 10, PAPER);
        let ink = canvas.blend(PAPER, INK);
        for at in [(-3.0, -3.0), (19.0, 9.0), (-500.0, 4.0), (1e9, 1e9), (f32::NAN, 0.0)] {
            canvas.shape(at, ink, |path| path.circle((0.0, 0.0), 5.0));
        }
        canvas.rectangle((15, 8), (50, 50), ink);
        assert_eq!(canvas.pixels.len(), 200);
        assert_eq!(canvas.pixels[199], ink.full());
        assert_eq!(canvas.pixels[10 * 5], 0);
    }

    #[test]
    fn the_picture_is_read_back_as_it_was_drawn() {
        let mut canvas = Canvas::new(40, 40, PAPER);
        let ink = canvas.blend(PAPER, INK);
        canvas.shape((20.0, 20.0), ink, |path| path.circle((0.0, 0.0), 10.0));
        let png = canvas.png();
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a header");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("pixels");
        assert_eq!((info.width, info.height, info.color_type), (40, 40, png::ColorType::Rgb));
        let at = |x: usize, y: usize| &pixels[(y * 40 + x) * 3..][..3];
        assert_eq!((at(20, 20), at(0, 0)), (&INK[..], &PAPER[..]));
        let edge = at(20, 9)[0].min(at(20, 10)[0]);
        assert!(edge < PAPER[0], "{edge}");
    }

    #[test]
    fn there_are_never_more_blends_than_fit() {
        let mut canvas = Canvas::new(1, 1, PAPER);
        let blends: Vec<_> = (0..40).map(|shade| canvas.blend(PAPER, [shade; 3])).collect();
        assert_eq!(blends.last().map(|it| it.0), Some(31));
        assert_eq!(canvas.palette().len(), 256 * 3);
    }
}
