//! Texts as words, and words as they are searched for.
//!
//! `static/search.js` takes apart what a reader types in the same way, so that both come to the same words: lower case, without
//! accents, cut at whatever is no letter, digit or mark. Scripts that put no space between words are cut into pairs of
//! characters that overlap, which needs no dictionary, is the same in every browser, and finds more (`tests/bench/segments.mjs`). Only this side knows the stems of
//! words: a browser finds them through the forms that stand in the index.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of many texts, each once.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    forms: Vec<Form>,
    known: HashMap<Option<Algorithm>, HashMap<String, u32, RandomState>, RandomState>,
}

/// A word as it stands in texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// As it is typed: folded, otherwise whole.
    pub(super) word: String,
    /// What all forms of it have in common, folded.
    pub(super) stem: String,
}

/// A part of a text that is searched for by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    /// Letters between spaces.
    Word(&'a str),
    /// Characters of a script without spaces.
    Dense(&'a str),
}

impl Vocabulary {
    /// The words in order of their first use.
    pub(super) fn into_forms(self) -> Vec<Form> {
        self.forms
    }

    /// The words of a text in this language (BCP 47), as places in the list of words, with repetitions.
    pub(super) fn read(&mut self, text: &str, lang: &str, mut each: impl FnMut(u32)) {
        let lower = text.to_lowercase();
        let language = Language::of(lang);
        for token in tokens(&lower) {
            match token {
                Token::Word(word) => {
                    let number = self.word(word, language);
                    // Nothing is left of accents that stand alone.
                    if !self.forms[number as usize].word.is_empty() {
                        each(number);
                    }
                }
                Token::Dense(run) => {
                    for pair in pairs(&folded(run)) {
                        each(self.known(None, pair, |pair| Form { word: pair.to_owned(), stem: pair.to_owned() }));
                    }
                }
            }
        }
    }

    fn word(&mut self, word: &str, language: Language) -> u32 {
        let algorithm = algorithm(word, language);
        self.known(algorithm, word, |word| {
            let composed: String = word.nfc().take(LONGEST).collect();
            let stem = algorithm.map_or_else(|| composed.clone(), |it| Stemmer::new(it).stem(&composed).into_owned());
            let word = folded(&composed);
            let stem = Some(folded(&stem)).filter(|stem| !stem.is_empty()).unwrap_or_else(|| word.clone());
            Form { word, stem }
        })
    }

    fn known(&mut self, algorithm: Option<Algorithm>, word: &str, form: impl FnOnce(&str) -> Form) -> u32 {
        let known = self.known.entry(algorithm).or_default();
        if let Some(number) = known.get(word) {
            return *number;
        }
        let number = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        self.forms.push(form(word));
        known.insert(word.to_owned(), number);
        number
    }
}

/// The words of a name as they are typed.
pub(super) fn typed(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let word = |token| match token {
        Token::Word(word) => Some(folded(&word.nfc().take(LONGEST).collect::<String>())),
        Token::Dense(_) => None,
    };
    tokens(&lower).into_iter().filter_map(word).collect()
}

/// How many words and runs a text has.
pub(super) fn length(text: &str) -> usize {
    tokens(text).len()
}

/// A text in lower case cut into tokens.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut begun: Option<(usize, bool)> = None;
    let is_mark = |c: char| !c.is_ascii() && is_combining_mark(c);
    let kind = |c: char| match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric().then_some(false),
        _ => (c.is_alphanumeric() || is_mark(c)).then(|| is_dense(c)),
    };
    for (at, c) in text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]) {
        let kind = c.and_then(kind);
        // A mark belongs to what stands before it.
        let goes_on = |(_, dense): (usize, bool)| kind == Some(dense) || kind.is_some() && c.is_some_and(is_mark);
        if begun.is_some_and(goes_on) {
            continue;
        }
        if let Some((start, dense)) = begun {
            let token = &text[start..at];
            if !is_possessive(text, start, token) {
                tokens.push(if dense { Token::Dense(token) } else { Token::Word(token) });
            }
        }
        begun = kind.map(|dense| (at, dense));
    }
    tokens
}

/// Whether this is the `s` of `Ukraine’s`.
fn is_possessive(text: &str, start: usize, token: &str) -> bool {
    token == "s" && text[..start].ends_with(['\'', '’'])
}

/// Each character with the next, and the last alone, so that what begins with a character is all that holds it.
fn pairs(run: &str) -> impl Iterator<Item = &str> {
    let ends = run.char_indices().skip(2).map(|(at, _)| at).chain([run.len(), run.len()]);
    run.char_indices().zip(ends).map(|((from, _), to)| &run[from..to])
}

/// Without accents and vowel signs that readers leave out, and with one spelling of what is written in several ways.
fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd().filter(|c| !is_accent(*c) && !c.is_whitespace()) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            'ة' => folded.push('ه'),
            'ى' | 'ی' => folded.push('ي'),
            'ک' => folded.push('ك'),
            other => folded.push(other),
        }
    }
    folded.nfc().collect()
}

/// Marks that words are written with and without: accents, titlo, niqqud, harakat and hamza, tatweel.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

/// Whether a script is written without spaces: Thai, Lao, Burmese, Khmer, kana, Han.
fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// What the language of a text says about its words.
#[derive(Debug, Clone, Copy)]
struct Language {
    /// How it is written.
    script: Script,
    /// How the stems of its words are found, where somebody knows.
    stems: Option<Algorithm>,
}

