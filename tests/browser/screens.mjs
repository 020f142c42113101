// Takes the pictures of docs/screens.md: each kind of page at 1360 and at 390 pixels, light and dark, and the two of the
// README. `SITES` names a folder with the built sites, as in tests/all: `SITES=FOLDER node tests/browser/screens.mjs`.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./chromium.mjs";
import { serve } from "./sites.mjs";

// By template: what it shows, and an example.
const KINDS = {
  "home.html": ["Home", "demonstration/"],
  "briefing.html": ["A briefing", "demonstration/briefings/offer-and-condition/"],
  "briefings.html": ["Briefings", "demonstration/briefings/"],
  "claim.html": ["A claim", "demonstration/claims/peacekeepers-possible/"],
  "claims.html": ["Claims", "demonstration/claims/by/status/"],
  "disputed.html": ["Disputed claims", "scenario/disputed/"],
  "changes.html": ["Recent changes", "scenario/changes/"],
  "actor.html": ["An actor", "demonstration/actors/sergei-lavrov/"],
  "actors.html": ["Actors", "demonstration/actors/"],
  "event.html": ["An event", "scenario/events/nesope-talks/"],
  "events.html": ["Events", "scenario/events/"],
  "source.html": ["A source", "scenario/sources/nesope-protocol/"],
  "sources.html": ["Sources", "scenario/sources/"],
  "tag.html": ["A tag", "scenario/tags/talks/"],
  "tags.html": ["Tags", "scenario/tags/"],
  "timeline.html": ["Timeline", "scenario/timeline/"],
  "network.html": ["Network", "demonstration/network/"],
  "matrices.html": ["Who said what", "scenario/matrix/"],
  "matrix.html": ["A matrix", "scenario/matrix/tags/talks/"],
  "search.html": ["Search", "demonstration/search/?q=guarantees"],
  "page.html": ["A page beside the briefings", "demonstration/methodology/"],
  "404.html": ["Page not found", "demonstration/404.html"],
};
const SIZES = [["wide", { width: 1360, height: 900 }], ["narrow", { width: 390, height: 844 }]];
const SCHEMES = ["light", "dark"];
const docs = fileURLToPath(new URL("../../docs", import.meta.url));

const [browser, host] = await Promise.all([launch(), serve()]);
rmSync(join(docs, "screens"), { recursive: true, force: true });
mkdirSync(join(docs, "screens"));

/** A picture of a page, `scale` pixels for each of the page. */
const take = async (address, file, { viewport, colorScheme, scale, quality }) => {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  const answer = await page.goto(`${host.origin}/${address}`);
  await page.waitForLoadState("networkidle");
  if (!answer.ok()) throw new Error(`${address}: ${answer.status()}`);
  const session = await context.newCDPSession(page);
  const clip = { x: 0, y: 0, ...viewport, scale };
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality, clip });
  writeFileSync(join(docs, "screens", file), Buffer.from(data, "base64"));
  await context.close();
};

let table = "";
for (const [template, [title, address]] of Object.entries(KINDS)) {
  const name = template.replace(".html", "");
  const cells = [];
  for (const [size, viewport] of SIZES) {
    for (const colorScheme of SCHEMES) {
      const file = `${name}-${size}-${colorScheme}.webp`;
      await take(address, file, { viewport, colorScheme, scale: 0.5, quality: 40 });
      cells.push(`<img src="screens/${file}" width="${size === "wide" ? 340 : 97}" loading="lazy" alt="${title}, ${viewport.width} pixels wide, ${colorScheme}">`);
    }
  }
  table += `| ${title} \`${template}\` | ${cells.join(" | ")} |\n`;
}
for (const colorScheme of SCHEMES) {
  const shown = { viewport: { width: 1360, height: 1000 }, colorScheme, scale: 0.8, quality: 55 };
  await take("demonstration/briefings/offer-and-condition/", `readme-${colorScheme}.webp`, shown);
}
writeFileSync(join(docs, "screens.md"), `# What the pages look like

Each kind of page of the default theme, from the demonstration in this repository and from the invented site of the tests.
Made by \`tests/browser/screens.mjs\`.

| page | 1360, light | 1360, dark | 390, light | 390, dark |
|---|---|---|---|---|
${table}`);
await browser.close();
host.close();
