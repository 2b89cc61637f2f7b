// The Dockerfile builder: the arguments for @pulumi/docker. Pure except for checks that files exist.
import { join, resolve } from "node:path";
import type { ImageArgs } from "@pulumi/docker";
import { type Input, interpolate, secret } from "@pulumi/pulumi";
import { isDirectory, oddity, withGiven } from "../input/files";
import type { Problem } from "../input/problems";

export interface Dockerfile {
  directory: string;
  file: string;
  args: Input<Record<string, Input<string>>> | undefined;
  target: Input<string> | undefined;
  platform: Input<string>;
  tag: Input<string>;
}

interface Destination {
  name: Input<string>;
  registry: Input<string>;
  login: { username: Input<string>; password: Input<string> } | undefined;
}

/** Paths are absolute: a plugin may run in any directory. */
export function dockerImage({ directory, file, args, target, platform, tag }: Dockerfile, to: Destination): ImageArgs {
  const context = resolve(directory);
  return {
    imageName: interpolate`${to.registry}/${to.name}:${tag}`,
    build: {
      context,
      dockerfile: join(context, file),
      platform,
      ...(args === undefined ? {} : { args }),
      ...(target === undefined ? {} : { target }),
    },
    ...(to.login === undefined
      ? {}
      : { registry: { server: to.registry, username: to.login.username, password: secret(to.login.password) } }),
  };
}

/** The problem of a directory without a Dockerfile, if any. */
export function dockerfileProblems({
  directory,
  file = "Dockerfile",
}: {
  directory: string;
  file?: string | undefined;
}): Problem[] {
  const context = resolve(directory);
  if (!isDirectory(context))
    return [
      {
        propertyPath: "dockerfile.directory",
        reason: withGiven(`expected a directory; ${context} is not one`, directory),
      },
    ];
  const absolute = join(context, file);
  const odd = oddity(absolute);
  if (odd === undefined) return [];
  const reason = withGiven(`expected a file; ${absolute} ${odd}`, file);
  return [{ propertyPath: "dockerfile.file", reason }];
}
