// Reading a briefing: highlights and cards, previews, the keyboard, lists, and everything once more without script.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "./chromium.mjs";
import { kinds, pages, serve } from "./sites.mjs";

const BRIEFING = "demonstration/briefings/offer-and-condition/";
let browser, host;

before(async () => { [browser, host] = await Promise.all([launch(), serve()]); });
after(async () => { await browser.close(); host.close(); });

const reading = async (address, options, act) => {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  await page.goto(`${host.origin}/${encodeURI(address)}`);
  await act(page, context);
  await context.close();
};
const wide = (address, act, options = {}) => reading(address, options, act);
const small = { viewport: { width: 390, height: 844 } };

/** Counts cards that overlap, stand on text, or stand above their paragraph. */
const misplaced = () => {
  const boxes = [...document.querySelectorAll(".body .note")].map((it) => [it, it.getBoundingClientRect()]);
  const over = boxes.filter(([, box], at) => at && box.top < boxes[at - 1][1].bottom);
  const onText = boxes.filter(([it, box]) => box.left < it.closest(".row").firstElementChild.getBoundingClientRect().right);
  const above = boxes.filter(([it, box]) => box.top < it.closest(".row").getBoundingClientRect().top - 1);
  const end = document.querySelector("article.briefing").getBoundingClientRect().bottom;
  const below = boxes.filter(([, box]) => box.bottom > end);
  return { over: over.length, onText: onText.length, above: above.length, below: below.length };
};

