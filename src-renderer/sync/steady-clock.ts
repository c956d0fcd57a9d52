/**
 * Milliseconds since 1970 as this machine's clock stood when the page began, counted on without it: whoever sets the clock
 * moves nothing here. For waits that somebody would like to be shorter, never for a business time.
 */
export const steadyNowMs = (): number => performance.timeOrigin + performance.now();
