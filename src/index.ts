/**
 * orderbell: who is told what, when and by which channel, from the order and payment states of a shop.
 * @module
 */
export type { Day, WallTime } from './core/calendar.js';
export type { Contact, FixedContact } from './core/contact.js';
export { identityOf } from './core/contact.js';
export type {
  ErrorCode,
  OrderbellErrorOptions,
  PermanentDeliveryErrorOptions,
  Problem,
  RetryableDeliveryErrorOptions,
} from './core/errors.js';
export {
  OrderbellError,
  PermanentDeliveryError,
  RetryableDeliveryError,
  UnknownOutcomeError,
} from './core/errors.js';
export type { Explanation } from './core/explain.js';
export type { InternalModel } from './core/internal.js';
export type { Job, JobRecord, JobStatus, SkipCode, StoredJob } from './core/job.js';
export type { Lifecycle, Occasion, ShapeOf, StateAccess } from './core/lifecycle.js';
export { defineLifecycle } from './core/lifecycle.js';
export type { EventOf, Machine, MachineOptions, StateTest, UnknownStates } from './core/machine.js';
export { defineMachine } from './core/machine.js';
export type { DateValue, Told } from './core/model.js';
export type { OpeningHours, TimeSpan } from './core/opening-hours.js';
export type { Decision } from './core/plan.js';
export type {
  Category,
  Delivery,
  Due,
  FirstOf,
  Fit,
  Fitting,
  Inflight,
  Late,
  OneOrMore,
  Rule,
  Scalar,
  Span,
  ValueFilter,
} from './core/rule.js';
export type { Limit, Window } from './core/settings.js';
export type { Shape } from './core/shape.js';
export type { Refusal, RefusalCode } from './core/step.js';
export type { RuleTable } from './core/table.js';
export type { Clock, Timer } from './ports/clock.js';
export type { RecordQuery, RecordRef, Records, RecordWrite, StoredRecord } from './ports/records.js';
export type { Scheduler, Worker } from './ports/scheduler.js';
export type {
  AwaitedReceipt,
  ChangeOutcome,
  ClaimedJob,
  ClaimRequest,
  JobReceipt,
  Move,
  ReceiptRequest,
  ReceiptsWanted,
  ReceiptTarget,
  ReceiptWrite,
  SentQuery,
  Settlement,
  Store,
  StoredSubject,
  SubjectRef,
  SubjectSession,
  SubjectWrite,
  Withdrawal,
} from './ports/store.js';
export type {
  Suppression,
  SuppressionFilter,
  SuppressionPage,
  SuppressionQuery,
  SuppressionReason,
  SuppressionScope,
  Suppressions,
  UnsubscribeLinks,
  UnsubscribeState,
  UnsubscribeTarget,
} from './ports/suppressions.js';
export type { StoredText, TemplateStore, TextRef, TextVersion, TextWrite } from './ports/template-store.js';
export type {
  Accepted,
  Attachment,
  Balance,
  CalendarFile,
  DeliveryState,
  EmailMessage,
  EmojiPolicy,
  Message,
  MessageOf,
  MessageSender,
  Receipt,
  Sent,
  Transport,
  TransportLimits,
  Unsubscribe,
} from './ports/transport.js';
export type { BulkCounts, BulkFailure, BulkMessage, BulkOptions, BulkResult, BulkSource } from './runtime/bulk/bulk.js';
export type { ChangeOf, ChangeOptions, ChangeResult, SendRequest } from './runtime/changes.js';
export type {
  ContactContext,
  InboundWords,
  MayContact,
  SuppressionOptions,
  UnsubscribeOptions,
} from './runtime/consent/consent-options.js';
export type {
  InboundMessage,
  NewSuppression,
  SuppressionCall,
  SuppressionOperations,
} from './runtime/consent/suppression-operations.js';
export { createNotifier } from './runtime/create-notifier.js';
export type {
  CreditAccount,
  CreditOptions,
  CreditPrice,
  Credits,
  CreditWarning,
  LowCreditEvent,
  TopUp,
} from './runtime/credits/options.js';
export type {
  BreakerEvent,
  ErrorEvent,
  FailedEvent,
  JobEvent,
  NotifierEvents,
  ReceiptEvent,
  RefusedEvent,
  RetryEvent,
  SentEvent,
} from './runtime/events.js';
export type { Notifier, TickResult } from './runtime/notifier.js';
export type { CustomerHistoryOptions, CustomerMessage } from './runtime/operations/customer-message.js';
export type {
  ByHand,
  DeadLetterFilter,
  Health,
  HistoryOptions,
  JobFilter,
  JobName,
  JobRecords,
  LifecycleName,
  Operations,
  Pausable,
  Paused,
  PendingFilter,
  PruneCounts,
  PruneOptions,
  ReplanCounts,
  ReplanOptions,
  ReplanResult,
  SubjectPlace,
} from './runtime/operations/operations.js';
export type { BreakerOptions, NotifierOptions, RetryContext, RetryOptions, SignalContext } from './runtime/options.js';
export type { PollResult, ReceiptAnswer, ReceiptCounts, ReceiptResult } from './runtime/receipts/receipts.js';
export type { SiteSettings, SitesOption, TransportChoice } from './runtime/sites/site-settings.js';
export { systemClock } from './runtime/system-clock.js';
export type {
  TextChange,
  TextName,
  TextPreview,
  TextResult,
  TextSample,
  Texts,
  TextsOptions,
} from './runtime/texts/texts.js';
export type {
  CheckResult,
  CodeLimit,
  StartOptions,
  StartResult,
  Verification,
  VerificationOptions,
} from './runtime/verification/verification.js';
export type { MerchantTexts, OwnText, Rendered, RenderRequest, Templates } from './templates/engine.js';
export type { TextProblem, TextProblemCode } from './templates/merchant/check-merchant-text.js';
