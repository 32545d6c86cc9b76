import { useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Person } from '../../core/contracts/room/control.ts';
import type { TicketId } from '../../core/contracts/room/ids.ts';
import { isStaff } from '../../core/contracts/room/roles.ts';
import { SearchField } from '../parts/search-field.tsx';
import { Shown } from '../parts/shown.tsx';
import { Resource } from '../state/resource.ts';
import { useWords } from '../words/words.ts';
import { BanDialog, type Target } from './ban-dialog.tsx';
import { useDesk } from './desk-context.ts';
import { mute, unmute } from './moderation.ts';
import { Act, Row } from './row.tsx';

/** While somebody types, nothing is asked. */
const TYPING_MS = 300;

/** Who has come, found by name; who may not speak, and who may not be here. */
export function PeoplePane(): VNode {
  const words = useWords();
  const desk = useDesk();
  const search = useSignal('');
  const people = useMemo(() => new Resource(() => desk.api.people(search.peek().trim())), [desk]);
  const current = useSignal<string | undefined>(undefined);
  const banned = useSignal<Target | undefined>(undefined);
  useEffect(() => void people.load(), [people]);
  useSignalEffect(() => {
    void search.value;
    const timer = setTimeout(() => void people.load(), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div class="ctl-pane">
      <div class="ctl-tools">
        <SearchField label={words.say('ctlSearch')} value={search.value} onInput={(text) => (search.value = text)} />
      </div>
      <div class="ctl-scroll" tabIndex={0} role="region" aria-label={words.say('ctlPeople')}>
        <Shown of={people} rows={3}>
          {({ people: found }) =>
            found.length === 0 ? (
              <p class="ctl-none">{words.say('ctlPeopleEmpty')}</p>
            ) : (
              <ul>
                {found.map((person) => (
                  <PersonRow
                    key={person.id}
                    person={person}
                    isCurrent={person.id === current.value}
                    onChoose={() => (current.value = person.id)}
                    onBan={() => (banned.value = { id: person.id as TicketId, name: person.name })}
                  />
                ))}
              </ul>
            )
          }
        </Shown>
      </div>
      {banned.value !== undefined && <BanDialog target={banned.value} onClose={() => (banned.value = undefined)} />}
    </div>
  );
}

interface PersonRowProps {
  readonly person: Person;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
  readonly onBan: () => void;
}

function PersonRow({ person, isCurrent, onChoose, onBan }: PersonRowProps): VNode {
  const words = useWords();
  const desk = useDesk();
  const id = person.id as TicketId;
  // what was done since the list was fetched
  const { isBanned, mutedUntilMs } = desk.link.staff.value.standings.get(id) ?? person;
  const isMuted = mutedUntilMs > Date.now();
  return (
    <Row
      isCurrent={isCurrent}
      onChoose={onChoose}
      look={isBanned ? 'is-done' : ''}
      actions={
        !isStaff(person.role) && (
          <>
            <Act
              icon={isMuted ? 'mic' : 'mic-off'}
              label={words.say(isMuted ? 'ctlUnmute' : 'ctlMute')}
              onClick={() => (isMuted ? unmute(desk, id) : mute(desk, id))}
            />
            <Act
              icon={isBanned ? 'rotate-ccw' : 'ban'}
              label={words.say(isBanned ? 'ctlUnban' : 'ctlBan')}
              onClick={() => (isBanned ? void desk.act({ act: 'unban', person: id }) : onBan())}
            />
          </>
        )
      }
    >
      <b dir="auto">{person.name}</b> {isStaff(person.role) && <span class="badge">{words.say('ctlStaff')}</span>}
      {isMuted && <span class="badge">{words.say('ctlMutedUntil', { time: words.time(mutedUntilMs) })}</span>}
      {isBanned && <span class="badge">{words.say('ctlBanned')}</span>}
    </Row>
  );
}
