// What Lighthouse says of the demonstration: performance, accessibility, best practices and SEO of four pages, on a phone
// with a slow connection and on a desk. Fails below 95. `npm ci` here and in `tests/browser`, then `node run.mjs`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { executable } from "../browser/chromium.mjs";

const LEAST = 95;
const PAGES = ["", "briefings/offer-and-condition/", "actors/sergei-lavrov/", "claims/peacekeepers-possible/"];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = process.env.SITES = mkdtempSync(join(tmpdir(), "lighthouse-"));
const { serve } = await import("../browser/sites.mjs");

const host = await serve();
const site = `${host.origin}/demonstration/`;
execFileSync("cargo", ["run", "--locked", "--quiet", "--", "build", root, "--output", join(folder, "demonstration"), "--base-url", site]);
const chrome = await launch({ chromePath: executable(), chromeFlags: ["--headless=new", "--no-sandbox"] });

let worst = 100;
console.log(`${"page".padEnd(34)} ${"device".padEnd(8)} ${CATEGORIES.join("  ")}`);
for (const address of PAGES) {
  for (const [device, config] of [["phone", undefined], ["desk", desktopConfig]]) {
    const { lhr } = await lighthouse(site + address, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" }, config);
    const scores = CATEGORIES.map((it) => Math.round(lhr.categories[it].score * 100));
    worst = Math.min(worst, ...scores);
    console.log(`${(address || "home").padEnd(34)} ${device.padEnd(8)} ${scores.map((it, at) => String(it).padEnd(CATEGORIES[at].length)).join("  ")}`);
    for (const [at, category] of CATEGORIES.entries()) {
      if (scores[at] >= LEAST) continue;
      const low = lhr.categories[category].auditRefs.map((it) => lhr.audits[it.id]).filter((it) => it.score !== null && it.score < 0.9);
      for (const audit of low) console.log(`  ${category}: ${audit.id}: ${audit.title} ${audit.displayValue ?? ""}`);
    }
  }
}
chrome.kill();
host.close();
rmSync(folder, { recursive: true });
process.exitCode = worst >= LEAST ? 0 : 1;
