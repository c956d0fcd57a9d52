export const TILL_ORIGIN = 'app://till';
/** The customer display: another origin, so that nothing of the till is its own. */
export const DISPLAY_ORIGIN = 'app://display';

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

/** Whether an address belongs to one of the application's own origins. */
export function isAddressOf(origin: string, address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return `${protocol}//${host}` === origin;
  } catch {
    return false;
  }
}

/** Whether a page address belongs to the till itself. */
export const isTillAddress = (address: string): boolean => isAddressOf(TILL_ORIGIN, address);

/** Where a terminal is enrolled (SYNC): the one thing a till without a server may ask of any. */
const ENROL_PATH = '/v1/terminals/enrol';

/** What the window may reach beyond its own files, as it is at the moment of a request. */
export interface Reach {
  /** Origins: the server of the settings, and the one a launcher handed over. */
  readonly servers: readonly string[];
  /** True until the settings name a server: a person types its address, and it is asked before it is kept. */
  readonly unpaired: boolean;
}

/** Whether the window may ask for an address: its own files, what it made itself, and the server it belongs to. */
export function mayRequest(address: string, { servers, unpaired }: Reach): boolean {
  if (isTillAddress(address) || address.startsWith('data:') || address.startsWith(`blob:${TILL_ORIGIN}/`))
    return true;
  const origin = serverOrigin(address);
  if (origin === null) return false;
  return servers.includes(origin) || (unpaired && address === `${origin}${ENROL_PATH}`);
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

/** Of the customer display: it shows what it is told, and can ask nobody for anything. */
export const DISPLAY_CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
].join('; ');
