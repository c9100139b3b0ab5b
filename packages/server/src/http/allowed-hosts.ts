import { BlockList, isIP } from "node:net";

/** Loopback and private networks: RFC 1918, RFC 4193 and RFC 4291. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet("127.0.0.0", 8);
PRIVATE.addSubnet("10.0.0.0", 8);
PRIVATE.addSubnet("172.16.0.0", 12);
PRIVATE.addSubnet("192.168.0.0", 16);
PRIVATE.addAddress("0.0.0.0");
PRIVATE.addAddress("::1", "ipv6");
PRIVATE.addSubnet("fc00::", 7, "ipv6");

/** The host of a Host header, lower-cased, without its port and brackets; or nothing. */
function parseHost(header: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/?#@\\\s]+))(?::\d{1,5})?$/i.exec(header);
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}

function isLocalOrPrivate(host: string): boolean {
  if (host === "localhost") return true;
  const version = isIP(host);
  return version !== 0 && PRIVATE.check(host, version === 6 ? "ipv6" : "ipv4");
}

/** Whether a text matches a pattern in which `*` stands for any characters; linear time. */
export function matchesWildcard(text: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  const subject = text.toLowerCase();
  if (rest.length === 0) return subject === first;
  if (!subject.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let from = first.length;
  for (const part of rest) {
    const at = subject.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return subject.length - last.length >= from && subject.endsWith(last);
}

/**
 * Decides by its Host header whether a request was meant for this server, which defeats DNS
 * rebinding. Without a list: localhost, loopback and private addresses, with any port. With a
 * list: those names alone, with or without a port, `*` as a wildcard.
 */
export function createHostCheck(
  allowed: readonly string[] | undefined,
): (header: string | undefined) => boolean {
  if (allowed?.includes("*")) return () => true;
  return (header) => {
    const host = header === undefined ? undefined : parseHost(header);
    if (header === undefined || host === undefined) return false;
    if (allowed === undefined) return isLocalOrPrivate(host);
    return allowed.some(
      (pattern) => matchesWildcard(header, pattern) || matchesWildcard(host, pattern),
    );
  };
}
