import path from 'node:path';
import { installationSecret } from '../core/runtime/installation-secret.ts';
import type { Settings } from '../core/runtime/settings.ts';

/** What everything of this installation is signed with: INSTALLATION_SECRET, else DATA_DIR/secret. @throws SecretUnusable */
export async function secretOf(settings: Settings, dataDir: string): Promise<string> {
  return settings.INSTALLATION_SECRET ?? (await installationSecret(path.join(dataDir, 'secret')));
}