describe("highlights and cards", { concurrency: 2 }, () => {
  test("pointing at one lights up the other, both ways", () => wide(BRIEFING, async (page) => {
    const mark = page.locator("mark[data-note='1']").first(), card = page.locator(".note[data-note='1']");
    await mark.hover();
    await page.waitForFunction(() => document.querySelector(".note[data-note='1']").classList.contains("on"));
    await page.locator(".note[data-note='2'] .note-text").hover();
    await page.waitForFunction(() => document.querySelector("mark[data-note='2']").classList.contains("on"));
    assert.equal(await card.getAttribute("class"), "note");
  }));

  test("a number leads to its card and back", () => wide(BRIEFING, async (page) => {
    await page.locator(".ref[data-note='3']").click();
    assert.equal(await page.locator(".note:target").getAttribute("data-note"), "3");
    assert.match(await page.locator("mark[data-note='3']").first().getAttribute("class"), /\bat\b/);
    await page.locator(".note:target .num").click();
    assert.equal(await page.locator("mark:target").getAttribute("data-note"), "3");
    assert.match(await page.locator(".note[data-note='3']").getAttribute("class"), /\bat\b/);
  }));

  test("cards stand beside their paragraph and never on each other", async () => {
    for (const site of ["demonstration", "scenario", "crowded", "long", "busy"]) {
      const briefings = pages(site).filter((it) => it.startsWith("briefings/") && !/briefings\/(page\/.*)?$/.test(it)).slice(0, 15);
      assert.ok(briefings.length >= 1, site);
      await wide(`${site}/${briefings[0]}`, async (page) => {
        for (const address of briefings) {
          await page.goto(`${host.origin}/${site}/${encodeURI(address)}`);
          for (const width of [1000, 1360, 1920]) {
            await page.setViewportSize({ width, height: 900 });
            assert.deepEqual(await page.evaluate(misplaced), { over: 0, onText: 0, above: 0, below: 0 }, `${address} at ${width}`);
          }
        }
      });
    }
  });

  test("a link in the text stays in its line, whatever it leads to", () => wide("demonstration/briefings/pressure-on-kyiv/", async (page) => {
    const shown = await page.locator(".body .prose a[href]").evaluateAll((links) => links.map((it) => getComputedStyle(it).display));
    assert.ok(shown.length > 5);
    assert.deepEqual(shown.filter((it) => it !== "inline"), []);
  }));

  test("on a narrow screen a highlight opens its card over the page, and Escape closes it", () => wide(BRIEFING, async (page) => {
    assert.ok(!(await page.locator(".note[data-note='1'] .note-text").isVisible()));
    await page.locator(".ref[data-note='1']").click();
    assert.ok(await page.locator(".sheet .note-text").isVisible());
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Close");
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator(".sheet").isVisible()));
  }, small));

  test("highlights can be switched off, and stay off", () => wide(BRIEFING, async (page) => {
    const plain = () => page.locator("mark[data-note='1']").first().evaluate((it) => getComputedStyle(it).textDecorationLine);
    assert.equal(await plain(), "underline");
    await page.getByLabel("Highlights").uncheck();
    assert.equal(await plain(), "none");
    await page.reload();
    assert.equal(await plain(), "none");
    await page.getByLabel("Highlights").check();
    await page.reload();
    assert.equal(await plain(), "underline");
  }));

  test("passages that lie in, on and across each other can be told apart", () => wide("crowded/briefings/nested/", async (page) => {
    const numbers = await page.locator(".body .ref").evaluateAll((links) => links.map((it) => it.dataset.note));
    assert.deepEqual(numbers, ["1", "2", "3", "4"]);
    const lines = await page.locator(".body mark").evaluateAll((marks) => marks.map((it) => {
      const style = getComputedStyle(it);
      return { depth: it.parentElement.closest("mark") ? 1 : 0, image: style.backgroundImage, offset: style.textUnderlineOffset };
    }));
    const [outer, inner] = [lines.find((it) => !it.depth), lines.find((it) => it.depth)];
    assert.ok(outer && inner);
    assert.notEqual(outer.image, inner.image);
    assert.notEqual(outer.offset, inner.offset);
    // Each number lights up its own passage, whole, and its own card.
    for (const note of numbers) {
      await page.locator(`.body .ref[data-note='${note}']`).focus();
      await page.waitForFunction((it) => document.querySelector(`.note[data-note='${it}']`).classList.contains("on"), note);
      const lit = await page.locator(".body mark.on").evaluateAll((marks) => marks.map((it) => it.dataset.note));
      assert.ok(lit.length > 0 && lit.every((it) => it === note), `${note}: ${lit}`);
    }
    const crossing = await page.locator("mark[data-note='4'], mark[data-note='3']").evaluateAll((marks) => new Set(marks.map((it) => it.dataset.note)).size);
    assert.equal(crossing, 2);
  }));

  test("a status that has changed since is shown then and now, and all of them are counted", () => wide(BRIEFING, async (page) => {
    const changed = await page.locator(".note").filter({ hasText: "then unverified" }).count();
    assert.ok(changed > 0);
    assert.match(await page.locator(".lede").textContent(), new RegExp(`${changed} of \\d+ stood otherwise`));
    const label = await page.locator(".lede .bar").getAttribute("aria-label");
    const dots = await page.locator(".lede .dot").allTextContents();
    for (const dot of dots) assert.ok(label.includes(dot.trim()), `${dot} in ${label}`);
  }));

  test("contents lead to their headings, and neighbours to the briefings before and after", () => wide(BRIEFING, async (page) => {
    const entries = await page.locator(".rail nav a").evaluateAll((links) => links.map((it) => it.hash.slice(1)));
    assert.ok(entries.length >= 3);
    for (const id of entries) assert.equal(await page.locator(`[id="${id}"]`).count(), 1, id);
    await page.locator(".neighbours a[rel=next]").click();
    await page.waitForURL(/pressure-on-kyiv|briefings\/(?!offer)/);
    assert.equal(await page.locator(".neighbours a[rel=prev]").count(), 1);
  }));

  test("the claims of one speaker can be shown alone", () => wide(BRIEFING, async (page) => {
    const all = await page.locator(".note:visible").count();
    await page.getByLabel("Claims of").selectOption({ index: 1 });
    const some = await page.locator(".note:visible").count();
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
    await page.getByLabel("Claims of").selectOption({ index: 0 });
    assert.equal(await page.locator(".note:visible").count(), all);
  }));
});

