/** A chunk of code that is fetched when it is needed, again and again until it comes. */

/**
 * @param load an `import()`.
 * @returns the same, but it can be called again after a failure. Browsers that remember a failed import for ever (Firefox
 * before 155) are asked for another address; the server does not look at what is after the question mark.
 */
export function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let address: string | undefined;
  let tries = 0;
  return async () => {
    try {
      if (address === undefined) return await load();
      const again: Promise<T> = import(/* @vite-ignore */ `${address}?again=${tries}`);
      return await again;
    } catch (error) {
      address ??= addressIn(String(error));
      tries += 1;
      throw error;
    }
  };
}

/** @returns the address a failed `import()` names in its message; undefined where it names none (there it can be repeated as it is). */
export function addressIn(message: string): string | undefined {
  return /https?:\/\/\S+?\.js(?=$|\s|[?#])/.exec(message)?.[0];
}
