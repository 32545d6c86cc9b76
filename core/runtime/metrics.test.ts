import { describe, expect, it } from 'vitest';
import { Metrics } from './metrics.ts';

describe('Metrics', () => {
  it('counts, measures and distributes, each registry on its own', async () => {
    const metrics = new Metrics();
    const requests = metrics.counter({ name: 'origin_requests_total', help: 'Requests.', labels: ['kind'] });
    requests.inc({ kind: 'part' }, 3);
    let held = 0;
    metrics.gauge({ name: 'origin_held_requests_count', help: 'Requests held now.', read: () => held });
    held = 7;
    const hold = metrics.histogram({ name: 'origin_reload_hold_seconds', help: 'How long.', buckets: [0.1, 1] });
    hold.observe(0.5);
    const text = await metrics.text();
    expect(text).toContain('origin_requests_total{kind="part"} 3');
    expect(text).toContain('origin_held_requests_count 7');
    expect(text).toContain('origin_reload_hold_seconds_bucket{le="0.1"} 0');
    expect(text).toContain('origin_reload_hold_seconds_bucket{le="1"} 1');
    expect(metrics.contentType).toContain('text/plain');
    expect(await new Metrics().text()).toBe('\n');
  });

  it('adds the process’s own numbers when asked, under its own name where there is more than one process', async () => {
    expect(await new Metrics({ process: true }).text()).toMatch(/^process_resident_memory_bytes \d/m);
    expect(await new Metrics({ process: 'ingest_' }).text()).toMatch(/^ingest_process_resident_memory_bytes \d/m);
  });

  it('asks for one number of each set of labels, and forgets those that are not told any more', async () => {
    const metrics = new Metrics();
    let streams = [{ labels: { showing: 'slate' }, value: 2 }];
    metrics.gauge({ name: 'transcoder_streams_count', help: 'Streams.', labels: ['showing'], read: () => streams });
    expect(await metrics.text()).toContain('transcoder_streams_count{showing="slate"} 2');
    streams = [{ labels: { showing: 'publisher' }, value: 1 }];
    expect(await metrics.text()).toMatch(/^transcoder_streams_count.*$/m);
    expect(await metrics.text()).not.toContain('slate');
  });

  it('tells another process’s numbers with its own, and leaves out what cannot be had', async () => {
    const metrics = new Metrics();
    metrics.counter({ name: 'origin_requests_total', help: 'Requests.' });
    metrics.include(async () => 'ingest_connections_total 4');
    metrics.include(() => Promise.reject(new Error('it is being started')));
    expect((await metrics.text()).split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'origin_requests_total 0',
      'ingest_connections_total 4',
      '',
    ]);
  });

  const bad: readonly { name: string; because: string }[] = [
    { name: 'requests_total', because: 'no service in front' },
    { name: 'origin_requests', because: 'no unit at the end' },
    { name: 'origin-requests_total', because: 'a dash' },
    { name: 'origin_hold_ms', because: 'seconds are the unit of time' },
  ];
  for (const { name, because } of bad) {
    it(`refuses the name ${name}: ${because}`, () => {
      expect(() => new Metrics().gauge({ name, help: '' })).toThrow(name);
    });
  }

  it('refuses a counter that does not say so', () => {
    expect(() => new Metrics().counter({ name: 'origin_sent_bytes', help: '' })).toThrow('_total');
  });
});
