// Patterns of names and quantities that several schemas share, with the words for the mistake.
import { z } from "zod";

/** A DNS-1035 label, as Knative asks of a service's name (serving v0.50, pkg/apis/serving/v1/service_validation.go). */
export function dnsLabel(longest: number) {
  return z.string().regex(new RegExp(`^[a-z]([-a-z0-9]{0,${longest - 2}}[a-z0-9])?$`), {
    error: `expected a DNS label: lower-case letters, digits and "-", starting with a letter, at most ${longest} characters`,
  });
}

/** A Kubernetes quantity (apimachinery, pkg/api/resource/quantity.go), e.g. 250m, 1.5, 128Mi. */
export const quantity = z.string().regex(/^\d+(\.\d+)?([eE][-+]?\d+|[numkMGTPE]|[KMGTPE]i)?$/, {
  error: 'expected a Kubernetes quantity such as "250m", "1.5" or "128Mi"',
});

/** An image reference that names its content: the digest is part of it. */
export const imageByDigest = z.string().regex(/^[a-z0-9][\w.\-:/]*@sha256:[0-9a-f]{64}$/, {
  error:
    "expected an image reference with a digest (name@sha256: and 64 hexadecimal digits), so that a deploy is repeatable",
});
