// A user's program that sends events: a ContainerSource. Schema and manifest. Pure.
import { type Input, output } from "@pulumi/pulumi";
import { z } from "zod";
import { integer, texts } from "../../input/fields";
import { filled, given } from "../../input/given";
import { dnsSubdomain, imageByDigest, quantity } from "../../input/names";
import { hardened } from "../../kubernetes/hardened";
import type { Container, PodSpec } from "../../kubernetes/objectTypes";
import { securityContext } from "../../kubernetes/securityContext";
import { variables } from "../../kubernetes/variables";
import { contentHash } from "../../pulumi/hash";
import type { ContainerSourceArgs } from "../eventArgs.gen";
import { extensions } from "../eventAttributes";
import { type Kind, overrides } from "./kind";

const envName = z.string().regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, {
  error:
    'an environment variable\'s name has letters, digits, "_", "-" and ".", and does not start with a digit; rename it',
});

const schema = z
  .strictObject({
    image: imageByDigest.optional().meta({
      description: "A prebuilt image, by digest. Exactly one of `image` and `directory` must be set.",
    }),
    directory: z.string().min(1).optional().meta({
      plain: true,
      description:
        "Directory of a Go program to build with ko, as a function's `source.directory`. Exactly one of `image` and `directory` must be set.",
    }),
    package: z.string().min(1).optional().meta({
      plain: true,
      description: "Package below the directory to build, e.g. `./cmd/source`. Defaults to `.`.",
    }),
    env: z.record(envName, z.string()).optional().meta({
      plain: true,
      description:
        "Environment variables, in plain text. Knative adds `K_SINK`, the address to send events to, and `K_CE_OVERRIDES`, extension attributes as JSON. Defaults to none.",
    }),
    secretEnv: z.array(dnsSubdomain).optional().meta({
      plain: true,
      description: "Names of existing Secrets, all of whose keys become environment variables. Defaults to none.",
    }),
    args: texts("Arguments of the program. Defaults to the image's."),
    cpu: quantity.optional().meta({ description: "CPU request, e.g. `20m`. Defaults to `20m`." }),
    memory: quantity.optional().meta({ description: "Memory request, e.g. `32Mi`. Defaults to `32Mi`." }),
    securityContext: securityContext.optional().meta({
      description:
        "Rights of its processes. Defaults to none: no privileges, no root user, a read-only image. Set `runAsNonRoot: false` for an image that runs as root.",
    }),
    readySeconds: integer(
      10,
      "How long its Pod may take to become ready, in seconds; then the update fails with the Pod's reason. Defaults to 90.",
      3600,
    ),
    terminationGracePeriodSeconds: integer(0, "Time that the Pod has to shut down, in seconds. Defaults to 30."),
    extensions,
  })
  .meta({
    id: "ContainerSource",
    oneOf: ["image", "directory"],
    description: "A program that sends events to the address in `K_SINK` (a Knative ContainerSource).",
  });

/** `image` is resolved by now: set by the user or built. */
export const container: Kind<ContainerSourceArgs> = {
  schema,
  // A removed extension would remain in the binding that Knative creates, for the same reason as in the Pod.
  fixed: ({ extensions: given }) =>
    given === undefined ? undefined : output(given).apply((known) => Object.keys(known).sort()),
  workload: (name) => ({ apiVersion: "apps/v1", kind: "Deployment", name: `${name}-deployment`, isOurs: false }),
  manifests: (args, { name, namespace, to, pullSecrets }) => [
    {
      apiVersion: "sources.knative.dev/v1",
      kind: "ContainerSource",
      metadata: { name, namespace },
      spec: {
        template: { spec: podOf(args, pullSecrets) },
        ...given({ ceOverrides: overrides(args.extensions) }),
        sink: to,
      },
    },
  ],
};

/**
 * Knative compares the desired Pod with the existing one, but ignores fields that were removed
 * (eventing v0.50, pkg/reconciler/containersource): a container named after its content always differs after a change.
 */
function podOf(args: ContainerSourceArgs, pullSecrets: Input<string>[] | undefined): PodSpec {
  const container = containerOf(args);
  const imagePullSecrets = pullSecrets?.map((secret) => ({ name: secret }));
  const { terminationGracePeriodSeconds } = args;
  const content = [container, terminationGracePeriodSeconds, ...(imagePullSecrets ?? [])];
  const name = output(content).apply((known) => `source-${contentHash(known)}`);
  return {
    ...given({ terminationGracePeriodSeconds, imagePullSecrets }),
    containers: [{ name, ...container }],
  };
}

function containerOf({
  image,
  env = {},
  secretEnv = [],
  args,
  cpu = "20m",
  memory = "32Mi",
  securityContext = {},
}: ContainerSourceArgs): Omit<Container, "name"> {
  const secrets = secretEnv.map((name) => ({ secretRef: { name } }));
  return {
    image,
    ...given({ args, envFrom: filled(secrets) }),
    ...variables(env, {}),
    resources: { requests: { cpu, memory } },
    securityContext: hardened({ runAsNonRoot: true, readOnlyRootFilesystem: true, ...given(securityContext) }),
  };
}
