// A program with a function for `knative-faas dev`: its source answers with a version, which the tests change.
import { Program } from "../engine/program";
import type { StackTarget } from "../environment/stack";

const file = "orders/handle.go";

/** Answers with its version, a Secret and the body, or with what an address of the cluster answers. */
const source = (version: string) => `// Package function answers with its version.
package function

import (
	"fmt"
	"io"
	"net/http"
	"os"
)

// Handle answers one request.
func Handle(w http.ResponseWriter, r *http.Request) {
	if to := r.URL.Query().Get("to"); to != "" {
		answer, err := http.Get(to)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		io.Copy(w, answer.Body)
		return
	}
	body, _ := io.ReadAll(r.Body)
	fmt.Fprintf(w, "${version} %s %s", os.Getenv("TOKEN"), body)
}
`;

export class DevProgram extends Program {
  /** The one that is deployed; saves of the tests replace it. */
  readonly deployed = "deployed";

  /** `name` is the name of the project and the namespace. `resources` is added to the function. */
  constructor(target: StackTarget, name: string, resources: object = {}, outputs: object = {}) {
    super(target, name);
    this.write("orders/go.mod", "module example.com/orders\n\ngo 1.26\n");
    this.save(this.deployed);
    const properties = {
      ...{ namespace: name, source: { directory: "orders" }, secrets: { TOKEN: "s3cret" } },
      ...{ scale: { windowSeconds: 6 }, timeouts: { requestSeconds: 10 } },
    };
    const orders = { type: "knative-faas:Function", properties };
    this.writeYaml({ orders, ...resources }, { url: "${orders.url}", ...outputs });
  }

  /** Saves a source that answers with the version. */
  save(version: string): void {
    this.write(file, source(version));
  }

  /** Saves a source that does not compile. */
  saveBroken(): void {
    this.write(file, source("broken").replace("body, _ :=", "body :="));
  }
}
