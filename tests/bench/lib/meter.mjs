// What commands cost, taken in turn so that a machine whose speed drifts slows all of them alike.
import { spawnSync } from "node:child_process";
import { mkdtempSync, openSync, closeSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const METER = fileURLToPath(new URL("../meter.py", import.meta.url));

/** Runs one command (`[program, ...arguments]`); throws with the end of what it printed when it fails. */
const once = (command, cwd) => {
  const folder = mkdtempSync(join(tmpdir(), "meter-"));
  const [result, printed] = [join(folder, "result"), join(folder, "printed")];
  const log = openSync(printed, "w");
  try {
    spawnSync("python3", [METER, result, ...command], { cwd, stdio: ["ignore", log, log] });
    const cost = JSON.parse(readFileSync(result, "utf8"));
    if (cost.exit !== 0) throw new Error(`exit ${cost.exit}`);
    return cost;
  } catch (error) {
    throw new Error(`${command.join(" ")}: ${error.message}\n${readFileSync(printed, "utf8").slice(-2000)}`);
  } finally {
    closeSync(log);
    rmSync(folder, { recursive: true });
  }
};

export const median = (list) => {
  const sorted = list.toSorted((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** Files and their bytes under a folder. */
export const size = (folder) => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  return { files: files.length, bytes: files.reduce((sum, it) => sum + statSync(join(it.parentPath ?? it.path, it.name)).size, 0) };
};

/**
 * Takes every subject `warmup + runs` times, in turn.
 *
 * A subject has a `name`, a `command(output)`, and either a folder `same` that stays, or none and gets a new one under `root`
 * each time. `before` and `after` are not timed.
 */
export const takeTurns = (subjects, { runs, warmup = 1, root, told = () => {} }) => {
  const taken = new Map(subjects.map((it) => [it.name, { runs: [] }]));
  for (let turn = 0; turn < warmup + runs; turn++) {
    for (const subject of subjects) {
      told(`${subject.name}, ${turn < warmup ? "warm-up" : `${turn - warmup + 1} of ${runs}`}`);
      const row = taken.get(subject.name), output = subject.same ?? join(root, `output-${turn}`);
      subject.before?.(turn);
      const cost = once(subject.command(output), subject.cwd);
      subject.after?.(turn);
      if (turn >= warmup) row.runs.push(cost);
      if (subject.writes !== false && !row.files) Object.assign(row, size(output));
      if (!subject.same) rmSync(output, { recursive: true, force: true });
    }
  }
  for (const row of taken.values()) {
    const of = (key) => row.runs.map((it) => it[key]);
    row.median = Object.fromEntries(["wall", "user", "system", "cpu", "peak"].map((key) => [key, median(of(key))]));
    row.fastest = Math.min(...of("wall"));
    row.slowest = Math.max(...of("wall"));
  }
  return Object.fromEntries(taken);
};
