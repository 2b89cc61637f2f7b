// What @pulumi/pulumi and zod load at start but a component never uses, which is half of their time: the bundles leave it out.
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

/** `importer` is the file that names the module. */
exports.isUnused = (name, importer) => modules.has(name) && /node_modules.(@pulumi|zod)/.test(importer);
