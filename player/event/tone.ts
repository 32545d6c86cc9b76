/** A tone of our own, to try out the sound: three notes of a chord, one after the other, and how loud they are just now. */

export interface Tone {
  /** Root mean square of what is played just now, 0-1; a full tone is 1. */
  level(): number;
  stop(): void;
}

const NOTES_HZ = [261.6, 329.6, 392];
const NOTE_S = 0.9;
const VOLUME = 0.25;
/** A sine's root mean square is so much of its peak. */
const RMS_OF_SINE = Math.SQRT1_2;

/** @param onEnd it was played to its end. @throws when the browser gives no sound. */
export async function playTone(onEnd: () => void): Promise<Tone> {
  const context = new AudioContext();
  await context.resume();
  if (context.state !== 'running') {
    await context.close();
    throw new Error(`no sound: ${context.state}`);
  }
  const gain = context.createGain();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1_024;
  gain.connect(analyser).connect(context.destination);
  const startS = context.currentTime;
  gain.gain.setValueAtTime(0, startS);
  let last: OscillatorNode | undefined;
  NOTES_HZ.forEach((hz, index) => {
    const note = context.createOscillator();
    const atS = startS + index * NOTE_S;
    note.frequency.value = hz;
    note.connect(gain);
    note.start(atS);
    note.stop(atS + NOTE_S);
    // soft at both ends: no click
    gain.gain.linearRampToValueAtTime(VOLUME, atS + 0.08);
    gain.gain.setValueAtTime(VOLUME, atS + NOTE_S - 0.2);
    gain.gain.linearRampToValueAtTime(0, atS + NOTE_S);
    last = note;
  });
  let isOver = false;
  const stop = (): void => {
    if (isOver) return;
    isOver = true;
    void context.close();
  };
  last?.addEventListener('ended', () => {
    if (isOver) return;
    stop();
    onEnd();
  });
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      if (isOver) return 0;
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      return Math.min(1, Math.sqrt(power) / (VOLUME * RMS_OF_SINE));
    },
    stop,
  };
}
