export default function (config) {
  config.addPassthroughCopy({ "static": "/" });
  config.setUseGitIgnore(false);
  config.setDataDeepMerge(false);
  config.setFrontMatterParsingOptions({ language: "json" });
  // What the feed shows must be rendered before it; a collection tells Eleventy so.
  config.addCollection("newest", (api) => api.getFilteredByGlob("content/briefings/**/*.md")
    .sort((a, b) => (a.data.day.iso < b.data.day.iso ? 1 : a.data.day.iso > b.data.day.iso ? -1 : 0)).slice(0, 20));
  return {
    dir: { input: "content", includes: "../_includes", data: "../_data", output: "_site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
    templateFormats: ["md", "11ty.js"],
  };
}
