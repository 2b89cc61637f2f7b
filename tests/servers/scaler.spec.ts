// The queue scaler, against each kind of queue: its own tests.
import { goPackages, goTests } from "./goTests";

describe("scaler: Go program", () => goTests(...goPackages.scaler));
