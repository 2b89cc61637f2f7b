// The package's name in each language, before and after it is published.
import assert from "node:assert/strict";
import { type About, languages, published } from "../../provider/generate/languages";
import about from "../../provider/package.json";
import schema from "../../provider/schema.json";

describe("languages: names of the SDKs", () => {
  const there: About = { ...about, repository: { url: "git+https://github.com/acme/knative-faas.git" } };
  // biome-ignore lint/suspicious/noExplicitAny: what each language's generator takes
  const named = (from: About): any => languages(from);

  it("SDKs have the package's version", () => {
    assert.equal(schema.version, about.version);
    for (const language of ["nodejs", "python", "go", "csharp"] as const) {
      assert.equal(schema.language[language].respectSchemaVersion, true, language);
    }
    assert.equal(schema.meta.supportPack, true);
  });

  it("a published package is named after its repository, and downloaded from there", () => {
    assert.deepEqual(published(there), {
      namespace: "acme",
      repository: "https://github.com/acme/knative-faas",
      pluginDownloadURL: "git://github.com/acme/knative-faas/provider",
    });
    assert.equal(named(there).go.importBasePath, "github.com/acme/knative-faas/sdk/go/knativefaas");
    assert.equal(named(there).java.basePackage, "io.github.acme");
  });

  it("a package that is not published names no place to download it from", () => {
    assert.deepEqual(published({ ...about, repository: undefined }), {});
  });
});
