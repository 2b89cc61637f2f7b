// The program that performs the steps of a rollout and checks its gates: its own tests.
import { goPackages, goTests } from "./goTests";

describe("rollout: Go program", () => goTests(...goPackages.rollout));
