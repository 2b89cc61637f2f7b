// The public schema of the source of the release manifests.
import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: "expected a SHA-256 as 64 hexadecimal digits" });

const url = z.string().regex(/^https?:\/\/[^\s/@]+\/\S*$/, {
  error: 'expected an address that starts with "https://" or "http://", without user and password',
});

const download = z
  .strictObject({
    url: url.meta({ plain: true, description: "URL of the file. Required." }),
    sha256: sha256.meta({
      plain: true,
      description:
        "SHA-256 of the file in hexadecimal, as printed by `sha256sum`: a file with other content is rejected. Required.",
    }),
  })
  .meta({ id: "KnativeManifestUrl", description: "A manifest file and its checksum." });

export const manifests = z
  .strictObject({
    directory: z.string().min(1).optional().meta({
      plain: true,
      description:
        "Directory laid out as `cmd/operator/kodata` of the Go module `knative.dev/operator`. Defaults to none.",
    }),
    urls: z.array(download).min(1).optional().meta({
      description:
        "Manifest files to download, in the order in which they are read: those of Knative Serving with its CRDs, and that of the network layer. A file is cached below `~/.cache/knative-faas/manifests` and not requested again. Defaults to none.",
    }),
  })
  .meta({
    id: "KnativeManifests",
    description: "Where the release manifests are; exactly one property is set.",
    oneOf: ["directory", "urls"],
  });
