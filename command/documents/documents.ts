import { renderEnvExample } from '../../core/runtime/config-documents.ts';
import { SETTINGS_KEYS } from '../../core/runtime/settings.ts';
import { renderConfigurationDocument } from './configuration-document.ts';
import { renderErrorDocument } from './error-document.ts';

/** Files of the repository that are written from the program, by their path. */
export async function renderDocuments(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['.env.example', renderEnvExample(SETTINGS_KEYS)],
    ['docs/configuration.md', renderConfigurationDocument()],
    ['docs/errors.md', await renderErrorDocument()],
  ]);
}
