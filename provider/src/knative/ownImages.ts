// The images that the configuration `knative-faas:images` names, for a cluster that can't pull the released ones.
import type { Input } from "@pulumi/pulumi";
import { textOf } from "../input/files";
import { Failure } from "../input/problems";

/** The map in the JSON file, which is validated like the argument `images` that it replaces. */
export function configuredImages(file: string | undefined): Record<string, Input<string>> | undefined {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(textOf(file));
  } catch (error) {
    const { message } = error as Error;
    throw new Failure(`configuration knative-faas:images: expected a JSON file with a map of images: ${message}`);
  }
}
