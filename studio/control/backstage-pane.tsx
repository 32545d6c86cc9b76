import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useWords } from '../words/words.ts';
import { Composer } from './composer.tsx';
import { useDesk } from './desk-context.ts';

/** What the staff say to each other; nobody else sees it. */
export function BackstagePane(): VNode {
  const words = useWords();
  const desk = useDesk();
  const { backstage } = desk.link.staff.value;
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (scroll.current !== null) scroll.current.scrollTop = scroll.current.scrollHeight;
  }, [backstage]);
  return (
    <div class="ctl-pane">
      <div ref={scroll} class="ctl-scroll" tabIndex={0} role="log" aria-label={words.say('ctlBackstage')}>
        {backstage.length === 0 && <p class="ctl-none">{words.say('ctlBackstageEmpty')}</p>}
        <ul>
          {backstage.map((line) => (
            <li key={line.offset} class="ctl-row">
              <div class="ctl-row-main">
                <span class="quiet figures">{words.time(line.atMs)}</span> <b dir="auto">{line.author.name}</b>{' '}
                <span dir="auto">{line.text}</span>
              </div>
            </li>
          ))}
        </ul>
      </div>
      <Composer
        label={words.say('ctlBackstageSay')}
        send={words.say('ctlSend')}
        onSend={(text) => desk.link.backstage(text)}
        onTold={(verdict) => desk.told(verdict)}
      />
    </div>
  );
}
