import type { ConfigKey } from './config.ts';

function groupsOf(keys: readonly ConfigKey[]): readonly (readonly [string, readonly ConfigKey[]])[] {
  return Object.entries(Object.groupBy(keys, (key) => key.group)).map(([group, members]) => [group, members ?? []] as const);
}

/** `.env.example`: every key with its description, commented out at its default. */
export function renderEnvExample(keys: readonly ConfigKey[]): string {
  const lines = ['# Every setting, at its default. Take away the # of a line to change it. Written from core/runtime/settings.ts.'];
  for (const [group, members] of groupsOf(keys)) {
    lines.push('', `# --- ${group}`);
    for (const key of members) lines.push(`# ${key.description} (${key.wanted})`, `#${key.name}=${key.defaultText ?? ''}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The tables of docs/configuration.md. */
export function renderConfigTable(keys: readonly ConfigKey[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const sections = groupsOf(keys).map(([group, members]) => {
    const rows = members.map((key) => {
      const byDefault = key.defaultText === undefined ? '' : `\`${key.defaultText}\``;
      return `| \`${key.name}\` | ${byDefault} | ${cell(key.wanted)} | ${cell(key.description)}${key.isSecret ? ' Secret.' : ''} |`;
    });
    return [`## ${group}`, '', '| setting | default | value | what it does |', '| --- | --- | --- | --- |', ...rows].join('\n');
  });
  return `${sections.join('\n\n')}\n`;
}
