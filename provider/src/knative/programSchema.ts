// The public face of our own programs that run beside Knative: the queue scaler and the controller of Function objects.
import { z } from "zod";
import { integer, named } from "../input/fields";
import { imageByDigest, quantity, registryPath } from "../input/names";
import { registryLogin } from "../registry/loginSchema";

const image = (program: string) =>
  imageByDigest.optional().meta({
    description: `Image of ${program}, by digest. Defaults to one that is built and pushed to \`registry\`.`,
  });

const workload = {
  replicas: integer(1, "Number of Pods, of which one works and the others wait to take over. Defaults to 1.", 10),
  cpu: quantity.optional().meta({ description: "CPU request of a Pod, e.g. `10m`. Defaults to `10m`." }),
  memory: quantity.optional().meta({
    description:
      "Memory request of a Pod, e.g. `48Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `48Mi`.",
  }),
};

const queueScaler = z.strictObject({ image: image("the program"), ...workload }).meta({
  id: "KnativeQueueScaler",
  description:
    "Scales functions by what waits in a queue (`scale.queue` of Function). It may read Knative Services, read and patch revisions, write events and its own leases; each function with a log-in adds the right to read just those Secrets.",
});

const functionController = z
  .strictObject({
    image: image("the program"),
    mqttSourceImage: image("the program behind `triggers.mqtt` of such functions"),
    redisSourceImage: image("the program behind `triggers.redis` of such functions"),
    ...workload,
  })
  .meta({
    id: "KnativeFunctionController",
    description:
      "Makes functions of `Function` objects (`functions.knative-faas.dev`), for people who use kubectl or GitOps: the same fields as the component's, and the same objects.",
  });

export const extensions = z
  .strictObject({
    queueScaler: queueScaler.optional().meta({
      description: "Installs the queue scaler; `{}` takes the defaults. Defaults to none.",
    }),
    functionController: functionController.optional().meta({
      description:
        "Installs the definition of `Function` objects and their controller; `{}` takes the defaults. Defaults to none.",
    }),
    registry: named(
      registryPath,
      "Where the images of these programs are pushed, without a scheme, e.g. `ghcr.io/acme`. Defaults to the configuration `knative-faas:registry`, else to the variable `KO_DOCKER_REPO`; one of the three is needed unless every image is given.",
    ),
    registryLogin: registryLogin.optional().meta({
      description:
        "Log-in to push the images with, and for the Pods to pull them with (the Secret `registry` of the namespace). Defaults to Docker's on this machine for pushing, and to nothing for pulling.",
    }),
  })
  .meta({
    id: "KnativeExtensions",
    description:
      "Programs of ours that run in the namespace `knative-faas`, also beside a Knative that others installed.",
  });
