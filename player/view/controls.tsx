/** The controls on the picture. They come on movement, focus and touch, and never cover more than the lower edge. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Engine } from '../playback/engine.ts';
import { CaptionsMenu } from '../captions/captions-menu.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { LiveButton } from './live-button.tsx';
import type { MenuName } from './menu-button.tsx';
import { QualityMenu } from './quality-menu.tsx';
import { RewindBar } from './rewind-bar.tsx';
import { useWords } from './words.ts';

interface ControlsProps {
  readonly engine: Engine;
  /** The stream is on air. */
  readonly isOn: boolean;
  readonly openMenu: Signal<MenuName | null>;
  readonly isFullscreen: ReadonlySignal<boolean>;
  readonly onFullscreen: () => void;
  readonly onFloat: () => void;
}

export function Controls({ engine, isOn, openMenu, isFullscreen, onFullscreen, onFloat }: ControlsProps): VNode {
  const words = useWords();
  return (
    <div class="controls">
      <RewindBar engine={engine} isOn={isOn} />
      <div class="row">
        <ControlButton
          icon={engine.facts.paused.value ? 'play' : 'pause'}
          label={words.say(engine.facts.paused.value ? 'play' : 'pause')}
          keys="k"
          onClick={() => engine.toggle()}
        />
        <Volume engine={engine} />
        {isOn && <LiveButton engine={engine} />}
        <span class="grow" />
        <CaptionsMenu engine={engine} open={openMenu} />
        <QualityMenu engine={engine} open={openMenu} />
        {document.pictureInPictureEnabled && (
          <ControlButton icon="picture-in-picture-2" label={words.say('pip')} keys="p" onClick={onFloat} extra="wide-only" />
        )}
        <ControlButton
          icon={isFullscreen.value ? 'minimize' : 'maximize'}
          label={words.say(isFullscreen.value ? 'exitFullscreen' : 'fullscreen')}
          keys="f"
          onClick={onFullscreen}
        />
      </div>
    </div>
  );
}

interface ControlButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly keys: string;
  readonly onClick: () => void;
  readonly extra?: string;
}

function ControlButton({ icon, label, keys, onClick, extra = '' }: ControlButtonProps): VNode {
  return (
    <button
      type="button"
      class={`control ${extra}`}
      aria-label={label}
      aria-keyshortcuts={keys}
      title={`${label} (${keys})`}
      onClick={onClick}
    >
      <Icon name={icon} size={22} />
    </button>
  );
}

function Volume({ engine }: { readonly engine: Engine }): VNode {
  const words = useWords();
  const level = engine.facts.muted.value ? 0 : engine.facts.volume.value;
  const icon = level === 0 ? 'volume-x' : level < 0.5 ? 'volume-1' : 'volume-2';
  return (
    <div class="volume">
      <ControlButton icon={icon} label={words.say(level === 0 ? 'unmute' : 'mute')} keys="m" onClick={() => engine.toggleMuted()} />
      <input
        class="slider"
        type="range"
        min={0}
        max={100}
        step={5}
        value={Math.round(level * 100)}
        aria-label={words.say('volume')}
        aria-valuetext={words.say('percent', { n: Math.round(level * 100) })}
        onInput={(event) => engine.setVolume(Number(event.currentTarget.value) / 100)}
      />
    </div>
  );
}
