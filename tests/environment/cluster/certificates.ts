// The cluster's certificates, one authority for all but the front proxy, and the kubeconfigs that contain them.
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command";
import { apiServiceAddress, apiUrl, clusterDomain, clusterName, nodeAddress, nodeName, paths } from "./settings";

interface Request {
  name: string;
  subject: string;
  authority: "ca" | "front-proxy-ca";
  usage: "serverAuth" | "clientAuth";
  alternativeNames?: string[];
}

const apiNames = [
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  `kubernetes.default.svc.${clusterDomain}`,
];

const servers: Request[] = [
  {
    name: "apiserver",
    subject: "/CN=kube-apiserver",
    authority: "ca",
    usage: "serverAuth",
    alternativeNames: [
      ...[...apiNames, "localhost"].map((name) => `DNS:${name}`),
      ...["127.0.0.1", nodeAddress, apiServiceAddress].map((address) => `IP:${address}`),
    ],
  },
  {
    name: "kubelet-server",
    subject: `/CN=${nodeName}`,
    authority: "ca",
    usage: "serverAuth",
    alternativeNames: [`DNS:${nodeName}`, `IP:${nodeAddress}`],
  },
];

const client = (name: string, subject: string): Request => ({ name, subject, authority: "ca", usage: "clientAuth" });

/** The clients of the API server, each with a kubeconfig of its name. */
const users: Request[] = [
  client("admin", "/O=system:masters/CN=admin"),
  client("kube-controller-manager", "/CN=system:kube-controller-manager"),
  client("kube-scheduler", "/CN=system:kube-scheduler"),
  client("kubelet", `/O=system:nodes/CN=system:node:${nodeName}`),
  client("kube-proxy", "/CN=system:kube-proxy"),
  // A separate role would be another object in the empty cluster; only this machine can reach it.
  client("coredns", "/O=system:masters/CN=coredns"),
];

const clients: Request[] = [
  client("apiserver-kubelet", "/O=system:masters/CN=apiserver-kubelet-client"),
  { ...client("front-proxy", "/CN=front-proxy-client"), authority: "front-proxy-ca" },
];

/** Issues everything once. The directory gets its name only when it is complete, so an incomplete one is never used. */
export async function issueCertificates(): Promise<void> {
  if (existsSync(paths.certificates)) return;
  const directory = `${paths.certificates}.unfinished`;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, "openssl.cnf"), "[req]\ndistinguished_name = name\n[name]\n");
  await Promise.all(["ca", "front-proxy-ca"].map((name) => issueAuthority(directory, name)));
  await Promise.all([...servers, ...users, ...clients].map((request) => issue(directory, request)));
  makeServiceAccountKey(directory);
  for (const { name } of users) writeKubeconfig(directory, name);
  renameSync(directory, paths.certificates);
}

/** The user's kubeconfig: the administrator's, under the context's name. */
export function writeUserKubeconfig(): void {
  const wanted = readFileSync(join(paths.certificates, "admin.kubeconfig"), "utf8");
  if (existsSync(paths.kubeconfig) && readFileSync(paths.kubeconfig, "utf8") === wanted) return;
  writeFileSync(paths.kubeconfig, wanted, { mode: 0o600 });
}

async function issueAuthority(directory: string, name: string): Promise<void> {
  const extensions = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign,digitalSignature"];
  await openssl(directory, name, `/CN=${name}`, extensions, []);
}

async function issue(directory: string, request: Request): Promise<void> {
  const extensions = [
    "basicConstraints=critical,CA:FALSE",
    "keyUsage=critical,digitalSignature,keyEncipherment",
    `extendedKeyUsage=${request.usage}`,
    ...(request.alternativeNames === undefined ? [] : [`subjectAltName=${request.alternativeNames.join(",")}`]),
  ];
  const authority = join(directory, request.authority);
  const signer = ["-CA", `${authority}.crt`, "-CAkey", `${authority}.key`];
  await openssl(directory, request.name, request.subject, extensions, signer);
}

async function openssl(directory: string, name: string, subject: string, extensions: string[], signer: string[]) {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-keyout", join(directory, `${name}.key`), "-out", join(directory, `${name}.crt`)];
  const added = extensions.flatMap((extension) => ["-addext", extension]);
  // A configuration of its own, as the distribution's would add its own extensions.
  const base = ["req", "-x509", "-config", join(directory, "openssl.cnf"), "-days", "3650", "-subj", subject];
  await run("openssl", [...base, ...key, ...files, ...added, ...signer]);
}

function makeServiceAccountKey(directory: string): void {
  const pair = generateKeyPairSync("ec", {
    namedCurve: "prime256v1",
    privateKeyEncoding: { type: "sec1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeFileSync(join(directory, "service-account.key"), pair.privateKey, { mode: 0o600 });
  writeFileSync(join(directory, "service-account.pub"), pair.publicKey);
}

function writeKubeconfig(directory: string, user: string): void {
  const encoded = (file: string) => readFileSync(join(directory, file)).toString("base64");
  const cluster = { server: apiUrl, "certificate-authority-data": encoded("ca.crt") };
  const credentials = {
    "client-certificate-data": encoded(`${user}.crt`),
    "client-key-data": encoded(`${user}.key`),
  };
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: clusterName, cluster }],
    users: [{ name: user, user: credentials }],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user } }],
    "current-context": clusterName,
  };
  writeFileSync(join(directory, `${user}.kubeconfig`), `${JSON.stringify(kubeconfig, null, 2)}\n`, { mode: 0o600 });
}
