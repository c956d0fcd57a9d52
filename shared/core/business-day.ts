/**
 * The day a sale belongs to in the shop's books, as `YYYY-MM-DD`.
 *
 * @param at the moment, ISO 8601 UTC
 * @param timeZone IANA name of the store's zone
 * @param dayStartsAtHour a bar that closes at 03:00 books the night on the evening before
 */
export function businessDay(at: string, timeZone: string, dayStartsAtHour = 0): string {
  const shifted = new Date(Date.parse(at) - dayStartsAtHour * 3_600_000);
  // en-CA writes calendar days as ISO 8601 does.
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(shifted);
}
