/** Dark unless somebody wants it light; remembered in this browser. */
const KEY = 'plenary-theme';

/** The theme as it was left. */
export function beginTheme(): void {
  if (localStorage.getItem(KEY) === 'light') document.documentElement.dataset['theme'] = 'light';
}

/** The other one. */
export function otherTheme(): void {
  const root = document.documentElement;
  const next = root.dataset['theme'] === 'light' ? 'dark' : 'light';
  root.dataset['theme'] = next;
  localStorage.setItem(KEY, next);
}