describe("previews", { concurrency: 2 }, () => {
  const link = (page) => page.locator(".body a.actor[href*='actors/']").first();

  test("pointing at a link shows its card after a while, Escape closes it, and one request serves many", () => wide(BRIEFING, async (page) => {
    const asked = [];
    page.on("request", (it) => { if (it.url().includes("/previews/")) asked.push(it.url()); });
    await link(page).hover();
    assert.ok(!(await page.locator(".preview").isVisible()), "not at once");
    await page.locator(".preview").waitFor({ state: "visible" });
    assert.match(await page.locator(".preview").textContent(), /Actor/);
    assert.equal(await link(page).getAttribute("aria-describedby"), "preview");
    await page.keyboard.press("Escape");
    await page.locator(".preview").waitFor({ state: "hidden" });
    await page.mouse.move(5, 5);
    await link(page).hover();
    await page.locator(".preview").waitFor({ state: "visible" });
    assert.equal(asked.length, 1);
  }));

  test("the pointer may go into the card; leaving it closes it", () => wide(BRIEFING, async (page) => {
    await link(page).hover();
    await page.locator(".preview").waitFor({ state: "visible" });
    await page.locator(".preview").hover();
    await page.waitForTimeout(400);
    assert.ok(await page.locator(".preview").isVisible());
    await page.mouse.move(2, 2);
    await page.locator(".preview").waitFor({ state: "hidden" });
  }));

  test("the keyboard shows it too", () => wide(BRIEFING, async (page) => {
    await page.locator(".ref").first().focus();
    for (let presses = 0; presses < 40 && !(await page.locator(".preview").isVisible()); presses++) {
      await page.keyboard.press("Tab");
      await page.waitForTimeout(520);
    }
    assert.ok(await page.locator(".preview").isVisible());
  }));

  for (const [kind, address, selector] of [
    ["Actor", "scenario/briefings/2024/filling-begins/", ".body a[href*='/actors/']"],
    ["Claim", "scenario/claims/", ".list a[href*='claims/']"],
    ["Event", "scenario/events/", ".list a[href*='events/']"],
    ["Source", "scenario/sources/", ".list a[href*='sources/']"],
    ["Briefing", "scenario/briefings/", ".list a[href*='briefings/']"],
  ]) {
    test(`a link to ${kind === "Actor" || kind === "Event" ? "an" : "a"} ${kind.toLowerCase()} shows its card`, () => wide(address, async (page) => {
      const it = page.locator(selector).first();
      const words = (await it.textContent()).trim();
      await it.hover();
      await page.locator(".preview").waitFor({ state: "visible" });
      assert.equal(await page.locator(".preview .kicker b").textContent(), kind);
      if (kind !== "Actor") assert.equal((await page.locator(".preview h2").textContent()).trim(), words);
      assert.equal(await page.locator(".preview a").count(), 0);
      const box = await page.locator(".preview").boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 1360, JSON.stringify(box));
    }));
  }

  test("touch opens the page", () => wide(BRIEFING, async (page) => {
    await link(page).tap();
    await page.waitForURL(/\/actors\//);
  }, { hasTouch: true, isMobile: true }));

  test("every kind of link has a card", () => wide("scenario/", async (page) => {
    const cards = await page.evaluate(async () => {
      const count = Number(document.body.dataset.previews), parser = new DOMParser(), addresses = [];
      for (let number = 0; number < count; number++) {
        const text = await (await fetch(`previews/${number}.html`)).text();
        addresses.push(...[...parser.parseFromString(text, "text/html").querySelectorAll("[data-for]")].map((it) => it.dataset.for));
      }
      return addresses;
    });
    for (const section of ["actors/", "briefings/", "claims/", "events/", "sources/"]) {
      assert.ok(cards.some((it) => it.startsWith(section)), section);
    }
  }));
});

test("the keyboard reaches everything on a briefing, in order and always visibly", () => wide(BRIEFING, async (page) => {
  const walked = [];
  await page.keyboard.press("Tab");
  for (let presses = 0; presses < 400; presses++) {
    const at = await page.evaluate(() => {
      const it = document.activeElement, box = it.getBoundingClientRect(), style = getComputedStyle(it);
      const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
      return it === document.body ? null : { what: `${it.tagName} ${it.className}`, shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight, outlined };
    });
    if (!at) break;
    walked.push(at);
    await page.keyboard.press("Tab");
  }
  assert.equal(walked[0].what, "A skip");
  assert.deepEqual(walked.filter((it) => !it.shown || !it.outlined), []);
  const order = ["A brand", "BUTTON scheme", "INPUT ", "A ref", "A num", "SUMMARY "].map((what) => walked.findIndex((it) => it.what.startsWith(what)));
  assert.ok(order.every((it) => it > 0), `${order}`);
  assert.deepEqual(order.toSorted((a, b) => a - b), order);
}));

