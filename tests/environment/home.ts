// The directory of the local environment: outside the tree, with subdirectories by version.
import { homedir } from "node:os";
import { join } from "node:path";

/** Everything that the local environment writes lies under this directory; KNATIVE_FAAS_HOME overrides it. */
export const home =
  process.env.KNATIVE_FAAS_HOME ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "knative-faas");

/** Built tools and downloads. They outlive the cluster. */
export const toolsHome = join(home, "tools");

/** State of the local cluster: certificates, configuration, etcd, kubelet, containerd, pid files. */
export const clusterHome = join(home, "cluster");

/** The local registry's blobs. They outlive the cluster, as the built images are costly. */
export const registryHome = join(home, "registry");

/** State of the quickstart stack: Pulumi's home, the file backend, the stack's configuration. */
export const stackHome = join(home, "stack");

/** One log file per component. */
export const logHome = join(home, "log");

export const repository = join(__dirname, "..", "..");
