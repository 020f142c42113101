//! Ascending numbers as text.
//!
//! The gaps between them are Golomb–Rice codes (Rice 1971), which are within a fraction of a bit of the least that is possible
//! whether a word is everywhere or rare, so that one code serves for both. `static/search.js` reads them.

/// Puts a number behind a text: five bits a letter, the lowest first, with a sixth while there is more.
pub(super) fn push_number(mut number: u32, text: &mut String) {
    loop {
        let low = number & 31;
        number >>= 5;
        push_letter(if number == 0 { low } else { low | 32 }, text);
        if number == 0 {
            return;
        }
    }
}

/// Puts numbers behind a text: how many, the parameter of the code, and the codes, filled up to a whole letter. They ascend.
pub(super) fn push_ascending(numbers: &[u32], text: &mut String) {
    let gaps = || {
        let before = [0].into_iter().chain(numbers.iter().map(|it| it + 1));
        numbers.iter().zip(before).map(|(it, before)| it - before)
    };
    let cost = |bits: u32| gaps().map(|gap| u64::from(gap >> bits) + u64::from(bits) + 1).sum::<u64>();
    let bits = (0..MOST_BITS).min_by_key(|bits| cost(*bits)).unwrap_or_default();
    push_number(u32::try_from(numbers.len()).unwrap_or(u32::MAX), text);
    push_letter(bits, text);
    let mut letters = Letters { text, value: 0, filled: 0 };
    for gap in gaps() {
        for _ in 0..gap >> bits {
            letters.push(1);
        }
        letters.push(0);
        for bit in (0..bits).rev() {
            letters.push(gap >> bit & 1);
        }
    }
    letters.finish();
}

/// Bits, the first of a letter highest.
struct Letters<'a> {
    text: &'a mut String,
    value: u32,
    filled: u32,
}

impl Letters<'_> {
    fn push(&mut self, bit: u32) {
        self.value = self.value << 1 | bit;
        self.filled += 1;
        if self.filled == 6 {
            push_letter(self.value, self.text);
            (self.value, self.filled) = (0, 0);
        }
    }

    fn finish(mut self) {
        while self.filled > 0 {
            self.push(0);
        }
    }
}

fn push_letter(value: u32, text: &mut String) {
    text.push(LETTERS[value as usize & 63]);
}

/// As in base64, but for the last two: all are letters and digits, so that a list is one word, and no confidential name that is
/// looked for in it is found by chance.
#[rustfmt::skip]
const LETTERS: &[char; 64] = &[
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'à', 'é',
];
/// The parameter of a code is below this: gaps go up to 2³².
const MOST_BITS: u32 = 32;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the script of the theme does.
    fn read(text: &str) -> Vec<u32> {
        let value = |it| LETTERS.iter().position(|letter| *letter == it).and_then(|it| u32::try_from(it).ok());
        let letters: Vec<u32> = text.chars().map(|it| value(it).expect("a letter")).collect();
        let (mut at, mut count, mut shift) = (0, 0, 0);
        loop {
            count |= (letters[at] & 31) << shift;
            (at, shift) = (at + 1, shift + 5);
            if letters[at - 1] < 32 {
                break;
            }
        }
        let bits = letters[at];
        let mut next = (at + 1) * 6;
        let mut bit = || {
            next += 1;
            letters[(next - 1) / 6] >> (5 - (next - 1) % 6) & 1
        };
        let mut numbers = Vec::new();
        let mut before = 0;
        for _ in 0..count {
            let mut gap = 0;
            while bit() == 1 {
                gap += 1;
            }
            for _ in 0..bits {
                gap = gap << 1 | bit();
            }
            numbers.push(before + gap);
            before += gap + 1;
        }
        assert_eq!(next.div_ceil(6), letters.len());
        numbers
    }

    fn written(numbers: &[u32]) -> String {
        let mut text = String::new();
        push_ascending(numbers, &mut text);
        text
    }

    #[test]
    fn numbers_that_are_everywhere_take_hardly_more_than_a_bit() {
        let all: Vec<u32> = (0..60_000).collect();
        assert!(written(&all).chars().count() < 10_010);
        let half: Vec<u32> = (0..60_000).filter(|it| it % 2 == 0).collect();
        assert!(written(&half).chars().count() < 10_010);
        assert!(written(&[59_999]).len() < 8);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_can_be_read(mut numbers in proptest::collection::btree_set(0..70_000_u32, 0..300)) {
            numbers.insert(3);
            let numbers: Vec<u32> = numbers.into_iter().collect();
            prop_assert_eq!(read(&written(&numbers)), numbers);
        }
    }
}
