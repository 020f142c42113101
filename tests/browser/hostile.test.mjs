// A site of which every text tries to run: nothing does, on any page, whatever is pointed at, opened or searched for.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./chromium.mjs";
import { pages, serve } from "./sites.mjs";

let browser, host;
before(async () => { [browser, host] = await Promise.all([launch(), serve()]); });
after(async () => { await browser.close(); host.close(); });

/** A page on which nothing may happen: no dialog, no request elsewhere, no breach of its policy. */
const open = async () => {
  const page = await (await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: "reduce" })).newPage();
  page.wrong = [];
  page.on("dialog", (it) => { page.wrong.push(`${page.url()} asks ${it.message()}`); it.dismiss(); });
  page.on("pageerror", (error) => page.wrong.push(`${page.url()}: ${error.message}`));
  page.on("request", (it) => { if (!it.url().startsWith(host.origin)) page.wrong.push(`${page.url()} asks for ${it.url()}`); });
  page.on("response", (it) => { if (it.status() >= 400) page.wrong.push(`${page.url()}: ${it.status()} ${it.url()}`); });
  await page.context().exposeFunction("report", (text) => page.wrong.push(text));
  await page.addInitScript(() => addEventListener("securitypolicyviolation",
    (it) => window.report(`${location}: ${it.violatedDirective} ${it.blockedURI} ${it.sample}`)));
  return page;
};

/** What ran, or could. */
const ran = (page) => page.evaluate(() => [
  ...(window.hacked === undefined ? [] : ["something ran"]),
  ...[...document.querySelectorAll("*")].flatMap((it) => [...it.attributes].filter((a) => a.name.startsWith("on")).map((a) => `<${it.localName} ${a.name}>`)),
  ...[...document.querySelectorAll("iframe, object, embed, base, svg script, form[action^=javascript]")].map((it) => `<${it.localName}>`),
  ...[...document.querySelectorAll("a")].filter((it) => /^(javascript|data|vbscript):/i.test(it.href?.baseVal ?? it.href)).map((it) => it.outerHTML),
]);

test("no payload runs on any page", async () => {
  const page = await open();
  const all = pages("hostile");
  assert.ok(all.length > 60, `${all.length} pages`);
  for (const address of all) {
    await page.goto(`${host.origin}/hostile/${encodeURI(address)}`);
    assert.deepEqual(await ran(page), [], address);
  }
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test("no payload runs in previews, cards and results", async () => {
  const page = await open();
  await page.goto(`${host.origin}/hostile/briefings/b1/`);
  for (const link of await page.locator("main a[href]:visible").all()) {
    await link.hover({ timeout: 2000 }).catch(() => {});
    await link.focus().catch(() => {});
  }
  await page.waitForTimeout(500);
  assert.deepEqual(await ran(page), []);
  for (const words of ["quay", "onerror", "<script>", "actor"]) {
    await page.goto(`${host.origin}/hostile/search/?q=${encodeURIComponent(words)}`);
    await page.waitForLoadState("networkidle");
    assert.deepEqual(await ran(page), [], words);
  }
  await page.goto(`${host.origin}/hostile/search/?q=${encodeURIComponent("\"><img src=x onerror=window.hacked=1>")}#"><img src=x onerror=window.hacked=1>`);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(await ran(page), []);
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});
