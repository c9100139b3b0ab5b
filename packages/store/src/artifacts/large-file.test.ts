import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { ArtifactPath } from "./artifact-path.ts";
import { LocalArtifactStore } from "./local-artifact-store.ts";

const MEGABYTE = 1024 * 1024;
const SIZE = 200 * MEGABYTE;
const CHUNK = 64 * 1024;

it("streams 200 MB in and out in little memory", async () => {
  const root = await mkdtemp(join(tmpdir(), "mlflow-ts-large-"));
  try {
    const store = new LocalArtifactStore(root);
    const path = ArtifactPath.parse("1/run/artifacts/large.bin", "path");
    const sent = createHash("sha256");
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = () => (peak = Math.max(peak, process.memoryUsage().rss));
    async function* content() {
      for (let i = 0; i < SIZE / CHUNK; i++) {
        const chunk = Buffer.alloc(CHUNK, i & 0xff);
        sent.update(chunk);
        if (i % 64 === 0) watch();
        // As a socket does, which hands on only what has arrived.
        await setImmediate();
        yield chunk;
      }
    }
    await store.write(path, content());
    const opened = await store.open(path);
    const received = createHash("sha256");
    let chunks = 0;
    for await (const chunk of opened.read()) {
      received.update(chunk);
      if (chunks++ % 64 === 0) watch();
    }
    await opened.close();
    expect(opened.sizeBytes).toBe(SIZE);
    expect(received.digest("hex")).toBe(sent.digest("hex"));
    expect((peak - before) / MEGABYTE).toBeLessThan(100);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}, 60_000);
