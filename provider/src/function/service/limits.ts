// Limits that cluster operators set in Knative's ConfigMaps, queried only if an argument exceeds Knative's default.
import * as pulumi from "@pulumi/pulumi";
import { tryQuery } from "../../cluster/cluster";
import { installationOf } from "../../cluster/installation";
import { InvalidArgs, type Problem } from "../../input/problems";
import type { FunctionArgs } from "../functionArgs.gen";

interface Limit {
  path: string;
  of: (args: FunctionArgs) => pulumi.Input<number> | undefined;
  /** ConfigMap and key (serving v0.50, pkg/apis/config/defaults.go and pkg/autoscaler/config). */
  map: string;
  key: string;
  usual: string;
  /** Whether the cluster accepts the value under this setting. */
  accepts: (value: number, setting: string) => boolean;
}

const atMost = (value: number, most: string) => value <= Number(most);

const limits: Limit[] = [
  {
    path: "timeouts.requestSeconds",
    of: ({ timeouts }) => timeouts?.requestSeconds,
    map: "config-defaults",
    key: "max-revision-timeout-seconds",
    usual: "600",
    accepts: atMost,
  },
  {
    path: "concurrency",
    of: ({ concurrency }) => concurrency,
    map: "config-defaults",
    key: "container-concurrency-max-limit",
    usual: "1000",
    accepts: atMost,
  },
  {
    path: "scale.initial",
    of: ({ scale }) => scale?.initial,
    map: "config-autoscaler",
    key: "allow-zero-initial-scale",
    usual: "false",
    accepts: (value, allowed) => value > 0 || allowed === "true",
  },
];

/**
 * Known once the cluster's own settings have been found to accept the arguments; undefined if none exceeds a default. A Knative of the
 * same program may still change them, and its webhook has the last word.
 */
export function withinLimits(
  component: pulumi.ComponentResource,
  args: FunctionArgs,
  dependsOn: pulumi.ResourceOptions["dependsOn"],
): pulumi.Input<unknown> {
  const given = limits.flatMap((limit) => {
    const value = limit.of(args);
    return value === undefined ? [] : [{ limit, value }];
  });
  if (given.length === 0 || installationOf(dependsOn, component)?.owned === true) return undefined;
  return pulumi.all(given.map(({ value }) => value)).apply(async (values) => {
    const problems = await Promise.all(
      given.map(({ limit }, index) => problemOf(component, limit, values[index] as number)),
    );
    const found = problems.filter((problem) => problem !== undefined);
    if (found.length > 0) throw new InvalidArgs("Function", found);
  });
}

async function problemOf(
  component: pulumi.ComponentResource,
  { path, map, key, usual, accepts }: Limit,
  value: number,
): Promise<Problem | undefined> {
  if (accepts(value, usual)) return undefined;
  const config = { apiVersion: "v1", kind: "ConfigMap", name: map, namespace: "knative-serving" };
  const found = await tryQuery(component, (cluster) => cluster.get(config));
  const setting = found?.answer?.data?.[key] ?? usual;
  if (found === undefined || accepts(value, setting)) return undefined;
  const reason = `is not accepted by this cluster, whose ${key} in ${map} is ${setting}, got ${value}; change it, or have that setting changed`;
  return { propertyPath: path, reason };
}
