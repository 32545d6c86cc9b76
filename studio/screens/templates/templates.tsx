import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { TemplateAnswer } from '../../../core/contracts/room/organiser.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Link } from '../../parts/link.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useResource } from '../../state/resource.ts';
import { useStudio } from '../../state/studio.ts';
import { dateTimeText } from '../../words/dates.ts';
import { LANGUAGE_NAMES, useWords } from '../../words/words.ts';
import { ACCESS_PHRASES } from '../events/events-list.tsx';
import { NewEventDialog } from '../events/new-event-dialog.tsx';
import { Screen } from '../shell.tsx';
import { TemplateNameDialog } from './template-name-dialog.tsx';

/** What is done to a template. */
interface Asked {
  readonly what: 'use' | 'rename' | 'delete';
  readonly template: TemplateAnswer;
}

/** Settings of events under names: used, called otherwise, taken away. They are made at an event. */
export function TemplatesScreen(): VNode {
  const words = useWords();
  const { api } = useStudio();
  const templates = useResource(() => api.templates());
  const asked = useSignal<Asked | undefined>(undefined);
  const done = (): void => {
    asked.value = undefined;
    void templates.load();
  };
  const close = (): void => {
    asked.value = undefined;
  };
  const { what, template } = asked.value ?? {};
  return (
    <Screen title={words.say('templatesTitle')}>
      <p class="quiet">{words.say('templatesMore')}</p>
      <Shown of={templates}>
        {({ templates: list }) =>
          list.length === 0 ? (
            <Empty icon="layout-template" title={words.say('templatesEmpty')}>
              <p>{words.say('templatesEmptyMore')}</p>
              <Link class="button" to={{ screen: 'events' }}>
                {words.say('toEvents')}
              </Link>
            </Empty>
          ) : (
            <ul class="rows">
              {list.map((one) => (
                <TemplateRow key={one.id} template={one} onAsk={(act) => (asked.value = { what: act, template: one })} />
              ))}
            </ul>
          )
        }
      </Shown>
      {what === 'use' && template !== undefined && <NewEventDialog template={template.id} onClose={close} />}
      {what === 'rename' && template !== undefined && (
        <TemplateNameDialog
          title={words.say('rename')}
          action={words.say('rename')}
          name={template.name}
          onClose={close}
          work={(name) => api.renameTemplate(template.id, name)}
          onDone={done}
        />
      )}
      {what === 'delete' && template !== undefined && (
        <Confirm
          title={words.say('deleteTemplate')}
          action={words.say('deleteTemplate')}
          onClose={close}
          work={() => api.deleteTemplate(template.id)}
          onDone={done}
        >
          <p>{words.say('deleteTemplateMore', { name: template.name })}</p>
        </Confirm>
      )}
    </Screen>
  );
}

function TemplateRow({ template, onAsk }: { readonly template: TemplateAnswer; readonly onAsk: (what: Asked['what']) => void }): VNode {
  const words = useWords();
  const { name, access, language, agenda, polls, createdAt } = template;
  const facts = [
    words.say(ACCESS_PHRASES[access]),
    LANGUAGE_NAMES[language],
    ...(agenda > 0 ? [words.say('templateAgenda', { n: agenda })] : []),
    ...(polls > 0 ? [words.say('templatePolls', { n: polls })] : []),
    words.say('madeAt', { time: dateTimeText(words.language, createdAt) }),
  ];
  return (
    <li class="row">
      <div class="row-main">
        <strong dir="auto">{name}</strong>
        <p class="quiet figures">{facts.join(' · ')}</p>
      </div>
      <button type="button" class="button" aria-label={words.say('newFromOf', { name })} onClick={() => onAsk('use')}>
        {words.say('newEvent')}
      </button>
      <button type="button" class="button" aria-label={words.say('renameOf', { name })} onClick={() => onAsk('rename')}>
        {words.say('rename')}
      </button>
      <button type="button" class="button grave" aria-label={words.say('deleteOf', { name })} onClick={() => onAsk('delete')}>
        {words.say('delete')}
      </button>
    </li>
  );
}
