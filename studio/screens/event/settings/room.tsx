import type { VNode } from 'preact';
import type { ChatMode, Layout } from '../../../../core/contracts/room/entries.ts';
import type { EventSettings } from '../../../../core/contracts/room/event.ts';
import { Choice, NumberField, TextArea, Tick } from '../../../parts/field.tsx';
import { type Phrase, useWords } from '../../../words/words.ts';
import type { SectionProps } from './section.ts';

const CHAT: readonly (readonly [ChatMode, Phrase])[] = [
  ['everyone', 'chatEveryone'],
  ['approve', 'chatApprove'],
  ['hosts', 'chatHosts'],
  ['off', 'chatOff'],
];
const LAYOUT: readonly (readonly [Layout, Phrase])[] = [
  ['picture-chat', 'layoutPictureChat'],
  ['picture', 'layoutPicture'],
  ['slides', 'layoutSlides'],
];

/** How people talk to each other, when it begins. */
export function Room({ form, write }: SectionProps): VNode {
  const words = useWords();
  const { room } = form;
  const set = (change: Partial<EventSettings['room']>): void => write({ room: { ...room, ...change } });
  return (
    <>
      <div class="pair">
        <Choice
          label={words.say('chatMode')}
          options={CHAT.map(([mode, phrase]) => [mode, words.say(phrase)] as const)}
          value={room.chat}
          onChange={(chat) => set({ chat })}
        />
        <Choice
          label={words.say('layout')}
          options={LAYOUT.map(([layout, phrase]) => [layout, words.say(phrase)] as const)}
          value={room.layout}
          onChange={(layout) => set({ layout })}
        />
        <NumberField
          label={words.say('slowSeconds')}
          hint={words.say('slowSecondsHint')}
          min={0}
          max={120}
          value={room.slowSeconds}
          onChange={(slowSeconds) => set({ slowSeconds })}
        />
        <NumberField
          label={words.say('readable')}
          hint={words.say('readableHint')}
          min={0}
          max={100}
          value={room.readablePerSecond}
          onChange={(readablePerSecond) => set({ readablePerSecond })}
        />
      </div>
      <Tick label={words.say('allowLinks')} isOn={room.links} onChange={(links) => set({ links })} />
      <Tick label={words.say('allowReactions')} isOn={room.reactions} onChange={(reactions) => set({ reactions })} />
      <Tick label={words.say('allowQuestions')} isOn={room.questions} onChange={(questions) => set({ questions })} />
      {room.questions && (
        <>
          <Tick label={words.say('moderateQuestions')} isOn={room.moderateQuestions} onChange={(on) => set({ moderateQuestions: on })} />
          <Tick label={words.say('anonymousQuestions')} isOn={room.anonymousQuestions} onChange={(on) => set({ anonymousQuestions: on })} />
        </>
      )}
      <TextArea
        label={words.say('wordList')}
        hint={words.say('wordListHint')}
        value={room.words.join('\n')}
        onInput={(text) => set({ words: text.split('\n') })}
      />
      <NumberField
        label={words.say('strikes')}
        hint={words.say('strikesHint')}
        min={1}
        max={20}
        value={room.strikes}
        onChange={(strikes) => set({ strikes })}
      />
    </>
  );
}
