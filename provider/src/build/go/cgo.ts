// C in a program: it is linked with the C library of the machine that builds it, and the image has to have that, too.
import type { Failure } from "../../input/problems";
import { warned } from "../../registry/warned";
import type { Build } from "../builder";
import { failure } from "../place";

/** Names of images that say that there is a C library, and those that say that there is none. */
const withLibc = /glibc|debian|ubuntu|fedora|centos|rocky|alma|ubi\d|wolfi|distroless\/(base|cc)|busybox:.*glibc/;
const without = /(^|\/)(static|scratch)([-:@]|$)/;

/** Refused where the program can't start; where nobody knows, it is said once. */
export function libcProblem(build: Build, base: string, cgo: boolean): Failure | undefined {
  if (!cgo || isStatic(build) || withLibc.test(base)) return undefined;
  const need = "CGO_ENABLED is on and the program links the C library of this machine";
  const advice =
    'give a baseImage that has it, such as cgr.dev/chainguard/glibc-dynamic, or link it in: goFlags: ["-tags=netgo,osusergo"], ldflags: ["-linkmode=external", "-extldflags=-static"]';
  if (without.test(base)) return failure(build, `${need}, which the base image ${base} does not have: ${advice}`);
  warned(`function ${build.name}: ${need}; if the base image ${base} does not have it, ${advice}`);
  return undefined;
}

function isStatic({ ldflags, goFlags }: Build): boolean {
  return [...ldflags, ...goFlags].some((flag) => /-static\b/.test(flag));
}
