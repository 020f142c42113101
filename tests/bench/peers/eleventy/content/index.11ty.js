import { base, dated, each } from "../lib/base.js";

export const data = { permalink: "index.html", eleventyExcludeFromCollections: true };

export const render = ({ home: { counts, latest } }) => base("Generated briefings", "Generated briefings", "/", `<h1>Generated briefings</h1>
<p class="meta">${counts[0]} briefings, ${counts[1]} claims, ${counts[2]} actors, ${counts[3]} events</p>
<ul class="rows">
${each(latest, dated)}</ul>`);
