// Trees with special files: pipes, sockets, devices, dangling and circular links; and the message for each.
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const at = (root: string, name: string) => {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  return path;
};

const pipe = (name: string) => (root: string) => void execFileSync("mkfifo", [at(root, name)]);
const link = (name: string, to: string) => (root: string) => symlinkSync(to, at(root, name));
const text = (name: string, content: string) => (root: string) => writeFileSync(at(root, name), content);
const folder = (name: string) => (root: string) => void mkdirSync(join(root, name), { recursive: true });
const large = (name: string) => (root: string) => {
  text(name, "package main\n")(root);
  truncateSync(join(root, name), 3 * 2 ** 30);
};
/** A socket remains in the file system after its server was killed. */
const socket = (name: string) => (root: string) => {
  const serve = `require("net").createServer().listen(${JSON.stringify(at(root, name))}, () => process.kill(process.pid, 9))`;
  try {
    execFileSync(process.execPath, ["-e", serve], { stdio: "ignore" });
  } catch {
    // It exited by itself.
  }
};

type Make = (root: string) => void;

const module = text("go.mod", "module example.com/odd\n\ngo 1.24\n");
const main = text("main.go", "package main\n\nfunc main() {}\n");
const program: Make[] = [module, main];

const notGo = (what: string) => `expected a directory with a Go package; ROOT/${what}; remove it`;
const notModule = (what: string) => `expected a directory in a Go module; ROOT/${what}; remove it`;
const notData = (what: string) => `expected files in kodata, which become part of the image; ROOT/${what}; remove it`;

/** A name, the content of the directory, and its message as the source of a function; none if it can be built. */
export const oddTrees: [string, Make[], string?][] = [
  ["source-pipe", [...program, pipe("x.go")], notGo("x.go is a pipe")],
  ["source-socket", [...program, socket("x.go")], notGo("x.go is a socket")],
  ["source-device", [...program, link("x.go", "/dev/zero")], notGo("x.go is a device")],
  ["source-dangling", [...program, link("x.go", "nowhere")], notGo("x.go is a dangling link")],
  ["source-circle", [...program, link("x.go", "x.go")], notGo("x.go is a circular link")],
  ["source-large", [...program, large("x.go")], notGo("x.go is larger than 64 MiB")],
  ["source-large-alone", [module, large("main.go")], notGo("main.go is larger than 64 MiB")],
  ["test-pipe", [...program, pipe("x_test.go")], notGo("x_test.go is a pipe")],
  ["assembler-pipe", [...program, pipe("x.s")], notGo("x.s is a pipe")],
  ["source-directory", [...program, folder("x.go")]],
  ["source-link-to-directory", [...program, folder("d"), link("x.go", "d")]],
  ["source-link-to-file", [module, text("real.txt", "package main\n"), link("main.go", "real.txt")]],
  [
    "ignored-pipes",
    [...program, pipe("_x.go"), pipe(".x.go"), pipe("events"), pipe("data/x"), link(".#main.go", "me")],
  ],
  ["module-pipe", [main, pipe("go.mod")], notModule("go.mod is a pipe")],
  ["module-device", [main, link("go.mod", "/dev/zero")], notModule("go.mod is a device")],
  ["module-large", [main, large("go.mod")], notModule("go.mod is larger than 64 MiB")],
  [
    "module-directory",
    [main, folder("go.mod")],
    "expected a directory in a Go module; no go.mod in it or above it; run go mod init example.com/module-directory and go mod tidy there",
  ],
  ["sums-pipe", [...program, pipe("go.sum")], notModule("go.sum is a pipe")],
  ["workspace-pipe", [...program, pipe("go.work")], notModule("go.work is a pipe")],
  ["workspace-directory", [...program, folder("go.work")]],
  ["vendor-pipe", [...program, pipe("vendor/modules.txt")], notModule("vendor/modules.txt is a pipe")],
  ["data", [...program, text("kodata/a/b", "c"), link("kodata/d", "a"), link("kodata/e", "a/b")]],
  ["data-pipe", [...program, pipe("kodata/a/p")], notData("kodata/a/p is a pipe")],
  ["data-device", [...program, link("kodata/zero", "/dev/zero")], notData("kodata/zero is a device")],
  ["data-socket", [...program, socket("kodata/s")], notData("kodata/s is a socket")],
  ["data-dangling", [...program, link("kodata/x", "nowhere")], notData("kodata/x is a dangling link")],
  [
    "data-outside",
    [...program, text("outside", "x"), link("kodata/x", "../outside")],
    notData("kodata/x is a link that points outside kodata"),
  ],
  [
    "data-link",
    [...program, text("data/a", "b"), link("kodata", "data")],
    notData("kodata is a link to a directory, which ko does not follow"),
  ],
  [
    "data-circle",
    [...program, link("kodata/a/again", "..")],
    notData("kodata/a/again is a link to a directory above it"),
  ],
];
