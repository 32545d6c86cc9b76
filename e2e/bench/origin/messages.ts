/** What the processes of the origin's bench say to each other. Times are ns of the machine's monotonic clock, as text. */

export type ToOrigin = { readonly kind: 'append' } | { readonly kind: 'usage' } | { readonly kind: 'stop' };

export type FromOrigin =
  | {
      readonly kind: 'ready';
      readonly port: number;
      readonly pid: number;
      readonly playlist: string;
      readonly part: string;
      readonly segment: string;
    }
  /** `atNs`: just before the part was appended. */
  | { readonly kind: 'appended'; readonly atNs: string; readonly msn: number; readonly part: number }
  | { readonly kind: 'usage'; readonly held: number; readonly cpuMicros: number };

export type ToLoad = { readonly kind: 'hold'; readonly path: string } | { readonly kind: 'stop' };

export type FromLoad =
  | { readonly kind: 'connected' }
  | { readonly kind: 'sent' }
  /** When each answer was whole; `bytes` of one. */
  | { readonly kind: 'answered'; readonly atNs: readonly string[]; readonly bytes: number; readonly cpuMicros: number };

export function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
