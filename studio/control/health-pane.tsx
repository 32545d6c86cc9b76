import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Encoder } from '../../core/contracts/room/installation.ts';
import { Facts } from '../parts/facts.tsx';
import { type Phrase, useWords } from '../words/words.ts';
import { chartTexts, measureText } from './chart-texts.ts';
import { columnsOf, type Sample, type Series, tableOf } from './vitals.ts';

const SERIES: readonly (readonly [Series, Phrase])[] = [
  ['viewers', 'ctlFigureViewers'],
  ['bitsPerSecond', 'ctlFigureBits'],
  ['behindSeconds', 'ctlFigureBehind'],
];

interface HealthPaneProps {
  readonly samples: readonly Sample[];
  readonly encoder: Encoder | null | undefined;
}

/** How it goes, in figures, drawn over the last ten minutes; each drawing is a table too. */
export function HealthPane({ samples, encoder }: HealthPaneProps): VNode {
  const words = useWords();
  const chosen = useSignal<Series>('viewers');
  const isTable = useSignal(false);
  const last = samples.at(-1);
  const rate = encoder?.frameRate ? Math.round(encoder.frameRate * 10) / 10 : undefined;
  const keyframes = encoder?.keyframeSeconds ?? undefined;
  const figures: readonly (readonly [Phrase, string])[] = [
    ['ctlFigureBits', measureText('bitsPerSecond', encoder?.bitsPerSecond, words)],
    ['ctlFigureRate', rate === undefined ? '–' : words.say('perSecond', { value: words.number(rate) })],
    ['ctlFigureKey', keyframes === undefined ? '–' : words.say('secondsUnit', { value: words.number(keyframes, 1) })],
    ['ctlFigureBehind', measureText('behindSeconds', last?.behindSeconds, words)],
    ['ctlFigureStalls', words.number(last?.stalls ?? 0)],
    ['ctlFigureDropped', words.number(last?.droppedFrames ?? 0)],
  ];
  return (
    <section class="ctl-card ctl-vitals" aria-label={words.say('ctlHealth')}>
      <Facts kind="ctl-figures" of={figures} />
      <div class="ctl-chart-top">
        <select
          class="input"
          aria-label={words.say('ctlChart')}
          onChange={(event) => {
            const found = SERIES.find(([series]) => series === event.currentTarget.value);
            if (found !== undefined) [chosen.value] = found;
          }}
        >
          {SERIES.map(([series, phrase]) => (
            <option key={series} value={series} selected={series === chosen.value}>
              {words.say(phrase)}
            </option>
          ))}
        </select>
        <span class="quiet figures">{measureText(chosen.value, last?.[chosen.value], words)}</span>
        <button type="button" class="button small" aria-pressed={isTable.value} onClick={() => (isTable.value = !isTable.value)}>
          {words.say('ctlTable')}
        </button>
      </div>
      {isTable.value ? (
        <Table samples={samples} />
      ) : samples.length === 0 ? (
        <div class="ctl-chart" />
      ) : (
        <Chart key={chosen.value} samples={samples} series={chosen.value} language={words.language} />
      )}
    </section>
  );
}

function Table({ samples }: { readonly samples: readonly Sample[] }): VNode {
  const words = useWords();
  return (
    <div class="ctl-scroll" tabIndex={0} role="region" aria-label={words.say('ctlTable')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.say('ctlTime')}</th>
            {SERIES.map(([series, phrase]) => (
              <th key={series} scope="col">
                {words.say(phrase)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tableOf(samples).map((sample) => (
            <tr key={sample.atMs}>
              <th scope="row" class="figures">
                {words.time(sample.atMs)}
              </th>
              {SERIES.map(([series]) => (
                <td key={series} class="figures">
                  {measureText(series, sample[series], words)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ChartProps {
  readonly samples: readonly Sample[];
  readonly series: Series;
  readonly language: string;
}

/** A line; the table says the same in figures. The code that draws it comes when it is wanted. */
function Chart({ samples, series, language }: ChartProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  useEffect(() => {
    let isGone = false;
    const resize = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0)
        plot.current?.setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    import('./chart.ts').then(
      ({ drawChart }) => {
        if (isGone || box.current === null) return;
        plot.current = drawChart(box.current, columnsOf(samples, series), {
          texts: chartTexts(language),
          isWhole: series === 'viewers',
        });
        resize.observe(box.current);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
      resize.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, []);
  useEffect(() => plot.current?.setData(columnsOf(samples, series)), [samples, series]);
  return <div ref={box} class="ctl-chart" aria-hidden="true" />;
}
