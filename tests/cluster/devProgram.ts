// A program with a function for `knative-faas dev`: its source answers with a version, which the tests change.
import { join } from "node:path";
import { Program } from "../engine/program";
import type { StackTarget } from "../environment/stack";

const file = "orders/handle.go";

/** Answers with its version, a Secret and the body, or with what an address of the cluster answers. Events are written down. */
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
	if id := r.Header.Get("Ce-Id"); id != "" {
		fmt.Println("took", id)
		return
	}
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

  /** `name` is the name of the project and the namespace. `resources` is added to the function, and `more` to its properties. */
  constructor(target: StackTarget, name: string, resources: object = {}, outputs: object = {}, more: object = {}) {
    super(target, name);
    this.write("orders/go.mod", "module example.com/orders\n\ngo 1.26\n");
    this.save(this.deployed);
    const properties = {
      ...{ namespace: name, source: { directory: "orders" }, secrets: { TOKEN: "s3cret" } },
      ...{ scale: { windowSeconds: 6 }, timeouts: { requestSeconds: 10 } },
      ...more,
    };
    const orders = { type: "knative-faas:Function", properties };
    this.writeYaml({ orders, ...resources }, { url: "${orders.url}", ...outputs });
  }

  /** The same with a broker, whose events the function takes. `resources` is added. */
  static withEvents(target: StackTarget, name: string, resources: object = {}): DevProgram {
    const bus = { type: "knative-faas:Broker", properties: { namespace: name } };
    const triggers = { event: { all: { broker: "${bus.name}" } } };
    return new DevProgram(target, name, { bus, ...resources }, { bus: "${bus.url}" }, { triggers });
  }

  /** Where `dev` finds it, and the line that answers. */
  get place(): { file: string; line: number } {
    const lines = source("").split("\n");
    return { file: join(this.directory, file), line: lines.findIndex((line) => line.includes('"took"')) + 1 };
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
