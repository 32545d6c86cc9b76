/** The studio: who is there, in which language, and the screen at the address. */
import { useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { ControlRoom } from './control/control-room.tsx';
import { FailureNotice } from './parts/notice.tsx';
import { Door } from './screens/door/door.tsx';
import { ProofDialog } from './screens/proof-dialog.tsx';
import { ScreenAt } from './screens/screens.tsx';
import { Shell } from './screens/shell.tsx';
import { isAtLeast } from './state/rights.ts';
import { MeContext, type Studio, StudioContext } from './state/studio.ts';
import { type Words, WordsContext } from './words/words.ts';

/** Who has an account has chosen a language in it; the one before is better than none. */
export async function speakAsChosen({ session, book }: Studio): Promise<void> {
  const chosen = session.who.peek()?.language;
  if (chosen !== undefined) await book.speak(chosen).catch(() => undefined);
}

/** The whole page. */
export function App({ studio }: { readonly studio: Studio }): VNode {
  const { words } = studio.book;
  useSignalEffect(() => {
    void studio.session.who.value;
    void speakAsChosen(studio);
  });
  useSignalEffect(() => {
    document.documentElement.lang = words.value.language;
    document.documentElement.dir = words.value.direction;
  });
  return (
    <StudioContext.Provider value={studio}>
      <WordsContext.Provider value={words.value}>
        <Inside studio={studio} words={words.value} />
      </WordsContext.Provider>
    </StudioContext.Provider>
  );
}

function Inside({ studio, words }: { readonly studio: Studio; readonly words: Words }): VNode {
  const { session, route } = studio;
  const me = session.who.value;
  if (me === undefined) {
    return (
      <main class="door">
        {session.failure.value === undefined ? (
          <p class="quiet">{words.say('loading')}</p>
        ) : (
          <div class="card">
            <h1>{words.say('loadFailed')}</h1>
            <FailureNotice failure={session.failure.value} />
            <button type="button" class="button primary" onClick={() => void session.begin()}>
              {words.say('tryAgain')}
            </button>
          </div>
        )}
      </main>
    );
  }
  if (me === null) return <Door />;
  const place = route.value;
  // the control room has the screen to itself
  if (place.screen === 'event' && place.tab === 'control' && isAtLeast(me.role, 'moderator')) {
    return (
      <MeContext.Provider value={me}>
        <ControlRoom event={place.event} />
        <ProofDialog />
      </MeContext.Provider>
    );
  }
  return (
    <MeContext.Provider value={me}>
      <Shell>
        <ScreenAt route={place} />
      </Shell>
      <ProofDialog />
    </MeContext.Provider>
  );
}
