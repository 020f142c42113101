// How long a saved change takes to reach an open browser tab, with Postil and with its peers. See README.md.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { holds, introduction, judged, machine, table } from "./lib/machine.mjs";
import { median } from "./lib/meter.mjs";
import { Server } from "./lib/server.mjs";
import { middle, sites } from "./lib/sites.mjs";
import { repository, tools, serving } from "./lib/tools.mjs";

/** What issue 4 of the project demands, by the number of briefings: milliseconds, seconds. */
const BARS = { 1000: { edit: 50, start: 1 }, 10000: { edit: 100, start: 6 } };
/** At these sizes so many times faster than the faster peer. */
const FASTER = { sizes: [1000, 5000], times: 10 };
const TEMPLATE_MS = 150;
const MEMORY = 60e3;

const { values: typed } = parseArgs({ options: {
  sizes: { type: "string", default: "100,1000,5000,10000" },
  edits: { type: "string", default: "20" },
  // A series of edits to a peer ends after so many seconds, but not before the third.
  patience: { type: "string", default: "90" },
  limit: { type: "string", default: "120" },
  tools: { type: "string", default: "postil,hugo,zola" },
  json: { type: "string" },
} });

/** Where the template of a briefing's page stands. */
const TEMPLATE = { postil: "templates/briefing.html", hugo: "layouts/briefings/page.html", zola: "templates/briefing.html" };

/** How each kind of edit puts a word into the text of a file. */
const EDITS = {
  "a word of the text": { file: (name, briefing) => briefing, edit: (text, word) => `${text.trimEnd()} ${word}\n` },
  "a claim in the front matter": { file: (name, briefing) => briefing, edit: (text, word) => replaced(text, "It is said that", `It is said, ${word}, that`) },
  "the template of the page": { file: (name) => TEMPLATE[name], edit: (text, word) => replaced(text, '<article class="briefing">', `<article class="briefing"><p>${word}</p>`) },
};

/** The memory of a server without the mapped pages of its program, which are the same for every site. */
const ofSite = ({ memory }) => memory.most - memory.program;

const replaced = (text, from, to) => {
  if (!text.includes(from)) throw new Error(`“${from}” does not stand in the file`);
  return text.replace(from, to);
};

const told = (text) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : "");

