// A registry as companies have it: TLS with a certificate of their own authority, plain HTTP at another port, and a name that only their
// proxy resolves.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttp, request, type Server } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";

/** Only the proxy resolves this name. */
export const name = "registry.corp.invalid";
/** The address of plain HTTP. */
export const plainName = `${name}:5000`;

export interface CompanyRegistry {
  /** The authority's certificate, in PEM. */
  authority: string;
  /** Addresses that were requested from the proxy. */
  asked: string[];
  proxy: string;
  close(): void;
}

/** `directory` receives keys and certificates; all requests are forwarded to the plain registry at `behind`. */
export async function companyRegistry(directory: string, behind: string): Promise<CompanyRegistry> {
  certify(directory);
  const pem = (file: string) => readFileSync(join(directory, file));
  const front = await listening(
    createHttps({ key: pem("registry.key"), cert: pem("registry.crt") }, forwarded(behind)),
  );
  const asked: string[] = [];
  const proxy = createHttp((request, response) => {
    const url = new URL(request.url ?? "", "http://proxy");
    asked.push(url.host);
    if (url.host !== plainName) return void response.writeHead(405).end();
    request.url = `${url.pathname}${url.search}`;
    forwarded(behind)(request, response);
  });
  proxy.on("connect", ({ url = "" }, socket) => {
    asked.push(url);
    if (!url.startsWith(name)) return void socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    const port = url === plainName ? Number(behind.split(":")[1]) : portOf(front);
    const upstream = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [upstream, socket]) end.on("error", () => [upstream, socket].map((one) => one.destroy()));
  });
  await listening(proxy);
  const close = () => [front, proxy].map((server) => [server.closeAllConnections(), server.close()]);
  return { authority: join(directory, "authority.crt"), asked, proxy: `http://127.0.0.1:${portOf(proxy)}`, close };
}

const forwarded =
  (behind: string) => (asked: import("node:http").IncomingMessage, answer: import("node:http").ServerResponse) => {
    const { method, url, headers } = asked;
    const [host, port] = behind.split(":");
    const onward = request({ host, port, method, path: url, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  };

async function listening<One extends Server>(server: One): Promise<One> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

function certify(directory: string): void {
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: directory, stdio: "ignore" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  writeFileSync(join(directory, "names"), `subjectAltName=DNS:${name}\n`);
  openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "authority.key",
    "-out",
    "authority.crt",
    "-subj",
    "/CN=corp",
    "-days",
    "2",
  );
  openssl("req", ...key, "-keyout", "registry.key", "-out", "registry.csr", "-subj", `/CN=${name}`);
  const signer = ["-CA", "authority.crt", "-CAkey", "authority.key", "-CAcreateserial", "-days", "2"];
  openssl("x509", "-req", "-in", "registry.csr", ...signer, "-extfile", "names", "-out", "registry.crt");
}
