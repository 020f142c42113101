// A site that is served while a test changes it: a copy in a temporary folder, and `postil serve` on a port of its own.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const binary = process.env.POSTIL ?? join(repository, "target/debug/postil");
export const sites = { demonstration: repository, scenario: join(repository, "tests/scenario") };

/** Only what an author writes, so that the theme is the one that Postil brings. */
const WRITTEN = ["content", "postil.toml"];

export class Served {
  /** A copy of a site, or of none, with these changes to its files, served with these arguments. */
  static async start(site, { files = {}, args = [] } = {}) {
    const served = new Served();
    served.folder = mkdtempSync(join(tmpdir(), "postil-served-"));
    if (site) for (const name of WRITTEN) cpSync(join(sites[site], name), join(served.folder, name), { recursive: true });
    for (const [path, text] of Object.entries(files)) served.write(path, text);
    served.args = args;
    await served.run(0);
    return served;
  }

  /** Starts the server, on this port where one is given. */
  async run(port) {
    const args = ["serve", this.folder, "--port", String(port), "--today", "2026-12-01", "--color", "never", ...this.args];
    this.process = spawn(binary, args, { stdio: ["ignore", "ignore", "pipe"] });
    this.said = [];
    this.ended = new Promise((done) => this.process.once("exit", done));
    const ready = new Promise((serving, failed) => {
      this.process.once("error", failed);
      createInterface(this.process.stderr).on("line", (line) => {
        this.said.push(line);
        const url = line.match(/^serving (\S+)/)?.[1];
        if (url) serving(new URL(url));
      }).once("close", () => failed(new Error(this.said.join("\n"))));
    });
    this.base = await ready;
  }

  /** Starts it again where it was. */
  again() { return this.run(this.base.port); }

  async halt() {
    this.process.kill("SIGINT");
    await this.ended;
  }

  async stop() {
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }

  url(address = "") { return new URL(address, this.base).href; }

  read(path) { return readFileSync(join(this.folder, path), "utf8"); }

  write(path, text) {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Puts other words in the place of some that must be there. */
  edit(path, from, to) {
    const text = this.read(path);
    assert.ok(text.includes(from), `${path} holds ${from}`);
    this.write(path, text.replace(from, () => to));
  }

  append(path, text) { this.write(path, this.read(path) + text); }

  rename(from, to) { renameSync(join(this.folder, from), join(this.folder, to)); }

  remove(path) { rmSync(join(this.folder, path)); }

  /** The number of the first line of a file that holds these words, from 1. */
  line(path, words) {
    const line = this.read(path).split("\n").findIndex((it) => it.includes(words));
    assert.ok(line >= 0, `${path} holds ${words}`);
    return line + 1;
  }
}
