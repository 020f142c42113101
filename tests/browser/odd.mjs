// Writes sites at the edges of what authors do, one folder each: `node tests/browser/odd.mjs FOLDER`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const NAME = "Doña María de los Ángeles Fernández-Villaverde y Ruiz de Alarcón, Marquesa de Villafranca del Bierzo";
const TREES = ["alder", "birch", "cedar", "elder", "fir", "gorse", "hazel", "ivy", "larch", "maple"];
const count = (length, make) => Array.from({ length }, (_, at) => make(at));
const briefing = (head, claims, body) =>
  `---\n${head}\n${claims.length ? `claims:\n${claims.map((it) => `  - ${JSON.stringify(it)}\n`).join("")}` : ""}---\n\n${body}\n`;
const settings = (title, language = "en") =>
  `[site]\ntitle = ${JSON.stringify(title)}\nbase_url = "https://example.org/"\nlanguage = "${language}"\n`;

/** Forty claims in one paragraph, and passages that lie in, on and across each other. */
const crowded = () => {
  const quotes = count(40, (at) => `the ${TREES[at % 10]} number ${at} is counted`);
  const claims = quotes.map((quote, at) => ({
    id: `c${at}`, text: `It is claimed that ${quote} by the forestry office, as its clerk writes on page ${at}.`, kind: "fact",
    by: `Clerk ${at % 3}`, quote,
  }));
  const nested = [
    ["outer", "the council will meet on Monday in the old hall and vote"], ["inner", "on Monday in the old hall"],
    ["same", "on Monday in the old hall"], ["crossing", "in the old hall and vote on the fee"],
  ].map(([id, quote], at) => ({ id, text: `The ${id} claim.`, by: `Speaker ${at}`, quote, ...(at ? { disputes: "outer" } : {}) }));
  return {
    "content/briefings/forty.md": briefing("title: Forty claims in one paragraph\ndate: 2025-03-01", claims, `So ${quotes.join(", and ")}.`),
    "content/briefings/nested.md": briefing("title: Passages within passages\ndate: 2025-03-02", nested,
      "It is said that the council will meet on Monday in the old hall and vote on the fee before noon."),
  };
};

/** Names and words longer than any line. */
const long = () => ({
  "content/actors.yaml": JSON.stringify([{ id: "company", name: WORD, type: "organization" },
    { id: "maria", name: NAME, type: "person", roles: [{ title: `Extraordinary Representative to the ${WORD}`, org: "company" }] }]),
  "content/events.yaml": JSON.stringify([{ id: "event", title: `Conference on ${WORD}`, date: "2025-02", place: WORD, actors: ["company", "maria"] }]),
  "content/sources.yaml": JSON.stringify([{ id: "source", title: `Record of the ${WORD}`, url: `https://example.org/${"a".repeat(180)}` }]),
  "content/briefings/long.md": briefing(`title: What ${NAME} told the ${WORD}\ndate: 2025-03-01\ntags: [${WORD}]`, [
    { id: "one", text: `The ${WORD} will not be mentioned in full.`, kind: "commitment", by: "maria", for: "company", event: "event", source: "source", quote: "not be mentioned in full" },
    { id: "two", text: "It will be mentioned.", by: "company", event: "event", quote: "it will be mentioned", disputes: "one" },
  ], `She said that the ${WORD} would not be mentioned in full. The company said: it will be mentioned. https://example.org/${"b".repeat(150)}`),
});

/** Nothing but Arabic. */
const arabic = () => ({
  "content/briefings/one.md": briefing("title: السد والنهر\ndate: 2025-03-01\nsummary: ما قاله الوزير عن مياه النهر.\ntags: [مياه]", [
    { id: "سد-آمن", text: "السد آمن تماما.", kind: "fact", by: "الوزير سامي", quote: "السد آمن تماما" },
    { id: "شقوق", text: "في جدار السد شقوق واسعة.", kind: "fact", by: "الخبيرة ليلى", quote: "في الجدار شقوق واسعة", disputes: "سد-آمن" },
  ], "قال الوزير سامي إن السد آمن تماما، وأضاف أن العمل مستمر.\n\nوردّت الخبيرة ليلى بأن في الجدار شقوق واسعة منذ الشتاء."),
});

