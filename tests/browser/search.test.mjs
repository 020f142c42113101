// The search: the dialog on every page, the search page and its address, every script, misspelt names, and what goes wrong.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { launch } from "./chromium.mjs";
import { serve } from "./sites.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const BRIEFING = "demonstration/briefings/offer-and-condition/";
let browser, host;

before(async () => { [browser, host] = await Promise.all([launch(), serve()]); });
after(async () => { await browser.close(); host.close(); });

/** A page at this address, on which nothing may go wrong that `act` does not expect. */
const at = async (address, act, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.wrong = [];
  page.asked = [];
  page.on("console", (it) => { if (["error", "warning"].includes(it.type())) page.wrong.push(it.text()); });
  page.on("pageerror", (error) => page.wrong.push(error.message));
  page.on("request", (it) => page.asked.push(it.url().replace(`${host.origin}/`, "")));
  await page.goto(`${host.origin}/${encodeURI(address)}`);
  await act(page, context);
  assert.deepEqual(page.wrong, []);
  await context.close();
};
const open = async (page, key = "Control+k") => {
  await page.keyboard.press(key);
  await page.locator("dialog.seek[open]").waitFor();
};
const input = (page) => page.getByRole("combobox", { name: "Search" });
const options = (page) => page.locator("#seek-found > [role=option]");
const found = async (page, text) => {
  await input(page).fill(text);
  await options(page).first().waitFor();
};
/** The titles of what the search page shows. */
const rows = (page) => page.locator("[data-part=list] h2");
const told = (page) => page.locator("[data-part=told]");
/** What the search of a site finds, as `kind: title`. */
const hits = (page, text, filters = {}) => page.evaluate(async ([text, filters]) => {
  const { search, results } = await import(new URL(`${document.body.dataset.root}search.js`, location.href));
  const found = await search(text, filters, 10), shown = await results(found, text);
  return { total: found.total, some: found.some, instead: Object.fromEntries(found.instead), titles: shown.map((it) => `${it.kind}: ${it.record[1]}`) };
}, [text, filters]);

describe("the dialog", { concurrency: 2 }, () => {
  test("comes with Ctrl+K or Cmd+K on any page, and brings its files only then", async () => {
    for (const address of ["demonstration/", BRIEFING, "scenario/timeline/", "demonstration/no/such/page/", "arabic/claims/"]) {
      await at(address, async (page) => {
        page.wrong.length = 0; // The address that does not exist is told on the console.
        await page.waitForLoadState("networkidle");
        assert.deepEqual(page.asked.filter((it) => /search/.test(it.replace(/^demonstration\/no.*/, ""))), []);
        await open(page, address === BRIEFING ? "Meta+k" : "Control+k");
        assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "combobox");
        assert.ok(page.asked.some((it) => it.endsWith("/search.js")));
        assert.ok(!page.asked.some((it) => it.endsWith("contents.json")), "not before something is typed");
      });
    }
  });

  test("shows kind, title, standing and speaker, with the words marked", () => at(BRIEFING, async (page) => {
    await open(page);
    await found(page, "treaty law");
    const option = options(page).filter({ hasText: "Claim" }).first();
    assert.match(await option.textContent(), /treaty/);
    assert.deepEqual((await option.locator("mark").allTextContents()).map((it) => it.toLowerCase()).sort(), ["law", "treaty"]);
    assert.equal(await option.locator(".dot[data-standing]").count(), 1);
    assert.match(await option.locator(".meta").textContent(), /Sergei Lavrov/);
  }));

  test("is moved through with arrows; Enter opens, Escape closes and gives the focus back", () => at(BRIEFING, async (page) => {
    await page.locator(".masthead nav a").first().focus();
    await open(page);
    await found(page, "lavrov");
    assert.equal(await input(page).getAttribute("aria-expanded"), "true");
    assert.equal(await input(page).getAttribute("aria-activedescendant"), null);
    await page.keyboard.press("ArrowDown");
    const active = () => input(page).getAttribute("aria-activedescendant");
    assert.equal(await active(), await options(page).first().getAttribute("id"));
    assert.equal(await options(page).first().getAttribute("aria-selected"), "true");
    await page.keyboard.press("ArrowUp");
    assert.equal(await active(), null);
    await page.keyboard.press("ArrowUp");
    assert.equal(await active(), await options(page).last().getAttribute("id"));
    await page.keyboard.press("Escape");
    await page.locator("dialog.seek").waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement.closest(".masthead") !== null), true);
    await open(page);
    await options(page).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/demonstration\/actors\/sergei-lavrov\/$/);
  }));

  test("Enter without a choice goes to the page with all results", () => at(BRIEFING, async (page) => {
    await open(page);
    await found(page, "guarantees");
    await page.getByRole("combobox", { name: "Kind" }).selectOption("claim");
    await input(page).press("Enter");
    await page.waitForURL(/\/demonstration\/search\/\?q=guarantees&kind=claim$/);
    await rows(page).first().waitFor();
    assert.deepEqual([...new Set(await page.locator("[data-part=list] .when").allTextContents())], ["Claim"]);
  }));
});

