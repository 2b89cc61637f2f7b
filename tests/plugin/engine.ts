// A fake engine: it stores the plugin's log messages, records its registrations, and responds with outputs.
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type ServiceError,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceResponse, type LogRequest, RequirePulumiVersionResponse } from "@pulumi/pulumi/proto/engine_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  type ReadResourceRequest,
  ReadResourceResponse,
  RegisterPackageResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceInvokeRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Deployment, propertiesOf, type Reading, type Registration, toRegistration, urnOf } from "./registration";
import { encodeProperties, type Properties, Secret } from "./values";

const severities = ["debug", "info", "warning", "error"] as const;

export interface LogMessage {
  /** Pulumi shows debug messages only on request. They contain secrets in plain text, as the SDK writes them. */
  severity: (typeof severities)[number];
  message: string;
  urn: string;
  ephemeral: boolean;
}

/** The fake engine's responses where echoing is not enough. */
export interface Answers {
  /**
   * Outputs of a resource in addition to its inputs, such as `status`. Called only in an update: previews leave outputs unknown. An error
   * thrown here is a resource that fails: like the real engine, the fake one refuses the registration without the reason and soon cancels
   * the construct call.
   */
  respond?: (registration: Registration) => Properties | undefined;
  /** The same for a preview, where a provider requests a dry run from the cluster. */
  foresee?: (registration: Registration) => Properties | undefined;
  /** State of a resource that is read by its ID, such as the outputs of a StackReference. */
  read?: (reading: Reading) => Properties;
  /** Result of a function. A stack is new unless this returns what its last update left. */
  invoke?: (token: string, args: Properties) => Properties | undefined;
}

export interface Listening {
  address: string;
  close(): void;
}

/** Serves the engine's log service; `refuse` throws if the CLI is too old for a plugin. */
export function serveEngine(logs: LogMessage[], refuse: () => void = () => undefined): Promise<Listening> {
  return listen(EngineService, {
    log: answer((request: LogRequest) => {
      logs.push(toLogMessage(request));
      return new Empty();
    }),
    getRootResource: answer(() => new GetRootResourceResponse()),
    setRootResource: answer(() => new Empty()),
    startDebugging: answer(() => new Empty()),
    requirePulumiVersion: answer(() => {
      refuse();
      return new RequirePulumiVersionResponse();
    }),
  });
}

/** Serves one deployment's resource monitor. */
export function serveMonitor(handlers: UntypedServiceImplementation): Promise<Listening> {
  return listen(ResourceMonitorService, handlers);
}

/**
 * One deployment's resource monitor, which records into `registrations` in the order of arrival. If a resource fails, `cancel` receives
 * the reason.
 */
export function monitorHandlers(
  deployment: Deployment,
  answers: Answers,
  registrations: Registration[],
  cancel: (reason: Error) => void,
) {
  const done = answer(() => new Empty());
  return {
    supportsFeature: answer(() => new SupportsFeatureResponse().setHassupport(true)),
    registerResource: answer((request: RegisterResourceRequest) => {
      const registration = toRegistration(request, deployment);
      registrations.push(registration);
      return registered(registration, answers, cancel);
    }),
    registerResourceOutputs: answer((request: RegisterResourceOutputsRequest) => {
      const registration = registrations.find((candidate) => candidate.urn === request.getUrn());
      if (registration === undefined) throw new Error(`outputs of ${request.getUrn()}, which was never registered`);
      registration.outputs = propertiesOf(request.getOutputs());
      return new Empty();
    }),
    readResource: answer((request: ReadResourceRequest) => read(request, deployment, answers)),
    invoke: answer((request: ResourceInvokeRequest) => invoke(request, answers, registrations)),
    call: answer(() => {
      throw new Error("the fake engine answers no method calls");
    }),
    registerPackage: answer(() => new RegisterPackageResponse().setRef("package")),
    registerStackTransform: done,
    registerStackInvokeTransform: done,
    registerResourceHook: done,
    registerErrorHook: done,
    signalAndWaitForShutdown: done,
  };
}

