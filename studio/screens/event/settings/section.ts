import type { EventAnswer } from '../../../../core/contracts/room/organiser.ts';
import type { EventForm } from '../../../state/event/event-form.ts';

/** What a section of the settings is given. */
export interface SectionProps {
  readonly form: EventForm;
  /** As it was saved. */
  readonly event: EventAnswer;
  readonly write: (change: Partial<EventForm>) => void;
}
