// Replaces the images of a release by those of the user or of a mirror. Pure.
import type { Input } from "@pulumi/pulumi";
import { ownValue } from "../input/given";
import type { KnativeSpec } from "./knativeSpec";

type Names = Pick<KnativeSpec, "images" | "imageRegistry">;

/** Images occur in containers, environment variables, ConfigMaps and caching objects, so every text that is one is replaced. */
export function withImages(value: unknown, names: Names, key = ""): unknown {
  if (Object.keys(names.images).length === 0 && names.imageRegistry === undefined) return value;
  if (Array.isArray(value)) return value.map((inner) => withImages(inner, names));
  if (typeof value === "string") return ownImage(value, key, names.images) ?? mirrored(value, key, names.imageRegistry);
  if (value === null || typeof value !== "object" || isInput(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([inner, of]) => [inner, withImages(of, names, inner)]));
}

/** A name alone may also be the key of a label, such as `kubernetes.io/hostname`. */
function ownImage(text: string, key: string, images: Names["images"]): Input<string> | undefined {
  const name = nameOf(text);
  return name !== text || key === "image" ? ownValue(images, name) : undefined;
}

function nameOf(image: string): string {
  return image.replace(/@sha256:[0-9a-f]{64}$/, "").replace(/:[\w.-]+$/, "");
}

/** A reference by digest is an image wherever it occurs; one by tag only where Kubernetes expects an image. */
function mirrored(text: string, key: string, registry: string | undefined): Input<string> {
  const isImage = /@sha256:[0-9a-f]{64}$/.test(text) || key === "image";
  const path = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\/(\S+)$/.exec(text)?.[1];
  return registry !== undefined && isImage && path !== undefined ? `${registry}/${path}` : text;
}

function isInput(value: object): boolean {
  return "apply" in value || value instanceof Promise;
}
