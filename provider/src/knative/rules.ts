// What must hold for Knative's arguments beyond the schema.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { type Problem, show } from "../core/problems";
import type { Rule } from "../core/validate";
import { newestVersion, releases } from "./releases";
import type { knativeArgs } from "./schema";

type Known = z.infer<typeof knativeArgs>;

export const knativeRules: Rule<Known>[] = [manifestsThere];

function manifestsThere({ manifests, version = newestVersion }: Known): Problem[] {
  if (manifests === undefined) return [];
  const files = Object.values(releases[version] ?? {}).flat();
  const missing = files.find((file: string) => !existsSync(join(manifests, file)));
  if (missing === undefined) return [];
  const reason = `expected a directory laid out as cmd/operator/kodata; ${missing} is not in it, got ${show(manifests)}`;
  return [{ propertyPath: "manifests", reason }];
}
