// The plugin's registrations, in the form in which tests compare them.
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { decode, type Properties } from "./values";

/** The stack and the kind of run in which a component is constructed. */
export interface Deployment {
  project: string;
  stack: string;
  dryRun: boolean;
}

/** A request to read a resource that this stack did not create. */
export interface Reading {
  type: string;
  name: string;
  id: string;
}

/** One registered resource with all the options that the engine receives. Lists and maps are empty if not set. */
export interface Registration {
  urn: string;
  type: string;
  name: string;
  /** URN of the parent, "" when there is none. */
  parent: string;
  /** True for a resource of a provider, false for a component. */
  custom: boolean;
  remote: boolean;
  dryRun: boolean;
  inputs: Properties;
  /** What a component passed to registerOutputs, or the outputs of an object; in a preview these are only the inputs. */
  outputs?: Properties;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** Reference ("urn::id") of the explicit provider, "" for the default one. */
  provider: string;
  providers: Record<string, string>;
  version: string;
  pluginDownloadUrl: string;
  importId: string;
  protect?: boolean;
  retainOnDelete?: boolean;
  deleteBeforeReplace?: boolean;
  deletedWith: string;
  customTimeouts: CustomTimeouts;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  hideDiffs: string[];
  aliases: AliasSpec[];
}

/** Durations such as "2m"; those that are not set are omitted. */
export interface CustomTimeouts {
  create?: string;
  update?: string;
  delete?: string;
}

/** An alias: a whole URN, or the parts in which the old URN differed. */
export type AliasSpec =
  | string
  | { name?: string; type?: string; project?: string; stack?: string; parent?: string; noParent?: boolean };

export function toRegistration(request: RegisterResourceRequest, deployment: Deployment): Registration {
  return {
    urn: urnOf(deployment, request.getParent(), request.getType(), request.getName()),
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    dryRun: deployment.dryRun,
    inputs: propertiesOf(request.getObject()),
    dependencies: request.getDependenciesList(),
    propertyDependencies: propertyDependenciesOf(request),
    provider: request.getProvider(),
    providers: Object.fromEntries(request.getProvidersMap().entries()),
    version: request.getVersion(),
    pluginDownloadUrl: request.getPlugindownloadurl(),
    importId: request.getImportid(),
    ...optionsOf(request),
  };
}

function optionsOf(request: RegisterResourceRequest) {
  return {
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    deletedWith: request.getDeletedwith(),
    customTimeouts: timeoutsOf(request),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    hideDiffs: request.getHidediffsList(),
    aliases: [...request.getAliasurnsList(), ...request.getAliasesList().map(toAlias)],
  };
}

function timeoutsOf(request: RegisterResourceRequest): CustomTimeouts {
  const timeouts = request.getCustomtimeouts();
  return withoutEmpty({
    create: timeouts?.getCreate(),
    update: timeouts?.getUpdate(),
    delete: timeouts?.getDelete(),
  });
}

/** Properties without dependencies are omitted. */
function propertyDependenciesOf(request: RegisterResourceRequest): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    if (dependencies.getUrnsList().length > 0) found[property] = dependencies.getUrnsList();
  });
  return found;
}

function toAlias(alias: Alias): AliasSpec {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const { name, type, project, stack, parenturn: parent, noparent: noParent } = spec.toObject();
  return withoutEmpty({ name, type, project, stack, parent, noParent: noParent || undefined });
}

/** On the wire, "" means not set. */
function withoutEmpty<Fields extends object>(fields: Fields): Fields {
  const given = Object.entries(fields).filter(([, value]) => value !== "" && value !== undefined);
  return Object.fromEntries(given) as Fields;
}

export function propertiesOf(struct: Struct | undefined): Properties {
  return decode(struct?.toJavaScript() ?? {}) as Properties;
}

/** The URN that the engine assigns: the parent's type precedes the resource's own, the stack's does not. */
export function urnOf(deployment: Deployment, parent: string, type: string, name: string): string {
  const parentType = parent.split("::")[2] ?? "";
  const prefix = parentType === "" || parentType === "pulumi:pulumi:Stack" ? "" : `${parentType}$`;
  return `urn:pulumi:${deployment.stack}::${deployment.project}::${prefix}${type}::${name}`;
}
