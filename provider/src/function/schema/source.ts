// The source of a function: a Go package that ko builds into an image.
import { z } from "zod";

export const source = z
  .strictObject({
    directory: z.string().min(1).meta({
      plain: true,
      description:
        "The directory of a Go `package main` that serves HTTP on `$PORT`, relative to the directory of the program. It lies in a Go module (a `go.mod` in it or above it).",
    }),
    baseImage: z.string().min(1).optional().meta({
      description:
        "The image that the binary is put on. Defaults to the configuration `knative-faas:baseImage`, else to what ko uses: `KO_DEFAULTBASEIMAGE`, `.ko.yaml`, `cgr.dev/chainguard/static`. Name it by digest for images that are the same on every machine.",
    }),
  })
  .meta({
    id: "FunctionSource",
    description:
      "A Go program that is built with ko into an image. Its digest is known at preview; it is pushed at update when the registry lacks it.",
  });
