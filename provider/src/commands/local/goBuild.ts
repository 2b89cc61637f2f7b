// One run of `go build` for a function on this machine.
import { execFile } from "node:child_process";
import type { Build } from "../../build/builder";
import { goProgram } from "../../build/go/goCommand";
import { environment } from "../../build/ko/koRun";
import { queued } from "../../build/limit";
import type { LocalTarget } from "./localTarget";

/** The diagnostics as Go printed them, none if there is a program in the file now; undefined if the signal ended it. */
export function goBuild(
  build: Build,
  target: Pick<LocalTarget, "package" | "overlay">,
  file: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const env = { ...environment(build, target.overlay), CGO_ENABLED: cgo(build), ...quick };
  const args = ["build", "-o", file, target.package];
  return queued(
    () =>
      new Promise((resolve) => {
        const options = { cwd: build.directory, env, maxBuffer: 2 ** 26, signal, killSignal: "SIGINT" as const };
        execFile(goProgram(build), args, options, (error, _stdout, stderr) => {
          if (signal.aborted) resolve(undefined);
          else resolve(error === null ? "" : stderr.trim() || error.message);
        });
      }),
  );
}

/** As in an image. */
const cgo = ({ env }: Build) => env.CGO_ENABLED ?? process.env.CGO_ENABLED ?? "0";

/** Compiler and linker live for tenths of a second: collecting garbage is a quarter of their work. */
const quick = { GOGC: process.env.GOGC ?? "400" };
