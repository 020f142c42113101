// `postil serve` as an author sees it: pages that follow what is written, problems over the page, the page for authors.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { launch } from "./chromium.mjs";
import { Served } from "./served.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const FILE = "content/briefings/offer-and-condition.md", PAGE = "briefings/offer-and-condition/";
const LONG = { timeout: 180_000 };
let browser;

before(async () => { browser = await launch(); });
after(() => browser.close());

/** Serves a site, opens a page of it, and stops everything when the test is over. */
const serving = (site, address, act, options = {}) => async () => {
  const served = await Served.start(site, options);
  let context;
  try {
    context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: "reduce" });
    await act(await open(context, served, address), served, context);
  } catch (error) {
    error.stack += `\n${served.said.join("\n")}`;
    throw error;
  } finally {
    await context?.close().catch(() => {});
    await served.stop();
  }
};
const demonstration = (address, act, options) => serving("demonstration", address, act, options);

/** A page that listens, collects what goes wrong on it, and knows whether it was loaded anew. */
const open = async (context, served, address) => {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.wrong = [];
  page.on("console", (it) => { if (["error", "warning"].includes(it.type())) page.wrong.push(`${page.url()}: ${it.text()}`); });
  page.on("pageerror", (error) => page.wrong.push(`${page.url()}: ${error.message}`));
  await page.exposeFunction("report", (text) => page.wrong.push(text));
  await page.addInitScript(() => addEventListener("securitypolicyviolation",
    (it) => window.report(`${location}: ${it.violatedDirective} ${it.blockedURI} ${it.sample}`)));
  await Promise.all([page.waitForResponse((it) => it.url().includes("/_postil/events")), page.goto(served.url(address))]);
  await page.evaluate(() => { window.isSame = true; });
  return page;
};
const isSame = (page) => page.evaluate(() => window.isSame === true);
/** Waits until the page, in its own text or over it, holds these words. */
const shows = (page, words) => page.getByText(words).first().waitFor({ state: "attached" });
const loadedAnew = (page) => page.waitForFunction(() => window.isSame === undefined && document.readyState === "complete");
const dialog = (page) => page.locator("#postil-problems dialog");
/** Whether the overlay is there and open. */
const isOpen = (page) => page.evaluate(() => Boolean(document.querySelector("#postil-problems")?.shadowRoot.querySelector("dialog").open));

const violations = async (page, what, within = "html") => {
  const found = [];
  await page.evaluate(axe);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const result = await page.evaluate(([within, runOnly]) => window.axe.run(within, { runOnly, resultTypes: ["violations"] }), [within, TAGS]);
    const told = (it) => it.nodes.map((node) => `${what}, ${colorScheme}: ${it.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`);
    found.push(...result.violations.flatMap(told));
  }
  return found;
};

