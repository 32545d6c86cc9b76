/**
 * An address that somebody wrote, if a link may lead there. Whatever a server says: a browser runs `javascript:`, and opens `data:` and `blob:` as pages.
 *
 * @returns undefined for anything but http(s), whole.
 */
export function webAddress(text: string | null): URL | undefined {
  const url = text === null ? null : URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url : undefined;
}
