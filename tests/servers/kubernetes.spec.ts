// The shared packages of the Go programs, the clients of Kubernetes and Prometheus: their own tests.
import { goPackages, goTests } from "./goTests";

describe("structure: Go clients", () => goTests(...goPackages.kubernetes));
