// The schema of environment variables: their names, and sources of values other than the arguments.

import { z } from "zod";
import { noneOf } from "../../input/cel";
import { flag, named } from "../../input/fields";
import { dataKey, dnsSubdomain } from "../../input/names";

/** serving v0.50, pkg/apis/serving/k8s_validation.go: names that queue-proxy and the controller set themselves. */
const reservedEnv = ["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"];

const plainName = z.string().regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, {
  error:
    'an environment variable\'s name has letters, digits, "_", "-" and ".", and does not start with a digit; rename it',
});

const reserved = (names: string[]) =>
  plainName.refine((name) => !names.includes(name), {
    error: `is set by Knative itself (${names.join(", ")} are reserved); choose another name`,
    ...noneOf(names),
  });

export const envName = reserved(reservedEnv);

/** A container without a port may set PORT itself. */
export const sidecarEnvName = reserved(reservedEnv.slice(1));

const optional = flag("Whether it may be missing. Defaults to false: the Pod waits until it exists.");

const wholeMap = z
  .strictObject({
    name: dnsSubdomain.meta({ description: "Name of the object in the function's namespace." }),
    optional,
  })
  .meta({ id: "FunctionEnvSource", description: "A Secret or ConfigMap whose keys all become variables." });

export const envFrom = z
  .array(
    z
      .strictObject({
        secretRef: wholeMap.optional().meta({
          description: "A Secret. Exactly one of `secretRef` and `configMapRef` is set.",
        }),
        configMapRef: wholeMap.optional().meta({
          description: "A ConfigMap. Exactly one of `secretRef` and `configMapRef` is set.",
        }),
        prefix: z
          .string()
          .regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, {
            error: 'expected letters, digits, "_", "-" and ".", not starting with a digit',
          })
          .optional()
          .meta({ description: "Prefix of each key. Defaults to none." }),
      })
      .meta({
        id: "FunctionEnvFrom",
        oneOf: ["secretRef", "configMapRef"],
        description: "An existing Secret or ConfigMap as environment variables.",
      }),
  )
  .optional();

const keyOf = (id: string, kind: string) =>
  z
    .strictObject({
      name: dnsSubdomain.meta({ description: `Name of the ${kind} in the function's namespace.` }),
      key: dataKey.meta({ description: `Key in the ${kind}.` }),
      optional,
    })
    .meta({ id, description: `One key of an existing ${kind}.` });

const oneValue = "Exactly one of `secretKeyRef`, `configMapKeyRef`, `fieldRef` and `resourceFieldRef` is set.";

/** The fields that Kubernetes allows in a variable (core/validation: validEnvDownwardAPIFieldPathExpressions). */
export const envFieldPath = z
  .string()
  .regex(
    /^(metadata\.(name|namespace|uid)|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?)|metadata\.(labels|annotations)\['.+'\])$/,
    {
      error:
        "expected metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'], metadata.annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP, status.hostIPs, status.podIP or status.podIPs",
    },
  );

export const fieldRef = z
  .strictObject({
    fieldPath: envFieldPath.meta({ description: "Path in the Pod, e.g. `metadata.name` or `status.podIP`." }),
  })
  .meta({ id: "FunctionFieldRef", description: "A field of the Pod itself (downward API)." });

/** Kubernetes' core/validation: validateContainerResourceDivisor. */
const unit = z.string().regex(/^1(m|[kMGTPE]|[KMGTPE]i)?$/, {
  error: "expected one of the units 1, 1m, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi and 1Ei",
});

export const resourceFieldRef = z
  .strictObject({
    containerName: named(dnsSubdomain, "Container whose resource it is. Defaults to the container itself."),
    resource: z
      .string()
      .regex(/^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-\S+)$/, {
        error: "expected limits.cpu, limits.memory, limits.ephemeral-storage, or the same of requests",
      })
      .meta({ description: "The resource, e.g. `limits.memory`." }),
    divisor: named(unit, "Unit of the value, e.g. `1Mi`; of CPU `1` or `1m`. Defaults to 1."),
  })
  .refine(({ resource, divisor = "1" }) => divisor === "1" || /cpu$/.test(resource) === (divisor === "1m"), {
    path: ["divisor"],
    error: 'expected "1" or "1m" for CPU, and no "1m" for the others',
  })
  .meta({
    id: "FunctionResourceFieldRef",
    description: "A compute resource of a container (downward API).",
  });

const valueFrom = z
  .strictObject({
    secretKeyRef: keyOf("FunctionSecretKeyRef", "Secret")
      .optional()
      .meta({ description: `A key of a Secret. ${oneValue}` }),
    configMapKeyRef: keyOf("FunctionConfigMapKeyRef", "ConfigMap")
      .optional()
      .meta({ description: `A key of a ConfigMap. ${oneValue}` }),
    fieldRef: fieldRef.optional().meta({
      description: `A field of the Pod; requires the feature flag \`kubernetes.podspec-fieldref\`. ${oneValue}`,
    }),
    resourceFieldRef: resourceFieldRef.optional().meta({
      description: `A compute resource of the container; requires the feature flag \`kubernetes.podspec-fieldref\`. ${oneValue}`,
    }),
  })
  .meta({
    id: "FunctionEnvValueFrom",
    oneOf: ["secretKeyRef", "configMapKeyRef", "fieldRef", "resourceFieldRef"],
    description: "Where the value of one environment variable comes from.",
  });

export const envValueFrom = (names: z.ZodString) => z.record(names, valueFrom).optional();
