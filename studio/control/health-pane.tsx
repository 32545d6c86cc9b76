import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Encoder } from '../../core/contracts/room/installation.ts';
import { Facts } from '../parts/facts.tsx';
import { type Phrase, useWords, type Words } from '../words/words.ts';
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
  const figures: readonly (readonly [Phrase, string])[] = [
    ['ctlFigureBits', encoder?.bitsPerSecond ? megabits(encoder.bitsPerSecond, words) : '–'],
    ['ctlFigureRate', encoder?.frameRate ? `${words.number(Math.round(encoder.frameRate * 10) / 10)} fps` : '–'],
    ['ctlFigureKey', encoder?.keyframeSeconds ? `${words.number(encoder.keyframeSeconds, 1)} s` : '–'],
    ['ctlFigureBehind', last?.behindSeconds == null ? '–' : `${words.number(last.behindSeconds, 1)} s`],
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
        <button type="button" class="button small" aria-pressed={isTable.value} onClick={() => (isTable.value = !isTable.value)}>
          {words.say('ctlTable')}
        </button>
      </div>
      {isTable.value ? <Table samples={samples} /> : <Chart samples={samples} series={chosen.value} />}
    </section>
  );
}

function megabits(bitsPerSecond: number, words: Words): string {
  return `${words.number(bitsPerSecond / 1_000_000, 1)} Mbit/s`;
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
              <td class="figures">{words.number(sample.viewers)}</td>
              <td class="figures">{sample.bitsPerSecond === null ? '–' : megabits(sample.bitsPerSecond, words)}</td>
              <td class="figures">{sample.behindSeconds === null ? '–' : words.number(sample.behindSeconds, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A line; the table says the same in figures. The code that draws it comes when it is wanted. */
function Chart({ samples, series }: { readonly samples: readonly Sample[]; readonly series: Series }): VNode {
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
        plot.current = drawChart(box.current, columnsOf(samples, series));
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
