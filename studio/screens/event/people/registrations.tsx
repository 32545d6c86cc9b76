import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { EventAnswer, RegistrationAnswer } from '../../../../core/contracts/room/organiser.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { SearchField } from '../../../parts/search-field.tsx';
import { Shown } from '../../../parts/shown.tsx';
import { allPages } from '../../../state/audience/all-pages.ts';
import { type Column, columnsOf, found, nameOf } from '../../../state/audience/registered.ts';
import { useResource } from '../../../state/resource.ts';
import { useStudio } from '../../../state/studio.ts';
import { dateTimeText } from '../../../words/dates.ts';
import { useWords } from '../../../words/words.ts';

/** Rows that are drawn at once. */
const AT_ONCE = 100;

/** Who has registered, with the organiser's own questions. */
export function Registrations({ event }: { readonly event: EventAnswer }): VNode {
  const words = useWords();
  const { api } = useStudio();
  const list = useResource(
    () =>
      allPages(async (from) => {
        const answer = await api.registrations(event.id, from);
        return answer.ok ? { ok: true, value: { items: answer.value.registrations, next: answer.value.next } } : answer;
      }),
    [event.id],
  );
  const removed = useSignal<RegistrationAnswer | undefined>(undefined);
  const { capacity } = event.settings.registration;
  return (
    <section class="card" aria-labelledby="registrations">
      <Shown of={list} rows={5}>
        {({ items, hasMore }) => (
          <>
            <div class="list-top">
              <div>
                <h2 id="registrations">{words.say('regTitle')}</h2>
                <p class="quiet figures">
                  {words.say('regCount', { n: items.length })}
                  {capacity !== null &&
                    ` · ${items.length >= capacity ? words.say('regFull') : words.say('regPlaces', { n: capacity - items.length })}`}
                </p>
              </div>
              {items.length > 0 && (
                <a class="button" href={api.registrationsFile(event.id)} download>
                  <Icon name="download" />
                  {words.say('regFile')}
                </a>
              )}
            </div>
            {hasMore && <p class="hint">{words.say('regHasMore')}</p>}
            {items.length === 0 ? (
              <Empty icon="users" title={words.say('regEmpty')}>
                <p>{words.say('regEmptyMore')}</p>
              </Empty>
            ) : (
              <Searched registrations={items} event={event} onRemove={(one) => (removed.value = one)} />
            )}
          </>
        )}
      </Shown>
      {removed.value !== undefined && (
        <Confirm
          title={words.say('regRemoveTitle')}
          action={words.say('remove')}
          onClose={() => (removed.value = undefined)}
          work={() => api.forgetPerson(event.id, removed.value?.ticket ?? '')}
          onDone={() => {
            removed.value = undefined;
            void list.load();
          }}
        >
          <p>
            <strong dir="auto">{nameOf(removed.value)}</strong>
            {removed.value.email !== null && (
              <>
                {' '}
                <span class="quiet latin">{removed.value.email}</span>
              </>
            )}
          </p>
          <p>{words.say('regRemoveMore')}</p>
        </Confirm>
      )}
    </section>
  );
}

interface SearchedProps {
  readonly registrations: readonly RegistrationAnswer[];
  readonly event: EventAnswer;
  readonly onRemove: (registration: RegistrationAnswer) => void;
}

function Searched({ registrations, event, onRemove }: SearchedProps): VNode {
  const words = useWords();
  const text = useSignal('');
  const shown = useSignal(AT_ONCE);
  const matching = found(registrations, text.value);
  const columns = columnsOf(event.settings.registration.fields, registrations);
  return (
    <>
      <div class="search">
        <Icon name="search" />
        <SearchField
          label={words.say('regSearch')}
          value={text.value}
          onInput={(written) => {
            text.value = written;
            shown.value = AT_ONCE;
          }}
        />
        <span class="quiet figures" role="status">
          {text.value.trim() === '' ? '' : words.say('regFound', { n: matching.length })}
        </span>
      </div>
      {matching.length === 0 ? (
        <p class="quiet">{words.say('regNone')}</p>
      ) : (
        <Table columns={columns} registrations={matching.slice(0, shown.value)} onRemove={onRemove} />
      )}
      {matching.length > shown.value && (
        <button type="button" class="button" onClick={() => (shown.value += AT_ONCE)}>
          {words.say('regMore')}
        </button>
      )}
    </>
  );
}

interface TableProps {
  readonly columns: readonly Column[];
  readonly registrations: readonly RegistrationAnswer[];
  readonly onRemove: (registration: RegistrationAnswer) => void;
}

/** A table; in a narrow window a card for each person, which says the name of each cell. The roles stay what they are, whatever the styles make of it. */
function Table({ columns, registrations, onRemove }: TableProps): VNode {
  const words = useWords();
  const answerOf = ({ key, isYesNo }: Column, { answers }: RegistrationAnswer): string => {
    const answer = answers[key] ?? '';
    return isYesNo && (answer === 'yes' || answer === 'no') ? words.say(answer === 'yes' ? 'regYes' : 'regNo') : answer;
  };
  return (
    <div class="wide" tabIndex={0} role="region" aria-labelledby="registrations">
      <table class="log stack people" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {words.say('regName')}
            </th>
            {columns.map(({ key, label }) => (
              <th key={key} role="columnheader" scope="col" dir="auto">
                {label}
              </th>
            ))}
            <th role="columnheader" scope="col">
              {words.say('regAt')}
            </th>
            <td role="cell" />
          </tr>
        </thead>
        <tbody role="rowgroup">
          {registrations.map((one) => (
            <tr key={one.id} role="row">
              <th role="rowheader" scope="row">
                <span dir="auto">{nameOf(one)}</span>
                {one.email !== null && <span class="quiet latin people-email">{one.email}</span>}
              </th>
              {columns.map((column) => (
                <td key={column.key} role="cell">
                  <span class="stack-label" aria-hidden="true">
                    <bdi>{column.label}</bdi>
                  </span>
                  <span dir="auto">{answerOf(column, one)}</span>
                </td>
              ))}
              <td role="cell" class="figures quiet">
                <span class="stack-label" aria-hidden="true">
                  {words.say('regAt')}
                </span>
                <span>{dateTimeText(words.language, one.createdAt)}</span>
              </td>
              <td role="cell" class="stack-end">
                <button
                  type="button"
                  class="tool"
                  aria-label={words.say('regRemove', { name: nameOf(one) })}
                  title={words.say('remove')}
                  onClick={() => onRemove(one)}
                >
                  <Icon name="trash" />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
