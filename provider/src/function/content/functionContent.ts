// The content that a function stores in Secrets and ConfigMaps: variables, files, and the login that Pods pull with.
import type * as pulumi from "@pulumi/pulumi";
import type { RegistryLoginArgs } from "../../events/eventArgs.gen";
import { hide } from "../../input/hidden";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import { combined } from "../../pulumi/value";
import { makePullSecret, pullSecretName } from "../../registry/pullSecret";
import type { FunctionArgs } from "../functionArgs.gen";
import { pushes } from "../image/functionImage";
import type { Site } from "../site";
import { makeConfigMap, makeSecret } from "./contentManifest";

export interface Content {
  manifests: ContentObject[];
  /** Name of the Secret with the secret variables. */
  secret: pulumi.Input<string> | undefined;
  pullSecret: pulumi.Input<string> | undefined;
  /** By volume, the name of the object that holds its files. */
  files: Map<string, pulumi.Input<string>>;
}

export interface ContentObject {
  /** Replaces the name while that is not known. */
  purpose: string;
  manifest: Manifest;
}

/** The objects and their names, which are known before anything is created. */
export function contentOf(
  { spec }: Site,
  args: Parameters<typeof pushes>[0] & Pick<FunctionArgs, "image" | "registry" | "registryLogin">,
  key: pulumi.Output<string>,
  reference: pulumi.Input<string>,
): Content {
  const { image, registry, registryLogin } = args;
  const manifests: ContentObject[] = [];
  const named = (purpose: string, manifest: Manifest) => {
    manifests.push({ purpose, manifest });
    return manifest.metadata.name;
  };
  hideSecrets(spec, registryLogin);
  const secret = spec.secrets && named("secrets", makeSecret(spec, spec.secrets, key));
  // The login is for the registry that images are pushed to; a prebuilt image may be in another one.
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

function hideSecrets({ secrets, volumes }: Site["spec"], login: RegistryLoginArgs | undefined): void {
  hide(secrets);
  for (const { secretFiles } of Object.values(volumes)) hide(secretFiles);
  hide(login && { password: login.password });
}

function pullSecretOf(
  spec: Site["spec"],
  login: RegistryLoginArgs,
  repository: pulumi.Input<string>,
  key: pulumi.Output<string>,
): Manifest {
  const name = pullSecretName(spec, login, repository, key);
  return makePullSecret({ name, namespace: spec.namespace }, login, repository);
}

/** Each as `Secret NAME`. */
export function objectsOf({ manifests }: Content): pulumi.Input<string[]> {
  const names = manifests.map(({ manifest }) => manifest.metadata.name);
  return combined([names], (known) => manifests.map(({ manifest }, index) => `${manifest.kind} ${known[index]}`));
}