describe("the search page", { concurrency: 2 }, () => {
  test("has its question in its address, each filter is a step, and the way back works", () => at("demonstration/search/", async (page) => {
    assert.ok(await page.locator("[data-part=all]").isVisible());
    await page.getByRole("searchbox", { name: "Search" }).fill("guarantees");
    await page.waitForURL(/\?q=guarantees$/);
    await rows(page).first().waitFor();
    assert.ok(!(await page.locator("[data-part=all]").isVisible()));
    const all = await told(page).textContent();
    await page.getByRole("combobox", { name: "Kind", exact: true }).selectOption("claim");
    await page.waitForURL(/\?q=guarantees&kind=claim$/);
    await told(page).filter({ hasNotText: all }).waitFor();
    const claims = await told(page).textContent();
    await page.getByRole("combobox", { name: "Status", exact: true }).selectOption("pending");
    await page.waitForURL(/status=pending$/);
    await page.goBack();
    assert.equal(await page.getByRole("combobox", { name: "Status", exact: true }).inputValue(), "");
    await told(page).filter({ hasText: claims }).waitFor();
    await page.goBack();
    await told(page).filter({ hasText: all }).waitFor();
    await rows(page).first().locator("a").click();
    await page.waitForURL((url) => !url.pathname.endsWith("/search/"));
    await page.goBack();
    await rows(page).first().waitFor();
    assert.equal(await page.getByRole("searchbox", { name: "Search" }).inputValue(), "guarantees");
    await page.getByRole("button", { name: "Clear" }).click();
    await page.locator("[data-part=all]").waitFor();
    assert.ok(!page.url().includes("?"));
  }));

  test("an address that was shared shows what its sender saw", () => at("demonstration/search/?q=russia&kind=claim&actor=Sergei+Lavrov&year=2025", async (page) => {
    await rows(page).first().waitFor();
    assert.equal(await page.getByRole("combobox", { name: "Actor", exact: true }).inputValue(), "Sergei Lavrov");
    assert.equal(await page.getByRole("combobox", { name: "Year", exact: true }).inputValue(), "2025");
    for (const line of await page.locator("[data-part=list] .meta").allTextContents()) assert.match(line, /Lavrov.*2025/);
    const { total } = await hits(page, "russia", { kind: "claim", actor: "sergei-lavrov", year: "2025" });
    assert.match(await told(page).textContent(), new RegExp(`^${total} results?$`));
  }));

  test("filters alone find too, and all together", () => at("scenario/search/", async (page) => {
    const status = await hits(page, "", { status: "disputed" });
    assert.ok(status.total > 1 && status.titles.every((it) => it.startsWith("claim: ")));
    const tag = await hits(page, "", { tag: "talks" }), both = await hits(page, "", { tag: "talks", status: "disputed" });
    assert.ok(tag.total > both.total && status.total >= both.total);
    assert.equal((await hits(page, "", { tag: "no such tag at all" })).total, 0);
    assert.ok((await hits(page, "", { actor: "Wadira" })).total > 3);
    assert.equal((await hits(page, "", {})).total, 0);
  }));

  test("offers actors and tags while they are typed", () => at("demonstration/search/", async (page) => {
    await page.getByRole("combobox", { name: "Actor", exact: true }).fill("lavr");
    await page.locator("#search-actors option[value='Sergei Lavrov']").waitFor({ state: "attached" });
  }));

  test("shows more when asked, and arrows go through the results", () => at("busy/search/?q=quay", async (page) => {
    await rows(page).first().waitFor();
    assert.equal(await rows(page).count(), 20);
    await page.getByRole("button", { name: "More results" }).click();
    await page.waitForFunction(() => document.querySelectorAll("[data-part=list] > li").length === 40);
    await page.getByRole("searchbox", { name: "Search" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => [...document.querySelectorAll("[data-part=list] a")].indexOf(document.activeElement)), 1);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.evaluate(() => document.activeElement.name), "q");
  }));

  test("without script is the list of everything, and shows no control", () => at("demonstration/search/?q=treaty", async (page) => {
    assert.ok(await page.locator("[data-part=all]").isVisible());
    assert.equal(await page.locator(".scripted:visible, [data-part=found]:visible").count(), 0);
  }, { javaScriptEnabled: false }));
});

