// Which Go programs are recognised as gRPC servers on their port, from their source only.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { servesGrpc } from "../../provider/src/build/go/grpc";

const program = (imports: string[], body: string, head = "") =>
  `${head}package main\n\nimport (\n${imports.map((one) => `\t${one}\n`).join("")})\n\nfunc main() {\n${body}\n}\n`;

const serving = 'l, _ := net.Listen("tcp", ":"+os.Getenv("PORT"))\ns := grpc.NewServer()\ns.Serve(l)';
const usual = ['"net"', '"os"', '"google.golang.org/grpc"', 'pb "example.com/ping/proto"'];

const generated =
  'package proto\n\nimport (\n\t"reflect"\n\n\tprotoreflect "google.golang.org/protobuf/reflect/protoreflect"\n)\n';

const library = (name: string, imported: string) => `package ${name}\n\nimport "${imported}"\n`;

function isServer(files: Record<string, string>, port = 8080): boolean {
  const directory = mkdtempSync(join(tmpdir(), "grpc-"));
  const all = { "go.mod": "module example.com/ping\n\ngo 1.24\n", "proto/ping.go": generated, ...files };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  try {
    return servesGrpc(directory, port);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe("builds: a program that serves gRPC", () => {
  const fixed = (address: string) => `l, _ := net.Listen("tcp", "${address}")\ngrpc.NewServer().Serve(l)`;
  const yes: [string, Record<string, string>][] = [
    ["on $PORT", { "main.go": program(usual, serving) }],
    ["behind a build tag", { "main.go": program(usual, serving, "//go:build grpcping\n\n") }],
    [
      "under another name",
      { "main.go": program(['g "google.golang.org/grpc"', '"os"'], serving.replace("grpc.", "g.")) },
    ],
    ["on the function's port as it stands", { "main.go": program(usual, fixed(":8080")) }],
    ["on a port beside a host", { "main.go": program(usual, fixed("0.0.0.0:8080")) }],
    [
      "on a port that is a number",
      {
        "main.go": program(
          [...usual, '"golang.org/x/net/context"'],
          'l, _ := net.Listen("tcp", fmt.Sprintf(":%d", 8080))\ngrpc.NewServer().Serve(l)',
        ),
      },
    ],
    [
      "with its imports one by one",
      {
        "main.go": `package main\nimport "os"\nimport "google.golang.org/grpc"\nfunc main() { ${serving.replaceAll("\n", ";")} }\n`,
      },
    ],
    [
      "in a file of several",
      { "main.go": program([], "serve()"), "serve.go": program(usual, serving).replace("main()", "serve()") },
    ],
    [
      "with packages of its module, that import each other",
      {
        "main.go": program([...usual, '"example.com/ping/one"'], serving),
        "one/one.go": library("one", "example.com/ping/two"),
        "two/two.go": library("two", "example.com/ping/one"),
      },
    ],
  ];
  for (const [title, files] of yes) it(`is known, ${title}`, () => assert.equal(isServer(files), true));

  const no: [string, Record<string, string>][] = [
    ["a client", { "main.go": program(usual, 'grpc.NewClient(os.Getenv("PORT"))') }],
    ["one that is commented out", { "main.go": program(usual, `// s := grpc.NewServer()\nos.Getenv("PORT")`) }],
    [
      "one whose import is commented out",
      { "main.go": program(['// "google.golang.org/grpc"', 'grpc "example.com/ping/grpc"'], serving) },
    ],
    ["one that serves HTTP too", { "main.go": program([...usual, '"net/http"'], serving) }],
    [
      "one with HTTP in another file",
      { "main.go": program(usual, serving), "web.go": 'package main\n\nimport "net/http"\n' },
    ],
    ["one with a framework", { "main.go": program([...usual, '"github.com/gin-gonic/gin"'], serving) }],
    [
      "one with HTTP in a package of its module",
      {
        "main.go": program([...usual, '"example.com/ping/web"'], `go web.Serve(os.Getenv("PORT"))\n${fixed(":9090")}`),
        "web/web.go": library("web", "net/http"),
      },
    ],
    [
      "one with HTTP in a package that a package of its module imports",
      {
        "main.go": program([...usual, '"example.com/ping/app"'], serving),
        "app/app.go": library("app", "example.com/ping/app/internal/web"),
        "app/internal/web/web.go": library("web", "github.com/gin-gonic/gin"),
      },
    ],
    [
      "one with a package that is not there yet",
      { "main.go": program([...usual, '"example.com/ping/later"'], serving) },
    ],
    [
      "one in a module whose name looks like one of Go's own packages",
      {
        "go.mod": "module ping\n",
        "main.go": program([...usual, '"ping/web"'], serving),
        "web/web.go": library("web", "net/http"),
      },
    ],
    ["one on another port", { "main.go": program(usual, fixed(":9090")) }],
    ["a test", { "main.go": program([], ""), "main_test.go": program(usual, serving) }],
    ["a package that is no program", { "main.go": program(usual, serving).replace("package main", "package server") }],
  ];
  for (const [title, files] of no) it(`is not ${title}`, () => assert.equal(isServer(files), false));
});
