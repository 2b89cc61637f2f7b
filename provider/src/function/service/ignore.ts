// `ignoreChanges` of a function: its own arguments, or paths of the Knative Service that it makes. Pure.
import { InvalidArgs, type Problem, show } from "../../input/problems";
import { partOf } from "../partOf";

/** Where the arguments of the Service stand in it. */
const inService: Record<string, string[]> = {
  labels: ["metadata.labels"],
  annotations: ["metadata.annotations"],
  visibility: ["metadata.labels"],
  rolloutSeconds: ["metadata.annotations"],
  network: ["metadata.annotations"],
};

/** `domains` of `domains[0]`. */
const argumentOf = (path: string) => path.split(/[.[]/)[0] as string;

/** Path of the Service -> undefined where the path names an argument that can't be ignored. */
function placesOf(path: string): string[] | undefined {
  const argument = argumentOf(path);
  if (!Object.hasOwn(partOf, argument)) return [path];
  const whole = partOf[argument as keyof typeof partOf];
  return whole === "template" || whole === "image" ? ["spec.template"] : inService[argument];
}

/**
 * The paths that stay as they are in the Service. A revision is named by its whole template, so an argument of the template keeps
 * all of it; other paths, such as `spec.template`, are the Service's own. Throws InvalidArgs for an argument that stands in no
 * place of the Service: Pulumi would change what it makes all the same.
 */
export function ignoredInService(ignored: string[] = []): string[] {
  const places = ignored.map(placesOf);
  const problems = ignored.flatMap((path, index): Problem[] =>
    places[index] === undefined ? [{ propertyPath: `ignoreChanges.${index}`, reason: refusal(path) }] : [],
  );
  if (problems.length > 0) throw new InvalidArgs("Function", problems);
  return [...new Set(places.flatMap((found) => found ?? []))];
}

function refusal(path: string): string {
  const allowed = "expected an argument of the template or of the Service, such as env, image, scale or labels";
  return `${allowed}, or a path of the Service, such as spec.template; got ${show(path)}, which is neither; remove it from ignoreChanges, and set \`${argumentOf(path)}\` to the value to keep`;
}
