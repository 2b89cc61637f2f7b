// The public face of where the release manifests come from.
import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: "expected a SHA-256 as 64 hexadecimal digits" });

const url = z.string().regex(/^https?:\/\/[^\s/@]+\/\S*$/, {
  error: 'expected an address that starts with "https://" or "http://", without user and password',
});

const download = z
  .strictObject({
    url: url.meta({ plain: true, description: "Where the file is. Required." }),
    sha256: sha256.meta({
      plain: true,
      description:
        "SHA-256 of the file in hexadecimal, as `sha256sum` prints it: a file of other content is refused. Required.",
    }),
  })
  .meta({ id: "KnativeManifestUrl", description: "A manifest file and what it must hold." });

export const manifests = z
  .strictObject({
    directory: z.string().min(1).optional().meta({
      plain: true,
      description:
        "Directory laid out as `cmd/operator/kodata` of the Go module `knative.dev/operator`. Defaults to none.",
    }),
    urls: z.array(download).min(1).optional().meta({
      description:
        "Manifest files to download, in the order in which they are read: those of Knative Serving with its CRDs, and that of the network layer. A file is kept below `~/.cache/knative-faas/manifests` and is not asked for again. Defaults to none.",
    }),
  })
  .meta({
    id: "KnativeManifests",
    description: "Where the release manifests are: exactly one of its properties.",
    oneOf: ["directory", "urls"],
  });
