// The arguments of a function with what stands in for those that are not given, all of them checked.
import * as pulumi from "@pulumi/pulumi";
import { homeOf } from "../cluster/namespace";
import { validate } from "../input/validate";
import { configuredRegistry } from "../registry/configured";
import type { FunctionArgs } from "./functionArgs.gen";
import { functionRules } from "./functionRules";
import { functionArgs } from "./functionSchema";
import type { FunctionSpec } from "./functionSpec";
import { pushes, releaseIn } from "./image/functionImage";
import { ignoredInService } from "./service/ignore";

type Placed = FunctionArgs & Pick<FunctionSpec, "name" | "namespace">;

/** Throws InvalidArgs. `ignored` are the paths of the Knative Service that stay as they are. */
export function checkedArgs(
  component: pulumi.ComponentResource,
  name: string,
  args: FunctionArgs,
  { dependsOn, ignoreChanges }: pulumi.ComponentResourceOptions,
): { given: Placed; ignored: string[] } {
  const own = withDefaults(name, args, homeOf(component, args.namespace, dependsOn));
  const given = validate("Function", functionArgs, own, functionRules);
  return { given, ignored: ignoredInService(ignoreChanges) };
}

/** What the resource's name, the provider and the configuration stand in for; it is checked as if it were given. */
function withDefaults(name: string, given: FunctionArgs, namespace: pulumi.Input<string>): Placed {
  const args = { ...given, name: given.name ?? name, namespace };
  if (!pushes(args)) return args;
  const registry = args.registry ?? configuredRegistry();
  // A release holds no secret: rules see it also where it was kept among secrets.
  const opened = pulumi.Output.isInstance(args.release) ? { release: releaseIn(args.release) } : {};
  return { ...args, ...opened, registry };
}
