// The MQTT source, against mosquitto, and what all sources share: their own tests.
import { goPackages, goTests } from "./goTests";

describe("sources: Go program of MQTT", () => goTests(...goPackages.mqtt));
