// Probes: how Knative and Kubernetes see whether a container is there, ready and well.
import { z } from "zod";
import { integer, stringEnum, text } from "../../input/fields";

const oneCheck = "Exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec` is given.";

const port = integer(1, "Port that is asked. Defaults to the function's own port; in a sidecar it is required.", 65535);

const scheme = stringEnum("FunctionProbeScheme", "How the port is spoken to.", {
  HTTP: "Plain HTTP.",
  HTTPS: "HTTPS; the certificate is not checked.",
});

const header = z
  .strictObject({
    name: z
      .string()
      .regex(/^[-A-Za-z0-9]+$/, { error: 'expected the name of an HTTP header: letters, digits and "-"' })
      .meta({ description: "Name of the header." }),
    value: z.string().meta({ description: "Value of the header, in clear." }),
  })
  .meta({ id: "FunctionProbeHeader", description: "A header of a probe's request." });

const httpGet = z
  .strictObject({
    path: text("Path that is asked. Defaults to `/`."),
    port,
    host: text("Host that is asked. Defaults to the Pod's own address."),
    scheme: scheme.optional().meta({ description: "Defaults to `HTTP`." }),
    httpHeaders: z.array(header).optional().meta({ description: "Headers of the request. Defaults to none." }),
  })
  .meta({ id: "FunctionProbeHttpGet", description: "Well when the answer's status is from 200 to 399." });

const tcpSocket = z
  .strictObject({ port, host: text("Host that is asked. Defaults to the Pod's own address.") })
  .meta({ id: "FunctionProbeTcpSocket", description: "Well when the port takes a connection." });

const grpc = z
  .strictObject({ port, service: text("Name of the service that is asked for. Defaults to the server as a whole.") })
  .meta({ id: "FunctionProbeGrpc", description: "Well when the gRPC health service says SERVING." });

const exec = z
  .strictObject({
    command: z.array(z.string()).min(1).meta({ description: "Program and arguments; there is no shell around it." }),
  })
  .meta({ id: "FunctionProbeExec", description: "Well when a command in the container ends with 0." });

export const probe = z
  .strictObject({
    httpGet: httpGet.optional().meta({ description: `Asks over HTTP. ${oneCheck}` }),
    tcpSocket: tcpSocket.optional().meta({ description: `Opens a connection. ${oneCheck}` }),
    grpc: grpc.optional().meta({ description: `Asks the gRPC health service. ${oneCheck}` }),
    exec: exec.optional().meta({ description: `Runs a command. ${oneCheck}` }),
    initialDelaySeconds: integer(0, "Time before the first probe, in seconds. Defaults to 0."),
    timeoutSeconds: integer(1, "Time for one answer, in seconds. Defaults to 1."),
    periodSeconds: integer(
      0,
      "Time between probes, in seconds. Defaults to 10; for readiness it defaults to 0, which lets Knative ask many times a second until the first Pod is ready.",
    ),
    successThreshold: integer(1, "Good answers in a row until it counts as well. Defaults to 1."),
    failureThreshold: integer(1, "Bad answers in a row until it counts as failed. Defaults to 3."),
  })
  .meta({ id: "FunctionProbe", description: "One probe of a container." });

export const probes = z
  .strictObject({
    readiness: probe.optional().meta({
      description: "Whether the container takes requests. Defaults to a connection to the function's port.",
    }),
    liveness: probe.optional().meta({
      description: "Whether the container is well; it is started anew when not. Defaults to none.",
    }),
    startup: probe.optional().meta({
      description: "Whether the container has started; the other probes wait for it. Defaults to none.",
    }),
  })
  .meta({ id: "FunctionProbes", description: "The probes of a container." });
