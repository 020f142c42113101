// Builds the same site with Postil and with its peers, in turn, and says what each costs. See README.md.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { introduction, judged, machine, table } from "./lib/machine.mjs";
import { takeTurns } from "./lib/meter.mjs";
import { compareOutputs } from "./lib/same.mjs";
import { middle, sites } from "./lib/sites.mjs";
import { program, tools } from "./lib/tools.mjs";

/** What issue 7 of the project demands, by the number of briefings; ratios within one run. */
const BARS = {
  1000: { cpu: 6, wall: 5, peak: 100e6 },
  5000: { cpu: 7, wall: 6, peak: 300e6 },
  20000: { cpu: 7, wall: 6, peak: 1.2e9 },
};
/** Settings that change what is made, measured apart when this Postil knows them. */
const SWITCHES = {
  "postil, without search": ["build", "search", "false"],
  "postil, with cards": ["build", "social_cards", '"all"'],
  "postil, flat addresses": ["build", "addresses", '"file"'],
};

const { values: typed } = parseArgs({ options: {
  sizes: { type: "string", default: "1000" },
  runs: { type: "string", default: "5" },
  tools: { type: "string", default: "postil,hugo,eleventy,zola" },
  output: { type: "string", default: existsSync("/dev/shm") ? "/dev/shm" : tmpdir() },
  without: { type: "string", default: "" },
  json: { type: "string" },
} });
/** The rows with a setting that are left out. */
const left = typed.without.split(",").map((it) => `postil, ${it.trim()}`);

const told = (text) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : "");

/** Everything that is built, in the order in which turns are taken. */
const subjects = (briefings, there, places, root) => {
  const postil = there.find((it) => it.name === "postil"), site = places.postil, kept = join(root, "kept");
  const list = join(root, "list"), file = join(site, middle(briefings).file);
  const build = (name, ...more) => ({ name, command: (output) => postil.build(site, output, ...more) });
  const again = (name, ...more) => ({ ...build(name, ...more), same: kept, writes: false });
  const written = readFileSync(file, "utf8");
  const changed = (change, name, ...more) => ({
    ...again(name, ...more),
    before: (turn) => writeFileSync(file, change(turn)),
    after: () => { writeFileSync(file, written); execFileSync(...split(postil.build(site, kept)), { stdio: "ignore" }); },
  });
  const inProse = (turn) => `${written}\nTurn ${turn}.\n`, inTitle = (turn) => written.replace("title: ", `title: Turn ${turn}, `);
  execFileSync(...split(postil.build(site, kept)), { stdio: "ignore" });
  execFileSync(program("examples/floor"), ["list", kept, list]);
  return [
    build("postil"),
    ...there.filter((it) => it !== postil).map((it) => ({ name: it.name, cwd: places[it.name], command: (output) => it.build(places[it.name], output) })),
    { name: "floor", command: (output) => [program("examples/floor"), "write", site, list, output] },
    { name: "cp -r", command: (output) => ["cp", "-r", kept, output] },
    build("postil, 1 thread", "--threads", "1"),
    build("postil, 2 threads", "--threads", "2"),
    again("postil, nothing changed"),
    changed(inProse, "postil, one briefing changed"),
    changed(inTitle, "postil, one title changed, 1 thread", "--threads", "1"),
    changed(inTitle, "postil, one title changed, 2 threads", "--threads", "2"),
    { name: "postil check", writes: false, command: () => postil.check(site) },
    ...Object.entries(SWITCHES).filter(([name]) => !left.includes(name)).flatMap(([name, setting]) => switched(name, setting, postil, site)),
  ];
};

const split = ([command, ...args]) => [command, args];

