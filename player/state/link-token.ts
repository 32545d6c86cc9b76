/** A personal link: `/watch/<slug>#token=…`. What follows the # is sent to no server. */

/** @param hash as `location.hash` has it. @returns the token; undefined when there is none. */
export function tokenIn(hash: string): string | undefined {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token')?.trim();
  return token === undefined || token === '' || token.length > 100 ? undefined : token;
}

/** Takes the token out of the address bar, so that nobody reads it over a shoulder or shares it with the page. */
export function takeLinkToken(): string | undefined {
  const token = tokenIn(location.hash);
  if (token !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