test("home answers in one screen", async () => {
  for (const site of ["demonstration", "scenario"]) {
    await wide(`${site}/`, async (page) => {
      for (const heading of ["Changed status", "Most disputed", "Coming up", "Most active"]) {
        const section = page.locator("section", { has: page.getByRole("heading", { name: heading, exact: true }) });
        const box = await section.boundingBox();
        assert.ok(box.y >= 0 && box.y + box.height <= 900, `${site}, ${heading}: ${JSON.stringify(box)}`);
        assert.ok(await section.locator("li").count() > 0, heading);
      }
      const lead = await page.locator(".lead h2").boundingBox();
      assert.ok(lead.y + lead.height <= 900);
    });
  }
});

test("the choice of colours is remembered", () => wide(BRIEFING, async (page) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const automatic = await paper();
  await page.locator(".scheme").click();
  await page.locator(".scheme").click();
  const dark = await paper();
  assert.notEqual(dark, automatic);
  await page.reload();
  assert.equal(await paper(), dark);
  assert.match(await page.locator(".scheme").textContent(), /dark/);
}, { colorScheme: "light" }));

test("a citation and the link to a claim can be copied", () => wide(BRIEFING, async (page, context) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: host.origin });
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.locator("#cite ~ *, .head:has(#cite) ~ *").getByText("Copy", { exact: true }).click();
  await page.getByText("Copied").waitFor();
  assert.match(await copied(), /Guarantees for Ukraine, tied to guarantees for Russia.*17 November 2026/);
  await page.locator("summary", { hasText: "BibTeX" }).click();
  await page.getByText("Copy BibTeX").click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("@online{"));
  await page.locator(".note[data-note='1'] summary").click();
  await page.locator(".note[data-note='1'] [data-copy]").click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).endsWith("briefings/offer-and-condition/#putin-open-to-guarantees"));
}));

