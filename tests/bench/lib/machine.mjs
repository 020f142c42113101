// Where figures were taken, and how they are printed.
import { cpus, loadavg, release, totalmem, type } from "node:os";

export const machine = () => ({
  processors: cpus().length,
  model: cpus()[0]?.model ?? "unknown",
  memory: totalmem(),
  system: `${type()} ${release()}`,
  node: process.version,
  load: loadavg()[0],
  date: new Date().toISOString(),
});

/** The machine and the tools in a few lines. */
export const introduction = (facts, versions) => [
  `${facts.processors} processors (${facts.model}), ${(facts.memory / 2 ** 30).toFixed(0)} GiB, ${facts.system}, load ${facts.load.toFixed(1)} at the start`,
  ...(facts.load > 0.5 * facts.processors ? ["The machine is busy: wall time says little, processor time and ratios say more."] : []),
  versions.join("; "),
].join("\n");

/** Rows of cells as a table in Markdown; all but the first column to the right. */
export const table = (head, rows) => {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, at) => Math.max(3, ...all.map((row) => row[at].length)));
  const line = (row) => `| ${row.map((it, at) => (at ? it.padStart(widths[at]) : it.padEnd(widths[at]))).join(" | ")} |`;
  const rule = `|${widths.map((it, at) => (at ? `${"-".repeat(it + 1)}:` : "-".repeat(it + 2))).join("|")}|`;
  return [line(all[0]), rule, ...all.slice(1).map(line)].join("\n");
};

/** What was demanded and whether it holds. A bar has a name, a value, a most (or a least), and a unit. */
export const judged = (bars) => table(["bar", "wanted", "measured", "holds"], bars.map(({ name, value, most, least, unit = "" }) => {
  const shown = (it) => `${it >= 100 ? it.toFixed(0) : Number(it.toPrecision(3))}${unit}`;
  return [name, most === undefined ? `>= ${shown(least)}` : `<= ${shown(most)}`, shown(value), holds({ value, most, least }) ? "yes" : "NO"];
}));
export const holds = ({ value, most = Infinity, least = -Infinity }) => value <= most && value >= least;
