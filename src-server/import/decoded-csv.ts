/**
 * The text of a CSV file. Shops write UTF-8; spreadsheets that save such a file again may write UTF-16 (with a byte
 * order mark) or the Windows code page of western Europe.
 */
export function decodedCsv(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Windows-1252 gives a meaning to every byte; whether it is text at all, readCsv judges by its control characters.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