/** A tab that tells when a word of ours comes into its document, also after it was loaded anew. */
const openTab = async (browser, url) => {
  const page = await (await browser.newContext({ viewport: { width: 1360, height: 900 } })).newPage();
  const waiting = new Map();
  await page.exposeBinding("seen", (_, word) => waiting.get(word)?.(performance.now()));
  await page.addInitScript(() => {
    const known = new Set();
    const look = () => {
      for (const [word] of document.documentElement?.textContent.matchAll(/zq\d+qz/g) ?? []) {
        if (!known.has(word)) {
          known.add(word);
          window.seen(word);
        }
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
    document.addEventListener("DOMContentLoaded", look);
  });
  await page.goto(url);
  await sleep(500);
  return { page, shown: (word) => new Promise((resolve) => { waiting.set(word, resolve); }) };
};

let words = 0;

/** Saves one change in place, as an editor that truncates does; how long until the tab has it, in milliseconds. */
const edit = async ({ server, tab, site }, briefing, { file, edit: changed }) => {
  const path = join(site, file(server.name, briefing)), word = `zq${++words}qz`;
  const text = changed(originals(path), word), shown = tab.shown(word);
  await tab.page.bringToFront();
  const before = await server.rest(), begun = performance.now();
  writeFileSync(path, text);
  const at = await Promise.race([shown, sleep(1000 * Number(typed.limit), null, { ref: false })]);
  const after = await server.rest();
  if (at === null) throw new Error(`${server.name} did not show the change within ${typed.limit} s`);
  return { ms: at - begun, cpu: after - before };
};

const kept = new Map();
/** The text of a file as it was before the first edit. */
const originals = (path) => {
  if (!kept.has(path)) kept.set(path, readFileSync(path, "utf8"));
  return kept.get(path);
};

/** All edits of one kind, the servers in turn. */
const series = async (opened, briefing, kind) => {
  const results = Object.fromEntries(opened.map(({ server }) => [server.name, { ms: [], cpu: [] }]));
  const begun = Object.fromEntries(opened.map(({ server }) => [server.name, 0]));
  for (let turn = 0; turn <= Number(typed.edits); turn++) {
    for (const one of opened) {
      const { name } = one.server, row = results[name];
      const tired = name !== "postil" && begun[name] > 1000 * Number(typed.patience) && row.ms.length >= 3;
      if (row.problem || tired) continue;
      told(`${name}: ${kind}, ${turn} of ${typed.edits}`);
      try {
        const { ms, cpu } = await edit(one, briefing, EDITS[kind]);
        begun[name] += ms;
        // The first is a warm-up.
        if (turn > 0) {
          row.ms.push(ms);
          row.cpu.push(cpu);
        }
      } catch (error) {
        row.problem = error.message;
      }
    }
  }
  for (const { server, site } of opened) writeFileSync(join(site, EDITS[kind].file(server.name, briefing)), originals(join(site, EDITS[kind].file(server.name, briefing))));
  await Promise.all(opened.map(({ server }) => server.rest()));
  return results;
};

const opened = async (browser, there, places, address) => {
  const all = [];
  for (const tool of there) {
    told(`starting ${tool.name}`);
    const server = await Server.start(tool, places[tool.name], address);
    await server.rest(1000);
    all.push({ server, site: places[tool.name], tab: await openTab(browser, server.url) });
  }
  return all;
};

const idle = async (servers) => {
  told("watching the servers idle");
  const before = servers.map((it) => it.cpu());
  await sleep(10_000);
  return Object.fromEntries(servers.map((it, at) => [it.name, it.cpu() - before[at]]));
};

const measure = async (browser, briefings, there) => {
  told(`making the site of ${briefings} briefings`);
  const places = sites(briefings, there), { address, file } = middle(briefings);
  if (places.postil) cpSync(join(repository, TEMPLATE.postil), join(places.postil, TEMPLATE.postil), { recursive: true });
  let all = [];
  try {
    all = await opened(browser, there, places, address);
    const result = { briefings, servers: {} };
    const idleCpu = await idle(all.map((it) => it.server));
    for (const { server } of all) result.servers[server.name] = { start: server.start, idle: idleCpu[server.name], edits: {} };
    for (const kind of Object.keys(EDITS)) {
      const rows = await series(all, file, kind);
      for (const [name, row] of Object.entries(rows)) result.servers[name].edits[kind] = { ...row, median: row.ms.length ? median(row.ms) : NaN };
    }
    for (const { server } of all) result.servers[server.name].memory = server.memory();
    told("");
    return report(result);
  } finally {
    for (const { server, tab } of all) {
      await tab.page.context().close();
      await server.stop();
    }
    kept.clear();
  }
};

const milliseconds = (value) => (Number.isFinite(value) ? value.toFixed(value < 100 ? 1 : 0) : "–");

const report = (result) => {
  const { briefings, servers } = result, rows = [];
  for (const kind of Object.keys(EDITS)) {
    for (const [name, { edits }] of Object.entries(servers)) {
      const { ms, cpu, median: middle, problem } = edits[kind];
      const mean = cpu.reduce((sum, it) => sum + it, 0) / cpu.length;
      rows.push([`${kind}, ${name}`, ms.length, milliseconds(middle), milliseconds(Math.min(...ms)), milliseconds(Math.max(...ms)), milliseconds(1000 * mean),
        milliseconds(middle / servers.postil?.edits[kind].median), problem ?? ""]);
    }
  }
  console.log(`\n## ${briefings} briefings\n\n${table(["saved until shown", "edits", "median ms", "min", "max", "CPU ms/edit", "×postil", "problem"], rows)}`);
  console.log(`\n${table(["server", "start to first page s", "memory MB", "its program MB", "KB/briefing", "CPU s in 10 s idle"], Object.entries(servers).map(([name, it]) => [
    name, it.start.toFixed(2), (it.memory.most / 1e6).toFixed(0), (it.memory.program / 1e6).toFixed(0), (ofSite(it) / briefings / 1e3).toFixed(0), it.idle.toFixed(2)]))}`);
  const bars = servers.postil ? demands(result) : [];
  if (bars.length) console.log(`\n${judged(bars)}`);
  return { ...result, bars: bars.map((it) => ({ ...it, holds: holds(it) })) };
};

const demands = ({ briefings, servers: { postil, ...peers } }) => {
  const of = (it, kind) => it.edits[kind].median, bar = BARS[briefings] ?? (briefings < 1000 ? BARS[1000] : BARS[10000]);
  const [text, claim, template] = Object.keys(EDITS);
  const faster = Math.min(...Object.values(peers).map((it) => of(it, text)).filter(Number.isFinite));
  return [
    { name: text, value: of(postil, text), most: bar.edit, unit: " ms" },
    { name: claim, value: of(postil, claim), most: bar.edit, unit: " ms" },
    { name: template, value: of(postil, template), most: TEMPLATE_MS, unit: " ms" },
    { name: "start to first page", value: postil.start, most: bar.start, unit: " s" },
    // What a small site needs is mostly what any site needs.
    ...(briefings >= 1000 ? [{ name: "memory of a briefing", value: ofSite(postil) / briefings / 1e3, most: MEMORY / 1e3, unit: " KB" }] : []),
    { name: "CPU in 10 s idle", value: postil.idle, most: 0.05, unit: " s" },
    ...(FASTER.sizes.includes(briefings) && Number.isFinite(faster) ? [{ name: `${text}, times faster than the faster peer`, value: faster / of(postil, text), least: FASTER.times }] : []),
  ];
};

/** The cost of an edit over the sizes. */
const curve = (results, there) => table(["median ms", ...results.map((it) => it.briefings)], Object.keys(EDITS).flatMap((kind) => there.map(({ name }) =>
  [`${kind}, ${name}`, ...results.map((it) => milliseconds(it.servers[name].edits[kind].median))])));

const there = tools(typed.tools.split(",")), facts = machine(), versions = there.map((it) => it.version);
const browserTests = join(repository, "tests", "browser");
if (!existsSync(join(browserTests, "node_modules"))) execFileSync("npm", ["ci", "--prefix", browserTests, "--no-audit", "--no-fund", "--loglevel=error"], { stdio: ["ignore", 2, 2] });
const { launch } = await import("../browser/chromium.mjs");
const browser = await launch();
versions.push(`chromium ${browser.version()}`);
if (serving) versions.push(`served by ${serving}`);
console.log(introduction(facts, versions));
const results = [];
for (const size of typed.sizes.split(",")) results.push(await measure(browser, Number(size), there));
await browser.close();
if (results.length > 1) console.log(`\n## All sizes\n\n${curve(results, there)}`);
if (typed.json) writeFileSync(typed.json, `${JSON.stringify({ machine: facts, versions, results }, null, 1)}\n`);
