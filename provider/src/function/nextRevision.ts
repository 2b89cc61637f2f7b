// The revision of an update, as values: its image, what it reads, its template, and the name derived from these.
import type * as pulumi from "@pulumi/pulumi";
import { withContent } from "./content/contentManifest";
import { type Content, contentOf } from "./content/functionContent";
import type { FunctionSpec } from "./functionSpec";
import { makeTemplate, type Template } from "./pod/template";
import type { Footprint } from "./release/releaseSchema";
import { revisionName, templateHash } from "./release/revision";
import type { Site } from "./site";
import { footprintIn } from "./traffic/trafficPlan";

export interface NextRevision {
  /** The reference by digest. */
  image: pulumi.Input<string>;
  content: Content;
  /** With references to objects instead of content. */
  volumes: FunctionSpec["volumes"];
  /** All Secrets that Pods of the function pull with. */
  pullSecrets: pulumi.Input<string>[];
  template: Template;
  /** Of the template. */
  hash: pulumi.Input<string>;
  name: pulumi.Input<string>;
  footprint: pulumi.Input<Footprint>;
}

/** Known in a preview if the arguments and the image are. */
export function nextRevision(site: Site, image: pulumi.Input<string>): NextRevision {
  const { spec, key } = site;
  const content = contentOf(site, spec, key, image);
  const volumes = withContent(spec.volumes, content.files);
  const template = makeTemplate({ ...spec, volumes }, image, content.secret, content.pullSecret);
  const hash = templateHash(template);
  const name = revisionName(spec, hash);
  const pullSecrets = [...(content.pullSecret === undefined ? [] : [content.pullSecret]), ...spec.pullSecrets];
  return { image, content, volumes, pullSecrets, template, hash, name, footprint: footprintIn(spec) };
}