describe("a changed text", { concurrency: 2 }, () => {
  test("is seen on the open page, which stays as its reader left it", LONG, demonstration(PAGE, async (page, served) => {
    const card = page.locator(".note[data-note='5']");
    await card.locator("summary").click();
    await page.locator(".ref[data-note='4']").focus();
    await page.evaluate(() => {
      const from = document.querySelector("#what-comes-next").firstChild;
      getSelection().setBaseAndExtent(from, 5, from, 10);
      scrollTo(0, 700);
    });
    const seen = () => page.evaluate(() => ({
      top: scrollY, focus: document.activeElement.dataset.note, selected: String(getSelection()),
      open: [...document.querySelectorAll("details[open]")].map((it) => it.closest(".note").dataset.note),
    }));
    const was = await seen();
    assert.deepEqual(was, { top: 700, focus: "4", selected: "comes", open: ["5"] });
    served.edit(FILE, "Neither their date nor their content is", "Neither their day nor what they said is");
    await shows(page, "Neither their day nor what they said is given.");
    assert.deepEqual(await seen(), was);
    assert.ok(await isSame(page));
    assert.deepEqual(page.wrong, []);
  }));

  test("above what is read moves nothing that is read", LONG, demonstration(PAGE, async (page, served) => {
    await page.evaluate(() => document.querySelector("#what-comes-next").scrollIntoView());
    const top = () => page.evaluate(() => Math.round(document.querySelector("#what-comes-next").getBoundingClientRect().top));
    const was = await top();
    served.edit(FILE, "## What is offered\n", "## What is offered\n\nA paragraph that is new.\n\nAnother.\n");
    await shows(page, "A paragraph that is new.");
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    assert.equal(await top(), was);
    assert.ok(await isSame(page));
  }));

  test("keeps what is selected in it, where the words still stand", LONG, demonstration(PAGE, async (page, served) => {
    const select = (words) => page.evaluate((words) => {
      const walker = document.createTreeWalker(document.querySelector(".body"), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at >= 0) return getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
      }
      throw new Error(words);
    }, words);
    const selected = () => page.evaluate(() => (getSelection().rangeCount ? getSelection().getRangeAt(0).toString() : ""));
    await select("does not say which");
    served.edit(FILE, "At the meeting the talk was of form.", "The talk at the meeting was of form, the form of the thing.");
    await shows(page, "the form of the thing");
    assert.equal(await selected(), "does not say which");
    // Over several elements, with another of the same words before.
    await page.evaluate(() => {
      const [from, to] = ["#what-is-asked-in-return", "#what-comes-next"].map((it) => document.querySelector(it).firstChild);
      getSelection().setBaseAndExtent(from, 5, to, 4);
    });
    const was = await selected();
    served.edit(FILE, "## What is asked in return", "## And then: What is asked in return");
    await shows(page, "And then: What is asked in return");
    assert.equal(await selected(), was);
    // What is gone is not selected elsewhere.
    await select("Neither their date");
    served.edit(FILE, "Neither their date nor their content is\ngiven", "Nothing else is");
    await shows(page, "Nothing else is.");
    assert.doesNotMatch(await selected(), /Neither/);
    assert.ok(await isSame(page));
  }));

  test("keeps the focus where it was meant", LONG, demonstration(PAGE, async (page, served) => {
    const focused = () => page.evaluate(() => {
      const it = document.activeElement;
      return it.getAttribute("href") ?? `${it.closest("[id]").id} ${it.localName}`;
    });
    // A link that comes before it in the same paragraph would be taken for it.
    await page.locator(".ref[data-note='5']").focus();
    served.edit(FILE, "He also recalled proposals", "He, [who else](pressure-on-kyiv.md), also recalled proposals");
    await shows(page, "who else");
    assert.equal(await focused(), "#note_earlier-proposals-to-nato");
    // What has the focus is changed as well.
    await page.locator(".body a", { hasText: "the next briefing" }).focus();
    served.edit(FILE, "[the next briefing]", "[the briefing that follows]");
    await shows(page, "the briefing that follows");
    assert.match(await focused(), /refusal-of-peacekeepers/);
    await page.locator(".note[data-note='2'] summary").focus();
    served.edit(FILE, "He, [who else](pressure-on-kyiv.md), also", "He also");
    await page.getByText("who else").waitFor({ state: "detached" });
    assert.equal(await focused(), "note_guarantees-by-treaty summary");
    await page.locator("h2#what-is-offered .postil-edit").focus();
    served.edit(FILE, "the talk was of form.", "the talk was of form alone.");
    await shows(page, "the talk was of form alone.");
    assert.match(await focused(), /edit.*what-is-offered/);
    assert.ok(await isSame(page));
  }));

  test("brings its highlights and cards, and what was chosen holds for them", LONG, demonstration(PAGE, async (page, served) => {
    await page.getByLabel("Claims of").selectOption({ label: "Sergei Lavrov (5)" });
    assert.equal(await page.locator(".note:visible").count(), 5);
    served.edit(FILE, "claims:\n", `claims:
  - id: no-parties
    text: The report does not name the parties of the treaty.
    kind: fact
    by: Vladimir Putin
    quote: the report does not say which
  - id: one-demand-only
    text: There is one demand.
    kind: fact
    by: Sergei Lavrov
    quote: The offer does not come alone
`);
    await page.locator(".note", { hasText: "There is one demand." }).waitFor();
    assert.equal(await page.locator(".note:visible").count(), 6);
    assert.equal(await page.locator("#no-parties.off").count(), 1);
    assert.equal(await page.locator("#one-demand-only:not(.off)").count(), 1);
    assert.match(await page.getByLabel("Claims of").evaluate((it) => it.selectedOptions[0].textContent), /^Sergei Lavrov \(6\)$/);
    await page.getByLabel("Claims of").selectOption({ index: 0 });
    assert.equal(await page.locator(".note:visible").count(), 8);
    // The switch of the highlights works, and holds for what comes.
    await page.getByLabel("Highlights").uncheck();
    served.edit(FILE, "text: There is one demand.", "text: There is one demand only.");
    await shows(page, "There is one demand only.");
    assert.ok(!(await page.getByLabel("Highlights").isChecked()));
    assert.equal(await page.locator("#one-demand-only").evaluate((it) => getComputedStyle(it).textDecorationLine), "none");
    await page.getByLabel("Highlights").check();
    assert.equal(await page.locator("#one-demand-only").evaluate((it) => getComputedStyle(it).textDecorationLine), "underline");
    // Pointing at what is new lights up both.
    await page.locator("#one-demand-only").hover();
    await page.locator(".note.on", { hasText: "There is one demand only." }).waitFor();
    // Who is chosen and speaks no more: everybody is shown.
    await page.getByLabel("Claims of").selectOption({ label: "Vladimir Putin (1)" });
    assert.equal(await page.locator(".note:visible").count(), 1);
    served.edit(FILE, "    by: Vladimir Putin\n    quote: the report", "    by: Sergei Lavrov\n    quote: the report");
    await page.locator(".note", { hasText: "does not name the parties", hasNotText: "Vladimir Putin" }).waitFor({ state: "attached" });
    assert.equal(await page.locator(".note:visible").count(), 8);
    assert.ok(await isSame(page));
    assert.deepEqual(page.wrong, []);
  }));

  test("brings the controls that it needs, and takes them away", LONG, demonstration("briefings/plain/", async (page, served) => {
    assert.equal(await page.getByLabel("Highlights").count(), 0);
    served.edit("content/briefings/plain.md", "---\nSome", "claims: [{id: said, text: This is said., by: NATO, kind: fact, quote: words of}]\n---\nSome");
    await page.getByLabel("Highlights").waitFor();
    await page.getByLabel("Highlights").uncheck();
    assert.equal(await page.locator("#said").evaluate((it) => getComputedStyle(it).textDecorationLine), "none");
    served.edit("content/briefings/plain.md", "claims: [", "claims: [{id: more, text: More is said., by: Russia, kind: fact, quote: no meaning}, ");
    await page.getByLabel("Claims of").selectOption({ label: "Russia (1)" });
    assert.equal(await page.locator(".note:visible").count(), 1);
    served.write("content/briefings/plain.md", "---\ntitle: Plain\ndate: 2026-11-18\n---\nSome words.\n");
    await page.getByLabel("Highlights").waitFor({ state: "detached" });
    assert.ok(await isSame(page));
  }, { files: { "content/briefings/plain.md": "---\ntitle: Plain\ndate: 2026-11-18\n---\nSome words of no meaning.\n" } }));

  test("keeps the colours that were chosen, and a preview is never of before", LONG, demonstration(PAGE, async (page, served) => {
    await page.locator(".scheme").click();
    await page.locator(".scheme").click();
    const link = page.locator(".body a.actor", { hasText: "Lavrov" }).first();
    await link.hover();
    await page.locator(".preview").waitFor({ state: "visible" });
    served.edit("content/actors/sergei-lavrov.md", "summary: ", "summary: Newly described. ");
    await page.locator(".preview").waitFor({ state: "hidden" });
    await page.mouse.move(2, 2);
    await link.hover();
    await page.locator(".preview", { hasText: "Newly described." }).waitFor({ state: "visible" });
    served.edit(FILE, "All that follows", "All of what follows");
    await shows(page, "All of what follows");
    assert.match(await page.locator(".scheme").textContent(), /dark/);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.scheme), "dark");
    await page.mouse.move(2, 2);
    await link.hover();
    await page.locator(".preview").waitFor({ state: "visible" });
    assert.ok(await isSame(page));
  }));

  test("elsewhere does not touch the page", LONG, demonstration(PAGE, async (page, served) => {
    await page.evaluate(() => {
      window.touched = [];
      new MutationObserver((seen) => window.touched.push(...seen.map((it) => `${it.type} ${it.target.nodeName} ${it.attributeName}`)))
        .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    const heard = page.waitForEvent("console", (it) => it.text() === "stale");
    await page.evaluate(() => document.addEventListener("postil-stale", () => console.log("stale")));
    served.append("content/briefings/what-stays-open.md", "\nOne more paragraph at the end.\n");
    await heard;
    await page.waitForTimeout(300);
    assert.deepEqual(await page.evaluate(() => window.touched), []);
    served.append(FILE, "\nAnd here.\n");
    await shows(page, "And here.");
    assert.ok((await page.evaluate(() => window.touched)).length > 0);
    assert.ok(await isSame(page));
  }));

  test("keeps what was opened in the text, and what was typed", LONG, demonstration("form/", async (page, served) => {
    await page.locator("details summary").click();
    served.edit("content/pages/form.md", "What is hidden.", "What is hidden, and what is not.");
    await page.getByText("and what is not").waitFor();
    assert.ok(await page.getByText("and what is not").isVisible());
    assert.ok(await isSame(page));
  }, { files: { "content/pages/form.md": "---\ntitle: Form\n---\nBefore.\n\n<details><summary>Look</summary>\n\nWhat is hidden.\n\n</details>\n" } }));
});

