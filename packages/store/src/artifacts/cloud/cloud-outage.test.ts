import { describe, expect, it } from "vitest";
import { ArtifactPath } from "../artifact-path.ts";
import { openAzureStore } from "../azure/open-azure-store.ts";
import { openGcsStore } from "../gcs/open-gcs-store.ts";
import { at, chunks } from "../testing/contents.ts";

/** No server takes a connection there: port 9 is nobody's. */
const AWAY = "http://127.0.0.1:9";
const folder = ArtifactPath.root;
const connectionString = `DefaultEndpointsProtocol=http;AccountName=me;AccountKey=c2VjcmV0;BlobEndpoint=${AWAY}/me`;
const suffix = "blob.core.windows.net";

describe.each([
  { noun: "bucket", store: openGcsStore({ bucket: "models", folder }, { emulator: AWAY }) },
  {
    noun: "container",
    store: openAzureStore(
      { container: "models", account: "me", suffix, folder },
      { connectionString },
    ),
  },
])("a $noun that is away", ({ noun, store }) => {
  it("is named with its host in the operator's line", async () => {
    await expect(store.check()).rejects.toThrow(
      `The ${noun} 'models' at ${AWAY} can't be reached (ECONNREFUSED); listing it was tried`,
    );
  });

  it("is a 503 for every request, whose cause is for the log, and holds no secret", async () => {
    for (const request of [
      () => store.list(at("a")),
      () => store.stat(ArtifactPath.root),
      () => store.open(at("a")),
      () => store.write(at("a"), chunks("x")),
      () => store.write(at("a"), chunks(Buffer.alloc(9_000_000))),
      () => store.delete(at("a")),
    ]) {
      const error: unknown = await request().catch((error: unknown) => error);
      expect(error).toMatchObject({
        status: 503,
        message: expect.stringMatching(
          /^The artifact storage can't be reached \(ECONNREFUSED\)\. Try '.*' again later\.$/,
        ),
        cause: { message: expect.stringContaining("models") },
      });
      expect(JSON.stringify(error)).not.toContain("c2VjcmV0");
    }
  });
});
