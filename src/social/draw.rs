//! How a card looks: the design language of the default theme, in light colours, on 1200 by 630 pixels.

use super::canvas::{Canvas, Colour};
use super::fonts::{Fonts, Style};
use super::text::{Frame, Lines, set};
use super::{Count, HEIGHT, Quotation, Shows, WIDTH, What};
use crate::model::{Standing, Word};

/// The picture as a PNG.
pub(super) fn png(shows: &Shows, fonts: &Fonts) -> Vec<u8> {
    let mut sheet = Sheet { canvas: Canvas::new(WIDTH, HEIGHT, PAPER), fonts };
    // Where nothing else can be shown, the name of the site stands for it.
    let (site, instead) = if shows.what.is_bare() { ("", shows.site.as_str()) } else { (shows.site.as_str(), "") };
    sheet.head(site, &shows.label);
    match &shows.what {
        What::Briefing { title, deck, counts } => {
            sheet.briefing(title.as_deref().unwrap_or(instead), deck.as_deref());
            sheet.tally(counts);
        }
        What::Claim { quotation: Some(quotation), text, status, standing } => {
            sheet.quotation(quotation, *standing);
            sheet.status(status, *standing, text.as_deref().unwrap_or_default());
        }
        What::Claim { quotation: None, text, status, standing } => {
            sheet.proposition(text.as_deref().unwrap_or(instead));
            sheet.status(status, *standing, "");
        }
    }
    sheet.canvas.png()
}

/// A card being drawn.
struct Sheet<'a> {
    canvas: Canvas,
    fonts: &'a Fonts,
}

