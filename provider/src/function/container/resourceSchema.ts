// The schema of compute resources of a container, and of the queue-proxy.
import { z } from "zod";
import { named } from "../../input/fields";
import { quantity } from "../../input/names";

const groupsDefault = "Defaults to that of the enclosing group.";
const cpu = named(quantity, `CPU as a Kubernetes quantity, e.g. \`250m\` or \`1\`. ${groupsDefault}`);
const memory = named(quantity, `Memory as a Kubernetes quantity, e.g. \`128Mi\`. ${groupsDefault}`);
const ephemeralStorage = named(
  quantity,
  `Space on the node's disk as a Kubernetes quantity, e.g. \`1Gi\`. ${groupsDefault}`,
);

/** Kubernetes' core/validation: ValidateContainerResourceName. */
const resourceName = z
  .string()
  .max(253)
  .regex(
    /^(hugepages-\d+[KMGT]i|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)$/,
    { error: 'expected the name of a resource with its domain, e.g. "nvidia.com/gpu", or "hugepages-2Mi"' },
  );

/** These are not divisible. */
const wholeAmount = z.string().regex(/^\d+([kMGTPE]|[KMGTPE]i)?$/, { error: 'expected a whole number, e.g. "1"' });

const amounts = z
  .strictObject({
    cpu,
    memory,
    ephemeralStorage,
    extended: z.record(resourceName, wholeAmount).optional().meta({
      plain: true,
      description: "Amounts of other resources by their names, e.g. `nvidia.com/gpu: 1`. Defaults to none.",
    }),
  })
  .meta({ id: "FunctionAmounts", description: "An amount of CPU, memory and other resources." });

export const resources = z
  .strictObject({
    requests: amounts.optional().meta({
      description: "What the scheduler reserves for each Pod. Defaults to `cpu: 20m` and `memory: 32Mi`.",
    }),
    limits: amounts.optional().meta({
      description:
        "What a Pod may use at most. Defaults to `memory: 256Mi` (or the memory request if that is larger) and no CPU limit.",
    }),
  })
  .meta({ id: "FunctionResources", description: "Compute resources of the function's container." });

/** Sidecars and init containers have no defaults, as their needs depend on their images. */
export const sidecarResources = z
  .strictObject({
    requests: amounts.optional().meta({ description: "What the scheduler reserves. Defaults to nothing." }),
    limits: amounts.optional().meta({ description: "What the container may use at most. Defaults to no limit." }),
  })
  .meta({ id: "FunctionContainerResources", description: "Compute resources of a sidecar or init container." });

const queueProxyAmounts = z
  .strictObject({ cpu, memory, ephemeralStorage })
  .meta({ id: "FunctionQueueProxyAmounts", description: "An amount of CPU, memory and disk." });

export const queueProxy = z
  .strictObject({
    requests: queueProxyAmounts.optional().meta({
      description: "What the scheduler reserves. Defaults to Knative's `config-deployment` (25m CPU).",
    }),
    limits: queueProxyAmounts.optional().meta({
      description: "What it may use at most. Defaults to Knative's `config-deployment` (no limit).",
    }),
  })
  .meta({
    id: "FunctionQueueProxy",
    description: "Compute resources of the queue-proxy, which Knative adds to each Pod.",
  });
