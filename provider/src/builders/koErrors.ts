// What went wrong in a build, in the words of the compiler where it was the compiler.
import { join } from "node:path";
import type { Build } from "./builder";

/** The message of a failed ko run, made from what it wrote. */
export function explainKo(build: Build, written: string): string {
  const where = `function ${build.name} (${join(build.directory, build.package)})`;
  const compiler = /go build: exit status \d+: ([\s\S]*)$/.exec(written)?.[1] ?? compilerLines(written);
  if (compiler !== undefined) return `${where} does not compile:\n${compiler.trim()}`;
  const error = lastError(written);
  const unreachable =
    /dial tcp(?:: lookup)? (\S+?):? .*?(connection refused|no such host|i\/o timeout|no route to host)/.exec(error);
  if (unreachable !== null)
    return `${where}: registry ${unreachable[1]} does not answer (${unreachable[2]}); check registry and baseImage`;
  if (/UNAUTHORIZED|DENIED|401 Unauthorized|403 Forbidden/i.test(error)) {
    const image = /fetching base image: pulling (\S+):/.exec(error)?.[1] ?? build.repository;
    return `${where}: the registry refuses the credentials for ${image}; log in with docker login or ko login. It said: ${error}`;
  }
  return `${where} can't be built: ${error}`;
}

/** The lines of the Go toolchain when ko passes them on as they are. */
function compilerLines(written: string): string | undefined {
  const lines = written.split("\n").filter((line) => /^\S+\.go:\d+:\d+: |^# /.test(line));
  return lines.length === 0 ? undefined : lines.join("\n");
}

/** Its last error with all its lines; of a go command that it ran, what that wrote. */
function lastError(written: string): string {
  const text = written.trim();
  const error =
    text
      .split(/^Error: /m)
      .slice(1)
      .pop() ?? text.split("\n").slice(-5).join("\n");
  return (/: stderr: ([\s\S]*)$/.exec(error)?.[1] ?? error).trim();
}
