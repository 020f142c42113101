// Every exported annotation is found at its place in the published page by the selectors of Apache Annotator.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import test from "node:test";
import { build } from "esbuild";
import { launch } from "../browser/chromium.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const sites = process.env.SITES;
// In a large site a part of the briefings, evenly spread.
const most = 60;

const library = async () => {
  const { outputFiles: [{ text }] } = await build({
    stdin: { contents: 'export * from "@apache-annotator/dom";', resolveDir: here },
    bundle: true, write: false, format: "iife", globalName: "annotator",
  });
  return text;
};

/** Runs in the page: what is wrong with an annotation, or how it was found. */
const look = async ({ id, target }) => {
  const targets = [target].flat().filter((it) => typeof it === "object");
  const ranges = [];
  for (const { selector: [quote, fragment] } of targets) {
    const block = document.getElementById(fragment.value);
    if (!block) return { problem: `no element ${fragment.value}` };
    const first = async (matches) => (await matches.next()).value;
    const position = await first(annotator.createTextPositionSelectorMatcher(fragment.refinedBy)(block));
    if (position?.toString() !== quote.exact) return { problem: `position: ${position} is not ${quote.exact}` };
    const inBlock = await first(annotator.createTextQuoteSelectorMatcher(quote)(block));
    const inPage = [];
    for await (const match of annotator.createTextQuoteSelectorMatcher(quote)(document.body)) inPage.push(match);
    // Where a boundary lies between two text nodes, either may hold it: the places are compared by the text before them.
    const before = (range) => {
      const start = document.createRange();
      start.setStart(document.body, 0);
      start.setEnd(range.startContainer, range.startOffset);
      return start.toString().length;
    };
    const at = before(position);
    if (!inPage.some((it) => before(it) === at && it.toString() === quote.exact)) return { problem: `quotation: not where its position is: ${quote.exact}` };
    if (!inBlock) return { problem: "quotation: not in its block" };
    ranges.push({ position, unique: inPage.length === 1, first: before(inPage[0]) === at });
  }
  // The mark of the page is what readers see: the passage begins in it.
  const mark = document.getElementById(decodeURIComponent(id.split("#")[1]));
  if (ranges.length && mark?.matches("mark")) {
    const { position } = ranges[0];
    const whole = document.createRange();
    whole.selectNodeContents(mark);
    const gap = document.createRange();
    gap.setStart(document.body, 0);
    gap.setEnd(position.startContainer, position.startOffset);
    const lead = document.createRange();
    lead.setStart(document.body, 0);
    lead.setEnd(mark, 0);
    if (gap.toString().length !== lead.toString().length) return { problem: "does not begin where the mark begins" };
  }
  return { pieces: ranges.length, unique: ranges.filter((it) => it.unique).length, first: ranges.filter((it) => it.first).length };
};

for (const site of readdirSync(sites)) {
  test(`${site}: annotations are found in its pages`, async () => {
    const browser = await launch();
    try {
      const page = await (await browser.newContext({ bypassCSP: true, javaScriptEnabled: true })).newPage();
      const script = await library();
      const whole = JSON.parse(readFileSync(join(sites, site, "data/annotations.jsonld")));
      const byPage = Map.groupBy?.(whole.first.items, (it) => it.id.split("#")[0]) ?? group(whole.first.items);
      const base = whole.id.slice(0, -"data/annotations.jsonld".length);
      const pages = [...byPage].filter(([address]) => address.startsWith(`${base}briefings/`));
      let pieces = 0, unique = 0, first = 0;
      for (const [address, items] of pages.filter((_, nth) => nth % Math.ceil(pages.length / most) === 0)) {
        const file = join(sites, site, decodeURIComponent(address.slice(base.length)), "index.html");
        assert.ok(existsSync(file), file);
        await page.goto(pathToFileURL(file).href, { waitUntil: "domcontentloaded" });
        await page.addScriptTag({ content: script });
        for (const item of items) {
          const found = await page.evaluate(look, item);
          assert.equal(found.problem, undefined, `${item.id}: ${found.problem}`);
          pieces += found.pieces;
          unique += found.unique;
          first += found.first;
        }
      }
      console.log(`${site}: ${pieces} passages found, ${unique} by words that the page has once, ${first} at the first place with their words`);
      assert.ok(pieces > 20);
      // In these sites no other place has the words of a passage with what stands around them.
      assert.equal(unique, pieces);
    } finally {
      await browser.close();
    }
  });
}

function group(items) {
  const groups = new Map();
  for (const item of items) {
    const key = item.id.split("#")[0];
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
