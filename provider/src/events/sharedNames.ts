// Names at a server outside the cluster that two nodes of a program share: a session has one client, and readers of one group divide
// the messages.
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs } from "../input/problems";
import { stackName } from "../kubernetes/stackName";
import { log } from "../pulumi/log";
import { oncePerDeployment } from "../pulumi/previous";
import { knownOf } from "../pulumi/value";
import { type Kind, nameAtServer, type SharedName } from "./kinds/kind";
import { objectName } from "./objectName";

/** The node that has each name. */
const readers = oncePerDeployment(() => new Map<string, string>());

interface Reader {
  component: pulumi.ComponentResource;
  /** The component's type and resource name. */
  type: string;
  name: string;
  /** The property path of the kind's arguments. */
  path: string;
  /** The base of its object's name, and its namespace. */
  object: { name: pulumi.Input<string>; namespace: pulumi.Input<string> };
}

/** Fails if only one node may have a name, and warns if several share it. In a preview, unknown names are not checked. */
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
  throw new InvalidArgs(type, [{ propertyPath: at, reason: closesOther(other) }]);
}

const shares = (other: string) =>
  `${other} reads the same data under the same name, so each gets only a part of it; set another name if each should get all`;

const closesOther = (other: string) =>
  `is the same as that of ${other}, at the same address: each would close the other's connection; set a different one for each`;
