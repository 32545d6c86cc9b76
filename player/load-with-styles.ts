/** What an `import()` of the page goes through: the styles of what it fetches come first. Takes the place of vite's own, which is larger. */

const sheets = new Map<string, Promise<void>>();

/**
 * The name and the arguments are vite's.
 *
 * @param load the `import()`. @param styles the files it needs, below the root of the site.
 * @throws when one of them does not come; the next call asks for it again.
 */
export async function __vitePreload<T>(load: () => Promise<T>, styles: readonly string[] = []): Promise<T> {
  await Promise.all(
    styles.map((file) => {
      const sheet = sheets.get(file) ?? (isThere(file) ? Promise.resolve() : fetched(file));
      sheets.set(file, sheet);
      return sheet;
    }),
  );
  return await load();
}

/** What the page began with is named as well; once more, behind what came later, it would have the last word. */
const isThere = (file: string): boolean => document.querySelector(`link[rel=stylesheet][href="/${file}"]`) !== null;

function fetched(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = `/${file}`;
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => {
      link.remove();
      sheets.delete(file);
      reject(new Error(`no styles: ${file}`));
    });
    document.head.append(link);
  });
}
