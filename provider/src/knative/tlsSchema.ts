// The public schema of TLS: which traffic is encrypted, and which issuers are used.
import { z } from "zod";
import { dnsSubdomain } from "../input/names";

const issuerKind = z.enum(["ClusterIssuer", "Issuer"]).meta({
  id: "KnativeIssuerKind",
  description: "Kind of cert-manager's issuer.",
  values: { ClusterIssuer: "For all namespaces.", Issuer: "For its own namespace only." },
});

const issuer = z
  .strictObject({
    name: dnsSubdomain.meta({ description: "Name of cert-manager's issuer. Required." }),
    kind: issuerKind.optional().meta({ description: "Kind of cert-manager's issuer. Defaults to `ClusterIssuer`." }),
  })
  .meta({ id: "KnativeIssuer", description: "A cert-manager issuer, which must already exist in the cluster." });

export const tls = z
  .strictObject({
    externalDomain: z.boolean().optional().meta({
      description:
        "True encrypts public functions, by the key `external-domain-tls` of `config-network`. Defaults to false.",
    }),
    clusterLocalDomain: z.boolean().optional().meta({
      description:
        "True encrypts cluster-local functions, by the key `cluster-local-domain-tls` of `config-network`. Defaults to false.",
    }),
    systemInternal: z.boolean().optional().meta({
      description:
        "True encrypts traffic between gateway, activator and function, by the key `system-internal-tls` of `config-network`. Defaults to false.",
    }),
    redirectHttp: z.boolean().optional().meta({
      description:
        "True redirects plain HTTP of public functions to HTTPS, by the key `http-protocol` of `config-network`. Defaults to false.",
    }),
    externalDomainIssuer: issuer.optional().meta({
      description: "Issues the certificates of public functions, by `issuerRef` of `config-certmanager`.",
    }),
    clusterLocalIssuer: issuer.optional().meta({
      description: "Issues the certificates inside the cluster, by `clusterLocalIssuerRef` of `config-certmanager`.",
    }),
    systemInternalIssuer: issuer.optional().meta({
      description:
        "Issues the certificates of Knative's own parts, by `systemInternalIssuerRef` of `config-certmanager`.",
    }),
  })
  .meta({
    id: "KnativeTls",
    description: "TLS of functions and of Knative's own parts. cert-manager must already be in the cluster.",
  });
