/** A server's address, and what the user and password that stood in it become. */
export interface ServerAddress {
  readonly baseUrl: string;
  /** `Authorization`, when the address names a user. */
  readonly authorization?: string;
}

const WITH_USER = /^(https?:\/\/)([^/?#]*)@/i;

/** Takes a user and password out of an address: `fetch` refuses them there, and they would be shown. */
export function divideAddress(address: string): ServerAddress {
  const [whole, scheme, pair] = WITH_USER.exec(address) ?? [];
  if (whole === undefined || pair === undefined) return { baseUrl: address };
  const [user = "", ...password] = pair.split(":");
  return {
    baseUrl: `${scheme}${address.slice(whole.length)}`,
    authorization: basicAuthorization(decode(user), decode(password.join(":"))),
  };
}

export function basicAuthorization(user: string, password: string): string {
  const pair = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...pair))}`;
}

/** A database's address without the password, which stands behind the user or among the options. */
export function withoutPassword(address: string): string {
  return address
    .replace(/^([a-z][\w+.-]*:\/\/[^/?#:]*):[^/?#]*@/i, "$1@")
    .replaceAll(/([?&]password=)[^&]*/gi, "$1***");
}

/** An address as it may be shown, also one that is wrong: up to its last @ it may be a secret. */
export function withoutSecrets(address: string): string {
  return address.replace(/:\/\/.*@/s, "://***@");
}

/** As it stands, where a % begins no escape. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
