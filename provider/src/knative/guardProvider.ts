// The provider of the plugin's own resource, the guard of a Knative: create, read, update and delete.
import type * as pulumi from "@pulumi/pulumi";
import { Failure } from "../input/problems";
import { type GuardProps, refuseInUse } from "./inUse";

// biome-ignore lint/suspicious/noExplicitAny: properties as they are serialized
type Props = any;

type Crud = Pick<pulumi.provider.Provider, "create" | "read" | "update" | "delete">;

export const guardProvider: Crud = {
  create: async (urn: string, props: Props) => ({ id: urn.slice(urn.lastIndexOf("::") + 2), outs: props }),
  read: async (id, urn, props: Props) => {
    if (!isGuard(urn)) throw notImported(urn);
    return { id, props };
  },
  update: async (_id: string, _urn: string, _olds: Props, news: Props) => ({ outs: news }),
  delete: async (_id: string, urn: string, props: Props) => refuseInUse(settingsIn(props), urn),
};

const isGuard = (urn: string) => typeOf(urn).endsWith(":KnativeGuard");

const typeOf = (urn: string) => (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";

/** `pulumi import` reads the resource to adopt; components are not objects in the cluster. */
function notImported(urn: string): Failure {
  const kind = typeOf(urn).split(":").at(-1);
  const remedy = kind === "Knative" ? "existing: true uses an existing one" : "adopt: true adopts existing objects";
  return new Failure(
    `${kind} is a component, which can't be imported: write it in the program with its name and namespace; ${remedy}`,
  );
}

/** An empty string means unset; a secret is wrapped in an envelope. */
function settingsIn({ own, ...settings }: Props): GuardProps {
  const plain = Object.entries(settings).map(([name, value]) => [name, unwrapped(value)]);
  return { own: unwrapped(own), ...Object.fromEntries(plain.filter(([, value]) => value)) };
}

function unwrapped(value: Props): Props {
  return value !== null && typeof value === "object" && "value" in value && secretSignature in value
    ? value.value
    : value;
}

// sdk/nodejs/runtime/rpc.ts: specialSigKey.
const secretSignature = "4dabf18193072939515e22adb298388d";
