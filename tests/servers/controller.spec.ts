// The controller of Function objects, what it makes of them, and what refuses them: its own tests.
import { goPackages, goTests } from "./goTests";

describe("controller: Go programs", () => goTests(...goPackages.controller));