describe("finding", { concurrency: 2 }, () => {
  test("what is called so comes before what speaks of it", () => at("demonstration/", async (page) => {
    assert.equal((await hits(page, "lavrov")).titles[0], "actor: Sergei Lavrov");
    assert.equal((await hits(page, "peacekeepers")).titles[0], "tag: peacekeepers");
    assert.match((await hits(page, "offer condition")).titles[0], /./);
    const { titles } = await hits(page, "guarantees for ukraine, tied to guarantees for russia");
    assert.equal(titles[0], "briefing: Guarantees for Ukraine, tied to guarantees for Russia");
  }));

  test("two words find all that hold both, and else what holds some, which is told", () => at("busy/search/", async (page) => {
    assert.equal((await hits(page, "quay repaired")).total, 600 + 60);
    const some = await hits(page, "quay zeppelin");
    assert.ok(some.some && some.total >= 660, JSON.stringify(some));
    await page.getByRole("searchbox", { name: "Search" }).fill("quay zeppelin");
    await told(page).filter({ hasText: "Nothing has all of these words" }).waitFor();
  }));

  test("forms of a word find each other, and the beginning of one is enough", () => at("demonstration/", async (page) => {
    const titles = async (text) => new Set((await hits(page, text)).titles);
    assert.deepEqual(await titles("guarantee "), await titles("guarantees "));
    assert.ok((await titles("peacekeep")).has("tag: peacekeepers"));
    assert.ok((await hits(page, "deployments ")).total > 0, "also a form that stands nowhere");
  }));

  test("one wrong letter in a name is forgiven, wherever it is", () => at("demonstration/", async (page) => {
    for (const typo of ["lavrof", "kavrov", "lavrv", "lavrrov", "lvarov", "lavrvo", "Lawrov"]) {
      const { titles, instead } = await hits(page, typo);
      assert.equal(titles[0], "actor: Sergei Lavrov", typo);
      assert.deepEqual(Object.values(instead)[0], ["lavrov"], typo);
    }
    assert.equal((await hits(page, "lovrof")).total, 0, "two are not");
    await open(page);
    await found(page, "lavrof");
    await page.getByRole("status").filter({ hasText: "Nothing is written “lavrof”. These are for “lavrov”." }).waitFor();
  }));

  test("every script is found, with accents and without", () => at("tongues/", async (page) => {
    const first = { "лавров": "actor: Сергей Лавров", "Лаврой": "actor: Сергей Лавров", "lavrov": "actor: Сергей Лавров", "переговорах ": "briefing: Переговоры отложены",
      "зеленскии": "actor: Володимир Зеленський", "emile": "actor: Émile Kovács-Łukasiewicz", "KOVACS": "actor: Émile Kovács-Łukasiewicz", "łukasiewicz": "actor: Émile Kovács-Łukasiewicz",
      "毛宁": "actor: 毛宁", "停火": "briefing: 外交部发言人就停火谈判答记者问", "停火谈判": "briefing: 外交部发言人就停火谈判答记者问", "水": "briefing: 外交部发言人就停火谈判答记者问", "水闸": "briefing: 外交部发言人就停火谈判答记者问",
      "港湾料金": "briefing: 東京で港湾料金の交渉", "東京 交渉": "briefing: 東京で港湾料金の交渉", "ｶﾞｽ": "briefing: 東京で港湾料金の交渉",
      "الأَمير": "actor: الأمير فيصل", "الامير فيصل": "actor: الأمير فيصل", "السدود امنه": "claim: السدود آمِنة." };
    for (const [text, title] of Object.entries(first)) assert.equal((await hits(page, text)).titles[0], title, text);
    assert.equal((await hits(page, "火停")).total, 0);
  }));

  test("words that are names of things in scripts are words", () => at("tongues/", async (page) => {
    assert.equal((await hits(page, "constructor proto")).titles[0], "actor: Constructor __proto__ Limited");
    for (const text of ["__proto__", "toString", "hasOwnProperty", "'\"<>&%_\\", "@lavrov", "=disputed", "\u0000\uffff", "🙂", "a".repeat(5000)]) {
      assert.ok((await hits(page, text)).total >= 0, text);
    }
    assert.equal((await hits(page, "tostring")).total, 0);
  }));
});

