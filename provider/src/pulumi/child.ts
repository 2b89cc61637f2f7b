// The options of a child: what it was called under the aliases of its component, and what that waits for.
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
