// What a function makes by names that its arguments say at once: the Service, its domains, its triggers. Pure.
import type { Makes } from "../core/earlier";
import { givenTriggers } from "../triggers/kinds";
import type { FunctionArgs } from "./args.gen";
import { makeDomainMapping } from "./domains";
import type { FunctionSpec } from "./spec";
import { triggerObjects } from "./triggers";

type Args = FunctionArgs & Pick<FunctionSpec, "name" | "namespace">;

export const makes: Makes = {
  main: ({ name, namespace }: Args) => ({
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: { name, namespace },
  }),
  others: ({ domains = {}, triggers, name, namespace }: Args) => {
    const place = { name, namespace, stack: undefined, pullSecrets: [] };
    return [
      ...Object.entries(domains).map(([domain, given]) => makeDomainMapping(place, domain, given)),
      ...givenTriggers(triggers).flatMap((trigger) => triggerObjects(trigger, place, undefined)),
    ];
  },
};
