import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { brandTokens, contrast, inkOn, isOwnPicture, mended } from '../../../../ui/branding.ts';
import { TextField } from '../../../parts/field.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { PictureField } from '../../../parts/picture-field.tsx';
import { useWords } from '../../../words/words.ts';
import type { SectionProps } from './section.ts';

const WHITE = '#ffffff';
/** As the watch page's dark ground. */
const DARK = '#1c1f27';
const LEAST = 3;

/** The event's colours and logo, and whether they can be seen. */
export function Branding({ form, write }: SectionProps): VNode {
  const words = useWords();
  const { branding } = form;
  const set = (change: Partial<typeof branding>): void => write({ branding: { ...branding, ...change } });
  return (
    <>
      <div class="pair">
        <TextField label={words.say('brand')} type="color" isCode value={branding.brand} onInput={(brand) => set({ brand })} />
        <TextField label={words.say('brand2')} type="color" isCode value={branding.brand2} onInput={(brand2) => set({ brand2 })} />
      </div>
      <div class="samples">
        <Sample colour={branding.brand} theme="light" />
        <Sample colour={branding.brand} theme="dark" />
      </div>
      <Verdict colour={branding.brand} />
      <PictureField
        label={words.say('logo')}
        use="logo"
        none={words.say('logoNone')}
        value={branding.logo}
        onChange={(logo) => set({ logo })}
      >
        <div class="samples">
          <LogoSample logo={branding.logo} theme="light" />
          <LogoSample logo={branding.logo} theme="dark" />
        </div>
      </PictureField>
      <TextField
        label={words.say('slateText')}
        hint={words.say('slateTextHint')}
        maxLength={120}
        value={branding.slateText}
        onInput={(slateText) => set({ slateText })}
      />
    </>
  );
}

/** A button as viewers will see it. */
function Sample({ colour, theme }: { readonly colour: string; readonly theme: 'light' | 'dark' }): VNode {
  const words = useWords();
  const sample = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    for (const [name, value] of Object.entries(brandTokens(colour, colour))) sample.current?.style.setProperty(name, value);
  }, [colour]);
  return (
    <span ref={sample} class={`sample sample-${theme}`}>
      <span class="sample-button">{words.say(theme === 'light' ? 'sampleLight' : 'sampleDark')}</span>
    </span>
  );
}

/** The logo at the size it has beside the title. */
function LogoSample({ logo, theme }: { readonly logo: string | null; readonly theme: 'light' | 'dark' }): VNode | null {
  const words = useWords();
  return isOwnPicture(logo) ? (
    <span class={`sample sample-${theme}`}>
      <img class="sample-logo" src={logo} alt={words.say('pictureNow', { label: words.say('logo') })} />
    </span>
  ) : null;
}

/** Whether a colour stands out as it is, or by how much it will be mended. */
function Verdict({ colour }: { readonly colour: string }): VNode {
  const words = useWords();
  const [light, dark] = [mended(colour, WHITE, LEAST), mended(colour, DARK, LEAST)];
  const changed = [...new Set([light, dark])].filter((one) => one !== colour);
  const ratio = words.number(contrast(colour, inkOn(colour)), 1);
  return changed.length === 0 ? (
    <Notice kind="ok">{words.say('brandFine', { ratio })}</Notice>
  ) : (
    <Notice kind="info">
      {words.say(light === colour ? 'brandMendedDark' : 'brandMendedLight', { colour, mended: light === colour ? dark : light })}
    </Notice>
  );
}
