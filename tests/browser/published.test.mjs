// Sites that stand below a path, as on GitHub Pages: everything that a page asks for or links to is there, and what was
// published is what is read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch } from "./chromium.mjs";
import { host as serve } from "./host.mjs";
import { pages } from "./sites.mjs";

/** The sites, built for `https://o.github.io/SITE/`; the last was published and cloned by `tests/newcomer.rs`. */
const SITES = ["demonstration", "scenario", "notes"];
const PUBLIC = "https://o.github.io";
const AT_ONCE = 4;
let browser, host;

before(async () => { [browser, host] = await Promise.all([launch(), serve(process.env.SITES)]); });
after(async () => { await browser.close(); host.close(); });

/** An address as it is here. */
const here = (url) => new URL(url.startsWith(`${PUBLIC}/`) ? host.origin + url.slice(PUBLIC.length) : url);

/** Everything that a page names: links, files, forms, and what it says of itself to machines. */
const named = (page) => page.evaluate(() => [
  ...[...document.querySelectorAll("[href]")].map((it) => it.href?.baseVal ?? it.href),
  ...[...document.querySelectorAll("[src]")].map((it) => it.src),
  ...[...document.querySelectorAll("form[action]")].map((it) => it.action),
  ...[...document.querySelectorAll("meta[property='og:url'], meta[property='og:image'], meta[name='twitter:image']")].map((it) => it.content),
].map((it) => new URL(it, location.href).href));

/** Opens every page that can be reached from these addresses, and gives the pages seen and everything that went wrong. */
const crawl = async (site, from) => {
  const inside = `${host.origin}/${site}/`;
  const [known, wrong, opened] = [new Set(from), [], new Set()];
  const queue = [...known];
  const visit = async (page) => {
    for (let address = queue.pop(); address; address = queue.pop()) {
      // What is no page is asked for, not opened.
      const head = await page.request.get(address, { maxRedirects: 5 });
      if (!head.ok()) { wrong.push(`${head.status()} ${address}`); continue; }
      if (!(head.headers()["content-type"] ?? "").startsWith("text/html")) continue;
      await page.goto(address);
      opened.add(page.url().replace(/#.*/, ""));
      for (const url of (await named(page)).map(here).filter((it) => it.origin === host.origin)) {
        url.hash = "";
        if (!url.href.startsWith(inside)) wrong.push(`${page.url()} leaves the site for ${url.href}`);
        else if (!known.has(url.href)) { known.add(url.href); queue.push(url.href); }
      }
    }
  };
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const open = async () => {
    const page = await context.newPage();
    page.on("console", (it) => { if (["error", "warning"].includes(it.type())) wrong.push(`${page.url()}: ${it.text()}`); });
    page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error.message}`));
    page.on("requestfailed", (it) => {
      // Leaving a page stops what it still asks for, such as its icon.
      if (it.failure()?.errorText !== "net::ERR_ABORTED") wrong.push(`${page.url()}: ${it.url()} ${it.failure()?.errorText}`);
    });
    page.on("response", (it) => { if (it.status() >= 400) wrong.push(`${page.url()}: ${it.status()} ${it.url()}`); });
    await visit(page);
    await page.close();
  };
  // The first page fills the queue for the others.
  const first = queue.splice(1);
  await open();
  queue.push(...first);
  await Promise.all(Array.from({ length: AT_ONCE }, open));
  await context.close();
  return { opened, wrong };
};

const addresses = (site, file, pattern) => [...readFileSync(join(process.env.SITES, site, file), "utf8").matchAll(pattern)]
  .map(([, url]) => here(url).href);

for (const site of SITES) {
  describe(site, () => {
    test("every page is reached, and everything that it names is there", async () => {
      const listed = addresses(site, "sitemap.xml", /<loc>([^<]+)<\/loc>/g);
      assert.ok(listed.length > 5 && listed.every((it) => it.startsWith(`${host.origin}/${site}/`)), listed.join("\n"));
      const fed = addresses(site, "atom.xml", /<link href="([^"]+)"/g);
      assert.ok(fed.length > 1, "the feed has links");
      const { opened, wrong } = await crawl(site, [`${host.origin}/${site}/`, ...listed, ...fed]);
      assert.deepEqual(wrong, []);
      for (const address of pages(site).filter((it) => it !== "404.html")) {
        const url = new URL(`${host.origin}/${site}/${encodeURI(address)}`).href;
        const isRedirect = readFileSync(join(process.env.SITES, site, address.endsWith("/") || !address ? `${address}index.html` : address), "utf8")
          .includes("http-equiv=\"refresh\"");
        assert.ok(isRedirect || opened.has(url), `${url} is linked from nowhere`);
      }
    });

    test("what is not there is answered by a page whose links lead back, at any depth", async () => {
      const page = await browser.newPage();
      for (const address of ["nothing", "claims/nothing/at/all/"]) {
        const failed = [];
        page.on("response", (it) => { if (it.status() >= 400) failed.push(it.url()); });
        const response = await page.goto(`${host.origin}/${site}/${address}`);
        assert.equal(response.status(), 404);
        assert.deepEqual([...new Set(failed)], [`${host.origin}/${site}/${address}`], "the page itself, and nothing that it asks for");
        const links = (await named(page)).map(here).filter((it) => it.origin === host.origin);
        assert.ok(links.length > 5);
        for (const link of links) {
          if (link.href.startsWith(`${host.origin}/${site}/${address}`)) continue;
          assert.equal((await page.request.get(link.href)).status(), 200, link.href);
        }
        await page.getByRole("link", { name: "The home page" }).click();
        assert.equal(page.url(), `${host.origin}/${site}/`);
        page.removeAllListeners("response");
      }
      await page.close();
    });

    test("addresses without their last sign lead to the same page", async () => {
      const page = await browser.newPage();
      await page.goto(`${host.origin}/${site}/claims`);
      assert.equal(page.url(), `${host.origin}/${site}/claims/`);
      assert.equal((await page.goto(`${host.origin}/${site}/404`)).status(), 200);
      await page.close();
    });
  });
}

test("what a newcomer published is read", async () => {
  const page = await browser.newPage();
  await page.goto(`${host.origin}/notes/`);
  await page.getByRole("link", { name: "The ferry returns" }).first().click();
  assert.equal(page.url(), `${host.origin}/notes/briefings/the-ferry-returns/`);
  assert.match(await page.locator("main").innerText(), /The ferry will sail from Tuesday, twice a day/);
  assert.equal(await page.locator("mark").first().innerText(), "The ferry will sail from Tuesday");
  await page.goto(`${host.origin}/notes/claims/ferry-from-tuesday/`);
  assert.match(await page.locator("main").innerText(), /Ines Varga/);
  await page.close();
});
