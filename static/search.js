// The search. It looks into the small files below search/, which are written beside the pages (src/render/search says what
// stands in them), and shows what it finds: in a dialog on any page, and on the search page, whose address tells what was
// asked. It comes when somebody first searches.
const page = document, [root, everything] = [page.body.dataset.root, page.body.dataset.search].map((it) => new URL(it, location.href));
const KINDS = ["briefing", "claim", "actor", "event", "source", "tag", "page"];
const SIGNS = { actor: "@", tag: "#", status: "=", year: "~" };

// --- files, each asked for once
const kept = new Map();
const file = (name, stamp) => {
  if (!kept.has(name)) {
    const url = new URL(`search/${name}.json`, root);
    // The first file is always asked for anew, and the others belong to it.
    const asked = fetch(stamp ? `${url}?${stamp}` : url, stamp ? {} : { cache: "no-cache" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`${answer.status} ${url}`))));
    kept.set(name, asked);
    asked.catch(() => kept.delete(name));
  }
  return kept.get(name);
};
const ready = async () => {
  const index = await file("contents");
  if (index.format !== 1) throw new Error(`index of another format: ${index.format}`);
  return index;
};
const shards = new WeakMap();
const shard = async (index, number) => {
  const read = await file(`words/${number}`, index.sum);
  if (!shards.has(read)) shards.set(read, { lists: new Map(Object.entries(read.lists)), stems: new Map(Object.entries(read.stems)) });
  return shards.get(read);
};
page.addEventListener("postil-stale", () => kept.clear());

