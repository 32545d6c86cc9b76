import { listedStores } from '../../core/ports/residency.ts';
import { renderConfigTable } from '../../core/runtime/config-documents.ts';
import { SETTINGS_KEYS } from '../../core/runtime/settings.ts';

/** docs/configuration.md. */
export function renderConfigurationDocument(): string {
  const stores = listedStores().map(
    ({ endpoint, region, place, jurisdiction }) =>
      `| ${endpoint === '' ? '(empty)' : `\`${endpoint}\``} | \`${region}\` | ${place} | ${jurisdiction} |`,
  );
  return `# Configuration

Written by \`make docs\` from \`core/runtime/settings.ts\`; a test notices when it is stale.

Every setting is an environment variable. An empty one counts as not set. All problems are told at once, with the way out, and nothing is started;
an unknown name that looks like one of ours is a problem too. \`.env.example\` has all of them at their defaults; to use a file:
\`set -a; . ./.env; set +a; make start\`.

${renderConfigTable(SETTINGS_KEYS)}
## Object stores inside the EU

Whole host names, exact regions. Anything else is refused, unless RESIDENCY_OVERRIDE=true. The law of the company behind a store may not be the
law of the place where its disks are; both are told here.

| S3_ENDPOINT | S3_REGION | place | law |
| --- | --- | --- | --- |
${stores.join('\n')}
`;
}
