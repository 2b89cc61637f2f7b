// Our own programs that run in the cluster: Go packages of the module that comes with this package, built as a user's are.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { begunGoImage } from "./goImage";
import type { Begun } from "./image";
import type { Login } from "./savedLogin";

/** Where images of a function are pushed, and with what. */
export interface Destination {
  registry: pulumi.Input<string>;
  login: { [Key in keyof Login]: pulumi.Input<string> } | undefined;
}

/** The reference by digest of the program `cmd/NAME`, in the repository `knative-faas-NAME`. */
export function extensionImage(owner: pulumi.Resource, name: string, destination: Destination): pulumi.Output<string> {
  return begunExtension(owner, name, destination)();
}

export function begunExtension(owner: pulumi.Resource, name: string, { registry, login }: Destination): Begun {
  const asked = { name: `knative-faas-${name}`, directory: extensions(), package: `./cmd/${name}`, registry, login };
  return begunGoImage(owner, { ...asked, ldflags: ["-s", "-w"] });
}

/** Beside dist in a package, beside src in this repository. */
function extensions(): string {
  const near = [join(__dirname, "..", "extensions"), join(__dirname, "..", "..", "extensions")];
  return near.find((directory) => existsSync(join(directory, "go.mod"))) as string;
}
