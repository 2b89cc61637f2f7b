// Loads only the parts of @pulumi/pulumi that the plugin's bundle contains: the rest takes more than half of a spec file's start.
import Module from "node:module";

const { isUnused } = require("../../provider/unused.cjs") as { isUnused(name: string, importer: string): boolean };

type Load = (name: string, parent: { filename?: string } | undefined, ...rest: unknown[]) => unknown;

const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = (name, parent, ...rest) =>
  isUnused(name, parent?.filename ?? "") ? {} : load.call(Module, name, parent, ...rest);
