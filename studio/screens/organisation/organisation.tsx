import type { VNode } from 'preact';
import type { Installation } from '../../../core/contracts/room/installation.ts';
import { Notice } from '../../parts/notice.tsx';
import { Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useResource } from '../../state/resource.ts';
import { useStudio } from '../../state/studio.ts';
import { useWords } from '../../words/words.ts';
import { Screen } from '../shell.tsx';
import { ApiKeys } from './api-keys.tsx';
import { House } from './house.tsx';
import { Webhooks } from './webhooks.tsx';

/** What is set for the whole organisation. */
export function OrganisationScreen(): VNode {
  const words = useWords();
  const { api } = useStudio();
  const installation = useResource(() => api.installation());
  return (
    <Screen title={words.say('settingsTitle')}>
      <House />
      <ApiKeys />
      <Webhooks hosts={installation.value?.webhookHosts} />
      <Section title={words.say('storage')} more={words.say('storageMore')}>
        <Shown of={installation} rows={1}>
          {({ storage }) => <Storage storage={storage} />}
        </Shown>
      </Section>
    </Screen>
  );
}

function Storage({ storage }: Pick<Installation, 'storage'>): VNode {
  const words = useWords();
  if (storage === null) return <p class="quiet">{words.say('storageUnknown')}</p>;
  const { kind, isListed, region, place, jurisdiction } = storage;
  if (kind === 'folder') return <Notice kind="info">{words.say('storageFolder')}</Notice>;
  return isListed ? (
    <Notice kind="ok">{words.say('storageListed', { place, region, jurisdiction })}</Notice>
  ) : (
    <Notice kind="warn">{words.say('storageUnlisted', { region })}</Notice>
  );
}
