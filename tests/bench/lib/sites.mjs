// The same site for each tool.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { program, repository, work } from "./tools.mjs";

const TEMPLATES = join(repository, "tests", "bench", "peers");

/** Makes the site of this many briefings for each tool. Where each stands, by the tool's name. */
export const sites = (briefings, tools) => {
  const folder = join(work, "sites", `${briefings}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const postil = join(folder, "postil");
  execFileSync(program("examples/generate"), [`${briefings}`, postil]);
  execFileSync(program("examples/peers"), [postil, folder]);
  for (const { name, modules } of tools.filter((it) => it.name !== "postil")) {
    cpSync(join(TEMPLATES, name), join(folder, name), { recursive: true });
    for (const file of ["style.css", "favicon.svg"]) cpSync(join(repository, "static", file), join(folder, name, "static", file), { recursive: true });
    if (modules) symlinkSync(modules, join(folder, name, "node_modules"));
  }
  return Object.fromEntries(tools.map(({ name }) => [name, join(folder, name)]));
};

/** The briefing in the middle: its address, and its file below a site of any of the tools. */
export const middle = (briefings) => {
  const index = briefings >> 1, days = Math.floor(index * 2190 / briefings);
  const year = new Date(Date.UTC(2019, 0, 1 + days)).getUTCFullYear();
  return { address: `briefings/${year}/briefing-${index}/`, file: `content/briefings/${year}/briefing-${index}.md` };
};
