// What the search costs and how well it finds, beside Pagefind on the same pages. See README.md.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { launch } from "../browser/chromium.mjs";
import { host as serve } from "../browser/host.mjs";
import { holds, introduction, judged, machine, table } from "./lib/machine.mjs";
import { median, size, takeTurns } from "./lib/meter.mjs";
import { program, tools, work } from "./lib/tools.mjs";

const PAGEFIND = "1.6.0";
/** What issue 6 of the project demands. */
const BARS = { cpu: 0.5, memory: 150e6, wire: 60e3, answer: 50 };

const { values: typed } = parseArgs({ options: {
  sizes: { type: "string", default: "1000" },
  runs: { type: "string", default: "3" },
  queries: { type: "string", default: "200" },
  output: { type: "string", default: existsSync("/dev/shm") ? "/dev/shm" : tmpdir() },
  without: { type: "string", default: "" },
  json: { type: "string" },
} });
const told = (text) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : "");

/** The generated site, in which every actor has another name as well. */
const generated = (briefings, folder) => {
  execFileSync(program("examples/generate"), [`${briefings}`, folder]);
  const file = join(folder, "content", "actors.yaml");
  const other = (id) => `Codename ${["Heron", "Otter", "Badger", "Lynx", "Marten"][id % 5]}${["field", "wood", "stone", "mere"][id % 4]} ${id}`;
  writeFileSync(file, readFileSync(file, "utf8").replace(/^- id: actor-(\d+)$/gm, (line, id) => `${line}\n  aliases: [${other(Number(id))}]`));
};

/** Pagefind from npm, in a folder of its own. */
const pagefind = () => {
  const folder = join(work, "tools", `pagefind-${PAGEFIND}`), binary = join(folder, "node_modules", ".bin", "pagefind");
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    execFileSync("npm", ["install", "--no-fund", "--no-audit", "--loglevel=error", `pagefind@${PAGEFIND}`], { cwd: folder, stdio: ["ignore", 2, 2] });
  }
  return binary;
};

const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
/** `many` of these, evenly. */
const some = (list, many) => list.filter((_, at) => Math.floor(at * many / list.length) !== Math.floor((at - 1) * many / list.length));

/** Questions with the pages that answer them, by kind, from what the site says of itself as data. */
const questions = (data, many) => {
  const titled = [...data.claims.map((it) => [it.claim, it.href]), ...data.briefings.map((it) => [it.title, it.href]), ...data.events.map((it) => [it.title, it.href])];
  const holders = new Map();
  for (const [title, href] of titled) for (const word of new Set(words(title))) (holders.get(word) ?? holders.set(word, new Set()).get(word)).add(href);
  const rarity = (word) => holders.get(word).size, each = Math.ceil(many / 4);
  const rarest = (text) => [...new Set(words(text))].sort((a, b) => rarity(a) - rarity(b)).slice(0, 3);
  const common = [...holders.keys()].filter((it) => rarity(it) > titled.length / 50 && it.length > 3).sort();
  const pairs = common.flatMap((a, at) => common.slice(at + 1).map((b) => [a, b, [...holders.get(a)].filter((it) => holders.get(b).has(it))]))
    .filter(([, , both]) => both.length);
  return [
    ...some(data.claims, each).map((it) => ({ kind: "a claim's rarest words", text: rarest(it.claim).join(" "), wanted: [it.href] })),
    ...some(data.actors.filter((it) => it.aliases?.length), each).map((it) => ({ kind: "an actor's other name", text: it.aliases[0], wanted: [it.href] })),
    ...some(data.briefings, each).map((it) => ({ kind: "a title's words", text: words(it.title).join(" "), wanted: [it.href] })),
    ...some(pairs, each).map(([a, b, both]) => ({ kind: "two common words", text: `${a} ${b}`, wanted: both })),
  ];
};

