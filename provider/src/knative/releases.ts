// The installable versions of Knative and the source of their manifests.

/** The Go module that contains the release manifests of Serving, Eventing and the ingresses under `cmd/operator/kodata`. */
export const operatorModule = {
  path: "knative.dev/operator",
  version: "v0.50.1",
  /** As in the Go checksum database (`go mod download -json knative.dev/operator@v0.50.1`). */
  sum: "h1:KZ901nmyxJtW3gzFqGHxgCVeNo90l+sxkDMy1nXS4t0=",
};

/** The folders of one version, relative to the kodata directory. */
export interface Release {
  serving: string;
  ingress: string;
  eventing: string;
  kafka: string;
}

/** By version, newest last. All store their CRDs in the same versions, so an upgrade migrates no stored objects. */
export const releases: Record<string, Release> = {
  "1.22.1": {
    serving: "knative-serving/1.22.1",
    ingress: "ingress/1.22",
    eventing: "knative-eventing/1.22.1",
    kafka: "eventing-source/1.22/kafka",
  },
  "1.23.0": {
    serving: "knative-serving/1.23.0",
    ingress: "ingress/1.23",
    eventing: "knative-eventing/1.23.0",
    kafka: "eventing-source/1.23/kafka",
  },
};

export const newestVersion = Object.keys(releases).at(-1) as string;
