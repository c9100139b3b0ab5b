const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * A `Content-Disposition` that makes browsers save a file under its own name, with a name in ASCII
 * for clients that know no other.
 * Source: RFC 6266, and RFC 8187 for names beyond ASCII.
 */
export function contentDisposition(fileName: string): string {
  const ascii = fileName.normalize("NFKD").replace(/[^\x20-\x7e]/g, "") || "download";
  const plain = `attachment; filename=${quote(ascii)}`;
  if (/^[\x20-\x7e]*$/.test(fileName)) return plain;
  return `${plain}; filename*=UTF-8''${encodeExtended(fileName)}`;
}

function quote(value: string): string {
  return TOKEN.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Percent-encodes all but RFC 8187's attr-char. */
function encodeExtended(value: string): string {
  return encodeURIComponent(value.toWellFormed())
    .replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(?:23|24|26|2B|5E|60|7C)/g, decodeURIComponent);
}
