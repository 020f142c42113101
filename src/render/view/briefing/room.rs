//! How much room the cards in the margin need.
//!
//! On wide screens they lie over the page, each level with its paragraph or below the card before, so that they do not
//! stretch it. Where many cards stand beside little text the page must be long enough for them all the same: how long, is
//! estimated here on the safe side, from the numbers of characters.

use super::{BlockView, NoteCard};

/// The height in pixels that the cards need from the beginning of the text on; none where the text and what follows it are
/// surely longer.
pub(super) fn room(blocks: &[BlockView]) -> Option<usize> {
    let (mut text, mut cards) = (0, 0);
    for block in blocks {
        cards = cards.max(text);
        cards += block.notes.iter().map(card).sum::<usize>();
        cards += block.remarks.iter().map(|it| lines(visible(&it.text), CARD_LINE) * LINE + CARD).sum::<usize>();
        text += lines(visible(&block.html), TEXT_LINE) * TEXT + GAP;
    }
    (cards > text + AFTER).then_some(cards)
}

fn card(note: &NoteCard) -> usize {
    let said = note.row.statement.get_from_path("claim.text").and_then(|it| it.as_str().map(|it| it.chars().count()));
    let links: usize =
        note.relations.iter().map(|it| it.label.len() + 8 * it.here.len() + 16 * it.elsewhere.len()).sum();
    let speakers = note.voices.split(' ').count();
    lines(said.unwrap_or(0), CARD_LINE) * LINE + lines(links + FOOT, CARD_LINE) * LINE + speakers * LINE + CARD
}

/// How many characters of HTML are text.
fn visible(html: &str) -> usize {
    let outside = |part: &str| part.split_once('>').map_or(part, |(_, text)| text).chars().count();
    html.split('<').map(outside).sum()
}

fn lines(characters: usize, of: usize) -> usize {
    characters.div_ceil(of).max(1)
}

/// So many characters in a line of the text, more than on average; and how high it is.
const TEXT_LINE: usize = 80;
const TEXT: usize = 28;
/// Between paragraphs.
const GAP: usize = 22;
/// So many characters in a line of a card, fewer than on average; and how high it is.
const CARD_LINE: usize = 32;
const LINE: usize = 22;
/// What a card takes beside its lines.
const CARD: usize = 40;
/// The characters that the last line of each card holds.
const FOOT: usize = 30;
/// Sources and citation follow every text.
const AFTER: usize = 480;

#[cfg(test)]
mod tests {
    use tera::Value;

    use super::*;
    use crate::render::view::StatementRow;

    fn block(text: usize, cards: usize) -> BlockView {
        let card = || NoteCard {
            row: StatementRow { statement: Value::none(), note: None },
            then: "",
            then_standing: "",
            changed: false,
            here: String::new(),
            again: Vec::new(),
            again_more: 0,
            relations: Vec::new(),
            voices: "a".to_owned(),
        };
        BlockView {
            id: String::new(),
            html: format!("<p title=\"{}\">{}</p>", "x".repeat(5000), "x".repeat(text)),
            notes: (0..cards).map(|_| card()).collect(),
            remarks: Vec::new(),
        }
    }

    #[test]
    fn only_many_cards_beside_little_text_need_room() {
        assert_eq!(room(&[block(800, 3), block(800, 3)]), None);
        assert_eq!(room(&[]), None);
        let forty = room(&[block(800, 40)]).expect("room");
        assert!(forty > 40 * 80, "{forty}");
        // What stands beside the end of a long text begins there.
        let late = room(&[block(80_000, 0), block(80, 40)]).expect("room");
        assert!(late > forty + 20_000, "{late}");
    }
}
