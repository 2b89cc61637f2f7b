// The schema of a Dockerfile build, for programs that ko can't build.
import { z } from "zod";
import { text } from "../../input/fields";

export const dockerfile = z
  .strictObject({
    directory: z.string().min(1).meta({
      plain: true,
      description:
        "The build context, relative to the directory of the program; a component in a separate package must pass an absolute path.",
    }),
    file: z.string().min(1).optional().meta({
      plain: true,
      description: "The Dockerfile, relative to `directory`. Defaults to `Dockerfile`.",
    }),
    args: z.record(z.string(), z.string()).optional().meta({
      description: "Build arguments (`ARG`), in plain text: they can be read from the image. Defaults to none.",
    }),
    target: text("The stage to build. Defaults to the last one."),
    platform: z
      .string()
      .regex(/^linux\/[a-z0-9]+(\/v[0-9])?$/, { error: 'expected one platform of Linux, e.g. "linux/amd64"' })
      .optional()
      .meta({ description: "Platform of the image. Defaults to `linux/amd64`." }),
    tag: z
      .string()
      .regex(/^\w[\w.-]{0,127}$/, {
        error: 'expected a tag: letters, digits, "_", "." and "-", at most 128 characters',
      })
      .optional()
      .meta({
        description:
          "Tag that the image is pushed under; it is deployed by its digest. A registry with immutable tags needs a different one for each image, e.g. the commit. Defaults to `latest`.",
      }),
  })
  .meta({
    id: "FunctionDockerfile",
    description:
      "A directory with a Dockerfile, built and pushed with a Docker daemon (`@pulumi/docker`). Its digest is known only after the build, so a preview of a changed directory shows the revision as unknown.",
  });
