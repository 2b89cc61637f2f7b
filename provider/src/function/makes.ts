// What a function makes by names that its arguments say at once: the Service, its domains, its triggers. Pure.
import type { Makes } from "../core/earlier";
import { givenTriggers } from "../triggers/kinds";
import type { FunctionArgs } from "./args.gen";
import { makeDomainMapping } from "./domains";
import type { FunctionSpec } from "./spec";
import { triggerObjects } from "./triggers";

export const makes: Makes = {
  objects: ({ domains = {}, triggers, name, namespace }: FunctionArgs & Pick<FunctionSpec, "name" | "namespace">) => {
    const service = { apiVersion: "serving.knative.dev/v1", kind: "Service", metadata: { name, namespace } };
    const place = { name, namespace, stack: undefined, pullSecrets: [] };
    return [
      service,
      ...Object.entries(domains).map(([domain, given]) => makeDomainMapping(place, domain, given)),
      ...givenTriggers(triggers).flatMap((trigger) => triggerObjects(trigger, place, undefined)),
    ];
  },
};
