// A Chromium to test with: `CHROMIUM`, else one of the system, else the one that Playwright downloads.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const known = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const places = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];

const found = () => process.env.CHROMIUM
  ?? places.flatMap((place) => known.map((name) => `${place}/${name}`)).find((path) => existsSync(path));

const downloaded = () => {
  if (!existsSync(chromium.executablePath())) {
    const cli = createRequire(import.meta.url).resolve("playwright-core/cli.js");
    execFileSync(process.execPath, [cli, "install", "--with-deps", "chromium-headless-shell", "chromium"], { stdio: "inherit" });
  }
  return chromium.executablePath();
};

/** Where it is. */
export const executable = () => found() ?? downloaded();

export const launch = (options = {}) => chromium.launch({ executablePath: executable(), args: ["--no-sandbox"], ...options });
