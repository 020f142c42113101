// What holds of every kind of page: it is accessible, fits any screen, and runs nothing that it should not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { launch } from "./chromium.mjs";
import { kinds, pages, serve } from "./sites.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SITES = ["demonstration", "scenario"];
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

/** What axe finds on a page: everything in light colours, contrast once more in dark ones. */
const violations = async (page, address) => {
  const found = [];
  for (const [colorScheme, only] of [["light", { runOnly: TAGS }], ["dark", { runOnly: ["color-contrast"] }]]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const result = await page.evaluate((options) => window.axe.run(document, options), { ...only, resultTypes: ["violations"] });
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

    test("pages obey their policy, say nothing on the console, ask for nothing elsewhere, and never scroll sideways", async () => {
      const page = await open();
      const wide = [];
      const shown = [...new Set([...kinds(site), ...pages(site).filter((it) => it.startsWith("briefings/"))])];
      for (const address of shown) {
        await go(page, site, address);
        assert.equal(await page.locator("meta[http-equiv=Content-Security-Policy]").count(), 1, address);
        for (const width of [320, 700, 1000, 1360, 2560]) {
          await page.setViewportSize({ width, height: 900 });
          const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
          if (scrolled > width) wide.push(`${address} is ${scrolled} wide at ${width}`);
        }
      }
      assert.ok(shown.length > 25, `${shown.length} pages`);
      assert.deepEqual(wide, []);
      assert.deepEqual(page.wrong, []);
      await close(page);
    });
  });
}

test("no page needs more than 20 KB of styles and 15 KB of script", async () => {
  const page = await open();
  const sizes = { stylesheet: 0, script: 0 };
  page.on("response", async (it) => {
    const kind = it.request().resourceType();
    if (kind in sizes) sizes[kind] += (await it.body()).length;
  });
  await go(page, "demonstration", "briefings/offer-and-condition/");
  await page.waitForLoadState("networkidle");
  assert.ok(sizes.stylesheet > 5000 && sizes.stylesheet <= 20_000, `${sizes.stylesheet} bytes of styles`);
  assert.ok(sizes.script > 1000 && sizes.script <= 15_000, `${sizes.script} bytes of script`);
  await close(page);
});
