/**
 * Trials: a claimed job that is judged by the data of its subject.
 * @module
 */
import type { Situation } from '../core/judge.js';
import type { Desk } from './desk.js';
import type { Held } from './leases.js';
import type { Paused } from './paused.js';
import type { SiteSettings } from './sites/site-settings.js';
import type { SiteTexts } from './texts/site-texts.js';

/** A job on trial, and what it is judged by. */
export interface Trial<Tx> {
  readonly desk: Desk<Tx>;
  readonly held: Held;
  readonly paused: Paused;
  readonly situation: Situation;
  /** The change of the subject by which it is judged. */
  readonly revision: number;
  /** What the site of the job has of its own. */
  readonly site: SiteSettings | undefined;
  /** What its merchant has written. */
  readonly texts: SiteTexts<Tx> | undefined;
}