const FINDERS = {
  postil: async ([root, list]) => {
    const { search, results } = await import(`${root}search.js`), found = [];
    for (const text of list) {
      const hits = async () => (await results(await search(text, {}, 10), text)).slice(0, 5).map((it) => it.record[0]);
      await hits();
      const begun = performance.now(), first = await hits();
      found.push({ first, answer: performance.now() - begun });
    }
    return found;
  },
  pagefind: async ([root, list]) => {
    const engine = await import(`${root}pagefind/pagefind.js`), found = [];
    await engine.options({ baseUrl: "/" });
    for (const text of list) {
      const hits = async () => Promise.all((await engine.search(text)).results.slice(0, 5).map(async (it) => (await it.data()).url.replace(new URL(root).pathname, "")));
      await hits();
      const begun = performance.now(), first = await hits();
      found.push({ first: first.map((it) => it.replace(/^\//, "").replace(/index\.html$/, "")), answer: performance.now() - begun });
    }
    return found;
  },
};

/** What a reader's first search brings over the wire, for each text: bytes as they are, and as a host sends them. */
const first = async (browser, root, folder, list) => {
  const sums = [];
  for (const text of list) {
    const context = await browser.newContext(), page = await context.newPage(), asked = [];
    await page.goto(root);
    page.on("response", (it) => asked.push(decodeURIComponent(new URL(it.url()).pathname.replace(new URL(root).pathname, ""))));
    await page.keyboard.press("Control+k");
    await page.locator("dialog input").pressSequentially(text, { delay: 70 });
    await page.locator("[role=option]").first().waitFor();
    await page.waitForLoadState("networkidle");
    const contents = asked.map((it) => readFileSync(join(folder, it)));
    sums.push({ text, files: asked.length, raw: contents.reduce((sum, it) => sum + it.length, 0), packed: contents.reduce((sum, it) => sum + gzipSync(it).length, 0) });
    await context.close();
  }
  return sums;
};

const measured = async (briefings, postil, root) => {
  const site = join(work, "sites", `search-${briefings}`), folder = join(root, "host"), output = join(folder, "site");
  rmSync(site, { recursive: true, force: true });
  generated(briefings, site);
  const off = { env: "POSTIL_BUILD__SEARCH=false" };
  const rows = takeTurns([
    { name: "with", command: (to) => postil.build(site, to) },
    { name: "without", command: (to) => ["env", off.env, ...postil.build(site, to)] },
  ], { runs: Number(typed.runs), warmup: 0, root, told });
  execFileSync(postil.build(site, output)[0], postil.build(site, output).slice(1), { stdio: "ignore" });
  const index = { files: 0, bytes: 0, packed: 0 };
  for (const it of readdirSync(join(output, "search"), { recursive: true, withFileTypes: true }).filter((it) => it.name.endsWith(".json"))) {
    const file = join(it.parentPath ?? it.path, it.name);
    index.files++;
    index.bytes += statSync(file).size;
    index.packed += gzipSync(readFileSync(file)).length;
  }
  const data = JSON.parse(execFileSync(postil.build(site, output)[0], ["export", "json", site], { encoding: "utf8", maxBuffer: 2 ** 31 }));
  const asked = questions(data, Number(typed.queries)), engines = ["postil"];
  if (!typed.without.split(",").includes("pagefind")) {
    const before = size(output);
    rows.pagefind = takeTurns([{ name: "pagefind", same: output, command: () => [pagefind(), "--site", output] }], { runs: 1, warmup: 0, root, told }).pagefind;
    rows.pagefind.files -= before.files;
    rows.pagefind.bytes -= before.bytes;
    engines.push("pagefind");
  }
  const [browser, host] = [await launch(), await serve(folder)], address = `${host.origin}/site/`;
  const found = {};
  for (const engine of engines) {
    told(`${engine} searches`);
    const page = await browser.newPage();
    await page.goto(address);
    found[engine] = await page.evaluate(FINDERS[engine], [address, asked.map((it) => it.text)]);
    await page.close();
  }
  const wire = await first(browser, address, output, some(asked, 40).map((it) => it.text));
  await browser.close();
  host.close();
  return { rows, index, asked, found, wire };
};

const kilo = (bytes) => (bytes / 1e3).toFixed(1);
const mega = (bytes) => (bytes / 1e6).toFixed(1);
const report = (briefings, { rows, index, asked, found, wire }) => {
  const { with: on, without: off } = rows, kinds = [...new Set(asked.map((it) => it.kind))];
  const rate = (engine, kind) => {
    const hits = asked.map((it, at) => [it, found[engine][at].first]).filter(([it]) => !kind || it.kind === kind);
    return hits.filter(([it, first]) => first.some((href) => it.wanted.includes(href))).length / hits.length;
  };
  const percent = (value) => `${(100 * value).toFixed(1)} %`, answers = found.postil.map((it) => it.answer);
  console.log(`\n## ${briefings} briefings\n`);
  console.log(table(["", "CPU s", "wall s", "peak MB", "files", "MB"], Object.entries(rows).map(([name, it]) =>
    [{ with: "with search", without: "without", pagefind: "pagefind, on top" }[name], it.median.cpu.toFixed(2), it.median.wall.toFixed(2), mega(it.median.peak), it.files, mega(it.bytes)])));
  console.log(`\nThe index: ${index.files} files, ${mega(index.bytes)} MB, ${mega(index.packed)} MB packed.\n`);
  console.log(table(["found among the first five", ...Object.keys(found)], [...kinds, ""].map((kind) => [kind || "all", ...Object.keys(found).map((engine) => percent(rate(engine, kind)))])));
  const packed = wire.map((it) => it.packed), raw = wire.map((it) => it.raw);
  console.log(`\nA first search, script and styles included: median ${kilo(median(raw))} kB, ${kilo(median(packed))} kB packed; most ${kilo(Math.max(...raw))} kB, ${kilo(Math.max(...packed))} kB packed (“${wire.find((it) => it.packed === Math.max(...packed)).text}”); median ${median(wire.map((it) => it.files))} requests.`);
  console.log(`Answers once the files are there: median ${median(answers).toFixed(1)} ms, most ${Math.max(...answers).toFixed(1)} ms.\n`);
  const bars = [
    { name: "CPU of the index beside the rest", value: on.median.cpu / off.median.cpu - 1, most: BARS.cpu },
    { name: "memory that the index adds, MB", value: (on.median.peak - off.median.peak) / 1e6, most: BARS.memory / 1e6 },
    { name: "largest first search, packed, kB", value: Math.max(...packed) / 1e3, most: BARS.wire / 1e3 },
    { name: "slowest answer, ms", value: Math.max(...answers), most: BARS.answer },
    ...(found.pagefind ? kinds.map((kind) => ({ name: `${kind}: beside Pagefind`, value: rate("postil", kind) - rate("pagefind", kind), least: 0 })) : []),
  ];
  console.log(judged(bars));
  return bars;
};

const facts = machine(), [postil] = tools(["postil"]);
console.log(introduction(facts, [postil.version, `pagefind ${PAGEFIND}`]));
const all = {};
let good = true;
for (const briefings of typed.sizes.split(",").map(Number)) {
  const root = mkdtempSync(join(typed.output, "postil-search-"));
  try {
    const figures = await measured(briefings, postil, root);
    good &&= report(briefings, figures).every(holds);
    all[briefings] = figures;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
if (typed.json) writeFileSync(typed.json, JSON.stringify({ facts, all }, null, 1));
process.exitCode = good ? 0 : 1;
