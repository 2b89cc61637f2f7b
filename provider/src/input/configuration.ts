// The package's own configuration, `knative-faas:KEY`. Warns about unknown keys, because nothing would ever read them.
import * as pulumi from "@pulumi/pulumi";
import { log } from "../pulumi/log";
import { oncePerDeployment } from "../pulumi/previous";
import { didYouMean } from "./didYouMean";

const prefix = "knative-faas:";

/** Add a key here when you read a new one. */
const known = ["registry", "baseImage", "images", "insecureRegistries", "dev"];

/** One warning for each unknown key. A program may itself be called knative-faas and have keys of its own, so there only misspellings are reported. */
export function unknownKeys(configuration: Record<string, string>, project: string): string[] {
  const own = Object.keys(configuration).filter((key) => key.startsWith(prefix));
  const others = own.map((key) => key.slice(prefix.length)).filter((key) => !known.includes(key));
  const warnings = others.map((key) => `unknown configuration key ${prefix}${key}; ${didYouMean(key, known)}`);
  return project === "knative-faas" ? warnings.filter((one) => one.includes("did you mean")) : warnings;
}

const warned = oncePerDeployment(() => new Set<string>());

/** Warns once per key, however many components there are. */
export function warnUnknownKeys(component: pulumi.Resource): void {
  for (const warning of unknownKeys(pulumi.runtime.allConfig(), pulumi.getProject())) {
    if (warned().has(warning)) continue;
    warned().add(warning);
    void log.warn(warning, component);
  }
}
