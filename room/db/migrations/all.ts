import type { Migration } from '../migrate.ts';
import { accounts } from './0001-accounts.ts';
import { events } from './0002-events.ts';
import { rooms } from './0003-rooms.ts';
import { webhooks } from './0004-webhooks.ts';
import { changes } from './0005-changes.ts';
import { feedback } from './0006-feedback.ts';
import { library } from './0007-library.ts';
import { slate } from './0008-slate.ts';
import { plan } from './0009-plan.ts';
import { templatePlan } from './0010-template-plan.ts';

/** In order. What is released here stays as it is; a change of the tables is one more line. */
export const MIGRATIONS: readonly Migration[] = [accounts, events, rooms, webhooks, changes, feedback, library, slate, plan, templatePlan];