describe("a changed list", { concurrency: 2 }, () => {
  const titles = (page) => page.locator("main .list > li:visible h3").allTextContents();
  const claim = (name, text) => `\n  - id: ${name}\n    text: ${text}\n    kind: fact\n    by: Vladimir Putin\n    quote: `;

  test("is filtered and ordered as before", LONG, demonstration("claims/", async (page, served) => {
    await page.getByLabel("Filter").fill("treaty");
    assert.deepEqual(await titles(page), ["Russia is ready to set the guarantees down in a treaty that binds in law."]);
    served.edit(FILE, "claims:", `claims:${claim("no-parties", "A treaty needs parties.")}A treaty needs parties`);
    await page.locator("output", { hasText: "2 of 2" }).waitFor({ state: "attached" }).catch(() => {});
    await shows(page, "A treaty needs parties.");
    assert.deepEqual((await titles(page)).toSorted(), ["A treaty needs parties.", "Russia is ready to set the guarantees down in a treaty that binds in law."]);
    assert.equal(await page.getByLabel("Filter").inputValue(), "treaty");
    assert.match(await page.locator("output").textContent(), /^2 of \d+$/);
    await page.getByLabel("Filter").fill("");
    const order = page.getByRole("combobox", { name: "Order" });
    await order.selectOption("title");
    served.edit(FILE, "claims:", `claims:${claim("aaa", "0 first of all.")}A treaty needs parties`);
    await shows(page, "0 first of all.");
    const sorted = await titles(page);
    assert.equal(sorted[0], "0 first of all.");
    assert.deepEqual(sorted, sorted.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    // A row that is gone does not come back, and the order as listed is that of the page.
    served.edit(FILE, `${claim("aaa", "0 first of all.")}A treaty needs parties`, "");
    await page.getByText("0 first of all.").waitFor({ state: "detached" });
    await order.selectOption("");
    const listed = await titles(page);
    assert.ok(await isSame(page));
    await page.reload();
    assert.deepEqual(listed, await titles(page));
    assert.deepEqual(page.wrong, []);
  }));

  test("of several parts is filtered over all of them", LONG, serving("scenario", "claims/", async (page, served) => {
    const path = "content/briefings/2025/the-minister-reverses.md";
    await page.getByLabel("Filter").fill("wadira");
    const told = page.locator("output").filter({ hasText: /of \d+/ });
    await told.waitFor();
    const [, shown, all] = (await told.textContent()).match(/(\d+) of (\d+)/).map(Number);
    served.edit(path, "claims:\n", "claims:\n  - {id: wadira-new, text: Wadira is heard again., kind: fact, by: Wadira}\n");
    await page.locator("output", { hasText: `${shown + 1} of ${all + 1}` }).waitFor();
    assert.equal(await page.locator(".list > li:visible").count(), shown + 1);
    assert.ok(await isSame(page));
  }));

  test("that was empty gets its controls", LONG, serving(null, "events/", async (page, served) => {
    assert.equal(await page.getByLabel("Filter").count(), 0);
    served.write("content/events.yaml", "- {id: talks, title: Talks are held, date: 2025-12-01, status: occurred}\n");
    await page.getByLabel("Filter").fill("talks");
    await page.locator("output", { hasText: "1 of 1" }).waitFor();
  }, { files: { "postil.toml": "[site]\ntitle = \"Empty\"\n" } }));
});

describe("a change of how pages look", { concurrency: 2 }, () => {
  const THEME = "static/theme.css", theme = (colour) => `body { background: ${colour}; }`;
  const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  test("of a style sheet takes its place, again and again, and no page is seen without styles", LONG, demonstration(PAGE, async (page, served) => {
    await page.evaluate(() => {
      scrollTo(0, 300);
      window.seen = new Set();
      const look = () => { window.seen.add(`${getComputedStyle(document.body).backgroundColor} ${getComputedStyle(document.body).marginTop}`); requestAnimationFrame(look); };
      look();
    });
    const links = () => page.locator("link[rel=stylesheet]").count(), before = await links();
    const colours = ["rgb(1, 2, 3)", "rgb(200, 210, 220)", "rgb(30, 60, 90)"];
    for (const colour of colours) {
      served.write(THEME, theme(colour));
      await page.waitForFunction((colour) => getComputedStyle(document.body).backgroundColor === colour, colour);
    }
    // Sheets that follow each other closely: the last one holds, and one link is left for each.
    for (let at = 1; at <= 10; at++) served.write(THEME, theme(`rgb(${at}, ${at}, ${at})`));
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(10, 10, 10)");
    await page.waitForFunction((before) => document.querySelectorAll("link[rel=stylesheet]").length === before, before);
    const seen = await page.evaluate(() => [...window.seen]);
    assert.deepEqual(seen.filter((it) => !it.endsWith(" 0px") || it.startsWith("rgba(0, 0, 0, 0)")), []);
    assert.equal(await page.evaluate(() => scrollY), 300);
    // After that a text is still morphed.
    served.append(FILE, "\nAfter the styles.\n");
    await shows(page, "After the styles.");
    assert.equal(await paper(page), "rgb(10, 10, 10)");
    assert.ok(await isSame(page));
    assert.deepEqual(page.wrong, []);
  }, { files: { [THEME]: theme("rgb(250, 240, 230)") } }));

  test("of a style sheet that another imports is seen too", LONG, demonstration(PAGE, async (page, served) => {
    served.write("static/colours.css", theme("rgb(9, 8, 7)"));
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(9, 8, 7)");
    assert.ok(await isSame(page));
  }, { files: { [THEME]: '@import "colours.css";', "static/colours.css": theme("rgb(4, 5, 6)") } }));

  test("by the first style sheet, by a template or by a picture loads the page anew", LONG, demonstration(PAGE, async (page, served) => {
    const change = async (act) => {
      await page.evaluate(() => { window.isSame = true; scrollTo(0, 500); });
      act();
      await loadedAnew(page);
    };
    await change(() => served.write(THEME, theme("rgb(1, 2, 3)")));
    assert.equal(await paper(page), "rgb(1, 2, 3)");
    await page.waitForFunction(() => scrollY === 500);
    await change(() => served.write("templates/base.html", '{% extends "default/base.html" %}\n{% block brand %}Another name{% endblock %}'));
    assert.equal(await page.locator(".brand").textContent(), "Another name");
    await change(() => served.write("static/favicon.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'));
    assert.deepEqual(page.wrong, []);
  }));

  test("by a template that this page does not use does not touch it", LONG, demonstration(PAGE, async (page, served) => {
    const heard = page.waitForEvent("console", (it) => it.text() === "stale");
    await page.evaluate(() => document.addEventListener("postil-stale", () => console.log("stale")));
    served.write("templates/tags.html", '{% extends "default/tags.html" %}');
    await heard;
    assert.ok(await isSame(page));
  }));
});

describe("an address that changes", { concurrency: 2 }, () => {
  const notice = (page) => page.locator("#postil-gone .notice");

  test("of a page that is removed, which says so, and is back when it is", LONG, demonstration("about/", async (page, served) => {
    const text = served.read("content/pages/about.md");
    served.write("content/pages/other.md", "---\ntitle: Other\n---\nOther.\n");
    served.remove("content/pages/about.md");
    await notice(page).filter({ hasText: "no longer part of the site" }).waitFor();
    assert.equal(await notice(page).locator("a").getAttribute("href"), "/");
    assert.ok(await isSame(page));
    served.write("content/pages/about.md", text);
    await loadedAnew(page);
    assert.equal(await page.locator("h1").textContent(), "About this demonstration");
    assert.equal(await notice(page).count(), 0);
  }));

  test("of a file that is renamed leads there, also a tab that was away", LONG, demonstration("about/", async (page, served) => {
    served.rename("content/pages/about.md", "content/pages/о сайте.md");
    await notice(page).filter({ hasText: "has moved" }).waitFor();
    const link = notice(page).locator("a");
    assert.equal(await link.textContent(), "Go to /о-сайте/");
    await link.click();
    await page.waitForURL((url) => decodeURI(url.pathname) === "/о-сайте/");
    assert.equal(await page.locator("h1").textContent(), "About this demonstration");
    // The server is away as well while the name changes.
    await served.halt();
    served.rename("content/pages/о сайте.md", "content/pages/colophon.md");
    await served.again();
    await notice(page).locator("a[href='/colophon/']").waitFor();
  }));

  test("of a slug, and of a former address", LONG, demonstration("about/", async (page, served, context) => {
    served.edit("content/pages/about.md", "---\ntitle:", "---\nslug: colophon\naliases: [/about/]\ntitle:");
    await notice(page).filter({ hasText: "has moved" }).waitFor();
    assert.equal(await notice(page).locator("a").getAttribute("href"), "/colophon/");
    const other = await open(context, served, "");
    await other.goto(served.url("about/"));
    await other.waitForURL(served.url("colophon/"));
  }));
});

describe("a site with errors", { concurrency: 2 }, () => {
  const WRONG = ["    kind: offer\n", "    kind: <img src=x onerror=alert(1)>\n"];

  test("shows them over the page, as a terminal does, and they go when they are gone", LONG, demonstration(PAGE, async (page, served) => {
    await page.locator(".ref[data-note='4']").focus();
    await page.evaluate(() => scrollTo(0, 600));
    served.edit(FILE, ...WRONG);
    served.edit("content/pages/about.md", "title:", "titel:");
    const line = served.line(FILE, "<img");
    await dialog(page).locator("article").nth(1).waitFor();
    const box = dialog(page);
    assert.match(await box.locator("h1").textContent(), /^\d+ errors in 2 files$/);
    const first = box.locator("article", { hasText: "unknown-value" });
    assert.match(await first.locator("h2").textContent(), /^error\[unknown-value\] .*<img src=x onerror=alert\(1\)>/);
    assert.equal(await first.locator("a").first().textContent(), `${FILE}:${line}:11`);
    assert.match(await first.locator("pre .hit").textContent(), new RegExp(`^ *${line} \\|     kind: <img`));
    assert.match(await first.locator("pre .mark").textContent(), /\^{10}/);
    assert.match(await first.locator(".help").textContent(), /^help: /);
    assert.match(await first.locator(".more").textContent(), /postil explain unknown-value/);
    assert.equal(await box.locator("img").count(), 0, "no text is markup");
    // The keyboard is in it, and goes through it alone.
    const focus = () => page.evaluate(() => {
      const it = document.activeElement.shadowRoot?.activeElement;
      return it ? `${it.localName} ${it.textContent.slice(0, 12)}` : document.activeElement.localName;
    });
    assert.match(await focus(), /^dialog/);
    await page.keyboard.press("Tab");
    assert.match(await focus(), /^a content\/brie/);
    // It follows what is written, and the keyboard stays in it.
    served.edit("content/pages/about.md", "titel:", "title:");
    await box.locator("h1", { hasText: "1 error in 1 file" }).waitFor();
    assert.match(await focus(), /^a content\/brie/);
    assert.ok(await isOpen(page));
    assert.deepEqual(await violations(page, "problems", "#postil-problems"), []);
    served.edit(FILE, WRONG[1], WRONG[0]);
    await dialog(page).waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.dataset.note), "4", "the focus is back");
    assert.equal(await page.evaluate(() => scrollY), 600);
    assert.ok(await isSame(page));
    assert.deepEqual(page.wrong, []);
  }));

  test("shows the page when they are closed, until something else is wrong", LONG, demonstration(PAGE, async (page, served) => {
    await page.locator(".ref[data-note='4']").focus();
    served.edit(FILE, ...WRONG);
    await dialog(page).waitFor();
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement.dataset.note), "4");
    assert.ok(await page.getByText("This page is the last one without errors.").isVisible());
    assert.deepEqual(await violations(page, "what tells of problems", "#postil-problems"), []);
    // Also on the page that is opened next, which is the last one without errors too.
    await page.locator(".brand").click();
    await page.getByRole("button", { name: "Show problems" }).click();
    assert.ok(await isOpen(page));
    await page.getByRole("button", { name: "Close" }).click();
    assert.ok(!(await isOpen(page)));
    served.edit(FILE, "    kind: prediction\n", "    kind: nothing\n");
    await page.waitForFunction(() => document.querySelector("#postil-problems")?.shadowRoot.querySelector("dialog").open);
  }));

  test("is seen by a page that is opened then, and leads to the lines", LONG, demonstration("", async (page, served, context) => {
    served.edit(FILE, ...WRONG);
    await dialog(page).waitFor();
    const other = await open(context, served, PAGE);
    await dialog(other).locator("article").waitFor();
    assert.match(await other.locator("h1").first().textContent(), /Guarantees for Ukraine/);
    const line = served.line(FILE, "<img");
    await dialog(other).locator("article a").first().click();
    await other.waitForURL(/\/_postil\/text\?/);
    assert.equal(new URL(other.url()).hash, `#L${line}`);
    assert.match(await other.locator(".hit").textContent(), new RegExp(`^ *${line} .*<img src=x`));
    assert.ok(await other.locator(".hit").evaluate((it) => { const box = it.getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight; }));
    assert.deepEqual(await violations(other, "a text"), []);
    // The text follows the file.
    await other.evaluate(() => { window.isSame = true; });
    served.edit(FILE, WRONG[1], WRONG[0]);
    await other.locator(".hit", { hasText: "kind: offer" }).waitFor();
    assert.ok(await isSame(other));
    await dialog(page).waitFor({ state: "detached" });
    assert.deepEqual(other.wrong, []);
  }));

  test("runs nothing, whatever files are called and messages say", LONG, demonstration(PAGE, async (page, served) => {
    const payload = (where) => `"><img src=x onerror=alert(1) alt=${where}>`;
    page.on("dialog", (it) => { page.wrong.push(`it asks ${it.message()}`); it.dismiss(); });
    const path = `content/briefings/${payload("name")}.md`;
    served.write(path, `---\ntitle: T\ndate: 2025-01-01\n'${payload("key")}': x\nclaims: [{id: a, text: x, by: A, kind: '</script><script>alert(1)</script>'}]\n---\n`);
    const articles = dialog(page).locator("article");
    await articles.filter({ hasText: "unknown key" }).waitFor();
    assert.ok((await articles.allTextContents()).join().includes(path), "the name is a text");
    assert.deepEqual(await dialog(page).locator("img, script").count(), 0);
    await articles.locator("a").first().click();
    await page.waitForURL(/\/_postil\/text\?/);
    assert.equal(await page.locator("h1").textContent(), path);
    assert.equal(await page.locator("img, main script").count(), 0);
    await page.goto(served.url("../_postil/"));
    await page.getByText("unknown key").first().waitFor();
    assert.equal(await page.locator("img, main script").count(), 0);
    // The page that moves to such a file, and back.
    served.write(path, `---\ntitle: '${payload("title")}'\ndate: 2025-01-01\nslug: odd\n---\nWords.\n`);
    await page.goto(served.url("briefings/odd/"));
    await page.locator("h1", { hasText: payload("title") }).waitFor();
    assert.equal(await page.locator("main img, main script").count(), 0);
    served.edit(path, "slug: odd", "slug: odder");
    await page.getByText("This page has moved.").waitFor();
    assert.deepEqual(page.wrong.filter((it) => !it.includes("404")), []);
  }));

  for (const [what, path, text] of [["a text", "content/pages/new.md", "---\ntitle: [\n---\n"], ["a template", "templates/base.html", "{% block"]]) {
    test(`from the start, in ${what}, shows the problems, and the site when they are gone`, LONG, demonstration("about/", async (page, served) => {
      assert.match(await page.locator("h1").textContent(), /^\d errors? in 1 file/);
      assert.match(await page.locator("article a").first().textContent(), new RegExp(`^${path}:\\d+:\\d+$`));
      assert.deepEqual(await violations(page, "problems from the start"), []);
      served.write(path, text.replace("[", "[[").replace("block", "blok"));
      await page.locator("article", { hasText: /\[\[|blok/ }).first().waitFor();
      assert.ok(await isSame(page));
      served.remove(path);
      await loadedAnew(page);
      assert.equal(await page.locator("h1").textContent(), "About this demonstration");
      assert.deepEqual(page.wrong.filter((it) => !it.includes("503")), []);
    }, { files: { [path]: text } }));
  }
});

describe("edit links", { concurrency: 2 }, () => {
  /** Where an edit link leads: the address that the editor is opened with. */
  const leads = async (page, link) => {
    const answer = await page.context().request.get(new URL(await link.getAttribute("href"), page.url()).href, { maxRedirects: 0 });
    return answer.status() === 302 ? decodeURI(answer.headers().location) : answer.status();
  };
  const vscode = { args: ["--editor", "vscode"] };

  test("lead to the line of what they stand beside", LONG, demonstration(PAGE, async (page, served, context) => {
    const at = (words, file = FILE) => `vscode://file${served.folder}/${file}:${words ? served.line(file, words) : 1}:`;
    const leadsTo = async (locator, place, on = page) => {
      const link = locator.locator(".postil-edit");
      assert.equal(await link.count(), 1, place);
      assert.ok(await link.isVisible(), place);
      const href = await leads(on, link);
      assert.ok(String(href).startsWith(place), `${href} is ${place}`);
    };
    await leadsTo(page.locator("h1"), at());
    await leadsTo(page.locator("h2#what-comes-next"), at("## What comes next"));
    await leadsTo(page.locator("#note_guarantees-cover-russia-2"), at("claim: guarantees-cover-russia"
      ).replace(/\d+:$/, `${served.read(FILE).split("\n").findLastIndex((it) => it.includes("claim: guarantees-cover-russia")) + 1}:`));
    await leadsTo(page.locator("#note_remark_a"), at("quote: All that follows"));
    const other = await open(context, served, "claims/");
    const row = other.locator("main .entry", { hasText: "must be matched by guarantees for Russia" });
    await leadsTo(row, at("id:", "content/claims/guarantees-cover-russia.md"), other);
    assert.equal(await other.locator("h1 .postil-edit").count(), 0, "nobody wrote this page");
    for (const [address, words, file] of [
      ["about/", "", "content/pages/about.md"], ["", "", "content/index.md"], ["actors/nato/", "- id: nato", "content/actors.yaml"],
      ["claims/guarantees-cover-russia/", "id:", "content/claims/guarantees-cover-russia.md"],
    ]) {
      await other.goto(served.url(address));
      await leadsTo(other.locator("main h1"), at(words, file), other);
    }
    await other.goto(served.url("about/"));
    await leadsTo(other.locator("h2", { hasText: "Where to begin" }), at("## Where to begin", "content/pages/about.md"), other);
    // What is morphed has them too, once.
    served.edit(FILE, "## What comes next\n", "Before.\n\n## What comes next\n\nAfter.\n\n### A new [one](pressure-on-kyiv.md)\n\nText.\n");
    await shows(page, "A new one");
    await leadsTo(page.locator("h2#what-comes-next"), at("## What comes next"));
    await leadsTo(page.locator("h3#a-new-one"), at("### A new"));
    assert.equal(await page.locator("h3#a-new-one > a:not(.postil-edit)").textContent(), "one");
  }, { ...vscode, files: { [FILE]: readFileSync(new URL(`../../${FILE}`, import.meta.url), "utf8")
    .replace("claims:\n", "notes:\n  - quote: All that follows\n    text: A remark.\nclaims:\n") } }));

  test("are in no text, are not printed, and are reached by the keyboard", LONG, demonstration(PAGE, async (page, served) => {
    assert.equal(await page.locator("h2#what-comes-next").textContent(), "What comes next");
    assert.ok(!(await page.locator(".rail").textContent()).includes("edit"));
    await page.evaluate(() => getSelection().selectAllChildren(document.querySelector("h2#what-comes-next")));
    assert.equal(await page.evaluate(() => String(getSelection())), "What comes next");
    await page.goto(`${served.url(PAGE)}#what-comes-next`);
    assert.equal(await page.locator("h2:target").textContent(), "What comes next");
    await page.locator("h1 .postil-edit").focus();
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "none");
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".postil-edit >> visible=true").count(), 0);
    const claims = await open(page.context(), served, "claims/");
    await claims.getByLabel("Filter").fill("edit");
    await claims.locator("output", { hasText: "0 of" }).waitFor();
  }));

  test("keep the layout: nothing scrolls sideways", LONG, demonstration(PAGE, async (page, served) => {
    for (const width of [320, 390, 1000, 1360]) {
      await page.setViewportSize({ width, height: 900 });
      for (const address of [PAGE, "claims/", "about/", "_postil/"]) {
        await page.goto(served.url(address));
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, `${address} at ${width}`);
      }
    }
  }));

  test("pages with them are accessible and break no policy", LONG, serving("scenario", "", async (page, served) => {
    const found = [];
    for (const address of ["", "briefings/2025/the-minister-reverses/", "claims/", "actors/", "about/", "nothing/", "_postil/"]) {
      await page.goto(served.url(address));
      await page.locator("script[data-postil]").waitFor({ state: "attached" });
      found.push(...await violations(page, address));
    }
    assert.deepEqual(found, []);
    assert.deepEqual(page.wrong.filter((it) => !it.includes("404")), []);
  }));

  test("a built page has none", { skip: !process.env.SITES && "SITES names no built sites" }, () => {
    const html = readFileSync(`${process.env.SITES}/demonstration/${PAGE}index.html`, "utf8");
    assert.ok(html.includes("note-links"));
    assert.doesNotMatch(html, /postil-edit|_postil|live\.js/);
  });
});

