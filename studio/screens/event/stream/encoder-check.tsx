import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Encoder } from '../../../../core/contracts/room/installation.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Shown } from '../../../parts/shown.tsx';
import { useResource } from '../../../state/resource.ts';
import { adviceFor, videoCodecText } from '../../../state/stream/encoder-advice.ts';
import { useStudio } from '../../../state/studio.ts';
import { type Phrase, useWords, type Words } from '../../../words/words.ts';

const ASK_EVERY_MS = 2_000;

/** What arrives of the encoder, as it arrives, and what could be better. */
export function EncoderCheck({ event }: { readonly event: string }): VNode {
  const words = useWords();
  const { api } = useStudio();
  const encoders = useResource(() => api.encoders(event), [event]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void encoders.load();
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [encoders]);
  return (
    <section class="card section-card" aria-labelledby="arrives">
      <div>
        <h2 id="arrives">{words.say('arrives')}</h2>
        <p class="hint">{words.say('arrivesMore')}</p>
      </div>
      <div class="form">
        <Shown of={encoders} rows={2}>
          {({ live, rehearsal }) =>
            live === null && rehearsal === null ? (
              <p class="quiet">{words.say('arrivesNothing')}</p>
            ) : (
              <>
                {live !== null && <Arrival title={words.say('arrivesLive')} encoder={live} />}
                {rehearsal !== null && <Arrival title={words.say('slotRehearsal')} encoder={rehearsal} />}
              </>
            )
          }
        </Shown>
      </div>
    </section>
  );
}

function Arrival({ title, encoder }: { readonly title: string; readonly encoder: Encoder }): VNode {
  const words = useWords();
  const advice = adviceFor(encoder);
  return (
    <div class="form">
      <h3>{title}</h3>
      <Facts kind="facts" of={factsOf(encoder, words)} />
      {advice.length === 0 ? (
        <Notice kind="ok">{words.say('adviceFine')}</Notice>
      ) : (
        advice.map(({ kind, phrase }) => (
          <Notice key={phrase} kind={kind}>
            {words.say(phrase)}
          </Notice>
        ))
      )}
    </div>
  );
}

function factsOf(encoder: Encoder, words: Words): readonly (readonly [Phrase, string])[] {
  const { videoCodec, width, height, frameRate, keyframeSeconds, bitsPerSecond, audioCodec, sampleRate, slot } = encoder;
  const measured = (value: number | null, text: (value: number) => string): string =>
    value === null ? words.say('measuring') : text(value);
  return [
    ['factKey', words.say(slot === 'primary' ? 'slotPrimary' : 'slotBackup')],
    ['factPicture', `${videoCodecText(videoCodec)}, ${width} × ${height}`],
    ['factFrames', measured(frameRate, (value) => words.say('perSecond', { value: words.number(value, Number.isInteger(value) ? 0 : 2) }))],
    ['factKeyframes', measured(keyframeSeconds, (value) => words.say('secondsUnit', { value: words.number(value, 1) }))],
    ['factRate', measured(bitsPerSecond, (value) => words.say('mbpsUnit', { value: words.number(value / 1e6, 1) }))],
    [
      'factSound',
      audioCodec === null
        ? words.say('noSound')
        : `AAC${sampleRate === null ? '' : `, ${words.say('khzUnit', { value: words.number(sampleRate / 1_000, 1) })}`}`,
    ],
  ];
}
