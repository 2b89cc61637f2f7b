// The schema of names and routes: the Pods' DNS, and the ingress of the function.

import { isIP } from "node:net";
import { z } from "zod";
import { inCel } from "../../input/cel";
import { flag, named, stringEnum, text } from "../../input/fields";
import { dnsSubdomain } from "../../input/names";

const address = z
  .string()
  .refine((given) => isIP(given) !== 0, { error: "expected an IP address", ...inCel((one) => `isIP(${one})`) });

/** As Kubernetes accepts it, including underscores (ValidatePodDNSConfig). */
const searchDomain = z
  .string()
  .max(253)
  .regex(/^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*\.?$/, {
    error: 'expected a domain: lower-case letters, digits, "-", "_" and "."',
  });

export const dnsPolicy = stringEnum("FunctionDnsPolicy", "Where a Pod resolves names.", {
  ClusterFirst: "In the cluster, then where the node does.",
  ClusterFirstWithHostNet: "The same for Pods in the node's network.",
  Default: "Where the node does.",
  None: "Only as `dnsConfig` specifies.",
});

export const dnsConfig = z
  .strictObject({
    nameservers: z
      .array(address)
      .max(3)
      .optional()
      .meta({ description: "Name servers by address, at most 3. Defaults to none." }),
    searches: z
      .array(searchDomain)
      .max(32)
      .optional()
      .meta({ description: "Search domains, at most 32. Defaults to none." }),
    options: z
      .array(
        z
          .strictObject({
            name: z.string().min(1).meta({ description: "Name of the option, e.g. `ndots`." }),
            value: text("Value of the option. Defaults to none."),
          })
          .meta({ id: "FunctionDnsOption", description: "An option of the resolver." }),
      )
      .optional()
      .meta({ description: "Options of the resolver. Defaults to none." }),
  })
  .meta({ id: "FunctionDnsConfig", description: "Settings of the Pods' resolver." });

export const hostAlias = z
  .strictObject({
    ip: address.meta({ description: "IP address." }),
    hostnames: z.array(dnsSubdomain).min(1).meta({ description: "Names for it." }),
  })
  .meta({ id: "FunctionHostAlias", description: "A line of the Pods' /etc/hosts." });

/** The value of an annotation that controllers compare. */
const className = z.string().regex(/^[A-Za-z0-9]([\w./-]*[A-Za-z0-9])?$/, {
  error: 'expected the name of a class: letters, digits, ".", "-", "_" and "/"',
});

export const network = z
  .strictObject({
    ingressClass: named(
      className,
      "Network layer that serves the function. Defaults to the one of Knative's `config-network`.",
    ),
    certificateClass: named(
      className,
      "Who issues its certificates. Defaults to the one of Knative's `config-network`.",
    ),
    httpProtocol: stringEnum("FunctionHttpProtocol", "How plain HTTP is handled when a certificate exists.", {
      enabled: "Served as it is.",
      redirected: "Redirected to HTTPS.",
    })
      .optional()
      .meta({ description: "How plain HTTP is handled. Defaults to `http-protocol` of Knative's `config-network`." }),
    externalDomainTls: flag(
      "Whether a certificate is obtained for the function. Defaults to `external-domain-tls` of Knative's `config-network`; only false can be set here.",
    ),
  })
  .meta({ id: "FunctionNetwork", description: "Settings of the ingress for the function." });
