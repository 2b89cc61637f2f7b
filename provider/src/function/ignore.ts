// `ignoreChanges` of a function: its own arguments, or paths of the Knative Service that it makes. Pure.
import { functionArgs } from "./schema";

/** Arguments that stand beside the template in the Service; all others that it has are part of the template. */
const beside: Record<string, string> = { labels: "metadata.labels", annotations: "metadata.annotations" };

/**
 * The paths that stay as they are in the Service. A revision is named by its whole template, so an argument of the
 * template keeps all of it; other paths, such as `spec.template`, are the Service's own.
 */
export function ignoredInService(ignored: string[] | undefined): string[] {
  const paths = (ignored ?? []).map((path) => {
    const argument = path.split(/[.[]/)[0] as string;
    return argument in functionArgs.shape ? (beside[argument] ?? "spec.template") : path;
  });
  return [...new Set(paths)];
}
