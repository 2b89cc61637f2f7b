// What a function's arguments mean: every default filled in, nothing optional left but what Knative itself defaults.
import type { Input } from "@pulumi/pulumi";
import type { FunctionArgs, FunctionScaleArgs, FunctionVisibility } from "./args.gen";
import { amount } from "./rules";

export interface FunctionSpec {
  name: Input<string>;
  namespace: Input<string>;
  port: Input<number>;
  env: Input<Record<string, Input<string>>>;
  secrets: Input<Record<string, Input<string>>> | undefined;
  requests: Record<string, Input<string>>;
  limits: Record<string, Input<string>>;
  concurrency: Input<number>;
  requestSeconds: Input<number>;
  readySeconds: Input<number>;
  scale: FunctionScaleArgs;
  visibility: Input<FunctionVisibility>;
}

const defaultRequests = { cpu: "20m", memory: "32Mi" };
const defaultMemoryLimit = "256Mi";

/** `resourceName` is the default of the service's name. */
export function functionSpec(resourceName: string, args: FunctionArgs): FunctionSpec {
  return {
    name: args.name ?? resourceName,
    namespace: args.namespace ?? "default",
    port: args.port ?? 8080,
    env: args.env ?? {},
    secrets: args.secrets,
    ...amounts(args.resources ?? {}),
    concurrency: args.concurrency ?? 0,
    requestSeconds: args.timeouts?.requestSeconds ?? 300,
    readySeconds: args.timeouts?.readySeconds ?? 40,
    scale: args.scale ?? {},
    visibility: args.visibility ?? "public",
  };
}

/** A default never contradicts what the user gave: a request stays below a given limit and the other way round. */
function amounts({ requests = {}, limits = {} }: NonNullable<FunctionArgs["resources"]>) {
  return {
    requests: {
      cpu: requests.cpu ?? smaller(defaultRequests.cpu, limits.cpu),
      memory: requests.memory ?? smaller(defaultRequests.memory, limits.memory),
    },
    limits: {
      ...(limits.cpu === undefined ? {} : { cpu: limits.cpu }),
      memory: limits.memory ?? larger(defaultMemoryLimit, requests.memory),
    },
  };
}

function smaller(fallback: string, bound: Input<string> | undefined): Input<string> {
  return typeof bound === "string" && amount(bound) < amount(fallback) ? bound : fallback;
}

function larger(fallback: string, bound: Input<string> | undefined): Input<string> {
  return typeof bound === "string" && amount(bound) > amount(fallback) ? bound : fallback;
}
