// `ignoreChanges` of a function: its own arguments, or paths of its Knative Service. Pure.
import { InvalidArgs, type Problem, show } from "../../input/problems";
import { partOf } from "../partOf";

/** The paths that arguments of the Service have in it. */
const inService: Record<string, string[]> = {
  labels: ["metadata.labels"],
  annotations: ["metadata.annotations"],
  visibility: ["metadata.labels"],
  rolloutSeconds: ["metadata.annotations"],
  network: ["metadata.annotations"],
};

/** `domains` of `domains[0]`. */
const argumentOf = (path: string) => path.split(/[.[]/)[0] as string;

/** Undefined if the path names an argument that can't be ignored. */
function pathsOf(path: string): string[] | undefined {
  const argument = argumentOf(path);
  if (!Object.hasOwn(partOf, argument)) return [path];
  const part = partOf[argument as keyof typeof partOf];
  return part === "template" || part === "image" ? ["spec.template"] : inService[argument];
}

/**
 * The paths that are left unchanged in the Service. A revision is named by its complete template, so ignoring one argument of it ignores
 * all; other paths, such as `spec.template`, are the Service's own. Throws InvalidArgs for an argument that is not in the Service:
 * Pulumi would change its objects anyway.
 */
export function ignoredInService(ignored: string[] = []): string[] {
  const paths = ignored.map(pathsOf);
  const problems = ignored.flatMap((path, index): Problem[] =>
    paths[index] === undefined ? [{ propertyPath: `ignoreChanges.${index}`, reason: refusal(path) }] : [],
  );
  if (problems.length > 0) throw new InvalidArgs("Function", problems);
  return [...new Set(paths.flatMap((found) => found ?? []))];
}

function refusal(path: string): string {
  const allowed = "expected an argument of the template or of the Service, such as env, image, scale or labels";
  return `${allowed}, or a path of the Service, such as spec.template; got ${show(path)}, which is neither; remove it from ignoreChanges, and set \`${argumentOf(path)}\` to the value to keep`;
}
