//! The countries of ISO 3166-1: their alpha-2 codes, and what people write instead.

/// Whether these two upper-case letters are the code of a country.
pub(super) fn is_code(code: &str) -> bool {
    code.len() == 2 && CODES.split(' ').any(|known| known == code)
}

/// Whether ISO 3166-1 leaves this code to its users (AA, QM to QZ, XA to XZ, ZZ): for places that are no countries, or are
/// invented.
pub(super) fn is_user_assigned(code: &str) -> bool {
    match code.as_bytes() {
        b"AA" | b"ZZ" => true,
        [b'Q', second] => (b'M'..=b'Z').contains(second),
        [b'X', second] => second.is_ascii_uppercase(),
        _ => false,
    }
}

/// The code that was probably meant.
pub(super) fn meant(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    MEANT.iter().find(|(words, _)| words.split('|').any(|word| word == lower)).map(|(_, code)| *code)
}

/// All officially assigned codes.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ \
FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT \
JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP \
MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE \
RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV \
TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Names and other codes, in lower case.
const MEANT: &[(&str, &str)] = &[
    ("uk|eng|great britain|united kingdom|britain|england", "GB"),
    ("usa|united states|united states of america|america", "US"),
    ("ukraine|ukr", "UA"),
    ("russia|rus|russian federation", "RU"),
    ("germany|deu|ger", "DE"),
    ("france|fra", "FR"),
    ("china|chn|prc", "CN"),
    ("poland|pol", "PL"),
    ("belarus|blr", "BY"),
    ("turkey|türkiye|tur", "TR"),
    ("iran|irn", "IR"),
    ("israel|isr", "IL"),
    ("palestine|pse", "PS"),
    ("syria|syr", "SY"),
    ("italy|ita", "IT"),
    ("spain|esp", "ES"),
    ("hungary|hun", "HU"),
    ("india|ind", "IN"),
    ("japan|jpn", "JP"),
    ("saudi arabia|sau", "SA"),
    ("switzerland|che", "CH"),
    ("austria|aut", "AT"),
    ("belgium|bel", "BE"),
    ("netherlands|nld|holland", "NL"),
    ("greece|grc|el", "GR"),
    ("taiwan|twn", "TW"),
    ("north korea|prk", "KP"),
    ("south korea|kor", "KR"),
    ("georgia|geo", "GE"),
    ("moldova|mda", "MD"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_what_is_meant_is_in_it() {
        assert_eq!(CODES.split(' ').count(), 249);
        assert!(is_code("UA") && !is_code("UK") && !is_code("XX") && !is_code("A ") && !is_code(""));
        assert_eq!(meant("Ukraine"), Some("UA"));
        assert!(MEANT.iter().all(|(_, code)| is_code(code)));
    }
}
