// The public face of TLS: which traffic is encrypted, and who issues the certificates.
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
  .meta({ id: "KnativeIssuer", description: "An issuer of cert-manager, which must be in the cluster already." });

export const tls = z
  .strictObject({
    externalDomain: z.boolean().optional().meta({
      description:
        "True encrypts public functions, by the key `external-domain-tls` of `config-network`. Defaults to false.",
    }),
    clusterLocalDomain: z.boolean().optional().meta({
      description:
        "True encrypts functions that answer inside the cluster only, by the key `cluster-local-domain-tls` of `config-network`. Defaults to false.",
    }),
    systemInternal: z.boolean().optional().meta({
      description:
        "True encrypts what goes between gateway, activator and function, by the key `system-internal-tls` of `config-network`. Defaults to false.",
    }),
    redirectHttp: z.boolean().optional().meta({
      description:
        "True answers plain HTTP at public functions with a redirect to HTTPS, by the key `http-protocol` of `config-network`. Defaults to false.",
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
    description: "TLS of functions and of Knative's own parts. cert-manager must be in the cluster already.",
  });
