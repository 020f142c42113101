// JSON by its schema with Ajv, Argdown by its own parser, the words of schema.org by the newest types, TimelineJS by itself.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import test from "node:test";
import * as argdown from "@argdown/core";
import Ajv from "ajv/dist/2020.js";
import { launch } from "../browser/chromium.mjs";

const sites = process.env.SITES;
const below = (site, end) => readdirSync(join(sites, site), { recursive: true }).filter((path) => path.endsWith(end)).sort();
const read = (site, path) => readFileSync(join(sites, site, path), "utf8");
const json = (site, path) => JSON.parse(read(site, path));

for (const site of readdirSync(sites)) {
  test(`${site}: JSON is as its schema says`, () => {
    const ajv = new Ajv.default({ strict: false, allErrors: false });
    const schema = json(site, "data/schema.json");
    const valid = ajv.compile(schema);
    const statement = ajv.compile({ $defs: schema.$defs, $ref: "#/$defs/statement" });
    const files = [...below(site, "index.json"), "data/site.json"];
    for (const path of files) assert.ok(valid(json(site, path)), `${path}: ${ajv.errorsText(valid.errors)}`);
    const { first: { items }, total } = json(site, "data/annotations.jsonld");
    assert.equal(items.length, total);
    const statements = items.filter((it) => it.motivation === "identifying");
    for (const it of statements) assert.ok(statement(it.statement), `${it.id}: ${ajv.errorsText(statement.errors)}`);
    console.log(`${site}: ${files.length} JSON files, ${statements.length} statements in annotations`);
  });

  test(`${site}: Argdown has the claims and their relations`, () => {
    const app = new argdown.ArgdownApplication();
    app.addPlugin(new argdown.ParserPlugin(), "parse");
    app.addPlugin(new argdown.DataPlugin(), "model");
    app.addPlugin(new argdown.ModelPlugin(), "model");
    const parse = (path) => {
      const { parserErrors = [], lexerErrors = [], ...model } = app.run({ process: ["parse", "model"], input: read(site, path), logLevel: "error", throwExceptions: true });
      assert.deepEqual([...parserErrors, ...lexerErrors].map((it) => it.message), [], path);
      return model;
    };
    const { claims } = json(site, "data/site.json");
    const wanted = { supports: "support", confirms: "support", disputes: "attack", refutes: "attack", contradicts: "contradictory", "derived-from": "support" };
    const expected = claims.flatMap(({ id, relations }) => relations.filter(({ kind }) => wanted[kind]).map(({ kind, id: other }) => {
      const [from, to] = kind === "derived-from" ? [other, id] : [id, other];
      // A contradiction has no direction.
      return wanted[kind] === "contradictory" ? ["contradictory", ...[from, to].sort()].join(" ") : [wanted[kind], from, to].join(" ");
    }));
    const model = parse("data/claims.argdown");
    const words = (text) => text.replace(/\s+/g, " ").trim();
    assert.deepEqual(Object.keys(model.statements).sort(), claims.map(({ id }) => id).sort());
    for (const { id, claim, status } of claims) {
      const [member] = model.statements[id].members.filter((it) => it.text);
      assert.equal(words(member.text), words(claim), id);
      assert.equal(member.data.status, status, id);
    }
    const told = model.relations.map(({ relationType, from, to }) => relationType === "contradictory"
      ? ["contradictory", ...[from.title, to.title].sort()].join(" ") : [relationType, from.title, to.title].join(" "));
    assert.deepEqual([...new Set(told)].sort(), [...new Set(expected)].sort());
    const own = below(site, "claims.argdown");
    for (const path of own.slice(0, 200)) parse(path);
    console.log(`${site}: ${claims.length} claims, ${told.length} relations, ${own.length} files of Argdown`);
  });

  test(`${site}: pages use words that schema.org has today`, () => {
    const types = readFileSync(createRequire(import.meta.url).resolve("schema-dts").replace(/schema\.js$/, "schema.d.ts"), "utf8");
    const [classes, properties] = [/"@type": "([^"]+)"/g, /^    "([^"@]+)"\?:/gm].map((it) => new Set([...types.matchAll(it)].map((found) => found[1])));
    const wrong = new Set();
    const look = (value) => {
      if (Array.isArray(value)) return value.forEach(look);
      if (value === null || typeof value !== "object") return undefined;
      for (const kind of [value["@type"] ?? []].flat()) if (!classes.has(kind)) wrong.add(kind);
      for (const [key, inner] of Object.entries(value)) {
        if (!key.startsWith("@") && !properties.has(key)) wrong.add(key);
        look(inner);
      }
      return undefined;
    };
    let pages = 0;
    for (const path of below(site, "index.html")) {
      for (const [, script] of read(site, path).matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
        look(JSON.parse(script));
        pages += 1;
      }
    }
    assert.deepEqual([...wrong], []);
    console.log(`${site}: ${pages} pages`);
    assert.ok(pages > 20);
  });
}

test("TimelineJS shows what it is given", async () => {
  const browser = await launch();
  try {
    for (const site of readdirSync(sites)) {
      const page = await browser.newPage();
      await page.setContent("<div id=timeline style='width: 1200px; height: 700px'></div>");
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve("@knight-lab/timelinejs/dist/js/timeline.js") });
      const data = json(site, "data/timeline.json");
      const { errors, events, groups } = await page.evaluate(async (value) => {
        const timeline = new TL.Timeline("timeline", value, { script_path: "https://example.invalid/js/" });
        while (!timeline.config) await new Promise((later) => setTimeout(later, 20));
        const shown = timeline.config.events;
        return { errors: timeline.config.getErrors(), events: shown.length, groups: [...new Set(shown.map((it) => it.group))] };
      }, data);
      assert.deepEqual(errors ?? [], [], site);
      assert.equal(events, data.events.length);
      assert.ok(groups.includes("Briefings") && events > 0);
      console.log(`${site}: ${events} slides`);
      await page.close();
    }
  } finally {
    await browser.close();
  }
});