// --- texts as words: the same as in src/render/search/words.rs
const LETTER = "[\\p{Alphabetic}\\p{N}\\p{M}]";
const DENSE = `(?=${LETTER})[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}]`;
const TOKEN = new RegExp(`(${DENSE})(?:${DENSE}|\\p{M})*|${LETTER}(?:\\p{M}|(?!${DENSE})${LETTER})*`, "gu");
const ACCENTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/g;
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", ς: "σ", ة: "ه", ى: "ي", ی: "ي", ک: "ك" };
const fold = (word) => word.normalize("NFKD").replace(ACCENTS, "").replace(/\s/g, "").replace(/[ßæœþøłđðıςةىیک]/g, (it) => PLAIN[it]).normalize("NFC");
const whole = (word) => fold([...word.normalize("NFC")].slice(0, 40).join(""));
/** The words of a text, each with its place there. */
const tokens = (text) => {
  const lower = text.toLowerCase(), found = [];
  for (const it of lower.matchAll(TOKEN)) {
    if (it[0] === "s" && /['’]$/.test(lower.slice(0, it.index))) continue;
    const dense = Boolean(it[1]), word = dense ? fold(it[0]) : whole(it[0]);
    if (word) found.push({ word, dense, at: it.index, end: it.index + it[0].length, same: lower.length === text.length });
  }
  return found;
};
/** What a text asks for: words, the last of which may go on, and pairs of characters. */
const asked = (text) => {
  const wanted = tokens(text), last = wanted.at(-1), terms = [];
  for (const it of wanted) {
    const letters = [...it.word];
    if (!it.dense) terms.push({ word: it.word, open: it === last && letters.length > 1 && !/\s$/.test(text) });
    else if (letters.length === 1) terms.push({ word: it.word, open: true, dense: true });
    else for (let at = 1; at < letters.length; at++) terms.push({ word: letters[at - 1] + letters[at], dense: true });
  }
  return [...new Map(terms.map((it) => [it.word, it])).values()].slice(0, 15);
};

// --- where words stand
const VALUES = new Uint8Array(256);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789àé"].forEach((it, at) => { VALUES[it.charCodeAt(0)] = at; });
/** Lists of documents by kind and place, as src/render/search/postings.rs writes them. */
const decode = (text) => {
  const lists = [];
  let at = 0, letter = 0, left = 0;
  const next = () => VALUES[text.charCodeAt(at++)];
  const number = () => {
    let sum = 0, shift = 0, digit;
    do { digit = next(); sum |= (digit & 31) << shift; shift += 5; } while (digit & 32);
    return sum;
  };
  const bit = () => {
    if (!left) { letter = next(); left = 6; }
    return letter >> --left & 1;
  };
  while (at < text.length) {
    const group = number(), documents = new Uint32Array(number()), bits = next();
    left = 0;
    for (let nth = 0, before = -1; nth < documents.length; nth++) {
      let gap = 0, rest = 0;
      while (bit()) gap++;
      for (let count = 0; count < bits; count++) rest = rest << 1 | bit();
      documents[nth] = before += (gap << bits | rest) + 1;
    }
    lists.push({ kind: group >> 2, level: group & 3, documents });
  }
  return lists;
};
/** Which file holds a word, if one does: the last that does not begin behind it. */
const place = ({ words }, word) => {
  let [low, high] = [0, words.length];
  while (low < high) { const middle = low + high >> 1; if (words[middle] <= word) low = middle + 1; else high = middle; }
  return Math.max(0, low - 1);
};
/** The stems that a word asks for, each with how well it fits. */
const stems = async (index, { word, open }, loose = true) => {
  const found = new Map(), add = (stem, fits) => found.set(stem, Math.max(fits, found.get(stem) ?? 0));
  const first = place(index, word), here = await shard(index, first);
  if (here.lists.has(word)) add(word, 1);
  for (const stem of here.stems.get(word)?.split(" ") ?? []) add(stem, 1);
  if (open || (loose && !found.size)) {
    const last = Math.min(place(index, `${word}\uffff`), word.length < 3 ? first : first + 1);
    for (let number = first; number <= last; number++) {
      const { lists, stems: forms } = await shard(index, number);
      for (const it of lists.keys()) if (it.startsWith(word)) add(it, 0.6);
      for (const [it, of] of forms) if (it.startsWith(word)) for (const stem of of.split(" ")) add(stem, 0.6);
    }
  }
  return found;
};
/** The stems of the longest beginning that is known, for a form that stands nowhere. */
const kin = async (index, word) => {
  for (let length = word.length - 1; length >= Math.max(4, word.length - 4); length--) {
    const found = await stems(index, { word: word.slice(0, length) }, false);
    if (found.size) return found;
  }
  return new Map();
};
const list = async (index, word) => decode((await shard(index, place(index, word))).lists.get(word) ?? "");

// --- names that were misspelt: src/render/search/names.rs
const bucket = (half, count) => {
  let sum = 0x811c9dc5;
  for (let at = 0; at < half.length; at++) sum = Math.imul(sum ^ half.charCodeAt(at), 0x01000193) >>> 0;
  return sum & (count - 1);
};
/** Whether one letter is wrong, missing or too many, or two are exchanged. */
const near = (a, b) => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const same = (from, to) => a.slice(at + from).join("") === b.slice(at + to).join("");
  return same(1, 1) || same(1, 0) || same(0, 1) || (a[at] === b[at + 1] && a[at + 1] === b[at] && same(2, 2));
};
const similar = async (index, word) => {
  const letters = [...word];
  if (letters.length < 4) return [];
  const halves = [letters.length - 2, letters.length - 1, letters.length].map((it) => it >> 1).filter((it) => it > 0);
  const keys = halves.flatMap((it) => [`^${letters.slice(0, it).join("")}`, `$${letters.slice(-it).join("")}`]);
  const files = [...new Set(keys.map((key) => bucket(key, index.names)))];
  const names = await Promise.all(files.map((number) => file(`names/${number}`, index.sum)));
  return [...new Set(names.flat())].filter((name) => name !== word && near(letters, [...name]));
};

// --- finding
const LEVELS = [8, 5, 3, 1];
const PRIOR = { actor: 1.3, tag: 1.2, briefing: 1.1, source: 0.8 };
/** The best first, so many. */
const best = (most) => {
  const hits = [];
  return { hits, add: (hit) => {
    if (hits.length === most && hits.at(-1).score >= hit.score) return;
    let at = hits.length;
    while (at > 0 && hits[at - 1].score < hit.score) at--;
    hits.splice(at, 0, hit);
    hits.length = Math.min(hits.length, most);
  } };
};
/** Who or what a filter means: an id, or else the best that is called so. */
const meant = async (index, name, value) => {
  const id = value.normalize("NFC");
  if (!["actor", "tag"].includes(name) || (await list(index, SIGNS[name] + id)).length) return id;
  const [hit] = (await search(value, { kind: name }, 1)).hits;
  return hit ? decodeURIComponent((await record(hit))[0].split("/")[1].replace(/\.html$/, "")) : null;
};
/** For each kind, which documents all filters let through; null for all. */
const allowed = async (index, filters) => {
  let sets = null;
  for (const name of Object.keys(SIGNS).filter((it) => filters[it])) {
    const value = await meant(index, name, filters[name]), found = KINDS.map((kind) => new Uint8Array(index.kinds[kind]));
    if (value !== null) for (const { kind, documents } of await list(index, SIGNS[name] + value)) for (const it of documents) found[kind][it] = 1;
    sets = sets ? sets.map((set, kind) => set.map((it, at) => it & found[kind][at])) : found;
  }
  return sets;
};
/**
 * What is found for a text and filters (kind, actor, tag, status, year): how many (`total`), the first `most` of them (`hits`),
 * names that were taken for what was typed (`instead`), and whether nothing holds all words, so that these hold some (`some`).
 */
export const search = async (text, filters = {}, most = 10) => {
  const index = await ready(), terms = asked(text), instead = new Map(), forms = new Set();
  const sizes = KINDS.map((kind) => index.kinds[kind]), all = sizes.reduce((a, b) => a + b, 0);
  const [set, ...found] = await Promise.all([allowed(index, filters), ...terms.map((term) => stems(index, term))]);
  const sums = sizes.map((it) => new Float32Array(it)), least = sizes.map((it) => new Float32Array(it)), held = sizes.map((it) => new Uint16Array(it));
  const count = async (nth, wanted) => {
    const fits = sizes.map((it) => new Float32Array(it));
    for (const [stem, how] of wanted) {
      forms.add(stem);
      for (const { kind, level, documents } of await list(index, stem)) {
        const here = fits[kind], worth = LEVELS[level] * how;
        for (const it of documents) if (here[it] < worth) here[it] = worth;
      }
    }
    const holders = fits.reduce((sum, here) => sum + here.reduce((count, it) => count + (it > 0), 0), 0);
    const rare = Math.log(1 + all / (holders + 1));
    fits.forEach((here, kind) => here.forEach((it, at) => { if (it) {
      sums[kind][at] += it * rare;
      least[kind][at] = held[kind][at] ? Math.min(least[kind][at], it) : it;
      held[kind][at] |= 1 << nth;
    } }));
    return holders;
  };
  let known = 0;
  const take = async (nth) => {
    const { word, dense } = terms[nth];
    if (await count(nth, found[nth])) known |= 1 << nth;
    else if (!dense) {
      const names = await similar(index, word);
      const fits = names.length ? await Promise.all(names.map((name) => stems(index, { word: name }, false))) : [await kin(index, word)];
      if (await count(nth, new Map(fits.flatMap((it) => [...it.keys()].map((stem) => [stem, 0.5]))))) {
        known |= 1 << nth;
        if (names.length) instead.set(word, names);
      }
    }
  };
  for (let nth = 0; nth < terms.length; nth++) await take(nth);
  const pick = (wanted) => {
    const top = best(most);
    let total = 0;
    KINDS.forEach((kind, number) => {
      if (filters.kind && filters.kind !== kind) return;
      for (let at = 0; at < sizes[number]; at++) {
        const has = held[number][at];
        if ((wanted === null ? !has : (has & wanted) !== wanted) || (set && !set[number][at])) continue;
        total++;
        const recent = ["briefing", "claim", "event"].includes(kind) ? at / sizes[number] : 0;
        // What has all words in one good place comes before what has one in a better place and the other anywhere.
        const together = Math.sqrt(least[number][at] || 1);
        const score = ((sums[number][at] || 1) * together + (wanted === null ? 1000 * bits(has) : 0)) * (PRIOR[kind] ?? 1) * (1 + 0.2 * recent);
        top.add({ kind, at, score });
      }
    });
    return { total, hits: top.hits };
  };
  const full = terms.length ? (1 << terms.length) - 1 : 0;
  const asking = terms.length || Object.values(filters).some(Boolean);
  const exact = asking ? pick(full) : { total: 0, hits: [] };
  const some = terms.length > 1 && !exact.total && known;
  return { ...(some ? pick(null) : exact), some: Boolean(some), instead, forms, terms };
};
const bits = (mask) => { let count = 0; for (let rest = mask; rest; rest &= rest - 1) count++; return count; };

/** What a result shows: href, title, line, text, status, language, other names. */
const record = async ({ kind, at }) => (await file(`${kind}/${at >> 4}`, (await ready()).sum))[at & 15];
/** The results of a search with what they show, those first whose titles say what was asked in these words. */
export const results = async (found, text) => {
  const phrase = tokens(text).map((it) => it.word).join(" ");
  const shown = await Promise.all(found.hits.map(async (hit) => ({ ...hit, record: await record(hit) })));
  for (const it of shown) {
    const [, title = "", , , , , others = ""] = it.record ?? [];
    const names = [title, ...others.split(", ")].map((name) => tokens(name).map((token) => token.word).join(" "));
    if (phrase && names.includes(phrase)) it.score *= 2;
    else if (phrase.includes(" ") && names.some((name) => ` ${name} `.includes(` ${phrase} `))) it.score *= 1.4;
  }
  return shown.filter((it) => it.record).sort((a, b) => b.score - a.score);
};

// --- showing
/** The act once nothing more is typed for a moment. */
const soon = (act) => {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, 90); };
};
const make = (name, attributes = {}, ...children) => {
  const it = page.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) it.setAttribute(key, value);
  it.append(...children.filter((child) => child !== null));
  return it;
};
/** A text with the words that were asked for marked. */
const marked = (text, { forms, terms }) => {
  const fits = ({ word, dense }) => (dense ? terms.some((it) => it.dense && word.includes(it.word))
    : forms.has(word) || terms.some((it) => it.word === word || (it.open && word.startsWith(it.word)))
      || [...forms].some((it) => it.length > 2 && word.startsWith(it) && word.length - it.length < 5));
  const parts = [];
  let end = 0, hits = 0;
  for (const it of tokens(text)) {
    if (!it.same || !fits(it)) continue;
    let [from, to] = [it.at, it.end];
    if (it.dense) {
      const within = terms.filter((term) => term.dense && it.word.includes(term.word)).map((term) => [it.word.indexOf(term.word), term.word.length]);
      if (it.word.length === to - from) [from, to] = [from + Math.min(...within.map(([at]) => at)), from + Math.max(...within.map(([at, length]) => at + length))];
    }
    parts.push(text.slice(end, from), make("mark", {}, text.slice(from, to)));
    end = to;
    hits++;
  }
  return { parts: [...parts, text.slice(end)], hits };
};
const capital = (word) => word[0].toUpperCase() + word.slice(1);
/** The parts of a result: kind, title, line, text. */
const shown = ({ kind, record: [href, title, line = "", text = "", status = "", lang = "", others = ""] }, found, { statuses }) => {
  const [name, more, also] = [title, text, others].map((it) => marked(it, found));
  // Each part of a line keeps its own direction.
  const about = line ? line.split(" · ").map((it) => marked(it, found)) : [];
  const words = { lang: lang || null, dir: "auto" };
  const dot = status ? make("span", { class: "dot", "data-standing": statuses[status] }, capital(status)) : null;
  const elsewhere = found.terms.length && ![name, more, also, ...about].some((it) => it.hits) ? [make("bdi", {}, "in its text")] : [];
  const parts = [...(dot ? [dot] : []), ...about.map((it) => make("bdi", {}, ...it.parts)), ...elsewhere];
  return {
    href: new URL(href, root).href, kind: capital(kind), title: make("span", words, ...name.parts),
    line: parts.length ? make("span", { class: "meta" }, ...parts.flatMap((it, at) => (at ? [" · ", it] : [it]))) : null,
    text: text ? make("span", { class: "gist", ...words }, ...more.parts) : null,
    others: others ? make("span", { class: "gist", dir: "auto" }, ...also.parts) : null, isInText: !name.hits && more.hits > 0,
  };
};
/** What is said of the results. */
const told = (found, text) => {
  const [[typed, names] = []] = found.instead, number = found.total.toLocaleString("en");
  if (!found.terms.length && !found.total) return text.trim() ? "Type a word or a name." : "";
  const parts = [];
  if (typed) parts.push(`Nothing is written “${typed}”. These are for ${names.slice(0, 3).map((it) => `“${it}”`).join(", ")}.`);
  if (found.some) parts.push("Nothing has all of these words. These have some.");
  parts.push(found.total === 0 ? "Nothing was found. Look at the spelling, or take a filter away." : found.total === 1 ? "1 result" : `${number} results`);
  return parts.join(" ");
};
const FAILED = "The search could not be loaded. Check the connection and type again, or look in the list from A to Z.";

