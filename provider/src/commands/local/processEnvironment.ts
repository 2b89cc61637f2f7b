// The environment of a local function: what Knative sets, what the function sets, and little else of this machine. Pure.

/**
 * What a program needs of the machine that it runs on: where programs, the home directory and temporary files are, time
 * zone, language, proxies and certificates. Anything else could make it behave otherwise than in the cluster.
 */
const inherited = [
  ...["PATH", "HOME", "USER", "TMPDIR", "TZ", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"],
  ...["SystemRoot", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA"],
];

export interface LocalEnvironment {
  name: string;
  /** What the function sets. PORT is reserved, as in Knative. */
  environment: Record<string, string>;
  port: number;
  /** The directory `kodata`, which ko adds to images. */
  data?: string | undefined;
  machine: NodeJS.ProcessEnv;
}

export function processEnvironment(given: LocalEnvironment): Record<string, string> {
  const { name, environment, port, data, machine } = given;
  const kept = inherited.flatMap((one) => (machine[one] === undefined ? [] : [[one, machine[one]] as const]));
  return {
    ...Object.fromEntries(kept),
    K_SERVICE: name,
    K_CONFIGURATION: name,
    K_REVISION: `${name}-local`,
    ...(data === undefined ? {} : { KO_DATA_PATH: data }),
    ...environment,
    PORT: String(port),
  };
}
