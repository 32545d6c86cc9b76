/** Where the load goes. Everything comes from the environment: see loadtests/README.md. */
declare const __ENV: Record<string, string | undefined>;

/** `http://host:port`, no slash at the end. */
export const TARGET = (__ENV['TARGET'] ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
/** The event, as in `/watch/<slug>`. */
export const SLUG = __ENV['SLUG'] ?? 'demo';

/** A whole number from the environment. @throws Error when it is none. */
export function setting(name: string, otherwise: number): number {
  const text = __ENV[name];
  const value = text === undefined || text === '' ? otherwise : Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number, not ${text}`);
  return value;
}

/** How many virtual users carry so many viewers, and how many each: one of them carries many. */
export function share(viewers: number, perUser: number): { readonly users: number; readonly each: number } {
  const users = Math.max(1, Math.ceil(viewers / perUser));
  return { users, each: Math.ceil(viewers / users) };
}
