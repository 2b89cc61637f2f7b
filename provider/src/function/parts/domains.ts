// The further names of a function as nodes, behind the traffic.
import type * as pulumi from "@pulumi/pulumi";
import { asOutput, knownOf } from "../../core/combined";
import { foreignObject, isOutOfReach } from "../../core/owner";
import { statusNow, whenReady } from "../../core/ready";
import { waitingForObject } from "../../core/waiting";
import type { FunctionArgs } from "../args.gen";
import { makeDomainClaim, makeDomainMapping } from "../domains";
import { type Part, partObject } from "./part";

/** The values are known once the domains are ready. */
export function domains(
  part: Part,
  { domains: args }: FunctionArgs,
  traffic: pulumi.Resource,
): pulumi.Output<unknown>[] {
  const { name, spec } = part;
  return Object.entries(args ?? {}).map(([domain, given]) => {
    const claim = claimNodes(part, domain);
    const mapping = makeDomainMapping(spec, domain, given);
    const dependsOn: Promise<pulumi.Resource[]> = claim.then((nodes) => [...nodes, traffic]);
    // A domain has one mapping in the cluster, in whatever namespace.
    const options = { dependsOn, deleteBeforeReplace: true };
    const mapped = partObject(part, `${name}/${domain}`, mapping, options, waitingForObject(mapping));
    const status = statusNow(mapped, part.owner);
    return whenReady(status, `domain ${domain} of function ${name}`, mapped.urn);
  });
}

/**
 * A claim for this namespace that is there is the platform's: it is used as it is, also where nobody here may make one, or look
 * for it. Where it turns out to be missing, the mapping says so.
 */
async function claimNodes(part: Part, domain: string): Promise<pulumi.Resource[]> {
  const manifest = makeDomainClaim(part.spec, domain);
  const node = `${part.name}/${domain}`;
  const [there, namespace] = await Promise.all([
    foreignObject(manifest, part.owner, node),
    knownOf(asOutput(part.spec.namespace)),
  ]);
  const isPlatforms =
    there === undefined ? await isOutOfReach(manifest, part.owner, node) : there.spec?.namespace === namespace;
  return isPlatforms ? [] : [partObject(part, node, manifest)];
}
