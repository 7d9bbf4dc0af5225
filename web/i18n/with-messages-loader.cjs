/**
 * Puts `withMessages` around the component that a page or layout exports, so that no page can
 * forget it. CommonJS: the bundler loads it by itself.
 */
const { dirname, join, relative } = require("node:path");

const folder = __dirname;
const app = join(folder, "..", "app");
const exported = /^export default (async )?function (\w+)/m;

module.exports = function withMessages(source) {
  const file = this.resourcePath;
  const name = relative(app, file).replace(/\.tsx$/, "");
  const [, , component] = exported.exec(source) ?? [];
  // The outermost layout has the provider itself.
  if (!component || name === "layout" || name.startsWith("..")) return source;
  const path = relative(dirname(file), join(folder, "with-messages.tsx"));
  return (
    `import { withMessages as partWithMessages } from "${path}";\n` +
    `${source.replace(exported, "$1function $2")}\n` +
    `export default partWithMessages(${JSON.stringify(name)}, ${component});\n`
  );
};
