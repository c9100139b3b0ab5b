const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|[a-z][a-z0-9]{1,31});/gi;
const COMMON: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&nbsp;": "\u00a0",
};

/** The characters that HTML's names such as `&eacute;` and `&#233;` stand for. */
export function decodeEntities(text: string): string {
  return text.replace(ENTITY, (entity: string, decimal?: string, hex?: string) => {
    const code = decimal === undefined ? hex && parseInt(hex, 16) : Number(decimal);
    if (typeof code !== "number") return COMMON[entity] ?? nameByBrowser(entity);
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : "\ufffd";
  });
}

/** The browser knows the two thousand names; a document that is never shown runs and loads nothing. */
function nameByBrowser(entity: string): string {
  const parsed = new DOMParser().parseFromString(entity, "text/html");
  return parsed.body.textContent ?? entity;
}
