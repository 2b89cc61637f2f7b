// A program of examples/ as a user has it: a copy of the examples, with the provider and the SDKs of this tree next to them.
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../environment/home";
import type { StackTarget } from "../environment/stack";
import { quickNpm } from "./node";
import { Program } from "./program";

/** The module and the flags that the local tools were built with, so that Go finds its packages compiled. */
const quickGo = { CGO_ENABLED: "0", GOFLAGS: "-trimpath" };

export class ExampleProgram extends Program {
  /** `example` is the path in the repository. */
  constructor(target: StackTarget, name: string, example: string) {
    super(target, name, { pluginOnPath: false, below: example });
    const root = this.directory.slice(0, -example.length);
    const isWanted = (path: string) => !/\/(node_modules|sdks|venv|target)$/.test(path);
    cpSync(join(repository, "examples"), join(root, "examples"), { recursive: true, filter: isWanted });
    for (const neighbour of ["provider", "sdk"]) symlinkSync(join(repository, neighbour), join(root, neighbour));
    Object.assign(this.environment, quickNpm, quickGo, { PIP_DISABLE_PIP_VERSION_CHECK: "1" });
  }
}