impl Sheet<'_> {
    /// The site on the left, and what the card is about on the right.
    fn head(&mut self, site: &str, label: &str) {
        let label = self.set(Style::Sans, label, 480.0, &[(SMALL, 1)]);
        let room = INNER - width(&label) - 40.0;
        let site = self.set(Style::Sans, site, room, &[(SMALL, 1)]);
        self.at_left(&site, (LEFT, 92.0), INK);
        self.at_right(&label, (RIGHT, 92.0), SOFT);
        self.rule(122);
    }

    fn briefing(&mut self, title: &str, deck_text: Option<&str>) {
        let title = self.set(Style::SerifBold, title, INNER, &[(68.0, 2), (60.0, 3), (52.0, 4), (44.0, 5), (40.0, 5)]);
        // As many lines of it as there is room for, but not more than are read at a glance.
        let most = whole((340.0 - tall(&title, TIGHT) - 22.0) / (30.0 * LOOSE) - 0.5).clamp(1, 3);
        let deck = Frame { width: INNER, sizes: &[(30.0, most)], even: false };
        let deck = set(self.fonts, Style::Serif, deck_text.unwrap_or_default(), deck);
        let height = tall(&title, TIGHT) + if deck.all.is_empty() { 0.0 } else { 22.0 + tall(&deck, LOOSE) };
        let top = middle(146.0, 478.0, height);
        self.block(&title, (LEFT, RIGHT), top, TIGHT, INK);
        self.block(&deck, (LEFT, RIGHT), top + tall(&title, TIGHT) + 22.0, LOOSE, SOFT);
    }

    fn quotation(&mut self, quotation: &Quotation, standing: Standing) {
        let frame = [(60.0, 2), (54.0, 3), (46.0, 4), (40.0, 5), (35.0, 6)];
        let words = self.set(Style::Serif, &quotation.text, INNER - INDENT, &frame);
        let when = if words.rtl { format!("{} ·", quotation.when) } else { format!("· {}", quotation.when) };
        // A long name leaves less room for the rest, but not so little that no date fits.
        let room = INNER - INDENT - 10.0;
        let name = width(&self.set(Style::Sans, &quotation.speaker, room, &[(30.0, 1)]));
        let when = self.set(Style::Sans, &when, (room - name).max(460.0), &[(30.0, 1)]);
        let speaker = self.set(Style::Sans, &quotation.speaker, room - width(&when), &[(30.0, 1)]);
        let height = tall(&words, LOOSE) + 18.0 + tall(&speaker, LOOSE);
        let top = middle(142.0, 486.0, height);
        let (left, right) = if words.rtl { (LEFT, RIGHT - INDENT) } else { (LEFT + INDENT, RIGHT) };
        self.block(&words, (left, right), top, LOOSE, INK);
        let base = top + tall(&words, LOOSE) + 52.0;
        let along = width(&speaker) + 10.0;
        if words.rtl {
            self.at_right(&speaker, (right, base), INK);
            self.at_right(&when, (right - along, base), SOFT);
        } else {
            self.at_left(&speaker, (left, base), INK);
            self.at_left(&when, (left + along, base), SOFT);
        }
        let line = self.canvas.blend(PAPER, colours(standing).line);
        let x = if words.rtl { RIGHT - 6.0 } else { LEFT };
        self.canvas.rectangle((whole(x), whole(top)), (6, whole(height)), line);
    }

    fn proposition(&mut self, text: &str) {
        let lines = self.set(Style::SerifBold, text, INNER, &[(62.0, 3), (54.0, 4), (46.0, 5), (40.0, 6)]);
        let top = middle(142.0, 486.0, tall(&lines, TIGHT));
        self.block(&lines, (LEFT, RIGHT), top, TIGHT, INK);
    }

    /// The status of a claim, and the claim itself beside it when the words above are a quotation.
    fn status(&mut self, status: &str, standing: Standing, text: &str) {
        self.rule(508);
        let Family { fg, tint, .. } = colours(standing);
        let word = self.set(Style::Sans, status, 400.0, &[(28.0, 1)]);
        let pill = width(&word) + 84.0;
        let below = self.canvas.blend(PAPER, tint);
        self.canvas.shape((LEFT, 530.0), below, |path| path.arc_box((0.0, 0.0), (pill, 56.0), 28.0));
        self.disc((LEFT + 34.0, 558.0), 11.0, standing, tint);
        let blend = self.canvas.blend(tint, fg);
        self.canvas.text(self.fonts, &word, (start(&word, LEFT + 58.0), 568.0), 0.0, blend);
        let room = INNER - pill - 30.0;
        let text = self.set(Style::SerifBold, text, room, &[(27.0, 2)]);
        let top = middle(530.0, 586.0, tall(&text, 1.25));
        self.block(&text, (RIGHT - room, RIGHT), top, 1.25, INK);
    }

    /// The claims of a briefing by standing: a bar, and below it the numbers as far as there is room.
    fn tally(&mut self, counts: &[Count]) {
        let total: usize = counts.iter().map(|it| it.count).sum();
        if total == 0 {
            return self.rule(508);
        }
        let mut before = 0;
        for family in Standing::ALL {
            let count: usize = counts.iter().filter(|it| it.standing == *family).map(|it| it.count).sum();
            let (from, to) = (before * whole(INNER) / total, (before + count) * whole(INNER) / total);
            if to > from {
                let blend = self.canvas.blend(PAPER, colours(*family).line);
                let size = ((to - from).saturating_sub(4).max(1), 12);
                self.canvas.rectangle((whole(LEFT) + from, 512), size, blend);
            }
            before += count;
        }
        let mut x = LEFT;
        for count in counts {
            let words = self.set(Style::Sans, &format!("{} {}", count.count, count.status), 500.0, &[(SMALL, 1)]);
            let more = 40.0;
            if x + 34.0 + width(&words) + more > RIGHT {
                let more = self.set(Style::Sans, "…", more, &[(SMALL, 1)]);
                self.at_left(&more, (x, 576.0), SOFT);
                break;
            }
            self.disc((x + 11.0, 567.0), 10.0, count.standing, PAPER);
            self.at_left(&words, (x + 34.0, 576.0), colours(count.standing).fg);
            x += 34.0 + width(&words) + 36.0;
        }
    }

    /// The disc of a family: hollow, half, full, struck or dotted.
    fn disc(&mut self, at: (f32, f32), radius: f32, standing: Standing, below: Colour) {
        let blend = self.canvas.blend(below, colours(standing).fg);
        let middle = (0.0, 0.0);
        match standing {
            Standing::Upheld => self.canvas.shape(at, blend, |path| path.circle(middle, radius)),
            Standing::Closed => {
                let (far, near) = (radius - 1.5, (radius - 1.5) * std::f32::consts::FRAC_1_SQRT_2);
                let dots = [
                    (far, 0.0),
                    (near, near),
                    (0.0, far),
                    (-near, near),
                    (-far, 0.0),
                    (-near, -near),
                    (0.0, -far),
                    (near, -near),
                ];
                self.canvas.shape(at, blend, |path| dots.into_iter().for_each(|dot| path.circle(dot, 2.0)));
            }
            Standing::Open | Standing::Contested | Standing::Failed => self.canvas.shape(at, blend, |path| {
                path.circle(middle, radius);
                path.circle(middle, radius - 3.0);
            }),
        }
        match standing {
            Standing::Contested => self.canvas.shape(at, blend, |path| path.half(radius - 1.0)),
            Standing::Failed => self.canvas.shape(at, blend, |path| path.strike(radius - 1.0, 1.5)),
            Standing::Open | Standing::Upheld | Standing::Closed => {}
        }
    }

    fn set(&self, style: Style, text: &str, width: f32, sizes: &[(f32, usize)]) -> Lines {
        set(self.fonts, style, text, Frame { width, sizes, even: true })
    }

    /// Lines between two edges, at the one where they begin. `top` is that of the first line.
    fn block(&mut self, lines: &Lines, (left, right): (f32, f32), top: f32, leading: f32, colour: Colour) {
        let height = lines.size * leading;
        // A line's letters stand in its middle: about a quarter of the size lies below the base line.
        let base = top + (height - lines.size) / 2.0 + lines.size * 0.78;
        let blend = self.canvas.blend(PAPER, colour);
        let x = if lines.rtl { right } else { left };
        self.canvas.text(self.fonts, lines, (x, base), height, blend);
    }

    fn at_left(&mut self, line: &Lines, (x, y): (f32, f32), colour: Colour) {
        let blend = self.canvas.blend(PAPER, colour);
        self.canvas.text(self.fonts, line, (start(line, x), y), 0.0, blend);
    }

    fn at_right(&mut self, line: &Lines, (x, y): (f32, f32), colour: Colour) {
        self.at_left(line, (x - width(line), y), colour);
    }

    fn rule(&mut self, y: usize) {
        let blend = self.canvas.blend(PAPER, RULE);
        self.canvas.rectangle((whole(LEFT), y), (whole(INNER), 2), blend);
    }
}