describe("lists", { concurrency: 2 }, () => {
  test("are filtered over all their parts", () => wide("scenario/claims/", async (page) => {
    const before = await page.locator(".list > li").count();
    await page.getByLabel("Filter").fill("wadira");
    await page.locator("output").filter({ hasText: /of \d+/ }).waitFor();
    const [, shown, all] = (await page.locator("output").textContent()).match(/(\d+) of (\d+)/).map(Number);
    assert.ok(all > before && shown > 0 && shown < all, `${shown} of ${all}, ${before} before`);
    assert.equal(await page.locator(".list > li:visible").count(), shown);
  }));

  test("are put in order", () => wide("demonstration/claims/", async (page) => {
    await page.getByRole("combobox", { name: "Order" }).selectOption("title");
    const titles = await page.locator(".list h3").allTextContents();
    assert.deepEqual(titles, titles.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  }));

  test("take words from the page that was not found, however deep", () => wide("demonstration/no/such/page/", async (page) => {
    await page.getByRole("searchbox", { name: "Search" }).fill("treaty");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(`${host.origin}/demonstration/search/?q=treaty`);
    await page.locator("[data-part=told]").filter({ hasText: /^\d+ results?$/ }).waitFor();
    assert.equal(await page.locator(".list > li:visible").count(), 0);
    await page.locator("[data-part=list] a").filter({ hasText: /treaty/ }).first().click();
    await page.waitForURL(/\/claims\//);
  }));

  test("forget their headings when rows of other pages come in", () => wide("busy/timeline/", async (page) => {
    assert.ok(await page.locator(".month").first().isVisible());
    await page.getByLabel("Filter").fill("quay 599");
    await page.locator("output").filter({ hasText: /^1 of 1100$/ }).waitFor();
    assert.equal(await page.locator(".list > li:visible").count(), 1);
    assert.equal(await page.locator(".month:visible, section > .head:visible").count(), 0);
    await page.getByLabel("Filter").fill("");
    await page.locator("output").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
  }));

  test("of a table are filtered and put in order too", () => wide("scenario/network/", async (page) => {
    await page.getByRole("combobox", { name: "Order" }).selectOption("count");
    await page.waitForFunction(() => {
      const counts = [...document.querySelectorAll(".list > tr")].map((it) => Number(it.dataset.count));
      return counts.length > 50 && counts[0] > 1 && counts.every((it, at) => !at || it <= counts[at - 1]);
    });
  }));
});

describe("without script", { concurrency: 2 }, () => {
  const plain = { javaScriptEnabled: false };

  test("no control is shown that would do nothing", async () => {
    await wide("demonstration/", async (page) => {
      for (const address of kinds("demonstration")) {
        await page.goto(`${host.origin}/demonstration/${encodeURI(address)}`);
        assert.equal(await page.locator(".scripted:visible").count(), 0, address);
        assert.equal(await page.locator("h1").count(), 1, address);
      }
    }, plain);
  });

  test("the search page is everything from A to Z, and the timeline of a kind, an actor or a tag is a page", async () => {
    await wide("demonstration/404.html", async (page) => {
      await page.getByRole("searchbox", { name: "Search" }).fill("treaty");
      await page.getByRole("button", { name: "Search" }).click();
      await page.waitForURL(/\/demonstration\/search\/\?q=treaty/);
      const kinds = new Set(await page.locator(".list .when").allTextContents());
      for (const kind of ["Actor", "Briefing", "Claim", "Event", "Source"]) assert.ok(kinds.has(kind), kind);
      await page.goto(`${host.origin}/demonstration/timeline/`);
      await page.getByRole("link", { name: /^Events \(/ }).click();
      assert.match(page.url(), /timeline\/events\/$/);
      assert.equal(await page.locator("main .said").count(), 0);
      // An actor whose own page shows as much has no timeline beside it.
      for (const [site, name, address] of [["demonstration", "Sergei Lavrov", /\/actors\/sergei-lavrov\/$/], ["busy", "Mira Adler", /timeline\/actors\/mira\/$/]]) {
        await page.goto(`${host.origin}/${site}/timeline/`);
        await page.getByText("Of one actor").click();
        await page.getByRole("link", { name: new RegExp(`^${name} \\(`) }).click();
        assert.match(page.url(), address);
        assert.ok(await page.locator(".picture svg").first().isVisible());
      }
      await page.goto(`${host.origin}/scenario/timeline/`);
      await page.getByText("Of one tag").click();
      await page.getByRole("link", { name: /^talks \(/ }).click();
      assert.match(page.url(), /timeline\/tags\/talks\/$/);
    }, plain);
  });

  test("numbers lead to cards, and cards stand beside their paragraph", () => wide(BRIEFING, async (page) => {
    assert.ok(await page.locator(".note[data-note='1'] .note-text").isVisible());
    await page.locator(".ref[data-note='1']").click();
    assert.match(page.url(), /#note_/);
  }, plain));

  test("on a narrow screen a card opens in its place", () => wide(BRIEFING, async (page) => {
    assert.ok(!(await page.locator(".note[data-note='1'] .note-text").isVisible()));
    await page.locator(".ref[data-note='1']").click();
    assert.ok(await page.locator(".note[data-note='1'] .note-text").isVisible());
  }, { ...plain, ...small }));
});

test("on paper a briefing keeps its text, standings, sources and addresses, and drops what can only be clicked", () => wide("scenario/briefings/2025/two-years/", async (page) => {
  await page.emulateMedia({ media: "print" });
  for (const kept of [".body mark", ".note .dot", ".note .note-text", ".address", ".foot .paper"]) {
    assert.ok(await page.locator(kept).first().isVisible(), kept);
  }
  for (const dropped of [".masthead nav", ".scheme", ".tools", ".rail", ".note-links", ".copy"]) {
    assert.equal(await page.locator(dropped).locator("visible=true").count(), 0, dropped);
  }
  const text = await page.locator(".body .prose").first().boundingBox(), note = await page.locator(".body .note").first().boundingBox();
  assert.ok(note.x >= text.x + text.width, "cards are notes beside the text");
  const paper = (await page.pdf({ format: "A4", printBackground: true })).toString("latin1");
  const sheets = paper.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(sheets >= 2 && sheets <= 6, `${sheets} sheets`);
}));
