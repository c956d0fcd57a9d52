export const TILL_ORIGIN = 'app://till';

/** Scheme, host and port, or null for what is no address of a server. */
export function serverOrigin(address: string | null | undefined): string | null {
  if (!address) return null;
  try {
    const { protocol, origin } = new URL(address);
    return protocol === 'http:' || protocol === 'https:' ? origin : null;
  } catch {
    return null;
  }
}

/** Whether a page address belongs to the till itself. */
export function isTillAddress(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return `${protocol}//${host}` === TILL_ORIGIN;
  } catch {
    return false;
  }
}

/**
 * Whether the window may ask for an address: its own files, what it made itself, and the servers it is meant to talk to.
 * @param servers origins; asked anew for every request, so that a change of the settings counts at once
 */
export function mayRequest(address: string, servers: readonly string[]): boolean {
  if (isTillAddress(address) || address.startsWith('data:') || address.startsWith(`blob:${TILL_ORIGIN}/`))
    return true;
  const origin = serverOrigin(address);
  return origin !== null && servers.includes(origin);
}

/**
 * The page's content security policy. It is given when the page is loaded and cannot change with the settings, so
 * `connect-src` names only the schemes: which server may be reached is decided by `mayRequest` for every request.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' http: https:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "media-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
].join('; ');
