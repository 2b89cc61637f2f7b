// The controller of Function objects, its objects and its refusals: its own tests.
import { goPackages, goTests } from "./goTests";

describe("controller: Go programs", () => goTests(...goPackages.controller));
