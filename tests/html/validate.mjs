// Validates every HTML page below a folder with html-validate: the standard's rules and its accessibility rules.
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { HtmlValidate } from "html-validate";

const root = process.argv[2];
const pages = readdirSync(root, { recursive: true }).map((name) => join(root, name))
  .filter((path) => path.endsWith(".html") && statSync(path).isFile()).sort();

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // A list whose marker is removed by CSS loses its role in WebKit; naming the role keeps it.
    "no-redundant-role": "off",
    "prefer-native-element": "off",
    // A redirect for a moved page at zero seconds is what WCAG technique H76 allows.
    "meta-refresh": "off",
    "no-trailing-whitespace": "off",
  },
});

let failed = 0;
for (const page of pages) {
  const report = await validator.validateFile(page);
  for (const result of report.results) {
    for (const message of result.messages) {
      failed += 1;
      if (failed <= 50) {
        console.error(`${relative(root, page)}:${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
      }
    }
  }
}
console.log(`${pages.length} pages validated, ${failed} problems`);
process.exit(failed === 0 && pages.length > 0 ? 0 : 1);
