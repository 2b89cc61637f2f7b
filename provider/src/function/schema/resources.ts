// Compute resources of a container.
import { z } from "zod";
import { quantity } from "../../core/names";

const amounts = z
  .strictObject({
    cpu: quantity.optional().meta({ description: "CPU as a Kubernetes quantity, e.g. `250m` or `1`." }),
    memory: quantity.optional().meta({ description: "Memory as a Kubernetes quantity, e.g. `128Mi`." }),
  })
  .meta({ id: "FunctionAmounts", description: "An amount of CPU and memory." });

export const resources = z
  .strictObject({
    requests: amounts.optional().meta({
      description: "What the scheduler sets aside for each Pod. Defaults to `cpu: 20m` and `memory: 32Mi`.",
    }),
    limits: amounts.optional().meta({
      description:
        "What a Pod may use at most. Defaults to `memory: 256Mi` (or the memory request when that is larger) and no CPU limit.",
    }),
  })
  .meta({ id: "FunctionResources", description: "Compute resources of the function's container." });
