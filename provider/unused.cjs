// Modules that @pulumi/pulumi and zod load at startup but components never use, half of their load time: the bundles omit them.
const modules = new Set([
  "typescript",
  "ts-node",
  "source-map-support",
  "./automation",
  "./dynamic",
  "./closure/serializeClosure",
  "./closure/codePaths",
  "../locales/index.js",
  "../locales/index.cjs",
]);

/** `importer` is the file that imports the module. */
exports.isUnused = (name, importer) => modules.has(name) && /node_modules.(@pulumi|zod)/.test(importer);
