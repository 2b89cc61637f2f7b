// The certificate authorities that registries are verified with: those of this machine, read like Go programs such as ko.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { textOf } from "../input/files";

/** crypto/x509 of Go, root_linux.go. */
const files = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];
const directories = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

/** In PEM. Includes those built into Node.js, because a machine may have none. */
export function trusted({ SSL_CERT_FILE, SSL_CERT_DIR, NODE_EXTRA_CA_CERTS }: NodeJS.ProcessEnv): string[] {
  const bundle = (SSL_CERT_FILE ? [SSL_CERT_FILE] : files).map(textIn).find((text) => text !== "") ?? "";
  const separate = (SSL_CERT_DIR ? SSL_CERT_DIR.split(":") : directories).flatMap(filesIn).map(textIn);
  const extra = NODE_EXTRA_CA_CERTS ? textIn(NODE_EXTRA_CA_CERTS) : "";
  return [...new Set([...rootCertificates, ...certificatesIn([bundle, ...separate, extra].join("\n"))])];
}

function certificatesIn(text: string): string[] {
  const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return found.map((one) => one.replace(/\r/g, ""));
}

function filesIn(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => join(directory, name));
  } catch {
    return [];
  }
}

function textIn(file: string): string {
  try {
    return textOf(file);
  } catch {
    return "";
  }
}
