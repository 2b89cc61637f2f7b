// Patterns of names, labels and quantities that several schemas share, with their error messages.
import { z } from "zod";

/** A DNS-1035 label, as Knative requires of a Service's name (serving v0.50, pkg/apis/serving/v1/service_validation.go). */
export function dnsLabel(longest: number) {
  return z.string().regex(new RegExp(`^[a-z]([-a-z0-9]{0,${longest - 2}}[a-z0-9])?$`), {
    error: `expected a DNS label: lower-case letters, digits and "-", starting with a letter, at most ${longest} characters`,
  });
}

/**
 * A Kubernetes quantity (apimachinery, pkg/api/resource/quantity.go), e.g. 250m, 1.5, 128Mi. Exponents have two digits at most:
 * Kubernetes expands larger ones to all their digits, however much memory that needs.
 */
export const quantity = z.string().regex(/^\d+(\.\d+)?([eE][-+]?\d{1,2}|[numkMGTPE]|[KMGTPE]i)?$/, {
  error: 'expected a Kubernetes quantity such as "250m", "1.5" or "128Mi"',
});

export const byDigest =
  "expected an image reference with a digest (name@sha256: and 64 hexadecimal digits), so that a deploy is repeatable";

/** Host and port, a repository of at least two characters, and a tag (go-containerregistry, pkg/name). */
const image = /([a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?\/)?[a-z0-9][-a-z0-9._/]*[a-z0-9](:\w[\w.-]{0,127})?/.source;
const digest = "@sha256:[0-9a-f]{64}";

/** An image reference with a digest. */
export const imageByDigest = z.string().regex(new RegExp(`^${image}${digest}$`), { error: byDigest });

/** The name of most Kubernetes objects (apimachinery, pkg/util/validation: IsDNS1123Subdomain). */
export const dnsSubdomain = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, {
    error: 'expected the name of a Kubernetes object: lower-case letters, digits, "-" and ".", at most 253 characters',
  });

/** Like dnsLabel, but may start with a digit: names of volumes and containers (IsDNS1123Label). */
export const podLabel = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, {
  error: 'expected lower-case letters, digits and "-", with a letter or digit at both ends, at most 63 characters',
});

/** A key of a label or annotation (IsQualifiedName): an optional DNS prefix, a slash, a name. */
export const labelKey = z
  .string()
  .regex(
    /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/,
    {
      error: 'expected a name such as "team" or "example.com/team"; the part after "/" has at most 63 characters',
    },
  );

export const labelValue = z.string().regex(/^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/, {
  error: 'expected at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
});

/** A media type as in an HTTP header (RFC 9110, 8.3.1), such as `text/plain; charset=utf-8`. */
export const mediaType = z
  .string()
  .regex(/^[-\w!#$&^.+]+\/[-\w!#$&^.+]+(\s*;\s*[-\w!#$&^.+]+=("[^"\\\n]*"|[-\w!#$&^.+]+))*$/, {
    error: 'expected a media type, e.g. "application/json" or "text/plain; charset=utf-8"',
  });

/** Host and path of a registry, to which repository names are appended. */
export const registryPath = z.string().regex(/^[a-z0-9][\w.\-:]*(\/[\w.-]+)*$/, {
  error: 'expected host and path without a scheme, e.g. "ghcr.io/acme"',
});

/** A key of a ConfigMap or Secret (IsConfigMapKey). */
export const dataKey = z.string().regex(/^(?!\.$|\.\.)[-._a-zA-Z0-9]{1,253}$/, {
  error: 'expected a key of a ConfigMap or Secret: letters, digits, "-", "_" and "."',
});

/** A path below a volume: relative, without "..". */
export const relativePath = z.string().regex(/^(?!\/)(?!(.*\/)?\.\.(\/|$)).+$/, {
  error: 'expected a relative path without ".."',
});

/** Any image reference, by tag or digest. */
export const imageReference = z.string().regex(new RegExp(`^${image}(${digest})?$`), {
  error: 'expected an image reference, e.g. "ghcr.io/acme/proxy@sha256:..." or "ghcr.io/acme/proxy:v1"',
});