describe("what could go wrong", { concurrency: 2 }, () => {
  test("a title that would run is shown as it is written", () => at("tongues/search/?q=quay", async (page) => {
    await rows(page).first().waitFor();
    assert.ok((await rows(page).allTextContents()).some((it) => it.includes("<img src=x onerror=window.hacked=1>")));
    await open(page);
    await found(page, "quay");
    assert.ok((await options(page).allTextContents()).some((it) => it.includes("<svg onload=window.hacked=4>")));
    assert.equal(await page.locator("dialog img, dialog svg, [data-part=list] :is(img, svg, script, b)").count(), 0);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
  }));

  test("when a file does not come that is told, and the next try may find", () => at("demonstration/", async (page, context) => {
    await open(page);
    await found(page, "lavrov");
    await context.route(/search\/(words|claim|actor)\//, (route) => route.abort());
    await page.reload();
    await open(page);
    await input(page).fill("lavrov");
    await page.getByRole("status").filter({ hasText: "could not be loaded" }).waitFor();
    assert.equal(await options(page).count(), 0);
    await context.unroute(/search\/(words|claim|actor)\//);
    await found(page, "lavrov ");
    page.wrong.length = 0;
    await context.route(/search\/contents\.json/, (route) => route.fulfill({ status: 500, body: "" }));
    await page.goto(`${host.origin}/demonstration/search/?q=treaty`);
    await told(page).filter({ hasText: "could not be loaded" }).waitFor();
    assert.ok(await page.locator("[data-part=all]").isVisible(), "the list from A to Z stays");
    page.wrong.length = 0;
  }));

  test("when the script itself does not come, the search page does", () => at("demonstration/", async (page, context) => {
    await context.route(/search\.js$/, (route) => route.abort());
    await page.keyboard.press("Control+k");
    await page.waitForURL(/\/demonstration\/search\/$/);
    page.wrong.length = 0;
  }));
});

test("axe finds nothing in the dialog and among results, in light and dark, wide and narrow, and in a site from right to left", async () => {
  const broken = [];
  for (const viewport of [{ width: 1360, height: 900 }, { width: 390, height: 844 }]) {
    for (const [site, text] of [["demonstration", "guarantees"], ["arabic", "السد"]]) {
      await at(`${site}/search/?q=${text}`, async (page) => {
        await rows(page).first().waitFor();
        const check = async (what) => {
          await page.evaluate(axe);
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
            const { violations } = await page.evaluate((options) => window.axe.run(document, options), { runOnly: TAGS, resultTypes: ["violations"] });
            broken.push(...violations.map((it) => `${site}, ${viewport.width}, ${what}, ${colorScheme}: ${it.id}: ${it.nodes[0].html} ${it.nodes[0].failureSummary}`));
            const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
            if (scrolled > viewport.width) broken.push(`${site}, ${what}: ${scrolled} wide at ${viewport.width}`);
          }
        };
        await check("results");
        await open(page);
        await check("empty dialog");
        await found(page, text);
        await page.keyboard.press("ArrowDown");
        await check("dialog");
        const box = await page.locator("dialog.seek").boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= viewport.width, JSON.stringify(box));
      }, { viewport });
    }
  }
  assert.deepEqual(broken, []);
});