/** The site once more with a setting, when Postil knows it. */
const switched = (name, [part, key, value], postil, site) => {
  const other = `${site}-${key}`;
  execFileSync("cp", ["-r", site, other]);
  const settings = join(other, "postil.toml");
  const sections = readFileSync(settings, "utf8").split(/^(?=\[)/m).map((it) => it.replace(new RegExp(`^${key} = .*\n`, "m"), ""));
  const at = sections.findIndex((it) => it.startsWith(`[${part}]\n`));
  sections[at < 0 ? sections.push(`[${part}]\n`) - 1 : at] += `${key} = ${value}\n`;
  writeFileSync(settings, sections.join(""));
  const { stdout, stderr, status } = spawnSync(...split(postil.check(other)), { encoding: "utf8" });
  const known = status === 0 && !`${stdout}${stderr}`.includes("unknown-key");
  return known ? [{ name, command: (output) => postil.build(other, output) }] : [];
};

const mega = (bytes) => (bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0);
const times = (value, of) => (of ? `${(value / of).toPrecision(3)}` : "");

const costs = (rows, fastest) => table(
  ["", "wall s", "from – to", "CPU s", "user", "system", "peak MB", "files", "MB", "CPU µs/file", "CPU ms/MB", "CPU ×floor", "CPU ×postil", "wall ×postil"],
  Object.entries(rows).map(([name, { median: it, fastest: least, slowest, files, bytes }]) => [
    name + (name === fastest ? " (fastest peer)" : ""), it.wall.toFixed(3), `${least.toFixed(3)} – ${slowest.toFixed(3)}`, it.cpu.toFixed(3), it.user.toFixed(3),
    it.system.toFixed(3), mega(it.peak), files ?? "", bytes ? mega(bytes) : "", files ? (1e6 * it.cpu / files).toFixed(0) : "",
    bytes ? (1e9 * it.cpu / bytes).toFixed(2) : "", times(it.cpu, rows.floor.median.cpu), times(it.cpu, rows.postil.median.cpu), times(it.wall, rows.postil.median.wall),
  ]));

/** How Postil stands to the least of the peers for each file and each byte that are written, for it writes more. */
const perUnit = (rows, peers) => ["files", "bytes"].map((unit) => {
  const each = (name) => rows[name].median.cpu / rows[name][unit];
  return `${(Math.min(...peers.map(each)) / each("postil")).toPrecision(3)} times less for each of its ${unit}`;
}).join(", ");

/** The peer that needs least of something. */
const least = (rows, peers, key) => Math.min(...peers.map((it) => rows[it].median[key]));

const demands = (briefings, rows, peers) => {
  const of = (name, key = "cpu") => rows[name].median[key], bar = BARS[briefings] ?? BARS[1000];
  const threads = (name) => of(`${name}, 1 thread`, "wall") / of(`${name}, 2 threads`, "wall");
  const against = (key, wanted) => (peers.length ? [{ name: `${key}, times less than the least of the peers`, value: least(rows, peers, key) / of("postil", key), least: wanted }] : []);
  return [
    ...against("cpu", bar.cpu),
    ...against("wall", bar.wall),
    { name: "cpu against the floor", value: of("postil") / of("floor"), most: 3 },
    { name: "peak memory", value: of("postil", "peak") / 1e6, most: bar.peak / 1e6, unit: " MB" },
    { name: "nothing changed, part of a clean build (cpu)", value: of("postil, nothing changed") / of("postil"), most: 1 / 5 },
    { name: "one briefing changed, part of a clean build (cpu)", value: of("postil, one briefing changed") / of("postil"), most: 1 / 4 },
    { name: "two threads against one where all is made and little written (wall)", value: threads("postil, one title changed"), least: 1.6 },
  ];
};

const measure = (briefings, there) => {
  told(`making the site of ${briefings} briefings`);
  const places = sites(briefings, there);
  const root = mkdtempSync(join(typed.output, "postil-bench-")), remove = () => rmSync(root, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const same = comparedOnce(there, places, join(root, "same"));
    const rows = takeTurns(subjects(briefings, there, places, root), { runs: Number(typed.runs), root, told });
    told("");
    const peers = there.map((it) => it.name).filter((it) => it !== "postil");
    const fastest = peers.toSorted((a, b) => rows[a].median.cpu - rows[b].median.cpu)[0];
    const bars = demands(briefings, rows, peers);
    console.log(`\n## ${briefings} briefings\n`);
    if (same) console.log(`The same site: ${same.pages} pages of entities in each; ${same.sampled} compared, with ${same.claims} claims and ${same.links} links.\n`);
    console.log(costs(rows, fastest));
    if (peers.length) console.log(`\nPostil writes more than the peers. Against the least of them it needs ${perUnit(rows, peers)} (processor time).`);
    console.log(`\n${judged(bars)}${BARS[briefings] ? "" : "\n(There are no bars for this size: those of 1000 are shown.)"}`);
    return { briefings, same, rows, bars };
  } finally {
    remove();
    process.off("exit", remove);
  }
};

/** Builds with each tool once, and compares what a reader sees. */
const comparedOnce = (there, places, folder) => {
  if (there.length < 2) return null;
  mkdirSync(folder);
  const outputs = there.map(({ name, build }) => {
    told(`${name}: what a reader sees`);
    execFileSync(...split(build(places[name], join(folder, name))), { cwd: places[name], stdio: ["ignore", "ignore", "pipe"] });
    return [name, join(folder, name)];
  });
  const same = compareOutputs(Object.fromEntries(outputs));
  rmSync(folder, { recursive: true });
  return same;
};

/** How much slower a site of 20,000 is than one of 1,000. */
const growth = (results) => {
  const of = (briefings) => results.find((it) => it.briefings === briefings)?.rows.postil.median.cpu;
  const [small, large] = [of(1000), of(20000)];
  return small && large ? [{ name: "cpu of 20,000 briefings against 1,000", value: large / small, most: 22 }] : [];
};

const there = tools([...new Set(["postil", ...typed.tools.split(",")])]);
const facts = machine(), versions = there.map((it) => it.version);
console.log(`${introduction(facts, versions)}\nOutput to ${typed.output}; medians of ${typed.runs} runs, taken in turn.`);
const results = typed.sizes.split(",").map((it) => measure(Number(it), there));
const bars = growth(results);
if (bars.length) console.log(`\n${judged(bars)}`);
if (typed.json) writeFileSync(typed.json, `${JSON.stringify({ machine: facts, versions, runs: Number(typed.runs), results, growth: bars }, null, 1)}\n`);
