// The sites under test, each served below a path of its own, as on a host that gives a project a folder.
import { readFile } from "node:fs/promises";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".png": "image/png", ".xml": "application/xml", ".json": "application/json",
};

/** The built sites: the folders in `SITES`, which holds one folder for each. */
const folder = process.env.SITES;
if (!folder || !existsSync(folder)) throw new Error("SITES must name the folder with the built sites; tests/all sets it");

export const serve = async () => {
  const server = createServer(async (request, response) => {
    let path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (path.endsWith("/")) path += "index.html";
    const content = await readFile(join(folder, path)).catch(() => null);
    // As hosts do: the site's own page for what does not exist, at that address.
    const missing = content ? null : await readFile(join(folder, path.split("/")[1], "404.html")).catch(() => null);
    response.writeHead(content ? 200 : 404, { "content-type": types[missing ? ".html" : extname(path)] ?? "application/octet-stream" });
    response.end(content ?? missing);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
};

/** Every page of a site, by its address below the site. */
export const pages = (site) => readdirSync(join(folder, site), { recursive: true })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".html") && !path.startsWith("previews/"))
  .map((path) => path.replace(/(^|\/)index\.html$/, "$1"))
  .sort();

/** One page of each kind: for an entity the first, the longest and the last by address. */
export const kinds = (site) => {
  const all = pages(site);
  const of = (section, depth) => all.filter((it) => it.startsWith(section) && it.split("/").length === depth);
  const lists = ["", "404.html", "about/", "briefings/", "actors/", "claims/", "claims/by/status/", "claims/by/actor/", "events/",
    "sources/", "tags/", "timeline/", "timeline/events/", "network/", "matrix/", "disputed/", "changes/", "search/"];
  const some = (addresses) => [addresses[0], addresses.at(-1)].filter(Boolean);
  const entities = ["briefings/", "actors/", "claims/", "events/", "sources/", "tags/"].flatMap((it) => some(of(it, 3)));
  const timelines = ["timeline/actors/", "timeline/tags/"].flatMap((it) => some(of(it, 4)));
  const later = some(all.filter((it) => it.endsWith("/page/2/")));
  const deeper = some(of("briefings/", 4)).filter((it) => !it.includes("/page/"));
  const matrices = some(all.filter((it) => /^matrix\/(tags|briefings)\//.test(it)));
  return [...new Set([...lists.filter((it) => all.includes(it)), ...entities, ...deeper, ...matrices, ...timelines, ...later])];
};