describe("the page for authors", { concurrency: 2 }, () => {
  test("says what there is to do, leads there, and follows", LONG, demonstration("_postil/", async (page, served) => {
    await page.getByText("no problems").waitFor();
    const coverage = page.locator("#coverage tbody tr");
    assert.equal(await coverage.count(), 5);
    const shares = (await coverage.locator("td:last-child").allTextContents()).map((it) => Number.parseInt(it, 10));
    assert.deepEqual(shares, shares.toSorted((a, b) => a - b));
    served.append("content/actors.yaml", "\n- {id: sergey-lavrov, name: Sergey Lavrov, type: person}\n");
    served.edit(FILE, "claims:\n", "claims:\n  - {id: loose, text: This has no place., kind: fact, by: NATO}\n");
    await page.locator("#unanchored li", { hasText: "This has no place." }).waitFor();
    await page.locator("#actor-never-used li", { hasText: "`sergey-lavrov`" }).waitFor();
    await page.locator("#similar-names li", { hasText: "Lavrov" }).waitFor();
    assert.equal(await page.locator("#unanchored .place").textContent(), `${FILE}:${served.line(FILE, "id: loose")}:5`);
    const row = page.locator("#coverage tr", { hasText: "Guarantees for Ukraine, tied" });
    assert.deepEqual((await row.locator("td").allTextContents()).slice(0, 3), ["0", "7", "6"]);
    // It knows of errors that keep the pages as they were.
    served.edit(FILE, "kind: offer", "kind: <b>offer</b>");
    await page.locator("#errors article").waitFor();
    assert.match(await page.locator("#errors h3").textContent(), /<b>offer<\/b>/);
    await page.getByText("when it last had no errors").waitFor();
    assert.equal(await page.locator("#postil-problems").count(), 0, "nothing lies over it");
    assert.deepEqual(await violations(page, "the page for authors"), []);
    await page.locator("#errors a.place").click();
    await page.waitForURL(/text\?file=content%2Fbriefings%2Foffer-and-condition\.md/);
    await page.goBack();
    await page.evaluate(() => { window.isSame = true; });
    served.edit(FILE, "kind: <b>offer</b>", "kind: offer");
    await page.locator("#errors").waitFor({ state: "detached" });
    assert.ok(await isSame(page));
    assert.deepEqual(page.wrong, []);
  }));

  test("stays useful when there is much to say", LONG, demonstration("_postil/", async (page) => {
    const section = page.locator("#actor-never-used");
    assert.equal(await section.locator("li").count(), 25);
    assert.match(await section.locator("h2").textContent(), /1000$/);
    await section.getByRole("link", { name: "Show all 1000" }).click();
    await page.waitForURL(/show=actor-never-used/);
    assert.equal(await page.locator("section").count(), 1);
    assert.equal(await page.locator("li").count(), 1000);
    await page.getByRole("link", { name: "All for authors" }).click();
    await page.waitForURL(/_postil\/$/);
  }, { files: { "content/actors.yaml": readFileSync(new URL("../../content/actors.yaml", import.meta.url), "utf8")
    + Array.from({ length: 1000 }, (_, at) => `- {id: unused-${at}, name: ${Math.imul(at + 1, 2654435761).toString(36)}, type: group}\n`).join("") } }));
});

