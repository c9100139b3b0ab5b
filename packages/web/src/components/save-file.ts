/** Offers bytes or text to the person as a file. */
export function saveFile(parts: readonly BlobPart[], type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement("a");
  link.href = url;
  // Characters that no file system likes.
  link.download = name.replaceAll(/[\\/:*?"<>|\s]+/g, "_");
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
