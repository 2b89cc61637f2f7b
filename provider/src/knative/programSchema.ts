// The public schema of this package's own programs: the queue scaler and the controller of Function objects.
import { z } from "zod";
import { integer, named } from "../input/fields";
import { imageByDigest, quantity, registryPath } from "../input/names";
import { registryLogin } from "../registry/loginSchema";

const image = (program: string) =>
  imageByDigest.optional().meta({
    description: `Image of ${program}, by digest. Defaults to one that is built and pushed to \`registry\`.`,
  });

const workload = {
  replicas: integer(1, "Number of Pods, one of which is active while the others stand by. Defaults to 1.", 10),
  cpu: quantity.optional().meta({ description: "CPU request of a Pod, e.g. `10m`. Defaults to `10m`." }),
  memory: quantity.optional().meta({
    description:
      "Memory request of a Pod, e.g. `48Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `48Mi`.",
  }),
};

const queueScaler = z.strictObject({ image: image("the program"), ...workload }).meta({
  id: "KnativeQueueScaler",
  description:
    "Scales functions by the length of a queue (`scale.queue` of Function). It may read Knative Services, read and patch revisions, write events and its own leases; each function with a login adds permission to read just those Secrets.",
});

const functionController = z
  .strictObject({
    image: image("the program"),
    kafkaSourceImage: image("the program that serves `triggers.kafka` of such functions"),
    kafkaRepliesImage: image("the program that serves `replies` of the other triggers of such functions"),
    mqttSourceImage: image("the program that serves `triggers.mqtt` of such functions"),
    redisSourceImage: image("the program that serves `triggers.redis` of such functions"),
    ...workload,
  })
  .meta({
    id: "KnativeFunctionController",
    description:
      "Deploys `Function` objects (`functions.knative-faas.dev`), for users of kubectl or GitOps: with the same fields as the component, and the same resulting objects.",
  });

export const extensions = z
  .strictObject({
    queueScaler: queueScaler.optional().meta({
      description: "Installs the queue scaler; `{}` uses the defaults. Defaults to none.",
    }),
    functionController: functionController.optional().meta({
      description:
        "Installs the definition of `Function` objects and their controller; `{}` uses the defaults. Defaults to none.",
    }),
    registry: named(
      registryPath,
      "Where the images of these programs are pushed, without a scheme, e.g. `ghcr.io/acme`. Defaults to the configuration `knative-faas:registry`, else to the variable `KO_DOCKER_REPO`; one of the three is required unless every image is set.",
    ),
    registryLogin: registryLogin.optional().meta({
      description:
        "Login to push the images, and for the Pods to pull them (the Secret `registry` of the namespace). Defaults to Docker's on this machine for pushing, and to nothing for pulling.",
    }),
  })
  .meta({
    id: "KnativeExtensions",
    description:
      "Programs of this package that run in the namespace `knative-faas`, also alongside an existing Knative.",
  });
