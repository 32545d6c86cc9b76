import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PlannedCue } from '../../core/contracts/room/plan.ts';
import { Icon } from '../parts/icon.tsx';
import { Shown } from '../parts/shown.tsx';
import { type Phrase, useWords } from '../words/words.ts';
import { useCommands } from './commands.ts';
import { CueDialog } from './cue-dialog.tsx';
import { CueName } from './cue-name.tsx';
import { cueText, textOf } from './cue-words.ts';
import { useDesk } from './desk-context.ts';
import { type ConflictKind, keptPlan } from './plan.ts';
import { Act } from './row.tsx';
import { doNow, Standing } from './standing.tsx';

const CONFLICT_PHRASES: Readonly<Record<ConflictKind, Phrase>> = {
  changed: 'ctlCueElse',
  fired: 'ctlCueElseFired',
  gone: 'ctlCueElseGone',
};

/** What stands now, what can be done at once, and the plan of the show: the same for everybody who works here. */
export function CuesPane(): VNode {
  const words = useWords();
  const desk = useDesk();
  const { plan } = desk;
  const pane = useRef<HTMLDivElement>(null);
  const written = useSignal<PlannedCue | 'new' | undefined>(undefined);
  useCommands((command) => {
    const cue = plan.current.peek();
    switch (command) {
      case 'cue-new':
        written.value = 'new';
        return true;
      case 'arm':
        if (cue !== undefined) void plan.arm(cue);
        return cue !== undefined;
      case 'fire':
        void plan.fireReady();
        return cue !== undefined;
      case 'undo':
        // the last thing that was done comes first
        if (desk.note.peek()?.kind === 'done' || cue?.canUndo !== true) return false;
        void plan.undo(cue);
        return true;
      case 'next':
      case 'previous':
        if (pane.current?.contains(document.activeElement) !== true) return false;
        plan.step(command === 'next' ? 1 : -1);
        return true;
      default:
        return false;
    }
  }, pane);
  const conflict = plan.conflict.value;
  return (
    <div ref={pane} class="ctl-pane">
      <Standing />
      <KeptPlan />
      {conflict?.kind === 'gone' && (
        <p class="ctl-note is-warn" role="alert">
          <Icon name="triangle-alert" size={16} />
          <span>{words.say('ctlCueElseGone')}</span>
        </p>
      )}
      <div class="ctl-scroll" tabIndex={0} role="region" aria-label={words.say('ctlCues')}>
        <Shown of={plan.cues} rows={3}>
          {({ cues }) =>
            cues.length === 0 ? (
              <p class="ctl-none">{words.say('ctlCuesEmpty')}</p>
            ) : (
              <ul>
                {cues.map((cue) => (
                  <CueRow
                    key={cue.id}
                    cue={cue}
                    conflict={conflict?.cue === cue.id ? conflict.kind : undefined}
                    onChange={() => (written.value = cue)}
                  />
                ))}
              </ul>
            )
          }
        </Shown>
      </div>
      <div class="ctl-tools is-foot">
        <button type="button" class="button small" onClick={() => (written.value = 'new')}>
          <Icon name="plus" size={16} />
          {words.say('ctlCueNew')} <kbd>n</kbd>
        </button>
        <span class="hint">{words.say('ctlCuesShared')}</span>
      </div>
      {written.value !== undefined && (
        <CueDialog
          cue={written.value === 'new' ? undefined : written.value}
          onClose={() => (written.value = undefined)}
          onNow={(planned) => void doNow(desk, planned)}
        />
      )}
    </div>
  );
}

