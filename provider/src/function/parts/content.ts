// Secrets and ConfigMaps of a function as nodes, each named by its content: variables, files, the login that Pods pull with.
import * as pulumi from "@pulumi/pulumi";
import { makePullSecret, pullSecretName } from "../../builders/pullSecret";
import { asOutput, combined, knownOf } from "../../core/combined";
import { hide } from "../../core/hidden";
import { heldBack, type KubernetesObject, type Manifest } from "../../core/kubernetes";
import { stackState } from "../../core/previous";
import { hasStackKey } from "../../core/stackKey";
import { childrenOf, urnsOf } from "../../core/urn";
import type { RegistryLoginArgs } from "../../triggers/args.gen";
import type { FunctionArgs } from "../args.gen";
import { expectedPrevious, type Previous } from "../history";
import { makeConfigMap, makeSecret } from "../manifest/content";
import { pushes } from "./image";
import { type Part, partObject } from "./part";

export interface Content {
  manifests: Made[];
  /** Name of the Secret with the secret variables. */
  secret: pulumi.Input<string> | undefined;
  pullSecret: pulumi.Input<string> | undefined;
  /** By volume, the name of the object that holds its files. */
  files: Map<string, pulumi.Input<string>>;
}

interface Made {
  /** Stands for the name while that is not known. */
  purpose: string;
  manifest: Manifest;
}

/** What the function keeps, and how it is called: the names are known before anything is made. */
export function contentOf(
  { spec }: Part,
  args: FunctionArgs,
  key: pulumi.Output<string>,
  reference: pulumi.Input<string>,
): Content {
  const { image, registry, registryLogin } = args;
  const manifests: Made[] = [];
  const named = (purpose: string, manifest: Manifest) => {
    manifests.push({ purpose, manifest });
    return manifest.metadata.name;
  };
  hideSecrets(spec, registryLogin);
  const secret = spec.secrets && named("secrets", makeSecret(spec, spec.secrets, key));
  // The login is for where is pushed with it; an image that is given may be in another registry.
  const place = (pushes(args) ? (registry ?? image) : (image ?? registry)) ?? reference;
  const pullLogin = registryLogin?.pull === false ? undefined : registryLogin;
  const pullSecret = pullLogin && named("pull", pullSecretOf(spec, pullLogin, place, key));
  const files = new Map<string, pulumi.Input<string>>();
  for (const [volume, { files: clear, secretFiles }] of Object.entries(spec.volumes)) {
    if (clear !== undefined) files.set(volume, named(`volumes-${volume}`, makeConfigMap(spec, clear, `-${volume}`)));
    if (secretFiles !== undefined)
      files.set(volume, named(`volumes-${volume}`, makeSecret(spec, secretFiles, key, `-${volume}`)));
  }
  return { manifests, secret, pullSecret, files };
}

function hideSecrets({ secrets, volumes }: Part["spec"], login: RegistryLoginArgs | undefined): void {
  hide(secrets);
  for (const { secretFiles } of Object.values(volumes)) hide(secretFiles);
  hide(login && { password: login.password });
}

function pullSecretOf(
  spec: Part["spec"],
  login: RegistryLoginArgs,
  repository: pulumi.Input<string>,
  key: pulumi.Output<string>,
): Manifest {
  const name = pullSecretName(spec, login, repository, key);
  return makePullSecret({ name, namespace: spec.namespace }, login, repository);
}

/**
 * Another content is another node, so that the one before can stay beside it. `ready` holds them back until the checks and
 * the build are done, so that a program that does not compile leaves nothing behind.
 */
export function contentNodes(
  part: Part,
  { manifests }: Content,
  ready: pulumi.Input<unknown>,
): Promise<KubernetesObject[]> | undefined {
  if (manifests.length === 0) return undefined;
  const register = async (made: Made) => {
    const node = `${part.name}/${await nodeName(part, made)}`;
    return partObject(part, node, heldBack(made.manifest, ready), { protect: false });
  };
  return Promise.all(manifests.map(register));
}

/**
 * The object's own name. A preview does not know that of a Secret before the stack has its key: the node is named by its
 * purpose then, also in the update, or an update plan would not hold; and it keeps that name as long as it has that content.
 */
async function nodeName(part: Part, { purpose, manifest }: Made): Promise<string> {
  const name = await knownOf(pulumi.output(manifest.metadata.name));
  if (name === undefined) return purpose;
  const before = await nodeOf(part, manifest.kind, name);
  if (before !== undefined) return before;
  return manifest.kind === "Secret" && !(await hasStackKey()) ? purpose : name;
}

/** What the node is called below the function that has this object in the state. */
async function nodeOf(part: Part, kind: string, name: string): Promise<string | undefined> {
  const [urns, state] = await Promise.all([urnsOf(part.owner), stackState()]);
  const children = urns.flatMap((urn) => childrenOf(state, urn, `kubernetes:core/v1:${kind}`));
  return children.find(([, { outputs }]) => outputs?.metadata?.name === name)?.[0];
}

/** Each as `Secret NAME`. */
export function objectsOf({ manifests }: Content): pulumi.Input<string[]> {
  const names = manifests.map(({ manifest }) => manifest.metadata.name);
  return combined([names], (known) => manifests.map(({ manifest }, index) => `${manifest.kind} ${known[index]}`));
}

/**
 * What revisions that stay read, stays with them, as it is in the state. Which it is is known in a preview too, so a preview
 * shows what an update takes away.
 */
export async function keepContent(
  part: Part,
  previous: pulumi.Output<Previous>,
  revisions: Promise<string[]>,
  objects: pulumi.Input<string[]>,
): Promise<void> {
  const [before, kept, own] = await Promise.all([
    expectedPrevious(part.owner, previous),
    revisions,
    knownOf(asOutput(objects)),
  ]);
  const wanted = new Set(kept.flatMap((revision) => before.contents[revision] ?? []));
  for (const object of [...wanted].filter((one) => own?.includes(one) !== true)) {
    const [kind = "", name = ""] = object.split(" ");
    const manifest = { apiVersion: "v1", kind, metadata: { name, namespace: part.spec.namespace } };
    const ignoreChanges = ["metadata", "immutable", "type", "data", "stringData"];
    const node = `${part.name}/${(await nodeOf(part, kind, name)) ?? name}`;
    partObject(part, node, manifest, { protect: false, ignoreChanges });
  }
}
