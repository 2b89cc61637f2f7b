// The package's own configuration, `knative-faas:KEY`: a key that is none is told, as nobody would ask for its value.
import * as pulumi from "@pulumi/pulumi";
import { log } from "../pulumi/log";
import { oncePerDeployment } from "../pulumi/previous";
import { didYouMean } from "./nearest";

const prefix = "knative-faas:";

/** Whoever reads another one adds it here. */
const known = ["registry", "baseImage", "images", "insecureRegistries"];

/** Warnings, one a key that is not known: a program that is called as the package is may have keys of its own. */
export function unknownKeys(configuration: Record<string, string>, project: string): string[] {
  const own = Object.keys(configuration).filter((key) => key.startsWith(prefix));
  const others = own.map((key) => key.slice(prefix.length)).filter((key) => !known.includes(key));
  const words = others.map((key) => `configuration ${prefix}${key} is not known; ${didYouMean(key, known)}`);
  return project === "knative-faas" ? words.filter((one) => one.includes("did you mean")) : words;
}

const told = oncePerDeployment(() => new Set<string>());

/** Once, however many components there are. */
export function warnUnknownKeys(component: pulumi.Resource): void {
  const { allConfig } = pulumi.runtime as unknown as { allConfig(): Record<string, string> };
  for (const words of unknownKeys(allConfig(), pulumi.getProject())) {
    if (told().has(words)) continue;
    told().add(words);
    void log.warn(words, component);
  }
}