// --- the dialog
let dialog, sheet;
const styled = () => sheet ??= new Promise((done) => {
  const href = new URL("search.css", root).href;
  if ([...page.styleSheets].some((it) => it.href === href)) return done();
  const link = make("link", { rel: "stylesheet", href });
  link.onload = link.onerror = done;
  page.head.append(link);
});
const built = () => {
  const input = make("input", { type: "search", name: "q", role: "combobox", "aria-label": "Search", "aria-autocomplete": "list", "aria-controls": "seek-found",
    "aria-expanded": "false", placeholder: "Words of a title, a name, a claim", autocomplete: "off", spellcheck: "false" });
  const kind = make("select", { name: "kind", "aria-label": "Kind" }, make("option", { value: "" }, "everything"),
    ...KINDS.slice(0, 4).map((it) => make("option", { value: it }, `${it}s`)));
  const form = make("form", { class: "tools", action: everything.href }, input, kind);
  const said = make("p", { class: "meta", role: "status" }), found = make("div", { id: "seek-found", role: "listbox", "aria-label": "Results", hidden: "" });
  const more = make("a", { href: everything.href }, "All results, filters, and everything from A to Z");
  const close = make("button", { type: "button", class: "copy" }, "Close");
  dialog = make("dialog", { class: "seek", "aria-label": "Search this site" }, form, said, found, make("p", { class: "links" }, more, close));
  page.body.append(dialog);
  let turn = 0, active = -1;
  const options = () => [...found.children];
  const point = (number) => {
    const all = options();
    active = all.length ? (number + all.length + 1) % (all.length + 1) : -1;
    if (active === all.length) active = -1;
    all.forEach((it, at) => it.setAttribute("aria-selected", String(at === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant"); else {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  };
  const show = (rows) => {
    found.replaceChildren(...rows);
    found.hidden = !rows.length;
    input.setAttribute("aria-expanded", String(rows.length > 0));
    point(-1);
  };
  const run = async () => {
    const mine = ++turn, text = input.value, filters = { kind: kind.value };
    more.href = new URL(`?${new URLSearchParams([["q", text], ["kind", kind.value]].filter(([, it]) => it))}`, everything).href;
    try {
      const hits = text.trim() ? await search(text, filters, 8) : { total: 0, hits: [], instead: [], terms: [], forms: new Set() };
      const rows = await results(hits, text), index = await ready();
      if (mine !== turn) return;
      show(rows.map((it, at) => {
        const parts = shown(it, hits, index);
        return make("a", { id: `seek-${at}`, role: "option", "aria-selected": "false", tabindex: "-1", href: parts.href },
          make("span", { class: "when" }, parts.kind), parts.title, parts.line, parts.others, parts.isInText ? parts.text : null);
      }));
      said.textContent = told(hits, text);
    } catch (error) {
      if (mine === turn) { show([]); said.textContent = FAILED; }
      console.warn(error);
    }
  };
  input.addEventListener("input", soon(run));
  kind.addEventListener("change", run);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); dialog.close(); }
    if (["ArrowDown", "ArrowUp"].includes(event.key)) { event.preventDefault(); point(active + (event.key === "ArrowDown" ? 1 : -1)); }
    if (event.key === "Enter" && active >= 0) { event.preventDefault(); options()[active].click(); }
  });
  // A result on the page that is open only moves within it.
  found.addEventListener("click", () => dialog.close());
  dialog.begin = () => { input.select(); if (input.value) run(); };
};
/** Opens the dialog. */
export const open = async () => {
  await styled();
  if (!dialog?.isConnected) built();
  if (!dialog.open) dialog.showModal();
  dialog.begin();
};

