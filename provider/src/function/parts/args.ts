// The arguments of a function with what stands in for those that are not given, all of them checked.
import * as pulumi from "@pulumi/pulumi";
import { configuredRegistry } from "../../builders/configured";
import { homeOf } from "../../core/namespace";
import { validate } from "../../core/validate";
import { givenTriggers, triggerKind } from "../../triggers/kinds";
import { isBuilt } from "../../triggers/programs";
import type { FunctionArgs } from "../args.gen";
import { ignoredInService } from "../ignore";
import { functionRules } from "../rules";
import { functionArgs } from "../schema";
import type { FunctionSpec } from "../spec";
import { releaseIn } from "./image";

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
  const { source, dockerfile, release, rollout, triggers: called } = args;
  const programs = givenTriggers(called).filter(({ kind, args: own }) => isBuilt(triggerKind(kind), own));
  const pushes = [source, dockerfile, release, rollout, programs[0]].some((one) => one !== undefined);
  if (!pushes) return args;
  const registry = args.registry ?? configuredRegistry();
  // A release holds no secret: rules see it also where it was kept among secrets.
  const opened = pulumi.Output.isInstance(release) ? { release: releaseIn(release) } : {};
  return { ...args, ...opened, registry };
}
