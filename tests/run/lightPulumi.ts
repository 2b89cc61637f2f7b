// Spec files load what the plugin's bundle has of @pulumi/pulumi: what that leaves out is more than half of a file's start.
import Module from "node:module";

const { isUnused } = require("../../provider/unused.cjs") as { isUnused(name: string, importer: string): boolean };

type Load = (name: string, parent: { filename?: string } | undefined, ...rest: unknown[]) => unknown;

const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = (name, parent, ...rest) =>
  isUnused(name, parent?.filename ?? "") ? {} : load.call(Module, name, parent, ...rest);
