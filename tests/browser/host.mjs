// A host that gives each site a path of its own and answers as GitHub Pages does: the file, the file with `.html`, a folder's
// `index.html` behind a redirect to the path with a slash, else the site's `404.html` with the status 404.
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "application/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".png": "image/png", ".xml": "application/xml", ".json": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
};
const kind = (path) => stat(path).then((it) => (it.isDirectory() ? "folder" : "file"), () => "nothing");

/** Which file answers for a path below the folder of all sites, or where to go instead. */
const resolve = async (folder, path) => {
  const place = join(folder, normalize(path));
  if (!place.startsWith(folder)) return {};
  if (path.endsWith("/")) return await kind(join(place, "index.html")) === "file" ? { file: join(place, "index.html") } : {};
  if (await kind(place) === "file") return { file: place };
  if (await kind(`${place}.html`) === "file") return { file: `${place}.html` };
  return await kind(place) === "folder" ? { to: `${path}/` } : {};
};

export const host = async (folder) => {
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, "http://localhost");
    const { file, to } = await resolve(folder, decodeURIComponent(pathname));
    if (to) {
      response.writeHead(301, { location: encodeURI(to) + search });
      return response.end();
    }
    const site = decodeURIComponent(pathname).split("/")[1];
    const missing = join(folder, site, "404.html");
    const body = await readFile(file ?? missing).catch(() => "There isn't a GitHub Pages site here.");
    response.writeHead(file ? 200 : 404, { "content-type": types[extname(file ?? missing)] ?? "application/octet-stream" });
    response.end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
};
