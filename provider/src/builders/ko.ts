// The ko builder: a Go `package main` becomes an image without a Docker daemon, with the same digest on every machine.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Failure } from "../core/problems";
import type { Build, Builder, Say } from "./builder";
import { explainKo } from "./koErrors";
import { koProgram } from "./koProgram";
import { queued } from "./queue";

export const ko: Builder = {
  resolve: (build, say) => queued(() => koBuild(build, ["--push=false"], say)),
  push: async (build, say) => {
    await queued(() => koBuild(build, ["--push"], say));
  },
};

const flags = ["--bare", "--sbom=none", "--platform=linux/amd64"];

async function koBuild(build: Build, push: string[], say: Say): Promise<string> {
  const [program, ...first] = await koProgram();
  const child = spawn(program, [...first, "build", ".", ...flags, ...push], {
    cwd: build.directory,
    env: environment(build),
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    lines.push(line);
    const step = progress(line);
    if (step !== undefined) say(step);
  });
  let reference = "";
  createInterface({ input: child.stdout }).on("line", (line) => {
    reference = line.trim();
  });
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Failure(explainKo(build, lines.join("\n")));
  return reference.replace(/:[\w.-]+@/, "@");
}

/** What the image depends on is set here; what would make it differ from machine to machine is taken out. */
function environment(build: Build): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, SOURCE_DATE_EPOCH: _epoch, ...env } = process.env;
  return {
    ...env,
    KO_DOCKER_REPO: build.repository,
    // Go writes the commit into the binary otherwise: a commit of anything would be a new digest.
    GOFLAGS: [env.GOFLAGS, "-buildvcs=false"].filter(Boolean).join(" "),
    ...(build.baseImage === undefined ? {} : { KO_DEFAULTBASEIMAGE: build.baseImage }),
  };
}

/** The lines that tell how far ko is, without their time stamps; it also writes of the state of the git tree. */
function progress(line: string): string | undefined {
  return /(Using base|Building|Publishing|Published) .*$/.exec(line)?.[0];
}
