// The program that stands for a function while it is developed: its own tests.
import { goPackages, goTests } from "./goTests";

describe("loop: Go program", () => goTests(...goPackages.loop));
