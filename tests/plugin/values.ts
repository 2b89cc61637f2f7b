// Property values as tests write and read them, and their form on Pulumi's wire.
import {
  specialOutputValueSig,
  specialResourceSig,
  specialSecretSig,
  specialSigKey,
  unknownValue,
} from "@pulumi/pulumi/runtime/rpc";

export type Properties = Record<string, unknown>;

/** A secret. Classes mark special values, as `{ secret: ... }` is a field of a Kubernetes volume, too. */
export class Secret {
  constructor(readonly value: unknown) {}
}

/** A value that is only known after the update. */
export class Unknown {
  readonly unknown = true;
}

/** An Output with the URNs of the resources it depends on; its value may be a Secret or Unknown. */
export class OutputValue {
  constructor(
    readonly value: unknown,
    readonly dependencies: string[],
  ) {}
}

/** A resource that is passed as a value. */
export class ResourceReference {
  constructor(
    readonly urn: string,
    readonly id?: string,
  ) {}
}

export const secret = (value: unknown) => new Secret(value);
export const unknown = () => new Unknown();
export const reference = (urn: string, id?: string) => new ResourceReference(urn, id);

/** A known Output; pass `unknown()` as the value for an unknown one. */
export function output(value: unknown, options: { dependencies?: string[]; secret?: boolean } = {}): OutputValue {
  return new OutputValue(options.secret ? new Secret(value) : value, options.dependencies ?? []);
}

/**
 * How Outputs are encoded. "outputs": each leaf as an output value, as TypeScript, Python, Go and YAML programs send the inputs of a
 * component. "plain": secrets wrapped, unknowns as a marker string and no dependencies, as the engine responds and as SDKs without output
 * values send.
 */
export type Encoding = "outputs" | "plain";

export function encodeProperties(properties: Properties, encoding: Encoding): Properties {
  const present = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([key, value]) => [key, encode(value, encoding)]));
}

function encode(value: unknown, encoding: Encoding): unknown {
  if (isMarked(value)) return encoding === "outputs" ? encodeOutput(value) : encodePlain(value);
  if (value instanceof ResourceReference) return { [specialSigKey]: specialResourceSig, ...value };
  if (Array.isArray(value)) return value.map((item) => encode(item, encoding));
  if (isObject(value)) return encodeProperties(value, encoding);
  return value ?? null;
}

type Marked = Secret | Unknown | OutputValue;

function isMarked(value: unknown): value is Marked {
  return value instanceof Secret || value instanceof Unknown || value instanceof OutputValue;
}

function encodeOutput(marked: Marked): Properties {
  const { value, isSecret, dependencies } = unwrap(marked);
  return {
    [specialSigKey]: specialOutputValueSig,
    ...(value instanceof Unknown ? {} : { value: encode(value, "plain") }),
    ...(isSecret ? { secret: true } : {}),
    ...(dependencies.length > 0 ? { dependencies } : {}),
  };
}

function encodePlain(marked: Marked): unknown {
  const { value, isSecret } = unwrap(marked);
  if (value instanceof Unknown) return unknownValue;
  const encoded = encode(value, "plain");
  return isSecret ? { [specialSigKey]: specialSecretSig, value: encoded } : encoded;
}

function unwrap(marked: unknown): { value: unknown; isSecret: boolean; dependencies: string[] } {
  if (marked instanceof Secret) return { ...unwrap(marked.value), isSecret: true };
  if (!(marked instanceof OutputValue)) return { value: marked, isSecret: false, dependencies: [] };
  const inner = unwrap(marked.value);
  return { ...inner, dependencies: [...marked.dependencies, ...inner.dependencies] };
}

/** Reads values from the wire. An Output that is known, not secret and without dependencies reads as its plain value. */
export function decode(wire: unknown): unknown {
  if (wire === unknownValue) return new Unknown();
  if (Array.isArray(wire)) return wire.map(decode);
  if (!isObject(wire)) return wire;
  const signature = wire[specialSigKey];
  if (signature === specialSecretSig) return new Secret(decode(wire.value));
  if (signature === specialOutputValueSig) return decodeOutput(wire);
  if (signature === specialResourceSig) return new ResourceReference(wire.urn as string, wire.id as string | undefined);
  return Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, decode(value)]));
}

function decodeOutput(wire: Properties): unknown {
  const value = "value" in wire ? decode(wire.value) : new Unknown();
  const marked = wire.secret === true ? new Secret(value) : value;
  const dependencies = (wire.dependencies ?? []) as string[];
  return dependencies.length > 0 ? new OutputValue(marked, dependencies) : marked;
}

/** The URNs that a value depends on, at any depth. */
export function dependenciesOf(value: unknown): string[] {
  if (isMarked(value)) {
    const { value: inner, dependencies } = unwrap(value);
    return [...dependencies, ...dependenciesOf(inner instanceof Unknown ? undefined : inner)];
  }
  if (value instanceof ResourceReference) return [value.urn];
  if (Array.isArray(value)) return value.flatMap(dependenciesOf);
  return isObject(value) ? Object.values(value).flatMap(dependenciesOf) : [];
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null;
}