/// The colours of a family.
struct Family {
    fg: Colour,
    tint: Colour,
    line: Colour,
}

fn colours(standing: Standing) -> Family {
    let family = |fg, tint, line| Family { fg: colour(fg), tint: colour(tint), line: colour(line) };
    match standing {
        Standing::Open => family(0x003f_5369, 0x00e6_ecf2, 0x006c_849c),
        Standing::Contested => family(0x0085_4600, 0x00fc_ebcd, 0x00b2_6a00),
        Standing::Upheld => family(0x0017_5c3b, 0x00dc_f0e5, 0x002b_8558),
        Standing::Failed => family(0x0093_2129, 0x00f9_e1e0, 0x00bd_474d),
        Standing::Closed => Family { fg: SOFT, tint: RULE, line: colour(0x008a_867d) },
    }
}

const fn colour(rgb: u32) -> Colour {
    let [_, red, green, blue] = rgb.to_be_bytes();
    [red, green, blue]
}

fn width(lines: &Lines) -> f32 {
    lines.all.iter().map(|line| line.width).fold(0.0, f32::max)
}

fn tall(lines: &Lines, leading: f32) -> f32 {
    lines.all.iter().map(|_| lines.size * leading).sum()
}

/// Where a text is to be drawn so that its left end is here.
fn start(line: &Lines, x: f32) -> f32 {
    if line.rtl { x + width(line) } else { x }
}

/// Where something of this height begins so that it stands in the middle, or at the top when it is higher.
fn middle(top: f32, bottom: f32, height: f32) -> f32 {
    top + ((bottom - top - height) / 2.0).max(0.0)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places on a card are small and positive")]
fn whole(length: f32) -> usize {
    length.round() as usize
}

const LEFT: f32 = 72.0;
const RIGHT: f32 = 1128.0;
const INNER: f32 = RIGHT - LEFT;
/// How far a quotation stands in from its rule.
const INDENT: f32 = 36.0;
const SMALL: f32 = 26.0;
const TIGHT: f32 = 1.2;
const LOOSE: f32 = 1.34;

const PAPER: Colour = colour(0x00fc_fbf8);
const INK: Colour = colour(0x001b_1e23);
const SOFT: Colour = colour(0x0056_5b63);
const RULE: Colour = colour(0x00e0_dcd3);
