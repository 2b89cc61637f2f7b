// The versions of Knative that can be installed, and where their manifests come from.

/** The Go module that carries the release manifests of Serving, Eventing and the ingresses under `cmd/operator/kodata`. */
export const operatorModule = {
  path: "knative.dev/operator",
  version: "v0.50.1",
  /** As the Go checksum database has it (`go mod download -json knative.dev/operator@v0.50.1`). */
  sum: "h1:KZ901nmyxJtW3gzFqGHxgCVeNo90l+sxkDMy1nXS4t0=",
};

/** The manifest files of one part, relative to the kodata directory. A file may repeat objects of an earlier one. */
export interface Release {
  serving: string[];
  kourier: string[];
}

/** By version, the newest last. */
export const releases: Record<string, Release> = {
  "1.23.0": {
    serving: ["knative-serving/1.23.0/1-serving-crds.yaml", "knative-serving/1.23.0/2-serving-core.yaml"],
    kourier: ["ingress/1.23/kourier/kourier.yaml"],
  },
};

export const newestVersion = Object.keys(releases).at(-1) as string;