describe("tabs", { concurrency: 2 }, () => {
  /** Lets a page say that it is hidden, as a tab that is not in front does. */
  const hideable = (context) => context.addInitScript(() => {
    let hidden = sessionStorage.getItem("hidden") === "yes";
    Object.defineProperty(document, "hidden", { get: () => hidden });
    Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
    window.hide = (is) => { hidden = is; document.dispatchEvent(new Event("visibilitychange")); };
    window.streams = [];
    const Source = window.EventSource;
    window.EventSource = class extends Source { constructor(url) { super(url); window.streams.push(this); } };
  });
  const listens = (page) => page.evaluate(() => window.streams.filter((it) => it.readyState !== 2).length);

  test("that are hidden do not listen, and catch up when they are shown", LONG, demonstration("", async (_, served, context) => {
    await hideable(context);
    const page = await open(context, served, PAGE);
    assert.equal(await listens(page), 1);
    await page.evaluate(() => window.hide(true));
    assert.equal(await listens(page), 0);
    served.append(FILE, "\nWhile it was hidden.\n");
    served.write("static/unused.txt", "");
    await page.waitForTimeout(700);
    assert.equal(await page.getByText("While it was hidden.").count(), 0);
    await page.evaluate(() => window.hide(false));
    await loadedAnew(page);
    await shows(page, "While it was hidden.");
    await page.evaluate(() => { window.isSame = true; window.hide(true); });
    served.append(FILE, "\nHidden once more.\n");
    await page.waitForTimeout(700);
    await page.evaluate(() => window.hide(false));
    await shows(page, "Hidden once more.");
    assert.equal(await listens(page), 1);
    // Who missed nothing is told nothing.
    await page.evaluate(() => {
      window.told = [];
      window.hide(true);
      window.hide(false);
      window.streams.at(-1).addEventListener("message", (event) => window.told.push(JSON.parse(event.data).what));
    });
    await page.waitForFunction(() => window.streams.at(-1).readyState === 1);
    await page.waitForTimeout(300);
    assert.deepEqual(await page.evaluate(() => window.told), []);
    assert.ok(await isSame(page));
  }));

  test("in great number: the seventh loads, and follows", LONG, demonstration("", async (first, served, context) => {
    await hideable(context);
    const pages = [first];
    while (pages.length < 7) {
      const before = pages.at(-1);
      await before.evaluate(() => window.hide?.(true));
      pages.push(await open(context, served, PAGE));
    }
    served.append(FILE, "\nFor the seventh.\n");
    await shows(pages[6], "For the seventh.");
    await pages[1].evaluate(() => window.hide(false));
    await shows(pages[1], "For the seventh.");
  }));

  test("of two browsers at once are told both", LONG, demonstration(PAGE, async (page, served) => {
    const second = await browser.newContext();
    const other = await open(second, served, "about/"), third = await open(second, served, PAGE);
    served.append(FILE, "\nFor all of them.\n");
    served.append("content/pages/about.md", "\nFor this one.\n");
    await Promise.all([shows(page, "For all of them."), shows(third, "For all of them."), shows(other, "For this one.")]);
    for (const it of [page, other, third]) assert.ok(await isSame(it));
    await second.close();
  }));

  test("find the server again that was started anew, and what changed meanwhile", LONG, demonstration(PAGE, async (page, served) => {
    await served.halt();
    await page.getByText("Postil does not answer.").waitFor();
    served.append(FILE, "\nWhile nobody served.\n");
    await served.again();
    await shows(page, "While nobody served.");
    await page.getByText("Postil does not answer.").waitFor({ state: "detached" });
    assert.ok(await isSame(page));
    await served.halt();
    served.edit(FILE, "kind: offer", "kind: nothing");
    await served.again();
    await page.locator("article", { hasText: "`kind` cannot be `nothing`" }).waitFor({ state: "attached" });
  }));

  test("go to the page that is edited, with --navigate", LONG, demonstration("about/", async (page, served, context) => {
    const desk = await open(context, served, "_postil/");
    served.append(FILE, "\nLook here.\n");
    await page.waitForURL(served.url(PAGE));
    await shows(page, "Look here.");
    await page.evaluate(() => { window.isSame = true; });
    served.append(FILE, "\nAnd here.\n");
    await shows(page, "And here.");
    assert.ok(await isSame(page));
    assert.ok(await isSame(desk));
    assert.equal(desk.url(), served.url("_postil/"));
  }, { args: ["--navigate"] }));
});

