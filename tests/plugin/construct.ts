// One construct call: its request, its response, and its error with all details.
import { type ServiceError, status } from "@grpc/grpc-js";
import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { InputPropertiesError } from "@pulumi/pulumi/proto/errors_pb";
import { ConstructRequest, type ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Answers, LogMessage } from "./engine";
import { type AliasSpec, type CustomTimeouts, type Deployment, propertiesOf, type Registration } from "./registration";
import { dependenciesOf, type Encoding, encodeProperties, type Properties } from "./values";

export interface ConstructOptions extends Answers {
  /** Time limit, for one that builds a large program. Defaults to 20 seconds. */
  limitMilliseconds?: number;
  type: string;
  name: string;
  inputs?: Properties;
  /** How Outputs among the inputs are encoded; "outputs" by default. */
  encoding?: Encoding;
  /** True for a preview. */
  dryRun?: boolean;
  project?: string;
  stack?: string;
  organization?: string;
  /** By full key, such as "knative-faas:registry"; values that are not strings as JSON. */
  config?: Record<string, string>;
  configSecretKeys?: string[];
  /** URN. */
  parent?: string;
  /** References ("urn::id") by package. */
  providers?: Record<string, string>;
  /** URNs that the component depends on. */
  dependencies?: string[];
  protect?: boolean;
  retainOnDelete?: boolean;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  customTimeouts?: CustomTimeouts;
  aliases?: AliasSpec[];
}

export interface Constructed {
  urn: string;
  /** The component's outputs. */
  state: Properties;
  /** URNs behind each output. */
  stateDependencies: Record<string, string[]>;
  /** Every resource in the order of registration, including the component itself. */
  registrations: Registration[];
  /** Log messages during this call, including those of concurrent calls. */
  logs: LogMessage[];
  milliseconds: number;
}

export interface PropertyProblem {
  propertyPath: string;
  reason: string;
}

/**
 * A construct that failed. Its message is the plugin's own, or the failed resource's; what was registered and logged until then is kept.
 */
export class ConstructError extends Error {
  /** Name of the gRPC status, such as "INVALID_ARGUMENT" for wrong inputs. */
  readonly code: string;
  /** Wrong inputs with their paths; empty for any other error. */
  readonly errors: PropertyProblem[];
  readonly milliseconds: number;

  constructor(
    error: ServiceError,
    cancelled: Error | undefined,
    readonly registrations: Registration[],
    readonly logs: LogMessage[],
    milliseconds: number,
  ) {
    const late = error.code === status.DEADLINE_EXCEEDED;
    super(
      cancelled?.message ??
        (late ? `construct did not answer in ${milliseconds} ms; log:\n${formatLogs(logs)}` : error.details),
    );
    this.name = "ConstructError";
    this.code = status[error.code] ?? String(error.code);
    this.errors = problemsOf(error);
    this.milliseconds = milliseconds;
  }
}

export function formatLogs(logs: LogMessage[]): string {
  return logs.map(({ severity, message }) => `  ${severity}: ${message.slice(0, 500)}`).join("\n") || "  (nothing)";
}

export function deploymentOf(options: ConstructOptions): Deployment {
  return { project: options.project ?? "project", stack: options.stack ?? "dev", dryRun: options.dryRun ?? false };
}

export function toRequest(options: ConstructOptions, monitorAddress: string): ConstructRequest {
  const { project, stack, dryRun } = deploymentOf(options);
  const request = new ConstructRequest()
    .setProject(project)
    .setStack(stack)
    .setOrganization(options.organization ?? "organization")
    .setDryrun(dryRun)
    .setParallel(10)
    .setMonitorendpoint(monitorAddress)
    .setAcceptsOutputValues(true)
    .setConfigsecretkeysList(options.configSecretKeys ?? []);
  for (const [key, value] of Object.entries(options.config ?? {})) request.getConfigMap().set(key, value);
  setInputs(request, options);
  setResourceOptions(request, options);
  return request;
}

function setInputs(request: ConstructRequest, { type, name, inputs = {}, encoding = "outputs" }: ConstructOptions) {
  const encoded = encodeProperties(inputs, encoding);
  request
    .setType(type)
    .setName(name)
    .setInputs(Struct.fromJavaScript(encoded as never));
  for (const [property, value] of Object.entries(inputs)) {
    const urns = [...new Set(dependenciesOf(value))];
    if (urns.length === 0) continue;
    const dependencies = new ConstructRequest.PropertyDependencies().setUrnsList(urns);
    request.getInputdependenciesMap().set(property, dependencies);
  }
}

function setResourceOptions(request: ConstructRequest, options: ConstructOptions) {
  request
    .setParent(options.parent ?? "")
    .setDependenciesList(options.dependencies ?? [])
    .setIgnorechangesList(options.ignoreChanges ?? [])
    .setReplaceonchangesList(options.replaceOnChanges ?? [])
    .setAliasesList((options.aliases ?? []).map(fromAlias));
  for (const [name, reference] of Object.entries(options.providers ?? {})) {
    request.getProvidersMap().set(name, reference);
  }
  if (options.protect !== undefined) request.setProtect(options.protect);
  if (options.retainOnDelete !== undefined) request.setRetainondelete(options.retainOnDelete);
  if (options.customTimeouts !== undefined) request.setCustomtimeouts(fromTimeouts(options.customTimeouts));
}

function fromTimeouts(timeouts: CustomTimeouts) {
  return new ConstructRequest.CustomTimeouts()
    .setCreate(timeouts.create ?? "")
    .setUpdate(timeouts.update ?? "")
    .setDelete(timeouts.delete ?? "");
}

function fromAlias(alias: AliasSpec): Alias {
  if (typeof alias === "string") return new Alias().setUrn(alias);
  const spec = new Alias.Spec()
    .setName(alias.name ?? "")
    .setType(alias.type ?? "")
    .setProject(alias.project ?? "")
    .setStack(alias.stack ?? "");
  if (alias.parent !== undefined) spec.setParenturn(alias.parent);
  if (alias.noParent) spec.setNoparent(true);
  return new Alias().setSpec(spec);
}

export function toState(response: ConstructResponse): Pick<Constructed, "urn" | "state" | "stateDependencies"> {
  const stateDependencies: Record<string, string[]> = {};
  response.getStatedependenciesMap().forEach((dependencies, property) => {
    if (dependencies.getUrnsList().length > 0) stateDependencies[property] = dependencies.getUrnsList();
  });
  return { urn: response.getUrn(), state: propertiesOf(response.getState()), stateDependencies };
}

/** Structured details are sent with the error, in a metadata entry that gRPC reserves for them. */
function problemsOf(error: ServiceError): PropertyProblem[] {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (!(packed instanceof Buffer)) return [];
  const details = Status.deserializeBinary(packed).getDetailsList();
  return details
    .map((detail) => detail.unpack(InputPropertiesError.deserializeBinary, "pulumirpc.InputPropertiesError"))
    .flatMap((problems) => problems?.getErrorsList() ?? [])
    .map((problem) => ({ propertyPath: unquoted(problem.getPropertyPath()), reason: problem.getReason() }));
}

/** Quotes keep the engine from finding a value at the path, which it would print. */
function unquoted(path: string): string {
  return /^"(.*)"$/.exec(path)?.[1] ?? path;
}
