// How a build is named in messages.
import { join } from "node:path";
import { Failure } from "../input/problems";
import type { Build } from "./builder";

export const placeOf = ({ name, directory, package: path }: Build) => `function ${name} (${join(directory, path)})`;

export function failure(build: Build, what: string): Failure {
  return new Failure(`${placeOf(build)} can't be built: ${what}`);
}
