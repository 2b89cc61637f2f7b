// Programs that use C are linked with the C library of the machine that builds them, so the image needs it too.
import type { Failure } from "../../input/problems";
import { warned } from "../../registry/warned";
import type { Build } from "../builder";
import { failure } from "../place";

/** Image names that indicate a C library, and those that indicate none. */
const withLibc = /glibc|debian|ubuntu|fedora|centos|rocky|alma|ubi\d|wolfi|distroless\/(base|cc)|busybox:.*glibc/;
const without = /(^|\/)(static|scratch)([-:@]|$)/;

/** A failure if the program cannot start; if that is unknown, warns once. */
export function libcProblem(build: Build, base: string, cgo: boolean): Failure | undefined {
  if (!cgo || isStatic(build) || withLibc.test(base)) return undefined;
  const need = "CGO_ENABLED is on and the program links the C library of this machine";
  const advice =
    'set a baseImage that has it, such as cgr.dev/chainguard/glibc-dynamic, or link it statically: goFlags: ["-tags=netgo,osusergo"], ldflags: ["-linkmode=external", "-extldflags=-static"]';
  if (without.test(base)) return failure(build, `${need}, which the base image ${base} does not have: ${advice}`);
  warned(`function ${build.name}: ${need}; if the base image ${base} does not have it, ${advice}`);
  return undefined;
}

function isStatic({ ldflags, goFlags }: Build): boolean {
  return [...ldflags, ...goFlags].some((flag) => /-static\b/.test(flag));
}