function registered(
  registration: Registration,
  answers: Answers,
  cancel: (reason: Error) => void,
): RegisterResourceResponse {
  const response = new RegisterResourceResponse().setUrn(registration.urn);
  if (!registration.custom) return response.setObject(new Struct());
  const added = registration.dryRun ? answers.foresee?.(registration) : addedOutputs(registration, answers, cancel);
  registration.outputs = withSecrets({ ...registration.inputs, ...added }, registration.additionalSecretOutputs);
  return response
    .setId(registration.dryRun ? "" : idOf(registration))
    .setObject(Struct.fromJavaScript(encodeProperties(registration.outputs, "plain") as never));
}

/** The engine marks outputs that a resource must keep secret, in the state and in its response. */
function withSecrets(outputs: Properties, names: string[]): Properties {
  const there = names.filter((name) => outputs[name] !== undefined);
  return { ...outputs, ...Object.fromEntries(there.map((name) => [name, new Secret(outputs[name])])) };
}

/** As the Kubernetes provider returns it; with the suffix `-id` if the resource is not an object. */
function idOf({ name, inputs }: Registration): string {
  const { metadata } = inputs as { metadata?: { name?: unknown; namespace?: unknown } };
  if (typeof metadata?.name !== "string") return `${name}-id`;
  return typeof metadata.namespace === "string" ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}

function addedOutputs(registration: Registration, { respond }: Answers, cancel: (reason: Error) => void) {
  try {
    return respond?.(registration);
  } catch (error) {
    cancel(new Error(`resource ${registration.name} failed: ${(error as Error).message}`));
    throw Object.assign(new Error("resource monitor shut down"), { code: status.UNAVAILABLE });
  }
}

function read(request: ReadResourceRequest, deployment: Deployment, answers: Answers): ReadResourceResponse {
  const reading = { type: request.getType(), name: request.getName(), id: request.getId() };
  const state = answers.read?.(reading);
  if (state === undefined) throw new Error(`no state to read for ${reading.type} "${reading.id}": set \`read\``);
  return new ReadResourceResponse()
    .setUrn(urnOf(deployment, request.getParent(), reading.type, reading.name))
    .setProperties(Struct.fromJavaScript(encodeProperties(state, "plain") as never));
}

/** The engine's own functions: a stack is new, and a resource is as it was registered. */
const ofEngine: Record<string, (args: Properties, registrations: Registration[]) => Properties> = {
  "pulumi:pulumi:readStackResourceOutputs": () => ({ outputs: {} }),
  "pulumi:pulumi:getResource": ({ urn }, all) => ({ state: all.find((one) => one.urn === urn)?.outputs ?? {} }),
};

function invoke(request: ResourceInvokeRequest, answers: Answers, registrations: Registration[]): InvokeResponse {
  const token = request.getTok();
  const args = propertiesOf(request.getArgs());
  const result = answers.invoke?.(token, args) ?? ofEngine[token]?.(args, registrations);
  if (result === undefined) throw new Error(`no result for function ${request.getTok()}: set \`invoke\``);
  return new InvokeResponse().setReturn(Struct.fromJavaScript(encodeProperties(result, "plain") as never));
}

export function toLogMessage(request: LogRequest): LogMessage {
  return {
    severity: severities[request.getSeverity()] ?? "debug",
    message: request.getMessage(),
    urn: request.getUrn(),
    ephemeral: request.getEphemeral(),
  };
}

function answer<Request, Response>(work: (request: Request) => Response): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    try {
      callback(null, work(call.request));
    } catch (error) {
      const { code = status.UNKNOWN, message } = error as Partial<ServiceError> & Error;
      callback({ code, details: message });
    }
  };
}

function listen(service: ServiceDefinition, handlers: UntypedServiceImplementation): Promise<Listening> {
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  server.addService(service, handlers);
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error !== null) reject(error);
      else resolve({ address: `127.0.0.1:${port}`, close: () => server.forceShutdown() });
    });
  });
}
