// What the component makes of a function's arguments, as a controller makes it of a Function: the Function, then its objects.
import * as pulumi from "@pulumi/pulumi";
import { givenTriggers } from "../../provider/src/events/kinds/kinds";
import { withContent } from "../../provider/src/function/content/contentManifest";
import type { FunctionArgs } from "../../provider/src/function/functionArgs.gen";
import { functionManifest } from "../../provider/src/function/functionObject";
import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { type FunctionSpec, functionSpec } from "../../provider/src/function/functionSpec";
import { makeDomainClaim, makeDomainMapping } from "../../provider/src/function/network/domainManifest";
import { makeTemplate } from "../../provider/src/function/pod/template";
import { revisionName, templateHash } from "../../provider/src/function/release/revision";
import { makeScalerRights } from "../../provider/src/function/scaling/queueEntry";
import { makeService, makeTraffic } from "../../provider/src/function/service/serviceManifest";
import { trafficShares } from "../../provider/src/function/traffic/trafficTable";
import { triggerObjects } from "../../provider/src/function/triggers/functionTriggers";
import { validate } from "../../provider/src/input/validate";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";
import { contentHash, secretHash } from "../../provider/src/pulumi/hash";

const known = <T>(value: pulumi.Input<T>) =>
  new Promise<T>((resolve) => pulumi.output(value).apply((found) => resolve(found as T)));

/** The names of the objects with the content, under a key of the stack. */
function namesOf({ name, namespace }: FunctionSpec, { secrets, volumes = {} }: FunctionArgs) {
  const hidden = (purpose: string, content: unknown) =>
    `${name}${purpose}-${secretHash(content, "key", `${namespace}/${name}`)}`;
  const files = Object.entries(volumes).flatMap(([volume, { files: clear, secretFiles }]) => [
    ...(clear === undefined ? [] : [[volume, `${name}-${volume}-${contentHash(clear)}`] as const]),
    ...(secretFiles === undefined ? [] : [[volume, hidden(`-${volume}`, secretFiles)] as const]),
  ]);
  return { secret: secrets && hidden("", secrets), files: new Map(files) };
}

/** InvalidArgs if the arguments are invalid. */
export async function madeOfArgs(given: FunctionArgs): Promise<Manifest[]> {
  const args = validate("Function", functionArgs, given, functionRules);
  const spec = functionSpec("hello", args);
  const image = args.image as pulumi.Input<string>;
  const { secret, files } = namesOf(spec, args);
  const whole = { ...spec, volumes: withContent(spec.volumes, files) };
  const template = makeTemplate(whole, image, secret);
  const revision = revisionName(spec, templateHash(template));
  const domains = Object.entries(args.domains ?? {});
  const objects = [
    functionManifest(spec, args, { image, secret, pullSecret: undefined, volumes: whole.volumes }),
    ...(spec.queue === undefined ? [] : makeScalerRights(spec.queue, spec)),
    makeService(spec, template, revision),
    makeTraffic(spec, trafficShares(args.traffic, revision)),
    ...domains.flatMap(([name, domain]) => [makeDomainClaim(spec, name), makeDomainMapping(spec, name, domain)]),
    ...givenTriggers(args.triggers).flatMap((trigger) => triggerObjects(trigger, spec, undefined)),
  ];
  return (await known<Manifest[]>(objects as never)).map(withoutPulumi);
}

/** Annotations that control Pulumi's waiting have no meaning for a controller. */
function withoutPulumi({ metadata, ...object }: Manifest): Manifest {
  const { annotations, ...others } = metadata;
  const left = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith("pulumi.com/"));
  const own = left.length === 0 ? others : { ...others, annotations: Object.fromEntries(left) };
  const { apiVersion, kind, ...fields } = object;
  return { apiVersion, kind, metadata: own, ...fields } as Manifest;
}