impl Language {
    /// That of a BCP 47 tag.
    fn of(tag: &str) -> Self {
        let lang = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let name = if matches!(&*lang, "nb" | "nn") { "no" } else { &lang };
        Self { script: script_of(&lang), stems: Algorithm::from_name(name).ok() }
    }
}

/// How the stem of a word is found: by the language of the text where that is written in the word's script, else by the
/// language that is most likely with that script. None where nobody knows.
fn algorithm(word: &str, language: Language) -> Option<Algorithm> {
    let script = script(word.chars().next()?);
    if language.script == script {
        return language.stems;
    }
    match script {
        Script::Latin => Some(Algorithm::English),
        Script::Cyrillic => Some(Algorithm::Russian),
        Script::Greek => Some(Algorithm::Greek),
        Script::Arabic => Some(Algorithm::Arabic),
        Script::Devanagari => Some(Algorithm::Hindi),
        Script::Tamil => Some(Algorithm::Tamil),
        Script::Armenian => Some(Algorithm::Armenian),
        Script::Hebrew | Script::Other => None,
    }
}

/// Scripts of the languages whose stems are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Devanagari,
    Tamil,
    Armenian,
    Hebrew,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'a'..='z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{530}'..='\u{58f}' => Script::Armenian,
        '\u{590}'..='\u{5ff}' => Script::Hebrew,
        '\u{600}'..='\u{77f}' => Script::Arabic,
        '\u{900}'..='\u{97f}' => Script::Devanagari,
        '\u{b80}'..='\u{bff}' => Script::Tamil,
        _ => Script::Other,
    }
}

fn script_of(lang: &str) -> Script {
    match lang {
        "ru" | "uk" | "be" | "bg" | "mk" | "sr" | "kk" | "ky" | "mn" | "tg" => Script::Cyrillic,
        "el" => Script::Greek,
        "ar" | "fa" | "ur" | "ps" | "ckb" | "ug" | "sd" | "ks" => Script::Arabic,
        "hi" | "ne" | "mr" | "sa" => Script::Devanagari,
        "ta" => Script::Tamil,
        "hy" => Script::Armenian,
        "he" | "yi" => Script::Hebrew,
        "ja" | "zh" | "ko" | "th" | "lo" | "km" | "my" | "ka" | "am" => Script::Other,
        _ => Script::Latin,
    }
}

/// How many characters of a word count.
const LONGEST: usize = 40;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str, lang: &str) -> Vec<String> {
        let mut vocabulary = Vocabulary::default();
        let mut found = Vec::new();
        vocabulary.read(text, lang, |it| found.push(it));
        found.iter().map(|it| vocabulary.forms[*it as usize].word.clone()).collect()
    }

    fn stem(word: &str, lang: &str) -> String {
        let mut vocabulary = Vocabulary::default();
        vocabulary.read(word, lang, |_| {});
        vocabulary.forms[0].stem.clone()
    }

    #[test]
    fn a_text_is_cut_where_words_end() {
        assert_eq!(words("Ukraine’s “no-go” zone, 3.5 km", "en"), ["ukraine", "no", "go", "zone", "3", "5", "km"]);
        assert_eq!(words("L’Été à Łódź: STRASSE, Straße", "fr"), ["l", "ete", "a", "lodz", "strasse", "strasse"]);
        assert_eq!(words("Ёлка, Андрей", "ru"), ["елка", "андреи"]);
        assert_eq!(words("e\u{301}te\u{301}", "fr"), ["ete"]);
        assert_eq!(words("हिन्दी", "hi"), ["हिन्दी"]);
    }

    #[test]
    fn arabic_is_found_however_it_is_pointed() {
        assert_eq!(words("الأَمْنُ", "ar"), words("الامن", "ar"));
        assert_eq!(words("مدرسة", "ar"), words("مدرسه", "ar"));
        assert_eq!(stem("السدود", "ar"), stem("سدود", "ar"));
    }

    /// Isolated marks and whole phrases in one character are written with spaces when they are taken apart.
    #[test]
    fn a_word_stays_one_word() {
        assert_eq!(words("ﹲ", "ar"), Vec::<String>::new());
        assert_eq!(words("ﷺ", "ar").len(), 1);
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(words("外交部2025年", "zh"), ["外交", "交部", "部", "2025", "年"]);
        assert_eq!(words("ガス ｶﾞｽ", "ja"), ["ガス", "ス", "ガス", "ス"]);
        assert_eq!(words("x水", "en"), ["x", "水"]);
    }

    #[test]
    fn a_stem_is_that_of_the_language_or_else_of_the_script() {
        assert_eq!(stem("meetings", "en"), "meet");
        assert_eq!(stem("переговоров", "ru"), stem("переговоры", "en"));
        assert_eq!(stem("переговорів", "uk"), stem("переговори", "uk"));
        assert_eq!(stem("Verträge", "de"), stem("Vertrag", "de"));
        assert_eq!(stem("forhandlinger", "nb"), stem("forhandling", "no"));
        assert_eq!(stem("ערים", "he"), "ערים");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_makes_it_fail(text in "\\PC{0,60}", nth in 0..1000_usize) {
            let languages = ["ar", "hy", "eu", "ca", "cs", "da", "nl", "en", "et", "fi", "fr", "de", "el", "hi", "hu", "id", "ga",
                "it", "lt", "ne", "nb", "fa", "pl", "pt", "ro", "ru", "sr", "es", "sv", "ta", "tr", "uk", "yi", "zh"];
            for word in words(&text, languages[nth % languages.len()]) {
                prop_assert!(!word.is_empty() && word.chars().all(|c| !c.is_whitespace()), "{word:?}");
            }
        }
    }
}
