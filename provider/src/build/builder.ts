// What every builder does: turn a source into an image whose digest is known before anything is pushed.
import type { Say } from "../pulumi/log";

export interface Build {
  /** Name of the function, for messages. */
  name: string;
  /** Where the build runs, absolute. */
  directory: string;
  /** The package in it, e.g. `.` or `./cmd/hello`. */
  package: string;
  goFlags: string[];
  ldflags: string[];
  /** Environment variables of the Go toolchain. */
  env: Record<string, string>;
  platforms: string[];
  sbom: "none" | "spdx";
  /** Repository of the image without tag, e.g. `ghcr.io/acme/hello`. */
  repository: string;
  /** What the binary is put on; undefined leaves it to the builder. */
  baseImage: string | undefined;
  /** For pushing; undefined leaves it to Docker's configuration on this machine. */
  login: { username: string; password: string } | undefined;
}

export interface Builder {
  /** The reference by digest that the image has or will have. Nothing is pushed. */
  resolve(build: Build, say: Say): Promise<string>;
  /** The reference of the image once the registry has it; `isThere` asks the registry, so that nothing is built in vain. */
  push(build: Build, say: Say, isThere: (reference: string) => Promise<boolean>): Promise<string>;
}
