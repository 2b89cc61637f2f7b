// The Go tests of the Kafka source, against a real broker.
import { goPackages, goTests } from "./goTests";

describe("sources: Go program of Kafka", () => goTests(...goPackages.kafka));
