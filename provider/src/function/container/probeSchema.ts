// The schema of probes, by which Knative and Kubernetes check whether a container has started, is ready and is healthy.
import { z } from "zod";
import { integer, stringEnum, text } from "../../input/fields";

const oneCheck = "Exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec` is set.";

const port = integer(1, "Port to probe. Defaults to the function's own port; required in a sidecar.", 65535);

const scheme = stringEnum("FunctionProbeScheme", "Scheme of a probe's request.", {
  HTTP: "Plain HTTP.",
  HTTPS: "HTTPS; the certificate is not checked.",
});

const header = z
  .strictObject({
    name: z
      .string()
      .regex(/^[-A-Za-z0-9]+$/, { error: 'expected the name of an HTTP header: letters, digits and "-"' })
      .meta({ description: "Name of the header." }),
    value: z.string().meta({ description: "Value of the header, in plain text." }),
  })
  .meta({ id: "FunctionProbeHeader", description: "A header of a probe's request." });

const httpGet = z
  .strictObject({
    path: text("Path to request. Defaults to `/`."),
    port,
    host: text("Host to connect to. Defaults to the Pod's own address."),
    scheme: scheme.optional().meta({ description: "Defaults to `HTTP`." }),
    httpHeaders: z.array(header).optional().meta({ description: "Headers of the request. Defaults to none." }),
  })
  .meta({ id: "FunctionProbeHttpGet", description: "Succeeds if the status of the response is from 200 to 399." });

const tcpSocket = z
  .strictObject({ port, host: text("Host to connect to. Defaults to the Pod's own address.") })
  .meta({ id: "FunctionProbeTcpSocket", description: "Succeeds if the port accepts a connection." });

const grpc = z
  .strictObject({ port, service: text("Name of the service to check. Defaults to the entire server.") })
  .meta({ id: "FunctionProbeGrpc", description: "Succeeds if the gRPC health service reports SERVING." });

const exec = z
  .strictObject({
    command: z.array(z.string()).min(1).meta({ description: "Program and arguments, run without a shell." }),
  })
  .meta({ id: "FunctionProbeExec", description: "Succeeds if a command in the container exits with 0." });

export const probe = z
  .strictObject({
    httpGet: httpGet.optional().meta({ description: `Sends an HTTP request. ${oneCheck}` }),
    tcpSocket: tcpSocket.optional().meta({ description: `Opens a connection. ${oneCheck}` }),
    grpc: grpc.optional().meta({ description: `Queries the gRPC health service. ${oneCheck}` }),
    exec: exec.optional().meta({ description: `Runs a command. ${oneCheck}` }),
    initialDelaySeconds: integer(0, "Time before the first probe, in seconds. Defaults to 0."),
    timeoutSeconds: integer(1, "Time limit of one probe, in seconds. Defaults to 1."),
    periodSeconds: integer(
      0,
      "Time between probes, in seconds. Defaults to 10; for readiness it defaults to 0, so that Knative probes many times a second until the first Pod is ready.",
    ),
    successThreshold: integer(1, "Consecutive successes until it counts as successful. Defaults to 1."),
    failureThreshold: integer(1, "Consecutive failures until it counts as failed. Defaults to 3."),
  })
  .meta({ id: "FunctionProbe", description: "One probe of a container." });

export const probes = z
  .strictObject({
    readiness: probe.optional().meta({
      description: "Whether the container accepts requests. Defaults to a connection to the function's port.",
    }),
    liveness: probe.optional().meta({
      description: "Whether the container is healthy; otherwise it is restarted. Defaults to none.",
    }),
    startup: probe.optional().meta({
      description: "Whether the container has started; the other probes wait for it. Defaults to none.",
    }),
  })
  .meta({ id: "FunctionProbes", description: "The probes of a container." });
