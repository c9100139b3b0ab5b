/**
 * The name of a block: Azure wants all those of a blob to be of one length. The upload is in it, so
 * that two uploads of one blob never mix.
 */
export function blockId(uploadId: string, part: number): string {
  return Buffer.from(`${uploadId}-${String(part).padStart(5, "0")}`).toString("base64");
}
