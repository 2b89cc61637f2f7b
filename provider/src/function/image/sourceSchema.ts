// The schema of a Go source, which ko builds into an image.
import { z } from "zod";
import { fillable, isFillable } from "../../build/go/sourceVersion";
import { stringEnum } from "../../input/fields";
import { imageReference } from "../../input/names";

/** Flags that ko or this component sets, or that would make builds differ between machines. */
const ownFlags = /^-{1,2}(o|toolexec|overlay|trimpath|buildvcs|modfile|C|n|x|work|ldflags)(=|$)/;

const goFlag = z
  .string()
  .regex(/^-[a-zA-Z][-\w]*(=.*)?$/, { error: 'expected one flag of go build with its value, e.g. "-tags=netgo,prod"' })
  .refine((flag) => !ownFlags.test(flag), {
    error: "is set by the build itself (ldflags has a property of its own); leave it out",
  })
  .refine((flag) => !flag.includes("'"), { error: "can't hold a single quote" });

const ldflag = z
  .string()
  .min(1)
  .refine((flag) => !flag.includes("'"), { error: "can't hold a single quote" })
  .refine(isFillable, { error: fillable });

const ownVariables = [
  "GOFLAGS",
  "GOOS",
  "GOARCH",
  "GOARM",
  "GOPACKAGESDRIVER",
  "KO_DOCKER_REPO",
  "KO_DEFAULTBASEIMAGE",
  "DOCKER_CONFIG",
  "PATH",
  "HOME",
];

const buildVariable = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, { error: "expected the name of an environment variable" })
  .refine((name) => !ownVariables.includes(name), {
    error: `is set by the build itself (${ownVariables.join(", ")}); use goFlags, platforms, baseImage or registryLogin`,
  });

const platform = z.string().regex(/^linux\/[a-z0-9]+(\/v[0-9])?$/, {
  error: 'expected a platform of Linux, e.g. "linux/amd64" or "linux/arm64"',
});

export const source = z
  .strictObject({
    directory: z.string().min(1).meta({
      plain: true,
      description:
        "The directory of a Go package, relative to the directory of the program (a component in a separate package must pass an absolute path): a `package main` that serves HTTP on `$PORT`, or a package that exports `Handle` (or `New`, which returns a value with a method `Handle`, and optionally an error) as HTTP or CloudEvents handler, as the Go compiler sees it with `goFlags` and `env`. It must be in a Go module (a `go.mod` in it or above it). The image contains the binary and the files of the directory `kodata` in the package, at `$KO_DATA_PATH` (`/var/run/ko`), but no other files: embed them (`//go:embed`) or put them into `kodata`.",
    }),
    package: z
      .string()
      .regex(/^\.(\/(?!\.\.(\/|$))[^/]+)*$/, { error: 'expected a path below the directory, e.g. "./cmd/hello"' })
      .optional()
      .meta({ plain: true, description: "The package below the directory, e.g. `./cmd/hello`. Defaults to `.`." }),
    goFlags: z.array(goFlag).optional().meta({
      description: "Flags for `go build`, e.g. `-tags=netgo`. Defaults to none in addition to ko's (`-trimpath`).",
    }),
    ldflags: z.array(ldflag).optional().meta({
      description:
        "Flags for the linker, e.g. `-s` or `-X main.version={{.Git.Tag}}`. ko's Git placeholders are filled in for the source: `{{.Git.FullCommit}}`, `{{.Git.ShortCommit}}`, `{{.Git.Tag}}` (the newest, `v0.0.0` without one), `{{.Git.CommitDate}}`, `{{.Git.CommitTimestamp}}`, `{{.Git.Branch}}`, `{{.Git.TreeState}}`, `{{.Git.IsClean}}` and `{{.Git.IsDirty}}`. With them, each commit of the repository produces a different digest, and so a new revision. Defaults to none.",
    }),
    env: z.record(buildVariable, z.string()).optional().meta({
      description:
        'Environment variables of the Go toolchain, e.g. `GOEXPERIMENT` or `GOPRIVATE`. With `CGO_ENABLED: "1"` the program needs the C library in its `baseImage`, unless `ldflags` link it statically (`-extldflags=-static`). Defaults to none.',
    }),
    platforms: z.array(platform).min(1).optional().meta({
      description:
        "Platforms of the image, e.g. `linux/arm64`; several produce an image index. Defaults to `linux/amd64`.",
    }),
    baseImage: imageReference.optional().meta({
      description:
        "The base image that the binary is added to. Defaults to the configuration `knative-faas:baseImage`, else to ko's: `KO_DEFAULTBASEIMAGE`, `.ko.yaml`, `cgr.dev/chainguard/static`. Reference it by digest to build identical images on every machine.",
    }),
    sbom: stringEnum("FunctionSbom", "The SBOM of an image: a list of its parts, stored next to it in the registry.", {
      none: "No SBOM.",
      spdx: "An SBOM in the format SPDX.",
    })
      .optional()
      .meta({ description: "Whether an SBOM of the image is stored next to it. Defaults to `none`." }),
  })
  .meta({
    id: "FunctionSource",
    description:
      "A Go package that ko builds into an image. Its digest is known at preview; an update pushes it unless the registry has it.",
  });
