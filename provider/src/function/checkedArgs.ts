// The arguments of a function with defaults from its environment, all validated.
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

/** Throws InvalidArgs. `ignored` are the paths of the Knative Service that are left unchanged. */
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

/** Fills in defaults from the resource's name, the provider and the configuration; they are validated too. */
function withDefaults(name: string, given: FunctionArgs, namespace: pulumi.Input<string>): Placed {
  const args = { ...given, name: given.name ?? name, namespace };
  if (!pushes(args)) return args;
  const registry = args.registry ?? configuredRegistry();
  // A release contains no secret: rules read it even if it was stored as one.
  const opened = pulumi.Output.isInstance(args.release) ? { release: releaseIn(args.release) } : {};
  return { ...args, ...opened, registry };
}
