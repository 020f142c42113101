// Whether the tools' outputs show a reader the same site.
//
// All outputs must have the same set of pages for briefings, claims, actors and events. Of a sample of these pages, the
// peers must show the same text and the same links, and Postil at least every claim and every link that they show; its
// longest pages are cut into parts, which count together.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const KINDS = ["briefings", "claims", "actors", "events"];

/** The addresses of the pages of each kind: `claims/claim-1-0/`. */
const entities = (output) => KINDS.flatMap((kind) => {
  const depth = kind === "briefings" ? 3 : 2;
  const files = readdirSync(join(output, kind), { recursive: true, withFileTypes: true }).filter((it) => it.name === "index.html");
  const addresses = files.map((it) => relative(output, it.parentPath ?? it.path));
  return addresses.filter((it) => it.split("/").length === depth && !/^[a-z]+\/(page|by)(\/|$)/.test(it)).map((it) => `${it}/`);
}).toSorted();

const entitiesOf = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#34;": '"' };
const plain = (html) => html
  .replace(/<\/?(a|b|em|mark|span|strong|time)\b[^>]*>/g, "")
  .replace(/<[^>]*>/g, " ")
  .replace(/&(amp|lt|gt|quot|#39|#34);/g, (it) => entitiesOf[it])
  .replace(/\s+/g, " ")
  .trim();

/** What a page says in its main part: its text, where its links lead, and the claims it names. */
const page = (output, address) => {
  const html = readFileSync(join(output, address, "index.html"), "utf8");
  const main = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
  const resolved = (href) => new URL(href, `https://site/${address}`).pathname.slice(1);
  const links = [...main.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)].map((it) => resolved(it[1]));
  const claims = [...main.matchAll(/<(?:mark|p class="note-text"|a href="\/claims\/)[^>]*>(.*?)<\/(?:mark|p|a)>/gs)].map((it) => plain(it[1]));
  return { text: plain(main), links, claims };
};

/** A page with the further parts of its lists; an actor's also with the timeline that shows what its page leaves out. */
const parts = (output, address) => {
  const lists = [address, `${address}timeline/`, `timeline/${address}`].filter((it) => existsSync(join(output, it, "index.html")));
  return lists.flatMap((list) => {
    const folder = join(output, list, "page");
    const more = existsSync(folder) ? readdirSync(folder).map((it) => `${list}page/${it}/`) : [];
    return [list, ...more].map((it) => page(output, it));
  });
};

/** Compares outputs, by name. Returns how much was compared; throws when something differs. */
export const compareOutputs = (outputs, sampled = 50) => {
  const { postil, ...peers } = outputs;
  const wanted = entities(postil), wrong = [];
  const differs = (text) => { wrong.push(text); };
  for (const [name, output] of Object.entries(peers)) {
    const there = entities(output), [own, other] = [new Set(wanted), new Set(there)];
    wanted.filter((it) => !other.has(it)).slice(0, 3).forEach((it) => differs(`${name} has no ${it}`));
    there.filter((it) => !own.has(it)).slice(0, 3).forEach((it) => differs(`postil has no ${it}, which ${name} has`));
  }
  const sample = KINDS.flatMap((kind) => {
    const all = wanted.filter((it) => it.startsWith(`${kind}/`)), step = Math.max(1, Math.floor(all.length / sampled));
    return all.filter((_, at) => at % step === 0);
  });
  let claims = 0, links = 0;
  const [[first, reference], ...others] = Object.entries(peers);
  if (wrong.length) throw new Error(wrong.join("\n"));
  for (const address of sample) {
    const shown = page(reference, address);
    for (const [name, output] of others) {
      const it = page(output, address);
      if (it.text !== shown.text) differs(`${address}: ${name} and ${first} differ ${difference(it.text, shown.text)}`);
      if (it.links.join() !== shown.links.join()) differs(`${address}: the links of ${name} and ${first} differ`);
    }
    const ours = parts(postil, address), text = ours.map((it) => it.text).join(" "), led = new Set(ours.flatMap((it) => it.links));
    shown.claims.filter((it) => it && it !== "Open claim" && !text.includes(it)).slice(0, 2).forEach((it) => differs(`${address}: postil does not show “${it}”`));
    // A page of a popular actor says how many of its briefings it leaves out.
    const cut = /\bmore briefings\b/.test(text);
    shown.links.filter((it) => !led.has(it) && !(cut && it.startsWith("briefings/"))).slice(0, 2).forEach((it) => differs(`${address}: postil does not lead to ${it}`));
    claims += shown.claims.length;
    links += shown.links.length;
  }
  if (claims < sample.length) differs(`${sample.length} pages name only ${claims} claims: the comparison sees too little`);
  if (wrong.length) throw new Error(`The outputs do not show the same site:\n${wrong.slice(0, 20).join("\n")}`);
  return { pages: wanted.length, sampled: sample.length, claims, links };
};

const difference = (a, b) => {
  let at = 0;
  while (a[at] === b[at] && at < a.length) at++;
  return `at “${a.slice(Math.max(0, at - 30), at + 40)}” / “${b.slice(Math.max(0, at - 30), at + 40)}”`;
};
