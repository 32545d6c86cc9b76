/**
 * What goes before every path to the picture where an event is closed (ADR 0021). It is another one every few minutes, so paths are kept without
 * it and get the present one when something is asked for.
 */

/** A path to the picture or to its status, or the whole address of one; whatever pass it has now is caught with it. */
const TO_PICTURE = /^(https?:\/\/[^/]+)?(?:\/v\/[^/]+)?(?=\/(?:live|recordings|api\/streams)\/)/;

/**
 * @param url a path from the site's root, or a whole address; with an older pass, or with none.
 * @param prefix `/v/<token>`, or empty where none is needed.
 * @returns the same with this pass; anything that does not lead to the picture as it is.
 */
export function withPass(url: string, prefix: string): string {
  return url.replace(TO_PICTURE, (_, site: string | undefined) => (site ?? '') + prefix);
}
