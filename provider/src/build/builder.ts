// The interface of a builder: turns a source into an image whose digest is known before anything is pushed.
import type { Say } from "../pulumi/log";

export interface Build {
  /** Name of the function, for messages. */
  name: string;
  /** The directory of the source, absolute. */
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
  /** The image that the binary is added to; undefined uses the builder's default. */
  baseImage: string | undefined;
  /** For pushing; undefined uses Docker's configuration on this machine. */
  login: { username: string; password: string } | undefined;
}

export interface Builder {
  /** The reference by digest that the image has or will have. Pushes nothing. */
  resolve(build: Build, say: Say): Promise<string>;
  /** The image's reference once the registry has it; `isThere` queries the registry, so that nothing is built unnecessarily. */
  push(build: Build, say: Say, isThere: (reference: string) => Promise<boolean>): Promise<string>;
}
