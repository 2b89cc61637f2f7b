// The plugin's own resource, the guard of a Knative, as the engine creates, reads and deletes it.
import type * as pulumi from "@pulumi/pulumi";
import { Failure } from "../input/problems";
import { type GuardProps, refuseInUse } from "./inUse";

// biome-ignore lint/suspicious/noExplicitAny: properties as they travel
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

/** `pulumi import` reads what it is to take up; components have nothing of their own in the cluster. */
function notImported(urn: string): Failure {
  const kind = typeOf(urn).split(":").at(-1);
  const way =
    kind === "Knative" ? "existing: true takes up one that is there" : "adopt: true takes over objects that are there";
  return new Failure(
    `${kind} is a component, which can't be imported: write it in the program with its name and namespace; ${way}`,
  );
}

/** Empty stands for what was not given; a secret travels in an envelope. */
function settingsIn({ own, ...settings }: Props): GuardProps {
  const opened = Object.entries(settings).map(([name, value]) => [name, opening(value)]);
  return { own: opening(own), ...Object.fromEntries(opened.filter(([, value]) => value)) };
}

function opening(value: Props): Props {
  return value !== null && typeof value === "object" && "value" in value && secretSignature in value
    ? value.value
    : value;
}

// sdk/nodejs/runtime/rpc.ts: specialSigKey.
const secretSignature = "4dabf18193072939515e22adb298388d";
