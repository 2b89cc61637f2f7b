// The program that makes the steps of a rollout and asks its gates: its own tests.
import { goPackages, goTests } from "./goTests";

describe("rollout: Go program", () => goTests(...goPackages.rollout));