// --- the search page
const FIELDS = ["q", "kind", "status", "actor", "tag", "year"];
const begun = new WeakSet();
/** Lets the form of the search page search. */
export const begin = () => {
  const form = page.querySelector("form[data-search]");
  if (!form || begun.has(form)) return;
  begun.add(form);
  const part = (name) => page.querySelector(`[data-part=${name}]`), field = (name) => form.elements[name];
  let turn = 0, most = 20;
  const query = () => new URLSearchParams(FIELDS.map((it) => [it, field(it).value.trim()]).filter(([, it]) => it));
  const read = () => { const given = new URLSearchParams(location.search); for (const it of FIELDS) field(it).value = given.get(it) ?? ""; };
  const told_of = (text) => { part("told").textContent = text; };
  const run = async () => {
    const mine = ++turn, given = Object.fromEntries(query()), { q = "", ...filters } = given, empty = !Object.keys(given).length;
    part("all").hidden = !empty;
    part("found").hidden = empty;
    if (empty) { told_of(""); return part("list").replaceChildren(); }
    try {
      const found = await search(q, filters, most), rows = await results(found, q), index = await ready();
      if (mine !== turn) return;
      part("list").replaceChildren(...rows.map((it) => {
        const { href, kind, title, line, text, others } = shown(it, found, index);
        return make("li", {}, make("div", { class: "entry" }, make("p", { class: "when" }, kind),
          make("h2", {}, make("a", { href }, title)), line, others, text));
      }));
      part("more").hidden = found.total <= rows.length;
      told_of(told(found, q));
    } catch (error) {
      if (mine !== turn) return;
      part("list").replaceChildren();
      part("more").hidden = true;
      part("all").hidden = false;
      told_of(FAILED);
      console.warn(error);
    }
  };
  const go = (how) => {
    const given = query().toString(), address = `${location.pathname}${given && `?${given}`}`;
    if (address !== location.pathname + location.search) history[how](null, "", address);
    most = 20;
    return run();
  };
  const years = async () => {
    for (const it of (await ready()).years) if (![...field("year").options].some((option) => option.value === it)) field("year").append(make("option", {}, it));
  };
  const offer = async (input) => {
    const found = await search(input.value, { kind: input.name }, 8), rows = await results(found, input.value);
    page.getElementById(input.getAttribute("list")).replaceChildren(...rows.map((it) => make("option", { value: it.record[1] })));
  };
  const start = async () => {
    const given = location.search;
    if (given) read();
    await years().catch(() => {});
    // What was typed before the script came is not lost.
    if (given) { read(); await run(); } else await go("replaceState");
    if (page.activeElement.matches("[data-search] [list]")) await offer(page.activeElement).catch(() => {});
  };
  const typing = soon(() => go("replaceState"));
  form.addEventListener("input", ({ target }) => {
    if (target.name === "q") typing();
    if (target.matches("[list]") && target.value) offer(target).catch(() => {});
  });
  form.addEventListener("change", ({ target }) => { if (target.name !== "q") go("pushState"); });
  form.addEventListener("submit", (event) => { event.preventDefault(); go("pushState"); });
  form.addEventListener("reset", () => setTimeout(() => go("pushState")));
  part("more").addEventListener("click", () => { most += 20; run(); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && event.target === field("q")) { event.preventDefault(); part("list").querySelector("a")?.focus(); }
  });
  part("list").addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const links = [...part("list").querySelectorAll("a")], at = links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    (links[at] ?? (at < 0 ? field("q") : links.at(-1))).focus();
  });
  addEventListener("popstate", () => { read(); most = 20; run(); });
  // After what was fetched has been forgotten.
  page.addEventListener("postil-changed", () => setTimeout(() => { if (form.isConnected) start(); }));
  return start();
};