describe("going back and forth", { concurrency: 2 }, () => {
  test("works with what changed meanwhile, and within a page", LONG, demonstration(PAGE, async (page, served) => {
    await page.locator(".ref[data-note='3']").click();
    served.append(FILE, "\nAfter a jump.\n");
    await shows(page, "After a jump.");
    assert.equal(new URL(page.url()).hash, "#note_guarantees-cover-russia");
    assert.equal(await page.locator(".note:target").getAttribute("data-note"), "3");
    assert.match(await page.locator("mark[data-note='3']").first().getAttribute("class"), /\bat\b/);
    await page.goBack();
    assert.equal(new URL(page.url()).hash, "");
    assert.ok(await isSame(page), "a jump within the page loads nothing");
    await page.locator(".brand").click();
    await page.waitForURL(served.url(""));
    served.append(FILE, "\nWhile on another page.\n");
    await page.goBack();
    await page.waitForURL(served.url(PAGE));
    await shows(page, "While on another page.");
    await page.goForward();
    await page.waitForURL(served.url(""));
    assert.deepEqual(page.wrong, []);
  }));

  test("works from the cache of the browser", LONG, async () => {
    const caching = await launch({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
    const served = await Served.start("demonstration");
    try {
      const page = await open(await caching.newContext(), served, PAGE);
      await page.evaluate(() => addEventListener("pageshow", (event) => { window.wasKept = event.persisted; }));
      await page.locator(".brand").click();
      await page.waitForURL(served.url(""));
      served.append(FILE, "\nWhile it was kept.\n");
      await page.goBack();
      await shows(page, "While it was kept.");
      served.append(FILE, "\nAnd after.\n");
      await shows(page, "And after.");
    } finally {
      await caching.close();
      await served.stop();
    }
  });
});

test("a site below a path of its host works the same", LONG, serving("scenario", "", async (page, served) => {
  assert.equal(served.base.pathname, "/notes/");
  assert.equal(page.url(), served.url("/notes/"));
  const briefing = "content/briefings/2025/the-minister-reverses.md";
  await page.goto(served.url("briefings/2025/the-minister-reverses/"));
  await page.evaluate(() => { window.isSame = true; });
  served.append(briefing, "\nBelow a path.\n");
  await shows(page, "Below a path.");
  assert.ok(await isSame(page));
  const link = await page.locator("h1 .postil-edit").getAttribute("href");
  const answer = await page.context().request.get(served.url(link), { maxRedirects: 0 });
  assert.equal(answer.headers().location, `vscode://file${served.folder}/${briefing}:1:1`);
  await page.locator(".note .note-links > a[href*='claims/']").first().click();
  await page.waitForURL(/\/notes\/claims\//);
  await page.locator("h1 .postil-edit").waitFor();
  await page.goto(served.url("claims/"));
  const row = await page.locator("main .entry .postil-edit").first().getAttribute("href");
  assert.equal((await page.context().request.get(served.url(row), { maxRedirects: 0 })).status(), 302);
  served.remove(briefing);
  await page.goto(served.url("/_postil/"));
  await page.getByText("Notes from the Ithren").waitFor();
  await page.goto(served.url("/"));
  await page.waitForURL(served.url("/notes/"));
}, { args: ["--editor", "vscode"] }));

describe("the search", { concurrency: 2 }, () => {
  test("finds what was written a moment ago, and stays open while a page changes", LONG, demonstration(PAGE, async (page, served) => {
    const ask = async (text) => {
      await page.locator("dialog.seek input").fill(text);
      await page.locator("dialog.seek [role=status]").filter({ hasText: /result|found/ }).waitFor();
      await page.waitForTimeout(300);
      return page.locator("dialog.seek [role=status]").textContent();
    };
    await page.keyboard.press("Control+k");
    await page.locator("dialog.seek[open]").waitFor();
    assert.match(await ask("zeppelin"), /^Nothing/);
    served.append(FILE, "\nNobody spoke of a zeppelin.\n");
    await shows(page, "Nobody spoke of a zeppelin.");
    assert.ok(await page.locator("dialog.seek[open]").isVisible());
    assert.match(await ask("zeppelins"), /^1 result/);
    assert.deepEqual(page.wrong, []);
  }));

  test("is made for each state of the site as a build would make it", LONG, serving(null, "search/?q=quay", async (page, served) => {
    await page.locator("[data-part=told]").filter({ hasText: "1 result" }).waitFor();
    served.edit("content/briefings/a.md", "title: The quay", "title: The quay and the pier");
    await page.locator("[data-part=list]").filter({ hasText: "The quay and the pier" }).waitFor();
    const index = await (await fetch(served.url("search/contents.json"))).json();
    assert.equal(index.kinds.briefing, 1);
    assert.deepEqual(page.wrong, []);
  }, { files: { "content/briefings/a.md": "---\ntitle: The quay\ndate: 2025-01-01\n---\n\nWords.\n" } }));
});
