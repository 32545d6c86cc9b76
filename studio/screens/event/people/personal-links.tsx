import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { EventAnswer, TokenAnswer } from '../../../../core/contracts/room/organiser.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Shown } from '../../../parts/shown.tsx';
import { allPages } from '../../../state/audience/all-pages.ts';
import { useResource } from '../../../state/resource.ts';
import { useStudio } from '../../../state/studio.ts';
import { dateTimeText } from '../../../words/dates.ts';
import { useWords } from '../../../words/words.ts';
import { LinksDialog } from './links-dialog.tsx';
import { type MadeLink, MadeLinks } from './made-links.tsx';
import { ROOM_ROLE_PHRASES } from './room-roles.ts';

/** Rows that are drawn at once. */
const AT_ONCE = 100;

/** Links of one person each: made, kept, revoked. */
export function PersonalLinks({ event }: { readonly event: EventAnswer }): VNode {
  const words = useWords();
  const { api } = useStudio();
  const list = useResource(
    () =>
      allPages(async (from) => {
        const answer = await api.tokens(event.id, from);
        return answer.ok ? { ok: true, value: { items: answer.value.tokens, next: answer.value.next } } : answer;
      }),
    [event.id],
  );
  const isMaking = useSignal(false);
  const made = useSignal<readonly MadeLink[]>([]);
  const revoked = useSignal<TokenAnswer | undefined>(undefined);
  const shown = useSignal(AT_ONCE);
  const nameOf = ({ name }: TokenAnswer): string => (name === '' ? words.say('linkNameless') : name);
  const make = (
    <button type="button" class="button" onClick={() => (isMaking.value = true)}>
      <Icon name="link" />
      {words.say('linkMake')}
    </button>
  );
  return (
    <section class="card" aria-labelledby="links">
      <div class="list-top">
        <div>
          <h2 id="links">{words.say('linkTitle')}</h2>
          <p class="hint">{words.say(event.access === 'token' ? 'linkMore' : 'linkGuests')}</p>
        </div>
        {(list.value?.items.length ?? 0) > 0 && make}
      </div>
      {made.value.length > 0 && <MadeLinks slug={event.slug} links={made.value} onDone={() => (made.value = [])} />}
      <Shown of={list} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="link" title={words.say('linkEmpty')}>
              <p>{words.say('linkEmptyMore')}</p>
              {make}
            </Empty>
          ) : (
            <>
              <p class="quiet figures">{words.say('linkStands', { n: items.filter(({ isRevoked }) => !isRevoked).length })}</p>
              <ul class="rows">
                {items
                  .toReversed()
                  .slice(0, shown.value)
                  .map((one) => (
                    <li key={one.id} class={one.isRevoked ? 'row is-over' : 'row'}>
                      <div class="row-main">
                        <strong dir="auto">{nameOf(one)}</strong>{' '}
                        {one.role !== 'attendee' && <span class="badge">{words.say(ROOM_ROLE_PHRASES[one.role])}</span>}
                        <p class="quiet figures">{words.say('linkMadeAt', { time: dateTimeText(words.language, one.createdAt) })}</p>
                      </div>
                      {one.isRevoked ? (
                        <span class="badge">{words.say('linkRevoked')}</span>
                      ) : (
                        <button
                          type="button"
                          class="button grave"
                          aria-label={words.say('linkRevokeOf', { name: nameOf(one) })}
                          onClick={() => (revoked.value = one)}
                        >
                          {words.say('linkRevoke')}
                        </button>
                      )}
                    </li>
                  ))}
              </ul>
              {items.length > shown.value && (
                <button type="button" class="button" onClick={() => (shown.value += AT_ONCE)}>
                  {words.say('regMore')}
                </button>
              )}
            </>
          )
        }
      </Shown>
      {isMaking.value && (
        <LinksDialog
          event={event}
          onClose={() => (isMaking.value = false)}
          onMade={(links) => {
            isMaking.value = false;
            made.value = links;
            void list.load();
          }}
        />
      )}
      {revoked.value !== undefined && (
        <Confirm
          title={words.say('linkRevokeTitle')}
          action={words.say('linkRevoke')}
          onClose={() => (revoked.value = undefined)}
          work={() => api.revokeToken(event.id, revoked.value?.id ?? '')}
          onDone={() => {
            revoked.value = undefined;
            void list.load();
          }}
        >
          <p>
            <strong dir="auto">{nameOf(revoked.value)}</strong>
          </p>
          <p>{words.say('linkRevokeMore')}</p>
        </Confirm>
      )}
    </section>
  );
}
