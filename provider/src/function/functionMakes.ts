// The objects whose names follow directly from a function's arguments: Service, domains, triggers, permissions, files. Pure.

import { givenTriggers } from "../events/kinds/kinds";
import type { Manifest } from "../kubernetes/kubernetesObject";
import type { Makes } from "../ownership/earlier";
import { makeConfigMap } from "./content/contentManifest";
import type { FunctionArgs } from "./functionArgs.gen";
import type { FunctionSpec } from "./functionSpec";
import { makeDomainClaim, makeDomainMapping } from "./network/domainManifest";
import { makeRights } from "./rollout/gateManifest";
import { makeScalerRights, scalerLogin } from "./scaling/queueEntry";
import { triggerObjects } from "./triggers/functionTriggers";

type Place = Pick<FunctionSpec, "name" | "namespace">;
type Args = FunctionArgs & Place;

export const makes: Makes = {
  main: ({ name, namespace }: Args) => ({
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: { name, namespace },
  }),
  others: (args: Args) => {
    const { domains = {}, triggers, name, namespace } = args;
    const place = { name, namespace, stack: undefined, pullSecrets: [] };
    return [
      ...Object.entries(domains).flatMap(([domain, given]) => [
        makeDomainMapping(place, domain, given),
        makeDomainClaim(place, domain),
      ]),
      ...givenTriggers(triggers).flatMap((trigger) => triggerObjects(trigger, place, undefined)),
      ...rights(args, place),
      ...files(args, place),
    ];
  },
};

function rights({ rollout, scale, triggers }: Args, place: Place): Manifest[] {
  const login = scalerLogin({ scale, triggers });
  const ofScaler = login === undefined ? [] : makeScalerRights({ login }, place);
  return [...(rollout === undefined ? [] : makeRights(place, false)), ...ofScaler];
}

/** Secrets are left out: their names depend on a key that each stack creates for itself. */
function files({ volumes = {} }: Args, place: Place): Manifest[] {
  return Object.entries(volumes).flatMap(([volume, { files: clear }]) =>
    clear === undefined ? [] : [makeConfigMap(place, clear, `-${volume}`)],
  );
}