/** An actor with six hundred statements and five hundred events. */
const busy = () => ({
  "content/actors.yaml": JSON.stringify([{ id: "mira", name: "Mira Adler", type: "person" }, { id: "council", name: "Harbour Council" }]),
  "content/events.yaml": JSON.stringify(count(500, (at) => ({
    id: `e${at}`, title: `Session ${at} of the harbour council`, actors: ["mira"],
    date: `${2018 + Math.floor(at / 72)}-${String(1 + at % 12).padStart(2, "0")}-${String(1 + at % 28).padStart(2, "0")}`,
  }))),
  ...Object.fromEntries(count(60, (at) => {
    const quotes = count(10, (nth) => `quay ${at * 10 + nth} will be repaired`);
    const claims = quotes.map((quote, nth) => ({ id: `q${at * 10 + nth}`, text: `The ${quote}.`, kind: "commitment", by: "mira", for: "council", quote }));
    const date = `${2018 + Math.floor(at / 9)}-${String(1 + at % 9).padStart(2, "0")}-15`;
    return [`content/briefings/b${at}.md`, briefing(`title: Quays in round ${at}\ndate: ${date}\ntags: [quays]`, claims,
      quotes.map((quote) => `Mira Adler said that ${quote} before long.`).join("\n\n"))];
  })),
});

/** Names and texts in many scripts, and titles that would run if a page let them. */
const tongues = () => ({
  "content/actors.yaml": JSON.stringify([
    { id: "lavrov", name: "Сергей Лавров", aliases: ["Sergey Lavrov"], type: "person" }, { id: "zelenskyy", name: "Володимир Зеленський", type: "person" },
    { id: "emile", name: "Émile Kovács-Łukasiewicz", type: "person" }, { id: "mao", name: "毛宁", type: "person" },
    { id: "amir", name: "الأمير فيصل", type: "person" }, { id: "proto", name: "Constructor __proto__ Limited", type: "organization" },
  ]),
  "content/briefings/zh.md": briefing("title: 外交部发言人就停火谈判答记者问\ndate: 2025-03-01\nlang: zh", [
    { id: "停火", text: "双方同意立即停火。", by: "mao", quote: "双方同意立即停火" },
  ], "毛宁说,双方同意立即停火。记者问到水闸的安全。"),
  "content/briefings/ja.md": briefing("title: 東京で港湾料金の交渉\ndate: 2025-03-02\nlang: ja", [], "ガス料金は上がらない。"),
  "content/briefings/ar.md": briefing("title: الأمير والسدود\ndate: 2024-03-03\nlang: ar", [
    { id: "أمان", text: "السدود آمِنة.", by: "amir", quote: "السدود آمنة" },
  ], "قال الأمير فيصل إن السدود آمنة."),
  "content/briefings/ru.md": briefing("title: Переговоры отложены\ndate: 2024-03-04\nlang: ru", [
    { id: "отложены", text: "Переговоры отложены на неделю.", by: "lavrov", quote: "переговоры отложены", stance: "asserts" },
  ], "Сергей Лавров сказал, что переговоры отложены. Ещё говорят о зерне."),
  "content/briefings/hostile.md": briefing(`title: ${JSON.stringify("<img src=x onerror=window.hacked=1> \"><script>window.hacked=2</script> quay")}\ndate: 2025-03-05\nsummary: ${JSON.stringify("<b onclick=window.hacked=3>bold</b> & quay")}`, [
    { id: "hostile", text: "<svg onload=window.hacked=4> the quay is open", by: "proto", quote: "the quay is open" },
  ], "The company says that the quay is open."),
});

