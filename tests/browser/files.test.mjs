// Pages that are files (`addresses = "file"`): read from a disk without a server, and from a host below a path.
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";
import { pages, serve } from "./sites.mjs";

const SITES = ["demonstration-files", "scenario-files"];
const onDisk = (site, path) => pathToFileURL(join(process.env.SITES, site, path)).href;
let browser, host;

before(async () => { [browser, host] = await Promise.all([launch(), serve()]); });
after(async () => { await browser.close(); host.close(); });

/** Does something with a page, on which nothing may go wrong. */
const at = async (url, act) => {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage(), wrong = [];
  page.on("console", (it) => { if (["error", "warning"].includes(it.type())) wrong.push(`${page.url()}: ${it.text()}`); });
  page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error.message}`));
  // What is aborted had not come when the page was left.
  page.on("requestfailed", (it) => { if (it.failure().errorText !== "net::ERR_ABORTED") wrong.push(`${page.url()}: ${it.url()} ${it.failure().errorText}`); });
  await page.goto(url);
  await act(page);
  assert.deepEqual(wrong, []);
  await context.close();
};

/** What a page links to, what of it did not load, and which ids it has. */
const look = (page) => page.evaluate(async () => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  for (const it of all("img")) it.loading = "eager";
  await Promise.all(all("img").map((it) => it.decode().catch(() => {})));
  return {
    links: all("a[href], area[href], svg a").map((it) => new URL(it.href.baseVal ?? it.href, location.href).href),
    written: all("[href], [action]").map((it) => it.getAttribute("href") ?? it.getAttribute("action")),
    ids: all("[id]").map((it) => it.id),
    unloaded: [...all("img").filter((it) => !it.naturalWidth), ...all("link[rel=stylesheet]").filter((it) => !it.sheet)].map((it) => it.outerHTML),
    hidden: all(".scripted[hidden]").length,
    styled: getComputedStyle(document.querySelector("main")).maxWidth !== "none" || getComputedStyle(document.body).margin === "0px",
  };
});

for (const site of SITES) {
  test(`${site}: every page is read from the disk, with its styles and pictures, and every link of it leads to a file`, async () => {
    await at(onDisk(site, "index.html"), async (page) => {
      const seen = new Map(), wanted = [], queue = [onDisk(site, "index.html")], found = [];
      for (let url = queue.shift(); url; url = queue.shift()) {
        if (seen.has(url)) continue;
        await page.goto(url);
        const { links, written, ids, unloaded, hidden, styled } = await look(page);
        seen.set(url, new Set(ids));
        if (unloaded.length || hidden || !styled) found.push(`${url}: ${unloaded} ${hidden} hidden, styled: ${styled}`);
        found.push(...written.filter((it) => !it.includes("://") && /(^|\/)\.{0,2}$/.test(it.split(/[?#]/)[0]) && !/^[?#]/.test(it)).map((it) => `${url}: ${it} is a folder`));
        for (const link of links.filter((it) => it.startsWith("file:"))) {
          const [target, id] = link.split("#"), file = fileURLToPath(target.split("?")[0]);
          if (!existsSync(file) || !statSync(file).isFile()) found.push(`${url}: nothing at ${link}`);
          else if (file.endsWith(".html")) {
            queue.push(target);
            if (id) wanted.push([url, target, decodeURIComponent(id)]);
          }
        }
      }
      for (const [url, target, id] of wanted) if (!seen.get(target)?.has(id)) found.push(`${url}: ${target} has no id ${id}`);
      assert.deepEqual(found, []);
      assert.ok(wanted.length > 200, `${wanted.length} links to places`);
      // Every page but those that lead on from former addresses, and the one for servers, is reached.
      const led = (path) => readFileSync(fileURLToPath(onDisk(site, path)), "utf8").includes("http-equiv=\"refresh\"");
      const left = pages(site).map((it) => (it === "" || it.endsWith("/") ? `${it}index.html` : it))
        .filter((it) => it !== "404.html" && !seen.has(onDisk(site, it)) && !led(it));
      assert.deepEqual(left, []);
    });
  });
}

describe("from the disk", { concurrency: 2 }, () => {
  test("a link to a passage lights it up with its card, and colours are chosen", () => at(onDisk("demonstration-files", "claims.html"), async (page) => {
    await page.locator(".list a").first().click();
    await page.getByRole("link", { name: /in context/ }).first().click();
    assert.match(page.url(), /^file:.*\/briefings\/.*\.html#/);
    await page.locator("mark.at, [data-note].at").first().waitFor();
    await page.locator(".scheme").click();
    assert.equal(await page.locator("html").getAttribute("data-scheme"), "light");
    await page.locator(".brand").click();
    assert.ok(page.url().endsWith("/index.html"));
  }));

  test("the search says that it needs a server, and everything stands below", () => at(onDisk("demonstration-files", "index.html"), async (page) => {
    await page.keyboard.press("Control+k");
    await page.waitForURL(/\/search\.html$/);
    assert.match(await page.locator("[data-part=told]").textContent(), /opened from a disk cannot be searched/);
    assert.ok(!(await page.locator("form[data-search]").isVisible()));
    assert.ok(await page.locator("[data-part=all] .list a").count() > 20);
    await page.keyboard.press("Control+k");
    assert.ok(page.url().endsWith("/search.html"));
  }));

  test("a link that is pointed at brings no preview, and no complaint", () => at(onDisk("demonstration-files", "claims.html"), async (page) => {
    await page.locator(".list a").first().hover();
    await page.waitForTimeout(700);
    assert.equal(await page.locator(".preview").count(), 0);
  }));

  test("a part of a long list is filtered by itself, which is said", () => at(onDisk("scenario-files", "claims/page/2.html"), async (page) => {
    const all = await page.locator("main .list > *").count();
    await page.locator("[data-tool=list] input").fill("the");
    await page.waitForFunction(() => document.querySelector("[data-tool=list] output").textContent);
    assert.match(await page.locator("[data-tool=list] output").textContent(), new RegExp(`^\\d+ of ${all} on this page$`));
  }));
});

describe("from a host", { concurrency: 2 }, () => {
  const url = (path) => `${host.origin}/scenario-files/${path}`;

  test("a list is filtered with all its parts", () => at(url("claims/page/2.html"), async (page) => {
    await page.locator("[data-tool=list] input").fill("a");
    await page.waitForFunction(() => / of 54$/.test(document.querySelector("[data-tool=list] output").textContent));
    const links = await page.locator("main .list a").evaluateAll((all) => all.map((it) => it.href));
    assert.ok(links.length > 54 && links.every((it) => it.endsWith(".html") || it.includes(".html#")), links.join(" "));
  }));

  test("a link that is pointed at brings its preview", () => at(url("claims.html"), async (page) => {
    await page.locator("main .list h3 a").first().hover();
    await page.locator(".preview").waitFor({ state: "visible" });
    assert.equal((await page.locator(".preview h2").textContent()).trim(), (await page.locator("main .list h3 a").first().textContent()).trim());
  }));

  test("the search finds, filters by an actor's name, and leads to files", () => at(url("actors/wadira.html"), async (page) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search" }).fill("gates");
    await page.locator("#seek-found > [role=option]").first().waitFor();
    const hrefs = await page.locator("#seek-found > [role=option]").evaluateAll((all) => all.map((it) => it.href));
    assert.ok(hrefs.every((it) => it.endsWith(".html") && it.startsWith(url(""))), hrefs.join(" "));
    await page.locator("dialog.seek .links a").click();
    await page.waitForURL(/\/scenario-files\/search\.html\?q=gates$/);
    await page.locator("[data-part=list] h2").first().waitFor();
    const before = await page.locator("[data-part=told]").textContent();
    await page.locator("[name=actor]").fill("Wadira");
    await page.locator("[name=actor]").press("Enter");
    await page.waitForFunction((before) => document.querySelector("[data-part=told]").textContent !== before, before);
    assert.match(await page.locator("[data-part=told]").textContent(), /^\d+ results?$/);
    await page.locator("[data-part=list] h2 a").first().click();
    await page.waitForURL(/\/scenario-files\/\w+\/[^/]+(\/[^/]+)?\.html$/);
  }));
});
