// This package's own programs that run in the cluster: Go packages of the module distributed with it, built like a user's.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import type { Login } from "../registry/savedLogin";
import type { Begun } from "./builtImage";
import { begunGoImage } from "./goImage";

/** Where images of a function are pushed, and with which credentials. */
export interface Destination {
  registry: pulumi.Input<string>;
  login: { [Key in keyof Login]: pulumi.Input<string> } | undefined;
}

/** The reference by digest of the program `cmd/NAME`, in the repository `knative-faas-NAME`. */
export function programImage(owner: pulumi.Resource, name: string, destination: Destination): pulumi.Output<string> {
  return begunProgram(owner, name, destination)();
}

export function begunProgram(owner: pulumi.Resource, name: string, { registry, login }: Destination): Begun {
  const asked = {
    name: `knative-faas-${name}`,
    directory: programsModule(),
    package: `./cmd/${name}`,
    registry,
    login,
  };
  return begunGoImage(owner, { ...asked, ldflags: ["-s", "-w"] });
}

/** Next to dist in a package, next to src in this repository. */
export function programsModule(): string {
  const near = [join(__dirname, "..", "programs"), join(__dirname, "..", "..", "programs")];
  return near.find((directory) => existsSync(join(directory, "go.mod"))) as string;
}
