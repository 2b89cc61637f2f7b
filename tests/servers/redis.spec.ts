// The Redis source, against redis-server: its own tests.
import { goPackages, goTests } from "./goTests";

describe("sources: Go program of Redis", () => goTests(...goPackages.redis));
