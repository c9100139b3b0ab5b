import fc from "fast-check";
import { expect, it } from "vitest";
import { cutIntoParts } from "./upload-object.ts";

it("cuts content into parts of the asked sizes, whatever chunks it comes in", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 20 })),
      fc.integer({ min: 1, max: 7 }),
      async (chunks, size) => {
        const sizeOf = (part: number) => size * part;
        const parts: Uint8Array[] = [];
        for await (const part of cutIntoParts(chunksOf(chunks), sizeOf)) parts.push(part);
        expect(Buffer.concat(parts)).toEqual(Buffer.concat(chunks));
        for (const [i, part] of parts.slice(0, -1).entries())
          expect(part).toHaveLength(sizeOf(i + 1));
        const last = parts.at(-1);
        if (last !== undefined) {
          expect(last.length).toBeGreaterThan(0);
          expect(last.length).toBeLessThanOrEqual(sizeOf(parts.length));
        }
      },
    ),
  );
});

async function* chunksOf(chunks: readonly Uint8Array[]) {
  yield* chunks;
}
