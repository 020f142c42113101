// Whether scripts without spaces are better cut into words of a dictionary or into pairs of characters. See README.md.
import { table } from "./lib/machine.mjs";

/** Titles in which the name of a place stands for X. */
const TITLES = {
  zh: ["X外交部发言人答记者问", "中国与X签署协议", "前X总统访问北京", "驻X大使馆"],
  ja: ["X外務省の報道官", "日本とX政府が署名", "前X大統領が訪問", "在X大使館"],
  th: ["รัฐบาลXแถลง", "ไทยกับXลงนาม"],
};
const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
const codes = letters.flatMap((a) => letters.map((b) => a + b));

/** The names of countries and territories in a language (CLDR), of two characters and more, in its script alone. */
const names = (lang) => {
  const known = new Intl.DisplayNames(lang, { type: "region", fallback: "none" });
  const name = (code) => { try { return known.of(code); } catch { return undefined; } };
  return [...new Set(codes.map(name))].filter((it) => it?.length > 1 && !/[A-Z()\s（）]/.test(it));
};
const CUTS = {
  words: (lang) => {
    const segmenter = new Intl.Segmenter(lang, { granularity: "word" });
    return (text) => [...segmenter.segment(text)].filter((it) => it.isWordLike).map((it) => it.segment);
  },
  pairs: () => (text) => { const all = [...text]; return all.slice(1).map((it, at) => all[at] + it); },
};

const rows = Object.entries(TITLES).flatMap(([lang, titles]) => {
  const all = names(lang), texts = all.flatMap((name) => titles.map((title) => title.replace("X", name)));
  return Object.entries(CUTS).map(([how, make]) => {
    const cut = make(lang), held = texts.map((text) => new Set(cut(text)));
    let [right, found, wrong] = [0, 0, 0];
    for (const name of all) {
      const parts = cut(name);
      texts.forEach((text, at) => {
        const isFound = parts.every((part) => held[at].has(part)), isRight = text.includes(name);
        right += isRight;
        found += isRight && isFound;
        wrong += !isRight && isFound;
      });
    }
    return [`${lang}, ${how}`, all.length, right, `${(100 * found / right).toFixed(1)} %`, wrong];
  });
});
console.log(table(["", "names", "titles that hold one", "found", "wrongly found"], rows));
