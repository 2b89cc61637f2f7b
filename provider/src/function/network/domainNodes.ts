// The further names of a function as nodes, behind the traffic.
import type * as pulumi from "@pulumi/pulumi";
import { statusNow, whenReady } from "../../kubernetes/readiness";
import { waitingForObject } from "../../kubernetes/waiting";
import { foreignObject, isOutOfReach } from "../../ownership/owner";
import { asOutput, knownOf } from "../../pulumi/combined";
import { registerObject, type Site } from "../site";
import { makeDomainClaim, makeDomainMapping } from "./domainManifest";

/** The values are known once the domains are ready. */
export function registerDomains(site: Site, traffic: pulumi.Resource): pulumi.Output<unknown>[] {
  const { name, spec } = site;
  return Object.entries(spec.domains).map(([domain, given]) => {
    const claim = claimNodes(site, domain);
    const mapping = makeDomainMapping(spec, domain, given);
    const dependsOn: Promise<pulumi.Resource[]> = claim.then((nodes) => [...nodes, traffic]);
    // A domain has one mapping in the cluster, in whatever namespace.
    const options = { dependsOn, deleteBeforeReplace: true };
    const mapped = registerObject(site, `${name}/${domain}`, mapping, options, waitingForObject(mapping));
    const status = statusNow(mapped, site.owner);
    return whenReady(status, `domain ${domain} of function ${name}`, mapped.urn);
  });
}

/**
 * A claim for this namespace that is there is the platform's: it is used as it is, also where nobody here may make one, or look
 * for it. Where it turns out to be missing, the mapping says so.
 */
async function claimNodes(site: Site, domain: string): Promise<pulumi.Resource[]> {
  const manifest = makeDomainClaim(site.spec, domain);
  const node = `${site.name}/${domain}`;
  const [there, namespace] = await Promise.all([
    foreignObject(manifest, site.owner, node),
    knownOf(asOutput(site.spec.namespace)),
  ]);
  const isPlatforms =
    there === undefined ? await isOutOfReach(manifest, site.owner, node) : there.spec?.namespace === namespace;
  return isPlatforms ? [] : [registerObject(site, node, manifest)];
}
