// The plugin's own resource, the guard of a Knative, as the engine creates and deletes it.
import type * as pulumi from "@pulumi/pulumi";
import { type GuardProps, refuseInUse } from "./inUse";

// biome-ignore lint/suspicious/noExplicitAny: properties as they travel
type Props = any;

type Crud = Pick<pulumi.provider.Provider, "create" | "update" | "delete">;

export const guardProvider: Crud = {
  create: async (urn: string, props: Props) => ({ id: urn.slice(urn.lastIndexOf("::") + 2), outs: props }),
  update: async (_id: string, _urn: string, _olds: Props, news: Props) => ({ outs: news }),
  delete: async (_id: string, urn: string, props: Props) => refuseInUse(settingsIn(props), urn),
};

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
