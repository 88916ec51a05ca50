/**
 * Trails: the stages that a subject passes, in their order, as a set of templates declares them. Plain data.
 * @module
 */
import type { Shape } from '../../core/shape.js';

/** A stage: a state or group of the machine, which it is named after, or several under a name of their own. */
export type StageDefinition<State extends string = string, Condition extends string = string> =
  | State
  | {
      /** Labels are given by this name. */
      readonly name: string;
      /** The states and groups in which a subject is at this stage. */
      readonly states: readonly State[];
      /** A condition of the lifecycle; a subject for which it does not hold has no such stage, unless it was or is in one of its states. */
      readonly if?: Condition | undefined;
    };

/** Reads the states that a subject has been in; nothing where that is not known of it. */
// As a method it may be narrower than what it is handed on as: a finished set no longer knows the type of its subject.
type VisitedOf<Subject> = { visited(subject: Subject): readonly string[] | undefined }['visited'];

/** The stages of one machine. Each of its states stands in a stage or under `hidden`. */
export interface TrailDefinition<Subject = unknown, State extends string = string, Condition extends string = string> {
  /** In the order in which a subject passes them. Where stages share a state, the last that the subject has is its present one. */
  readonly stages: readonly StageDefinition<State, Condition>[];
  /** States in which there is no trail, and what stands after `{{else}}` is written: `['cancelled']`. */
  readonly hidden?: readonly State[] | undefined;
  /**
   * The states that a subject has been in: the path of a list in the data, or a function. A stage before the present one that
   * none of them belongs to was skipped. Without it, or where it yields nothing, all stages before the present one are passed.
   */
  readonly visited?: string | VisitedOf<Subject> | undefined;
}

/** The trails of a lifecycle, by machine. */
export type TrailsOf<S extends Shape> = {
  readonly [M in keyof S['machines'] & string]?: TrailDefinition<
    S['subject'],
    S['machines'][M]['states'] | S['machines'][M]['groups'],
    S['conditions']
  >;
};

/** Labels by machine and stage, in one language: `{ order: { new: 'New', paid: 'Paid' } }`. */
export type TrailLabels = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Where a stage is, seen from where the subject is. */
export type StageStatus = 'passed' | 'current' | 'later' | 'skipped';

/** One stage, as `{{#trail}}` hands it to what stands in it. */
export interface TrailStage {
  /** As it is declared. */
  readonly name: string;
  /** In the language of the text. */
  readonly label: string;
  readonly status: StageStatus;
  readonly passed: boolean;
  readonly current: boolean;
  readonly later: boolean;
  readonly skipped: boolean;
}

/** A stage without its short form. */
export interface Stage {
  readonly name: string;
  readonly states: readonly string[];
  readonly if: string | undefined;
}

/** The stages of a definition, each in its long form. */
export function stagesOf({ stages }: TrailDefinition): readonly Stage[] {
  return stages.map((stage) =>
    typeof stage === 'string' ? { name: stage, states: [stage], if: undefined } : { ...stage, if: stage.if },
  );
}