/** Payloads in every text of every kind of thing, and in prose; what runs says so in `window.hacked`. */
const hostile = () => {
  const payloads = ["\"><script>window.hacked=1</script>", "</script></title></style></textarea><img src=x onerror=window.hacked=1>",
    "' onmouseover='window.hacked=1' autofocus onfocus='window.hacked=1", "<svg/onload=window.hacked=1><math><style><img src=x onerror=window.hacked=1>",
    "javascript:window.hacked=1", "]]><script>window.hacked=1</script>--><script>window.hacked=1</script>", "{{ 7*7 }}${window.hacked=1}",
    "&lt;img src=x onerror=window.hacked=1&gt; constructor __proto__", "\u2028window.hacked=1//"];
  const text = (at, what) => `${payloads[at]} ${what} ${at}`;
  const prose = ["<script>window.hacked=1</script>", "<img src=x onerror=window.hacked=1>", "<svg><script>window.hacked=1</script></svg>",
    "<a href=\"javascript:window.hacked=1\">a</a>", "<details open ontoggle=window.hacked=1>b</details>", "<iframe srcdoc=\"<script>top.hacked=1</script>\"></iframe>",
    "<input autofocus onfocus=window.hacked=1>", "<style>*{background:url(https://evil.example/x)}</style>", "<base href=\"https://evil.example/\">",
    "<form action=\"javascript:window.hacked=1\"><button>c</button></form>", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=window.hacked=1&gt;\">",
    "<noscript><p title=\"</noscript><img src=x onerror=window.hacked=1>\">"];
  return Object.fromEntries([
    ["content/actors.yaml", JSON.stringify(payloads.map((_, at) => ({ id: `a${at}`, name: text(at, "actor"), aliases: [text(at, "alias")], summary: text(at, "summary"),
      roles: [text(at, "role")], relations: [{ type: "family", actor: `a${(at + 1) % payloads.length}`, note: text(at, "relation") }] })))],
    ["content/events.yaml", JSON.stringify(payloads.map((_, at) => ({ id: `e${at}`, title: text(at, "event"), date: "2025-02-01", kind: text(at, "kind"),
      place: text(at, "place"), actors: [`a${at}`], summary: text(at, "summary") })))],
    ["content/sources.yaml", JSON.stringify(payloads.map((_, at) => ({ id: `s${at}`, title: text(at, "source"), author: [text(at, "author")], publisher: text(at, "publisher"), summary: text(at, "summary") })))],
    ...payloads.map((_, at) => [`content/briefings/b${at}.md`, briefing(`title: ${JSON.stringify(text(at, "briefing"))}\ndate: 2025-03-0${at + 1}\nsummary: ${JSON.stringify(text(at, "summary"))}\ntags: ${JSON.stringify([text(at, "tag")])}\nauthors: ${JSON.stringify([text(at, "author")])}`,
      [{ id: `c${at}`, text: text(at, "claim"), kind: "fact", by: `a${at}`, event: `e${at}`, source: `s${at}`, quote: `the quay number ${at} is open`, locator: text(at, "locator"),
        translation: text(at, "translation"), condition: text(at, "condition"), ...(at ? { disputes: `c${at - 1}` } : {}) }],
      `They say that the quay number ${at} is open.\n\n${prose.join("\n\n")}\n`)]),
  ]);
};

const sites = {
  nothing: [settings("Nothing yet"), {}],
  alone: [settings("Alone"), { "content/briefings/one.md": briefing("title: The only one\ndate: 2025-03-01", [], "A short text.") }],
  crowded: [settings("Crowded"), crowded()],
  long: [settings(`The Papers of the ${WORD}`), long()],
  arabic: [settings("صحيفة الوقائع", "ar"), arabic()],
  busy: [settings("Busy"), busy()],
  tongues: [settings("Tongues"), tongues()],
  hostile: [settings("\"><script>window.hacked=1</script>"), hostile()],
};

for (const [site, [toml, files]] of Object.entries(sites)) {
  for (const [path, text] of Object.entries({ "postil.toml": toml, ...files })) {
    const file = join(process.argv[2], site, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
