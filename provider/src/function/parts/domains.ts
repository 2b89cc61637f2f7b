// The further names of a function as nodes, behind the traffic.
import type * as pulumi from "@pulumi/pulumi";
import { statusNow, whenReady } from "../../core/ready";
import type { FunctionArgs } from "../args.gen";
import { makeDomainClaim, makeDomainMapping } from "../domains";
import { type Part, partObject } from "./part";

/** The values are known once the domains are ready. */
export function domains(
  part: Part,
  { domains: args }: FunctionArgs,
  traffic: pulumi.Resource,
): pulumi.Output<unknown>[] {
  const { name, spec, child } = part;
  return Object.entries(args ?? {}).map(([domain, given]) => {
    const claim = partObject(part, `${name}/${domain}`, makeDomainClaim(spec, domain));
    const mapping = makeDomainMapping(spec, domain, given);
    const mapped = partObject(part, `${name}/${domain}`, mapping, { dependsOn: [claim, traffic] });
    const status = statusNow(`${name}/${domain}`, mapped, child);
    return whenReady(status, `domain ${domain} of function ${name}`, mapped.id);
  });
}
