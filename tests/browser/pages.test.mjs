// What holds of every kind of page: it is accessible, fits any screen, and runs nothing that it should not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { launch } from "./chromium.mjs";
import { kinds, pages, serve } from "./sites.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SITES = ["demonstration", "scenario", "nothing", "alone", "crowded", "long", "arabic", "busy", "tongues"];
const NARROW = ["demonstration", "scenario", "long", "arabic"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
let browser, host;

before(async () => { [browser, host] = await Promise.all([launch(), serve()]); });
after(async () => { await browser.close(); host.close(); });

/** A page that collects what goes wrong on it. */
const open = async (options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.wrong = [];
  page.on("console", (it) => { if (["error", "warning"].includes(it.type())) page.wrong.push(`${page.url()}: ${it.text()}`); });
  page.on("pageerror", (error) => page.wrong.push(`${page.url()}: ${error.message}`));
  page.on("request", (it) => { if (!it.url().startsWith(host.origin)) page.wrong.push(`${page.url()} asks for ${it.url()}`); });
  page.on("response", (it) => { if (it.status() >= 400) page.wrong.push(`${page.url()}: ${it.status()} ${it.url()}`); });
  await context.exposeFunction("report", (text) => page.wrong.push(text));
  await page.addInitScript(() => addEventListener("securitypolicyviolation",
    (it) => window.report(`${location}: ${it.violatedDirective} ${it.blockedURI} ${it.sample}`)));
  return page;
};
const close = (page) => page.context().close();
const go = (page, site, address) => page.goto(`${host.origin}/${site}/${encodeURI(address)}`);

/** What axe finds on a page, in light colours and in dark ones. */
const violations = async (page, address) => {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const result = await page.evaluate((options) => window.axe.run(document, options), { runOnly: TAGS, resultTypes: ["violations"] });
    const told = (it) => it.nodes.map((node) => `${address}, ${colorScheme}: ${it.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`);
    found.push(...result.violations.flatMap(told));
  }
  return found;
};

for (const site of SITES) {
  describe(site, { concurrency: 2 }, () => {
    test("axe finds nothing on any kind of page, in light and in dark", async () => {
      const page = await open();
      const found = [];
      for (const address of kinds(site)) {
        await go(page, site, address);
        await page.evaluate(axe);
        found.push(...await violations(page, address));
      }
      await close(page);
      assert.deepEqual(found, []);
    });

    if (NARROW.includes(site)) test("axe finds nothing on a narrow screen", async () => {
      const page = await open({ viewport: { width: 390, height: 844 } });
      const found = [];
      for (const address of kinds(site).filter((it) => /^$|^(briefings|actors|claims|timeline|network|search)\//.test(it))) {
        await go(page, site, address);
        await page.evaluate(axe);
        found.push(...await violations(page, address));
      }
      await close(page);
      assert.deepEqual(found, []);
    });

    test("pages obey their policy, say nothing on the console, ask for nothing elsewhere, and never scroll sideways", async () => {
      const page = await open();
      const wide = [];
      const shown = [...new Set([...kinds(site), ...pages(site).filter((it) => it.startsWith("briefings/")).slice(0, 20)])];
      for (const address of shown) {
        await go(page, site, address);
        assert.equal(await page.locator("meta[http-equiv=Content-Security-Policy]").count(), 1, address);
        for (const width of [320, 700, 1000, 1360, 2560]) {
          await page.setViewportSize({ width, height: 900 });
          const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
          if (scrolled > width) wide.push(`${address} is ${scrolled} wide at ${width}`);
        }
      }
      assert.ok(shown.length >= 15, `${shown.length} pages`);
      assert.deepEqual(wide, []);
      assert.deepEqual(page.wrong, []);
      await close(page);
    });
  });
}

test("what a page loads is what it names, and within its budget", async () => {
  const page = await open();
  const loaded = {};
  page.on("response", (it) => { (loaded[it.request().resourceType()] ??= []).push(it.body().then((body) => body.length)); });
  for (const address of ["", "briefings/offer-and-condition/", "actors/sergei-lavrov/", "timeline/", "404.html"]) {
    for (const kind of Object.keys(loaded)) delete loaded[kind];
    await go(page, "demonstration", address);
    await page.waitForLoadState("networkidle");
    const sum = async (kind) => (await Promise.all(loaded[kind] ?? [])).reduce((a, b) => a + b, 0);
    const [styles, scripts] = [await sum("stylesheet"), await sum("script")];
    assert.ok(styles > 10_000 && styles <= 20_000, `${address}: ${styles} bytes of styles`);
    assert.ok(scripts > 5_000 && scripts <= 15_000, `${address}: ${scripts} bytes of script`);
    assert.deepEqual(Object.keys(loaded).filter((it) => !["document", "stylesheet", "script", "other", "image"].includes(it)), []);
  }
  await close(page);
});
