// The Kafka source, against a real Kafka: its own tests.
import { goPackages, goTests } from "./goTests";

describe("sources: Go program of Kafka", () => goTests(...goPackages.kafka));
