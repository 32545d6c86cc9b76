/** The command line of the live ffmpeg, as a value: compared in tests as a list. */

/** One picture to encode. */
export interface EncodeSpec {
  readonly width: number;
  readonly height: number;
  readonly videoBps: number;
}

export interface FfmpegInput {
  /** Keyframes where the source has them (`source`), or every two seconds. */
  readonly keyframes: 'source' | 'every-2s';
  /** Set when the source's frames come unevenly: they are put on an even grid of so many a second, whose first place is 0. */
  readonly evenFrameRate: number | undefined;
  /** Threads for each encode; undefined: x264's choice. */
  readonly threads?: number | undefined;
}

/** The first descriptor of the encodes' pipes: 0-2 are ffmpeg's own. */
export const FIRST_PIPE = 3;

/**
 * FLV with a picture on stdin; one FLV for each encode on pipes of its own, best first, times as they came in (ms). FLV on the way
 * out because its muxer writes a frame at once, where the one of MP4 waits for the next; ADR 0007.
 */
export function ffmpegArgs(encodes: readonly EncodeSpec[], input: FfmpegInput): string[] {
  // the grid begins with the first frame: a grid of its own would move it by up to half a frame
  const chain = input.evenFrameRate === undefined ? '[0:v]' : `[0:v]setpts=PTS-STARTPTS,fps=${input.evenFrameRate},`;
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'warning', '-nostats'],
    ...['-copyts', '-fpsprobesize', '0', '-analyzeduration', '0', '-probesize', '5000'],
    ...['-thread_type', 'slice', '-f', 'flv', '-i', 'pipe:0'],
    ...['-filter_complex', filterGraph(encodes, chain)],
    ...encodes.flatMap((encode, index) => encodeArgs(encode, index, input)),
  ];
}

/** Scales from one size to the next smaller one, so that the large picture is read once. */
function filterGraph(encodes: readonly EncodeSpec[], source: string): string {
  const steps = encodes.map((encode, index) => {
    const from = index === 0 ? source : `[n${index - 1}]`;
    const scale = `${from}scale=${encode.width}:${encode.height}:flags=bilinear,setsar=1,format=yuv420p`;
    return index === encodes.length - 1 ? `${scale}[v${index}]` : `${scale},split=2[v${index}][n${index}]`;
  });
  return steps.join(';');
}

function encodeArgs(encode: EncodeSpec, index: number, input: FfmpegInput): string[] {
  const keyframes = input.keyframes === 'source' ? 'source' : 'expr:gte(t,n_forced*2)';
  return [
    ...['-map', `[v${index}]`, '-enc_time_base', '1:1000', '-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency'],
    ...['-force_key_frames', keyframes, '-g', '600', '-sc_threshold', '0', '-forced-idr', '1'],
    ...(input.threads === undefined ? [] : ['-threads', String(input.threads)]),
    ...['-b:v', String(encode.videoBps), '-maxrate', String(encode.videoBps), '-bufsize', String(Math.round(encode.videoBps / 2))],
    // the filter makes an even rate; `cfr` would take the time base for it, a thousand frames a second
    ...['-fps_mode', 'passthrough', '-flush_packets', '1', '-flvflags', 'no_duration_filesize', '-f', 'flv', `pipe:${FIRST_PIPE + index}`],
  ];
}
