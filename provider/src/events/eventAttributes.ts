// Attributes that a source adds to its events; several kinds share this schema.

import { z } from "zod";
import { noneOf } from "../input/cel";
import { attributeName } from "./filterSchema";

const ofSpecification = [
  "data",
  "datacontenttype",
  "dataschema",
  "id",
  "source",
  "specversion",
  "subject",
  "time",
  "type",
];

const extensionName = attributeName.refine((name) => !ofSpecification.includes(name), {
  error: `is an attribute of CloudEvents itself (${ofSpecification.join(", ")} are); choose another name`,
  ...noneOf(ofSpecification),
});

export const extensions = z.record(extensionName, z.string()).optional().meta({
  description: "Extension attributes added to each event, e.g. `region: eu`. Defaults to none.",
});