/** A plan that only this browser has: taken over once, or forgotten. */
function KeptPlan(): VNode | null {
  const words = useWords();
  const desk = useDesk();
  const kept = keptPlan(localStorage, desk.event.value.id);
  const left = useSignal(kept.cues);
  const isBusy = useSignal(false);
  const done = useSignal<{ readonly taken: number; readonly left: number } | undefined>(undefined);
  const take = async (): Promise<void> => {
    isBusy.value = true;
    const all = left.peek();
    const not = await desk.plan.takeOver(all);
    isBusy.value = false;
    done.value = { taken: all.length - not.length, left: not.length };
    // nothing was taken: the server is away, and it can be tried again
    if (not.length === all.length) return;
    kept.forget();
    left.value = [];
  };
  const forget = (): void => {
    kept.forget();
    left.value = [];
  };
  if (left.value.length === 0) {
    if (done.value === undefined) return null;
    return (
      <p class="ctl-note" role="status">
        <Icon name="check" size={16} />
        <span>
          {words.say('ctlPlanTaken', { n: done.value.taken })} {done.value.left > 0 && words.say('ctlPlanLeft', { n: done.value.left })}
        </span>
        <Act icon="x" label={words.say('close')} onClick={() => (done.value = undefined)} />
      </p>
    );
  }
  return (
    <div class="ctl-note" role="status">
      <Icon name="info" size={16} />
      <span>{words.say('ctlPlanKept', { n: left.value.length })}</span>
      <button type="button" class="button small" disabled={isBusy.value} onClick={() => void take()}>
        {words.say('ctlPlanTake')}
      </button>
      <button type="button" class="button small" disabled={isBusy.value} onClick={forget}>
        {words.say('ctlPlanForget')}
      </button>
    </div>
  );
}

interface CueRowProps {
  readonly cue: PlannedCue;
  readonly conflict: ConflictKind | undefined;
  readonly onChange: () => void;
}

/** Armed first, then fired: nothing goes out by a slip of the hand. */
function CueRow({ cue, conflict, onChange }: CueRowProps): VNode {
  const words = useWords();
  const desk = useDesk();
  const { plan } = desk;
  const { id, at, planned, state, canUndo, firedAtMs } = cue;
  const polls = desk.polls.value?.polls ?? [];
  const text = textOf(planned, words, polls);
  const isCurrent = plan.current.value?.id === id;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const choose = (): void => plan.choose(id);
  return (
    <li ref={row} class={`ctl-row ctl-cue is-${state}`} aria-current={isCurrent} onPointerDown={choose} onFocusIn={choose}>
      <span class="ctl-cue-at figures" dir="auto">
        {at}
      </span>
      <div class="ctl-row-main">
        <CueName text={cueText(planned, words, polls)} />
        {state === 'armed' && <span class="badge badge-armed">{words.say('ctlCueArmed')}</span>}
        {state === 'fired' && firedAtMs !== null && <span class="badge">{words.say('ctlCueFired', { time: words.time(firedAtMs) })}</span>}
        {state === 'undone' && <span class="badge">{words.say('ctlCueUndone')}</span>}
        {conflict !== undefined && (
          <span class="ctl-cue-else" role="alert">
            <Icon name="triangle-alert" size={16} />
            {words.say(CONFLICT_PHRASES[conflict])}
          </span>
        )}
      </div>
      {state === 'fired' ? (
        canUndo && (
          <button type="button" class="button small" aria-label={`${words.say('ctlUndo')}: ${text}`} onClick={() => void plan.undo(cue)}>
            {words.say('ctlUndo')}
          </button>
        )
      ) : (
        <>
          <button
            type="button"
            class="button small ctl-arm"
            aria-pressed={state === 'armed'}
            aria-label={`${words.say('ctlArm')}: ${text}`}
            title={isCurrent ? `${words.say('ctlArm')} (r)` : words.say('ctlArm')}
            onClick={() => void plan.arm(cue)}
          >
            {words.say('ctlArm')}
          </button>
          <button
            type="button"
            class="button small primary"
            disabled={state !== 'armed'}
            aria-label={`${words.say('ctlFire')}: ${text}`}
            title={plan.ready.value?.id === id ? `${words.say('ctlFire')} (f)` : words.say('ctlFire')}
            onClick={() => void plan.fire(cue)}
          >
            <Icon name="zap" size={16} />
            {words.say('ctlFire')}
          </button>
        </>
      )}
      <span class="ctl-row-acts">
        {state !== 'fired' && <Act icon="pencil" label={`${words.say('ctlCueChange')}: ${text}`} onClick={onChange} />}
        <Act icon="trash" label={`${words.say('ctlDelete')}: ${text}`} onClick={() => void plan.remove(cue)} />
      </span>
    </li>
  );
}
