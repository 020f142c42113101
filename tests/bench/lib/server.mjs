// A server that is measured: started, watched through /proc (so on Linux only), and stopped.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Ticks of /proc in a second; the same on every Linux that Node runs on. */
const TICKS = 100;

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

const proc = (pid, file) => { try { return readFileSync(`/proc/${pid}/${file}`, "utf8"); } catch { return ""; } };

/** The process and all below it. */
const family = (pid) => {
  const tasks = (() => { try { return readdirSync(`/proc/${pid}/task`); } catch { return []; } })();
  const children = tasks.flatMap((task) => proc(pid, `task/${task}/children`).split(" ").filter((it) => it.trim()).map(Number));
  return [pid, ...children.flatMap(family)];
};

export class Server {
  /** Starts it and waits for a page (an address below its root); throws when there is none for so many seconds. */
  static async start(tool, site, address, limit = 300) {
    const port = await freePort(), [program, ...args] = tool.serve(site, port), begun = performance.now();
    const child = spawn(program, args, { cwd: site, stdio: ["ignore", "pipe", "pipe"] });
    const server = new Server();
    Object.assign(server, { name: tool.name, child, printed: "" });
    process.once("exit", () => child.kill("SIGKILL"));
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (it) => { server.printed = (server.printed + it).slice(-20_000); });
    child.on("error", (error) => { server.printed += error.message; });
    while (!(await server.#answers(port, address))) {
      if (performance.now() - begun > 1000 * limit || child.exitCode !== null || !child.pid) {
        child.kill("SIGKILL");
        throw new Error(`${tool.name} serves no page: ${server.printed.slice(-1500)}`);
      }
      await sleep(5);
    }
    server.start = (performance.now() - begun) / 1000;
    return server;
  }

  /** Its root is what it prints, for a site may stand under a sub-path; else that of its port. */
  async #answers(port, address) {
    const root = this.printed.match(new RegExp(`http://(?:127\\.0\\.0\\.1|localhost):${port}/\\S*`))?.[0] ?? `http://127.0.0.1:${port}/`;
    this.url = new URL(address, root.endsWith("/") ? root : `${root}/`).href;
    return fetch(this.url).then((it) => it.ok, () => false);
  }

  /** Seconds of processor time so far. */
  cpu() {
    const fields = family(this.child.pid).map((pid) => proc(pid, "stat").split(") ").at(-1).split(" "));
    return fields.reduce((sum, it) => sum + Number(it[11] ?? 0) + Number(it[12] ?? 0), 0) / TICKS;
  }

  /** The most memory that was resident at once, and what of it was the program's own pages, in bytes. */
  memory() {
    const of = (pid, field) => 1024 * Number(proc(pid, "status").match(new RegExp(`${field}:\\s+(\\d+)`))?.[1] ?? 0);
    const most = family(this.child.pid).map((pid) => ({ most: of(pid, "VmHWM"), program: of(pid, "RssFile") }));
    return most.reduce((a, b) => (b.most > a.most ? b : a));
  }

  /** Waits until its processor time has stood still for a while; returns it. */
  async rest(still = 400, limit = 120_000) {
    const begun = performance.now();
    let last = this.cpu(), since = begun;
    while (performance.now() - since < still && performance.now() - begun < limit) {
      await sleep(50);
      // One tick is what a server may need to look around.
      if (this.cpu() > last + 1.5 / TICKS) [last, since] = [this.cpu(), performance.now()];
    }
    return this.cpu();
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    const gone = new Promise((resolve) => { this.child.once("exit", resolve); });
    this.child.kill("SIGINT");
    await Promise.race([gone, sleep(5000)]);
    this.child.kill("SIGKILL");
  }
}
