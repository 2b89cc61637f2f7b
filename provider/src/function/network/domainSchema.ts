// The schema of a function's domains, in addition to the name that Knative assigns.

import { z } from "zod";
import { inCel } from "../../input/cel";
import { named } from "../../input/fields";
import { dnsSubdomain } from "../../input/names";

/** serving v0.50, pkg/apis/serving/v1beta1/domainmapping_validation.go: a full name, outside the cluster's own domain. */
const domainName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, {
    error: 'expected a full DNS name in lower case, e.g. "api.example.com"',
  })
  .refine((name) => !name.endsWith(".cluster.local"), {
    error: "is inside the cluster's own domain (cluster.local); choose a name outside of it",
    ...inCel((name) => `!${name}.endsWith('.cluster.local')`),
  });

const domain = z
  .strictObject({
    tlsSecret: named(
      dnsSubdomain,
      "Name of a TLS Secret in the function's namespace, for HTTPS on this domain. Defaults to none: plain HTTP, or the certificate that Knative's external-domain TLS obtains.",
    ),
  })
  .meta({ id: "FunctionDomain", description: "An additional name under which a function is served." });

export const domains = z.record(domainName, domain).optional();
