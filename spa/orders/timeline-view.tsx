/** The steps of an order, one below the other; what changes is read out. */
import type { Order } from '../api/types.ts';
import { timeOfDay } from '../format.ts';
import { texts } from '../texts.ts';
import { cx } from '../ui/classes.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { type TimelineStep, timelineOf } from './timeline.ts';

const icons: Record<TimelineStep['status'], IconName> = {
  Submitted: 'bell',
  AwaitingStockValidation: 'box',
  AwaitingCouponValidation: 'tag',
  Validated: 'card',
  Paid: 'box',
  Shipped: 'truck',
  Cancelled: 'close',
};

const marks: Record<TimelineStep['state'], string> = {
  done: 'bg-good text-sheet border-good',
  now: 'bg-lamp text-navy border-lamp',
  todo: 'bg-sheet text-soft border-line',
  stopped: 'bg-alarm text-sheet border-alarm',
};

const iconOf = ({ state, status }: TimelineStep): IconName =>
  state === 'done' ? 'check' : state === 'stopped' ? 'close' : icons[status];

const StepView = ({ step, isLast }: { step: TimelineStep; isLast: boolean }) => {
  const { title, text } = texts.orders.steps[step.status];
  const isLit = isLast || step.state === 'now';
  return (
    <li className="relative flex gap-4 pb-7 last:pb-0" aria-current={step.state === 'now' ? 'step' : undefined}>
      {!isLast && (
        <span
          aria-hidden="true"
          className={cx('absolute top-10 bottom-0 left-[1.2rem] w-0.5', step.state === 'done' ? 'bg-good' : 'bg-line')}
        />
      )}
      <span
        className={cx(
          'relative flex size-10 shrink-0 items-center justify-center rounded-full border-2 transition-colors duration-500',
          marks[step.state],
        )}
      >
        {step.state === 'now' && (
          <span
            aria-hidden="true"
            className="absolute inset-0 rounded-full bg-lamp motion-safe:animate-ping opacity-40"
          />
        )}
        <Icon name={iconOf(step)} className="relative size-5" />
      </span>
      <div className={cx('min-w-0 pt-1.5', step.state === 'todo' && 'text-soft')}>
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-semibold">{title}</span>
          {step.at !== undefined && (
            <time dateTime={step.at} className="text-sm text-soft tabular-nums">
              {timeOfDay(step.at)}
            </time>
          )}
        </p>
        {isLit && step.state !== 'todo' && (
          <p className={step.state === 'stopped' ? 'text-alarm' : 'text-soft'}>{step.reason?.text ?? text}</p>
        )}
      </div>
    </li>
  );
};

export const TimelineView = ({ order }: { order: Order }) => {
  const steps = timelineOf(order);
  return (
    <section className="rounded-3xl border border-line bg-sheet p-6 shadow-card">
      <h2 className="mb-5 text-2xl">{texts.orders.timeline}</h2>
      <ol aria-live="polite">
        {steps.map((step, place) => (
          <StepView key={step.status} step={step} isLast={place === steps.length - 1} />
        ))}
      </ol>
    </section>
  );
};
