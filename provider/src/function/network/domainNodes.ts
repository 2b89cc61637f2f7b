// The domains of a function as nodes, registered after its traffic.
import type * as pulumi from "@pulumi/pulumi";
import { statusNow, whenReady } from "../../kubernetes/readiness";
import { waitingForObject } from "../../kubernetes/waiting";
import { foreignObject, isOutOfReach } from "../../ownership/owner";
import { asOutput, knownOf } from "../../pulumi/value";
import { registerObject, type Site } from "../site";
import { makeDomainClaim, makeDomainMapping } from "./domainManifest";

/** The values are known once the domains are ready. */
export function registerDomains(site: Site, traffic: pulumi.Resource): pulumi.Output<unknown>[] {
  const { name, spec } = site;
  return Object.entries(spec.domains).map(([domain, given]) => {
    const claim = claimNodes(site, domain);
    const mapping = makeDomainMapping(spec, domain, given);
    const dependsOn: Promise<pulumi.Resource[]> = claim.then((nodes) => [...nodes, traffic]);
    // A domain has at most one mapping in the cluster, across all namespaces.
    const options = { dependsOn, deleteBeforeReplace: true };
    const mapped = registerObject(site, `${name}/${domain}`, mapping, options, waitingForObject(mapping));
    const status = statusNow(mapped, site.owner);
    return whenReady(status, `domain ${domain} of function ${name}`, mapped.urn);
  });
}

/**
 * An existing claim for this namespace belongs to the platform and is used as it is, even if this user may neither create nor read
 * one. If it turns out to be missing, the mapping reports it.
 */
async function claimNodes(site: Site, domain: string): Promise<pulumi.Resource[]> {
  const manifest = makeDomainClaim(site.spec, domain);
  const node = `${site.name}/${domain}`;
  const [existing, namespace] = await Promise.all([
    foreignObject(manifest, site.owner, node),
    knownOf(asOutput(site.spec.namespace)),
  ]);
  const isPlatforms =
    existing === undefined ? await isOutOfReach(manifest, site.owner, node) : existing.spec?.namespace === namespace;
  return isPlatforms ? [] : [registerObject(site, node, manifest)];
}
