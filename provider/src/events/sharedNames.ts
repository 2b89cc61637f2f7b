// Names at a server outside the cluster that two nodes of a program share: a session has one client, and readers of one group divide
// what comes.
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs } from "../input/problems";
import { stackName } from "../kubernetes/stackName";
import { knownOf } from "../pulumi/combined";
import { log } from "../pulumi/log";
import { oncePerDeployment } from "../pulumi/previous";
import { type Kind, nameAtServer, type SharedName } from "./kinds/kind";
import { objectName } from "./objectName";

/** By name, which node has it. */
const readers = oncePerDeployment(() => new Map<string, string>());

interface Reader {
  component: pulumi.ComponentResource;
  /** The component's type and its name as a resource. */
  type: string;
  name: string;
  /** Where the kind's arguments stand. */
  path: string;
  /** What its object is named after, and where that stands. */
  object: { name: pulumi.Input<string>; namespace: pulumi.Input<string> };
}

/** Fails where only one node may have a name, and warns where several divide it. What a preview does not know it leaves. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export function checkShared(reader: Reader, kind: Kind<any>, args: any): pulumi.Output<void> | undefined {
  const name = objectName(kind, args, reader.object.name);
  const own = nameAtServer({ stack: stackName(), namespace: reader.object.namespace, name });
  const names = kind.shared?.(args, own) ?? [];
  if (names.length === 0) return undefined;
  const all = names.map(async (name) => checkName(reader, name, await knownOf(pulumi.output(name.key))));
  return pulumi.output(Promise.all(all).then(() => undefined));
}

async function checkName({ component, type, name, path }: Reader, { property, isAlone }: SharedName, key: unknown) {
  if (key === undefined) return;
  const at = `${path}.${property}`;
  const id = JSON.stringify(key);
  const own = `${type} ${name}, ${at}`;
  const other = readers().get(id) ?? own;
  readers().set(id, other);
  if (other === own) return;
  if (!isAlone) return log.warn(`${at}: ${shares(other)}`, component);
  throw new InvalidArgs(type, [{ propertyPath: at, reason: endsOther(other) }]);
}

const shares = (other: string) =>
  `${other} reads the same under the same name, so that each gets a part of it; give another name where each should get all`;

const endsOther = (other: string) =>
  `is the same as of ${other}, at the same address: each would end the connection of the other; give each one of its own`;
