// Adds to a child's options the aliases that follow from its component's, and what its component waits for.
import type * as pulumi from "@pulumi/pulumi";
import { heldWithParent } from "./held";
import { aliasesOfChild } from "./urn";

export function following(
  options: pulumi.CustomResourceOptions,
  type: string,
  name: string,
): pulumi.CustomResourceOptions {
  const followed = aliasesOfChild(options.parent, type, name);
  return heldWithParent(followed.length === 0 ? options : { ...options, aliases: followed });
}
