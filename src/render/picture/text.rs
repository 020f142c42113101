//! How wide a text will be, without a font: an estimate on the safe side for common sans-serif faces.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The width of a text at a font size, both in pixels.
pub(super) fn width(text: &str, size: i32) -> i32 {
    scaled(advances(text), size)
}

/// The text, or as much of its beginning as fits, with an ellipsis.
pub(super) fn shortened(text: &str, size: i32, room: i32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let room_for_text = room - width("…", size);
    let (mut end, mut taken) = (0, 0);
    let mut fits = |length: usize, piece_takes: i32| {
        if scaled(taken, size) + scaled(piece_takes, size) > room_for_text {
            return false;
        }
        taken += piece_takes;
        end += length;
        true
    };
    // Of ASCII without line ends each letter is a piece.
    if text.is_ascii() && !text.contains('\r') {
        let _ = text.chars().all(|letter| fits(1, advance(letter)));
    } else {
        let _ = text.graphemes(true).all(|piece| fits(piece.len(), advances(piece)));
    }
    let kept = &text[..end];
    let whole = kept.rsplit_once(' ').map(|(words, _)| words).filter(|words| width(words, size) * 3 > room * 2);
    let stops: &[char] = &[' ', ',', ';', ':', '.', '-', '–'];
    format!("{}…", whole.unwrap_or(kept).trim_end_matches(stops))
}

/// The text in lines that fit, of which the last is shortened when there would be more than so many.
pub(super) fn lines(text: &str, size: i32, room: i32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words: Vec<&str> = text.split_whitespace().rev().collect();
    while let Some(word) = words.pop() {
        if lines.len() + 1 >= most {
            let rest = std::iter::once(word).chain(words.drain(..).rev()).collect::<Vec<_>>().join(" ");
            lines.push(shortened(&rest, size, room));
            break;
        }
        let mut taken = advances(word);
        let fits = if scaled(taken, size) > room { fitting(word, size, room) } else { word.len() };
        if fits < word.len() {
            lines.push(word[..fits].to_owned());
            words.push(&word[fits..]);
            continue;
        }
        let mut line = word.to_owned();
        while let Some(next) = words.last() {
            taken += advance(' ') + advances(next);
            if scaled(taken, size) > room {
                break;
            }
            line.push(' ');
            line.push_str(next);
            words.pop();
        }
        lines.push(line);
    }
    lines
}

/// The text so that its direction does not disturb what stands beside it.
pub(super) fn isolated(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_right_to_left) { Cow::Owned(format!("\u{2068}{text}\u{2069}")) } else { Cow::Borrowed(text) }
}

/// How many bytes of a word fit, at least one letter.
fn fitting(word: &str, size: i32, room: i32) -> usize {
    let (mut end, mut taken) = (0, 0);
    for (at, piece) in word.grapheme_indices(true) {
        taken += advances(piece);
        if end > 0 && scaled(taken, size) > room {
            break;
        }
        end = at + piece.len();
    }
    end
}

/// Thousandths of the font size in pixels, rounded up.
fn scaled(thousandths: i32, size: i32) -> i32 {
    thousandths.saturating_mul(size) / 1000 + 1
}

/// The advances of all letters together, in thousandths of the font size.
fn advances(text: &str) -> i32 {
    text.chars().take(MOST).map(advance).sum()
}

/// The advance of a letter in thousandths of the font size.
fn advance(letter: char) -> i32 {
    match u8::try_from(letter) {
        Ok(byte) if byte.is_ascii() => i32::from(ASCII[usize::from(byte)]),
        _ => i32::from(measured(letter)),
    }
}

/// The advances of ASCII, which most letters are.
static ASCII: LazyLock<[i16; 128]> =
    LazyLock::new(|| std::array::from_fn(|at| u8::try_from(at).map_or(0, |it| measured(char::from(it)))));

fn measured(letter: char) -> i16 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '’' | '‘' | '·' => 300,
        ' ' | '\u{a0}' => 310,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '/' | '"' | '“' | '”' | 'I' => 410,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' => 950,
        'a'..='z' => 610,
        'A'..='Z' => 700,
        '0'..='9' => 630,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        _ if is_combining_mark(letter) => 0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 1000,
        '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}' => 1000,
        '\u{1f000}'..='\u{1faff}' => 1300,
        '\u{590}'..='\u{8ff}' => 600,
        _ if letter.is_uppercase() => 760,
        _ => 700,
    }
}

fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// No text is measured beyond so many letters.
const MOST: usize = 2000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_scripts_are_wide_and_marks_have_no_width() {
        assert!(width("漢字", 13) > width("ab", 13));
        assert_eq!(width("e\u{301}", 13), width("e", 13));
        assert_eq!(width("", 13), 1);
    }

    #[test]
    fn what_is_too_long_ends_in_an_ellipsis_and_fits() {
        for text in [
            "Kaldra Dam Authority of the Upper Ithren",
            "министерство иностранных дел",
            "東京都水道局東京都水道局",
            "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
        ] {
            let short = shortened(text, 13, 90);
            assert!(short.ends_with('…') && width(&short, 13) <= 90, "{short}");
        }
        assert_eq!(shortened("short", 13, 90), "short");
    }

    #[test]
    fn lines_fit_and_no_word_is_lost_before_the_last() {
        let text = "Any guarantees must cover Russia as well, and Unverhältnismäßigkeitsgrundsätzlichkeit";
        let found = lines(text, 12, 110, 20);
        assert!(found.iter().all(|line| width(line, 12) <= 110), "{found:?}");
        assert_eq!(found.concat().replace(' ', ""), text.replace(' ', ""));
        assert_eq!(lines(text, 12, 110, 2).len(), 2);
        assert!(lines(text, 12, 110, 2)[1].ends_with('…'));
    }

    #[test]
    fn only_right_to_left_text_is_isolated() {
        assert_eq!(isolated("Lavrov"), "Lavrov");
        assert_eq!(isolated("خط"), "\u{2068}خط\u{2069}");
    }
}
